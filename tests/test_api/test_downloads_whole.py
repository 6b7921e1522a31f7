"""A whole release in one file, and the documents of a release, over HTTP."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from api.app import litestar_app
from api.in_process import ask
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.documents.every import DOCUMENTS
from dataset.manifest import open_release, verify
from dataset.store.whole import make_whole, whole_files
from tests.asked import Asked
from tests.changing import FIRST, SECOND, THIRD, changing_releases, withdraw

WHOLE = [f"onrecord-{THIRD}.duckdb", f"onrecord-{THIRD}.zip"]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changing_releases(tmp_path_factory.mktemp("changing"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def asked(releases: Path, cache: Path) -> Iterator[Asked]:
    app = litestar_app(Settings(releases=releases, cache=cache))
    yield Asked(Wrapper(app))
    app.state.archive.close()


def listed(asked: Asked, version: str) -> dict[str, dict[str, Any]]:
    return {file["name"]: file for file in asked.json(f"/v1/releases/{version}")["data"]["files"]}


def address(name: str, version: str = THIRD) -> str:
    return f"/v1/releases/{version}/files/{name}"


def test_every_document_is_listed_and_given(asked: Asked, releases: Path) -> None:
    files = listed(asked, THIRD)
    for document in DOCUMENTS:
        reply = asked.get(address(document.name))
        assert reply.body == (releases / THIRD / document.name).read_bytes()
        assert reply.headers["content-type"] == files[document.name]["media_type"] == document.media_type
        assert reply.headers["content-disposition"] == f'attachment; filename="onrecord-{THIRD}-{document.name}"'
        assert reply.headers["cache-control"].endswith("immutable")


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_with_its_proofs(asked: Asked, name: str) -> None:
    reply = asked.get(address(name))
    file = listed(asked, THIRD)[name]
    digest = hashlib.sha256(reply.body)
    assert (file["bytes"], file["sha256"]) == (len(reply.body), digest.hexdigest())
    assert reply.headers["etag"] == f'"{digest.hexdigest()}"'
    assert reply.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert reply.headers["content-type"] == file["media_type"]
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "immutable" not in reply.headers["cache-control"]
    head = ask(asked.app, address(name), method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(reply.body)))
    part = asked.get(address(name), Range="bytes=2-9", If_Range=reply.headers["etag"])
    assert (part.status, part.body) == (206, reply.body[2:10])
    assert asked.get(address(name), Range="bytes=2-9", If_Range='"other"').body == reply.body
    assert asked.get(address(name), If_None_Match=reply.headers["etag"]).status == 304
    behind = asked.get(address(name), Range="bytes=999999999-")
    assert (behind.status, behind.headers["content-range"]) == (416, f"bytes */{len(reply.body)}")
    alias = asked.get(address(name, "latest"))
    assert (alias.body, alias.headers["content-location"].endswith(address(name))) == (reply.body, True)


def test_the_archive_unpacks_into_a_release_that_verifies(asked: Asked, releases: Path, tmp_path: Path) -> None:
    body = asked.get(address(f"onrecord-{THIRD}.zip")).body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 12, 20)}
        archive.extractall(tmp_path)
    assert verify(tmp_path / THIRD) == open_release(releases / THIRD)
    assert {path.name: path.read_bytes() for path in (tmp_path / THIRD).iterdir()} == {
        path.name: path.read_bytes() for path in (releases / THIRD).iterdir()
    }


def test_the_database_holds_every_table_described_and_no_index(asked: Asked, releases: Path, tmp_path: Path) -> None:
    path = tmp_path / "release.duckdb"
    path.write_bytes(asked.get(address(f"onrecord-{THIRD}.duckdb")).body)
    with duckdb.connect(str(path), read_only=True) as connection:
        for file in open_release(releases / THIRD).tables:
            ((rows,),) = connection.execute(f'select count(*) from "{file.table}"').fetchall()
            assert rows == file.rows
        assert connection.execute("select count(*) from duckdb_indexes()").fetchall() == [(0,)]
        silent = "select table_name, column_name from duckdb_columns() where comment is null and not internal"
        assert connection.execute(silent).fetchall() == []


def test_the_list_of_releases_makes_nothing(releases: Path, tmp_path: Path) -> None:
    app = litestar_app(Settings(releases=releases, cache=tmp_path))
    service = Asked(Wrapper(app))

    def sizes() -> dict[str, int | None]:
        entries = service.json("/v1/releases")["data"]
        assert [service.json(f"/v1/releases/{one['version']}")["data"] for one in entries] == entries
        return {
            file["name"]: file["bytes"] for entry in entries for file in entry["files"] if "onrecord" in file["name"]
        }

    versions = (FIRST, SECOND, THIRD)
    assert sizes() == {f"onrecord-{one}.{end}": None for one in versions for end in ("duckdb", "zip")}
    assert not list(tmp_path.glob("onrecord-*"))
    service.get(address(f"onrecord-{SECOND}.zip", SECOND))
    made = [name for name, size in sizes().items() if size]
    assert made == [f"onrecord-{SECOND}.zip"]
    app.state.archive.close()


def test_many_who_ask_at_once_get_the_same_and_it_is_made_once(releases: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: make_whole(releases / THIRD, tmp_path, WHOLE[0]), range(8)))
    assert len({one.sha256 for one in found if one}) == 1
    assert all(one and one.path.read_bytes() for one in found)
    found[0].path.unlink()  # type: ignore[union-attr]  # a part of the cache is cleared
    assert [one.bytes for one in whole_files(releases / THIRD, tmp_path)] == [None, None]
    again = make_whole(releases / THIRD, tmp_path, WHOLE[0])
    assert again
    assert again.path.stat().st_size == again.bytes


def test_the_archive_is_the_same_bytes_in_every_cache(releases: Path, tmp_path: Path) -> None:
    first, second = (make_whole(releases / THIRD, tmp_path / one, WHOLE[1]) for one in ("a", "b"))
    assert first
    assert second
    assert first.sha256 == second.sha256


@pytest.mark.parametrize(
    "name", ["onrecord-2020.01.0.zip", f"onrecord-{SECOND}.zip", "onrecord-latest.zip", "yanked.json", "..zip"]
)
def test_what_a_release_does_not_have(asked: Asked, name: str) -> None:
    assert asked.get(address(name)).status == 404


@pytest.mark.parametrize("name", [*WHOLE, "README.md"])
def test_a_release_with_a_withheld_record_gives_none_of_them(tmp_path: Path, name: str) -> None:
    releases = changing_releases(tmp_path / "releases")
    withdraw(releases, {"records": ["e_fix"], "reason": "It names a person who asked us not to."})
    app = litestar_app(Settings(releases=releases, cache=tmp_path / "cache"))
    service = Asked(Wrapper(app))
    file = listed(service, THIRD)[name]
    assert file["withheld"]["reason"] == "It names a person who asked us not to."
    assert service.get(address(name)).status == 451
    assert not list((tmp_path / "cache").glob("onrecord-*"))
    app.state.archive.close()
