"""Releases opened for asking: prepared once, whole or not at all, and shut to everything outside."""

import multiprocessing
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dataset.errors import ReleaseError
from dataset.store.archive import Archive
from dataset.store.prepare import prepare
from dataset.store.store import Store
from schemas.tables import tables_at


def test_the_database_holds_every_table_as_the_manifest_counts_it(store: Store) -> None:
    for file in store.manifest.tables:
        (row,) = store.rows(f'SELECT count(*) AS n FROM "{file.table}"', {})
        assert row["n"] == file.rows
    assert {file.table for file in store.manifest.tables} == set(tables_at(store.manifest.schema_version))


def test_several_processes_prepare_one_file(archive: Archive, tmp_path: Path) -> None:
    release = archive.folder / archive.latest
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        paths = set(pool.starmap(prepare, [(release, tmp_path)] * 3))
    assert len(paths) == 1
    assert {path.suffix for path in tmp_path.iterdir()} == {".duckdb", ".lock"}


def test_a_prepared_file_is_used_again(archive: Archive, tmp_path: Path) -> None:
    release = archive.folder / archive.latest
    path = prepare(release, tmp_path)
    written = path.stat().st_mtime_ns
    assert prepare(release, tmp_path) == path
    assert path.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET memory_limit = '1GB'",
        "SET enable_external_access = true",
        "DELETE FROM events",
        "CREATE TABLE other (x INTEGER)",
        "INSTALL httpfs",
    ],
)
def test_nothing_outside_is_reached_and_nothing_changed(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        store.rows(statement, {})


def test_one_release_may_be_opened_twice(archive: Archive, store: Store) -> None:
    other = Archive(archive.folder, archive.cache)
    assert other.store(other.latest).rows("SELECT count(*) AS n FROM events", {}) == store.rows(
        "SELECT count(*) AS n FROM events", {}
    )
    other.close()


def test_who_asks_for_an_open_release_does_not_wait_for_another_to_open(archive: Archive) -> None:
    opening, go_on = threading.Event(), threading.Event()

    class Slow(Archive):
        def _open(self, version: str) -> Store:
            if version != self.latest:
                opening.set()
                assert go_on.wait(20)
            return super()._open(version)

    slow = Slow(archive.folder, archive.cache)
    slow.store(slow.latest)
    thread = threading.Thread(target=slow.store, args=[slow.versions[0]])
    thread.start()
    assert opening.wait(20)
    asking = threading.Thread(target=slow.store, args=[slow.latest], daemon=True)
    asking.start()
    asking.join(10)
    waited = asking.is_alive()
    go_on.set()
    thread.join(60)
    slow.close()
    assert not waited


def test_values_are_bound_and_never_read_as_sql(store: Store) -> None:
    text = "'; DROP TABLE events; --"
    assert store.rows("SELECT $text AS text", {"text": text}) == [{"text": text}]


def test_aliases(archive: Archive) -> None:
    assert archive.resolve("latest") == archive.latest == archive.versions[-1]
    assert archive.resolve("stable") in archive.versions
    assert archive.resolve(archive.latest) == archive.latest
    assert archive.resolve("2020.01.0") is None
    assert archive.manifests[archive.latest].data_date >= date(2026, 1, 1)


def test_a_folder_without_releases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="holds no release"):
        Archive(tmp_path, tmp_path)
