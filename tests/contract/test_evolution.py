"""Committed releases stay readable: each is whole, and today's Structs read every row of it."""

from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from dataset.manifest import verify
from dataset.versions import list_versions
from schemas.tables import tables_at

RELEASES = Path(__file__).parents[2] / "dataset" / "releases"
VERSIONS = list_versions(RELEASES)


def test_there_is_a_release() -> None:
    assert "2026.11.0" in VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_committed_release_is_whole(version: str) -> None:
    assert verify(RELEASES / version).version == version


@pytest.mark.parametrize("version", VERSIONS)
def test_today_s_structs_read_every_row(version: str) -> None:
    manifest = verify(RELEASES / version, contents=False)
    tables = tables_at(manifest.schema_version)
    assert {file.table for file in manifest.tables} == set(tables)
    for name, table in tables.items():
        rows = pq.read_table(RELEASES / version / f"{name}.parquet").to_pylist()
        assert len(msgspec.convert(rows, list[table.row])) == len(rows)  # type: ignore[name-defined]
