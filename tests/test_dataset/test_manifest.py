"""Ways to spoil a release: each is refused with a message that names the file and says what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.build import build
from dataset.errors import ReleaseError
from dataset.manifest import open_release, verify
from dataset.tables import file_sha256
from tests.support import DATA_DATE
from tests.test_dataset.test_build import sample


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(sample(), "2026.11.0", DATA_DATE, tmp_path_factory.mktemp("releases"))


def edit(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "manifest.json"
    manifest = msgspec.json.decode(path.read_bytes())
    change(manifest)
    path.write_bytes(msgspec.json.encode(manifest))


def table(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in manifest["tables"] if one["table"] == name]
    assert isinstance(found, dict)
    return found


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def replace_table(folder: Path, made: pa.Table) -> None:
    """Another table in place of the events, with a manifest that gives the new size and hash."""
    path = folder / "events.parquet"
    pq.write_table(made, path)
    edit(folder, lambda m: table(m, "events").update(bytes=path.stat().st_size, sha256=file_sha256(path)))


SPOIL: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no folder": (shutil.rmtree, "2026.11.0: no such release folder"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest.json: missing"),
    "manifest cut": (lambda f: (f / "manifest.json").write_bytes((f / "manifest.json").read_bytes()[:100]), "manifest.json: not a manifest"),
    "manifest without a field": (lambda f: edit(f, lambda m: m.pop("data_date")), "missing required field `data_date`"),
    "version of another": (lambda f: edit(f, lambda m: m.update(version="2026.11.1")), "says version 2026.11.1"),
    "newer schema": (lambda f: edit(f, lambda m: m.update(schema_version="9.0.0")), "schema version 9.0.0 is newer"),
    "schema version that is none": (lambda f: edit(f, lambda m: m.update(schema_version="new")), "'new' is no version"),
    "other schema": (lambda f: edit(f, lambda m: table(m, "events").update(schema_fingerprint="0" * 64)), "table events has schema fingerprint"),
    "table not listed": (lambda f: edit(f, lambda m: m["tables"].pop(0)), "does not list table events"),
    "table listed twice": (lambda f: edit(f, lambda m: m["tables"].append(m["tables"][0])), "lists table events twice"),
    "table unknown": (lambda f: edit(f, lambda m: table(m, "events").update(table="happenings")), "unknown table happenings"),
    "table in another file": (lambda f: edit(f, lambda m: table(m, "events").update(name="../x.parquet")), "must stand in events.parquet"),
    "file missing": (lambda f: (f / "claims.parquet").unlink(), "claims.parquet: missing"),
    "file cut": (lambda f: (f / "claims.parquet").write_bytes((f / "claims.parquet").read_bytes()[:-9]), "claims.parquet: "),
    "file nobody listed": (lambda f: (f / "extra.parquet").write_bytes(b""), "extra.parquet: not listed"),
}  # fmt: skip

SPOIL_CONTENT: dict[str, tuple[Callable[[Path], Any], str]] = {
    "byte flipped": (lambda f: flip(f / "claims.parquet"), "claims.parquet: SHA-256 differs"),
    "hash lies": (lambda f: edit(f, lambda m: table(m, "events").update(sha256="0" * 64)), "events.parquet: SHA-256 differs"),
    "row count lies": (lambda f: edit(f, lambda m: table(m, "events").update(rows=7)), "events.parquet: 1 rows, manifest.json says 7"),
    "content hash lies": (lambda f: edit(f, lambda m: table(m, "events").update(content_sha256="0" * 64)), "events.parquet: the hash over its rows"),
    "other columns": (lambda f: replace_table(f, pa.table({"id": ["e_a"]})), "events.parquet: its columns are not those"),
    "row changed": (
        lambda f: replace_table(f, (t := pq.read_table(f / "events.parquet")).set_column(
            3, t.schema.field(3), pa.array(["Something else"]))),
        "events.parquet: the hash over its rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOIL)
def test_a_spoilt_release_does_not_open(good: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / good.name
    shutil.copytree(good, folder)
    spoil, message = SPOIL[how]
    spoil(folder)
    with pytest.raises(ReleaseError) as refused:
        open_release(folder)
    assert message in str(refused.value)
    assert str(folder) in str(refused.value)


@pytest.mark.parametrize("how", SPOIL_CONTENT)
def test_a_tampered_release_is_not_verified(good: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / good.name
    shutil.copytree(good, folder)
    spoil, message = SPOIL_CONTENT[how]
    spoil(folder)
    with pytest.raises(ReleaseError) as refused:
        verify(folder)
    assert message in str(refused.value)
    assert "restore the folder" in str(refused.value)


def test_all_that_is_wrong_is_said_at_once(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / good.name
    shutil.copytree(good, folder)
    (folder / "claims.parquet").unlink()
    (folder / "extra").write_bytes(b"")
    with pytest.raises(ReleaseError) as refused:
        open_release(folder)
    assert [line.split(": ")[0].rsplit("/", 1)[1] for line in str(refused.value).splitlines()] == [
        "extra",
        "claims.parquet",
    ]


def test_the_good_one_is_verified(good: Path) -> None:
    assert verify(good).version == "2026.11.0"
