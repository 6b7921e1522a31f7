"""The documents of a release for programs, and its tables: valid, and read by those who will read them.

On a release in which everything happens to records, and on a committed one of an older schema, with real rows in every table.
"""

import json
from pathlib import Path
from typing import Any

import duckdb
import mlcroissant  # type: ignore[import-untyped]
import msgspec
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Schema
from frictionless.resources import TableResource

from dataset.documents.every import DOCUMENTS, Contents
from dataset.manifest import open_release
from dataset.tables import file_sha256
from schemas.tables import tables_at
from tests.changing import THIRD, changing_releases
from tests.conftest import SMALL


@pytest.fixture(scope="module", params=["changing", "committed"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_releases: Path) -> Path:
    made = tmp_path_factory.mktemp("documents")
    if request.param == "changing":
        return changing_releases(made) / THIRD
    release = small_releases / SMALL[-1]
    manifest = open_release(release)
    tables = {file.table: pq.read_table(release / file.name) for file in manifest.tables}
    for file in release.iterdir():
        (made / file.name).symlink_to(file.resolve())
    for document in DOCUMENTS:
        if document.name != "CHANGELOG.md":  # made from the table `changes`, which that schema had not
            (made / document.name).write_bytes(document.render(Contents(manifest, release, tables, None)))
    return made


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_bytes())  # type: ignore[no-any-return]


def tables_of(folder: Path) -> list[str]:
    return [path.stem for path in sorted(folder.glob("*.parquet"))]


def test_frictionless_finds_the_package_valid(folder: Path, package: dict[str, Any]) -> None:
    report = Package.validate_descriptor(str(folder / "datapackage.json"))
    assert report.valid, report.flatten()
    assert sorted(one["name"] for one in package["resources"]) == tables_of(folder)
    for resource in package["resources"]:
        path = folder / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{file_sha256(path)}"


def test_frictionless_finds_the_rows_valid(folder: Path, package: dict[str, Any]) -> None:
    """Handed over as rows: its own reader of Parquet takes no lists, and asks a hash of a reader that computes none."""
    for resource in package["resources"]:
        rows = pq.read_table(folder / resource["path"]).slice(0, 200).to_pylist()
        schema = {key: value for key, value in resource["schema"].items() if key != "foreignKeys"}
        if rows:
            report = TableResource(data=rows, schema=Schema.from_descriptor(schema)).validate()
            assert report.valid, (resource["name"], report.flatten(["fieldName", "type", "note"])[:3])


def test_keys_identify_and_lead_to_records(folder: Path, package: dict[str, Any]) -> None:
    ids = {
        name: set(pq.read_table(folder / f"{name}.parquet")["id"].to_pylist())
        for name in ("events", "claims", "entities", "sources")
    }
    tried = set()
    for resource in package["resources"]:
        rows = pq.read_table(folder / resource["path"]).to_pylist()
        key = resource["schema"]["primaryKey"]
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)
        for foreign in resource["schema"].get("foreignKeys", ()):
            (name,) = foreign["fields"]
            tried.add((resource["name"], name))
            assert {row[name] for row in rows} - ids[foreign["reference"]["resource"]] <= {None}
    assert {("evidence", "source"), ("promises", "id"), ("sources", "publisher"), ("contradictions", "other")} <= tried
    assert not {name for name, _column in tried} & {"changes", "redirects", "tombstones"}


def test_every_field_of_the_package_is_described_with_its_unit(package: dict[str, Any]) -> None:
    def walk(fields: list[dict[str, Any]], path: str) -> list[tuple[str, dict[str, Any]]]:
        found = []
        for one in fields:
            found.append((f"{path}/{one['name']}", one))
            inner = one.get("items", one)
            found += walk(inner.get("fields", []), f"{path}/{one['name']}")
        return found

    described = dict(
        one for resource in package["resources"] for one in walk(resource["schema"]["fields"], resource["name"])
    )
    assert [path for path, one in described.items() if not one.get("description")] == []
    assert described["promises/slips/slip_days_low"]["unit"] == "days"
    assert described["events/type"]["vocabulary"] == "event_type"
    assert "release" in described["events/category"]["constraints"]["enum"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated", "ignore:The inplace keyword")  # its own, not ours
def test_mlcroissant_finds_no_fault_and_reads_every_table(folder: Path) -> None:
    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    assert (set(dataset.metadata.ctx.issues.errors), set(dataset.metadata.ctx.issues.warnings)) == (set(), set())
    assert sorted(one.id for one in dataset.metadata.record_sets) == tables_of(folder)
    for name in tables_of(folder):
        expected = pq.read_table(folder / f"{name}.parquet").slice(0, 20).to_pylist()
        records = dataset.records(name)
        found = [one for one, _row in zip(records, expected, strict=False)]
        assert len(found) == len(expected)
        for record, row in zip(found, expected, strict=True):
            for column, value in row.items():
                assert f"{name}/{column}" in record, column
                if isinstance(value, str):
                    assert record[f"{name}/{column}"] == value.encode()
                if isinstance(value, dict) and "edtf" in value:
                    assert record[f"{name}/{column}"][f"{name}/{column}/edtf"] == value["edtf"].encode()


def test_every_table_is_described_and_read_alike(folder: Path) -> None:
    manifest = open_release(folder) if folder.name == THIRD else None
    for name in tables_of(folder):
        path = folder / f"{name}.parquet"
        table = pq.read_table(path)
        assert manifest is None or {file.table: file.rows for file in manifest.tables}[name] == table.num_rows
        rows = table.to_pylist()
        assert pl.read_parquet(path).to_dicts() == rows
        assert pl.scan_parquet(path).collect_schema().names() == table.column_names
        with duckdb.connect() as connection:
            answer = connection.execute("select * from read_parquet(?)", [str(path)])
            names = [column[0] for column in answer.description or ()]
            assert [dict(zip(names, row, strict=True)) for row in answer.fetchall()] == rows
            ((told,),) = connection.execute(
                "select decode(value) from parquet_kv_metadata(?) where decode(key) = 'onrecord:columns'", [str(path)]
            ).fetchall()
            assert [one["name"] for one in msgspec.json.decode(told)] == names
            assert all(one["description"] for one in msgspec.json.decode(told))
        frame = pd.read_parquet(path)
        assert (len(frame), list(frame.columns)) == (len(rows), names)


def test_tables_are_laid_out_for_readers_of_a_part(folder: Path) -> None:
    """Dictionaries, zstd and bounds in each row group; lists are lists."""
    for name in tables_of(folder):
        found = pq.ParquetFile(folder / f"{name}.parquet")
        for group in range(found.metadata.num_row_groups):
            for place in range(found.metadata.num_columns):
                chunk = found.metadata.row_group(group).column(place)
                assert chunk.compression == "ZSTD"
                assert chunk.is_stats_set or not found.metadata.num_rows
        key = tables_at("1.3.0")[name].key[0]
        assert found.schema_arrow.field(key).nullable is False
    assert str(pq.read_schema(folder / "claims.parquet").field("topics").type).startswith("list<")
