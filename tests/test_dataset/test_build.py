"""Building: the same bytes twice, the manifest last, stamps from the release before, nothing half written."""

from datetime import date
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from dataset import build as building
from dataset.build import build
from dataset.documents.every import DOCUMENTS
from dataset.errors import DatasetError
from dataset.manifest import open_release, verify
from dataset.reading.records import Records
from schemas.tables import RECORD_TABLES, TABLES
from schemas.walk import columns
from tests.support import DATA_DATE, claim, entity, event, records, source


def sample(title: str = "Event of the sample") -> Records:
    return records(
        source("s_a", "2025-01-01", publisher="n_press"),
        entity("n_firm"),
        entity("n_press"),
        event("e_a", "2025-01-02", "s_a", title=title),
        claim("c_a", "2025-01-03", "s_a", due=("by", "2025-06")),
    )


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_bytes_when_built_twice(tmp_path: Path) -> None:
    first = build(sample(), "2026.11.0", DATA_DATE, tmp_path / "one")
    second = build(sample(), "2026.11.0", DATA_DATE, tmp_path / "two")
    assert files(first) == files(second)
    assert set(files(first)) == {
        "manifest.json",
        *(f"{name}.parquet" for name in TABLES),
        *(document.name for document in DOCUMENTS),
    }


def test_a_release_is_verified_and_its_manifest_counts_its_rows(tmp_path: Path) -> None:
    manifest = verify(build(sample(), "2026.11.0", DATA_DATE, tmp_path))
    rows = {file.table: file.rows for file in manifest.tables}
    assert (rows["events"], rows["claims"], rows["entities"], rows["sources"]) == (1, 1, 2, 1)
    assert rows["claim_status"] == 2
    assert manifest.previous is None


def test_stamps_tell_when_a_record_came_and_when_it_changed(tmp_path: Path) -> None:
    build(sample(), "2026.11.0", DATA_DATE, tmp_path)
    changed = sample("Another title of it")
    changed.sources["s_b"] = source("s_b", "2025-02-01")
    folder = build(changed, "2026.12.0", date(2026, 12, 1), tmp_path)
    stamps = {
        row["id"]: (row["first_release"], row["last_changed_release"])
        for table in RECORD_TABLES
        for row in pq.read_table(folder / f"{table.name}.parquet").to_pylist()
    }
    assert stamps["e_a"] == ("2026.11.0", "2026.12.0")
    assert stamps["c_a"] == stamps["n_firm"] == stamps["s_a"] == ("2026.11.0", "2026.11.0")
    assert stamps["s_b"] == ("2026.12.0", "2026.12.0")
    assert open_release(folder).previous == "2026.11.0"


def test_every_column_is_described_in_the_file(tmp_path: Path) -> None:
    folder = build(sample(), "2026.11.0", DATA_DATE, tmp_path)
    for name, table in TABLES.items():
        schema = pq.read_schema(folder / f"{name}.parquet")
        plain = {one["name"]: one for one in msgspec.json.decode(schema.metadata[b"onrecord:columns"])}
        for column in columns(table.row, table.key):
            assert column.description, f"{name}.{column.name} has no description"
            assert schema.field(column.name).metadata[b"description"].decode() == column.description
            assert plain[column.name]["description"] == column.description
            assert schema.field(column.name).nullable is column.nullable
    schema = pq.read_schema(folder / "promises.parquet")
    assert schema.field("slips").type.value_type.field("slip_days_low").metadata[b"unit"] == b"days"


@pytest.mark.parametrize(
    ("version", "data_date", "message"),
    [
        ("2026.11.0", DATA_DATE, "exists in"),
        ("2026.10.5", DATA_DATE, "is newer than 2026.10.5"),
        ("2026.13.0", DATA_DATE, "is no release version"),
        ("2026.11.1", date(2025, 1, 2), "c_a is known only on 2025-01-03"),
    ],
)
def test_refused(tmp_path: Path, version: str, data_date: date, message: str) -> None:
    build(sample(), "2026.11.0", DATA_DATE, tmp_path)
    before = files(tmp_path / "2026.11.0")
    with pytest.raises(DatasetError, match=message):
        build(sample(), version, data_date, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["2026.11.0"]
    assert files(tmp_path / "2026.11.0") == before


@pytest.mark.parametrize("step", range(1, building.STEPS + 1, 5))
def test_a_build_that_is_cut_leaves_no_release_behind(tmp_path: Path, step: int) -> None:
    steps = 0

    def cut(_text: str) -> None:
        nonlocal steps
        steps += 1
        if steps == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(sample(), "2026.11.0", DATA_DATE, tmp_path, cut)
    assert list(tmp_path.iterdir()) == []
    verify(build(sample(), "2026.11.0", DATA_DATE, tmp_path))


def test_what_a_killed_build_left_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "2026.11.0").mkdir()
    (tmp_path / "2026.11.0" / "events.parquet").write_bytes(b"half")
    verify(build(sample(), "2026.11.0", DATA_DATE, tmp_path))


def test_progress_is_told_for_each_step(tmp_path: Path) -> None:
    told: list[str] = []
    build(sample(), "2026.11.0", DATA_DATE, tmp_path, told.append)
    assert len(told) == building.STEPS
    assert "derive events" in told
    assert told[-1] == "write manifest.json"
