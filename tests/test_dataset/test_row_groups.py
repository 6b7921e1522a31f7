"""Where row groups end: at a year, or at the end of a metric, so that a reader of one touches little."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset import tables
from dataset.tables import to_arrow, write_parquet
from tests.support import event, records, source

YEARS = {2019: 2, 2020: 3, 2021: 1, 2022: 4}


def made() -> pa.Table:
    days = [f"{year}-03-{n + 1:02}" for year, count in YEARS.items() for n in range(count)]
    events = [event(f"e_{day}", day, "s_a") for day in days]
    open_ended = event("e_open", "../2023-01-01", "s_a")
    return to_arrow("events", records(source("s_a", "2018-01-01"), *events, open_ended).events.values())


def groups(path: Path) -> list[list[int | None]]:
    """Years of the events of each row group."""
    found = pq.ParquetFile(path)
    dates = [found.read_row_group(n, columns=["date"])["date"].to_pylist() for n in range(found.num_row_groups)]
    return [[day["earliest"].year if day["earliest"] else None for day in one] for one in dates]


@pytest.mark.parametrize(
    ("least", "sizes"),
    [(1, [2, 3, 1, 5]), (2, [2, 3, 6]), (3, [5, 6]), (100, [11])],
)
def test_a_group_ends_with_a_year_once_it_is_large_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(tables, "LEAST_GROUP_ROWS", least)
    write_parquet(made(), "events", tmp_path / "events.parquet")
    found = groups(tmp_path / "events.parquet")
    assert [len(group) for group in found] == sizes
    seen = [set(group) - {None} for group in found]
    assert all(not one & other for n, one in enumerate(seen) for other in seen[n + 1 :])
    assert pq.read_table(tmp_path / "events.parquet").to_pylist() == made().to_pylist()


def test_a_table_without_rows_is_written(tmp_path: Path) -> None:
    write_parquet(made().slice(0, 0), "events", tmp_path / "events.parquet")
    assert pq.read_table(tmp_path / "events.parquet").num_rows == 0
