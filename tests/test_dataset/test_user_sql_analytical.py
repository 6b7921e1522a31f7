"""Statements of analysts, each checked against the same question put to the Parquet files by polars."""

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest
from msgspec import to_builtins

from dataset.store.store import Store
from dataset.user_sql.job import Limits
from tests.test_dataset.analytical_sql import COUNTS, Tables
from tests.test_dataset.analytical_sql_further import FURTHER
from tests.test_dataset.sql_asked import Asking, asking


@pytest.fixture(scope="module")
def pool(store: Store) -> Iterator[Asking]:
    with asking(store, Limits(seconds=10)) as found:
        yield found


@pytest.fixture(scope="module")
def table(store: Store) -> Tables:
    return lambda name: pl.read_parquet(store.folder / f"{name}.parquet")


def test_there_are_enough_of_them() -> None:
    assert len([*COUNTS, *FURTHER]) >= 30


@pytest.mark.parametrize(
    ("sql", "params", "expected"), [*COUNTS, *FURTHER], ids=[sql[:60] for sql, _, _ in [*COUNTS, *FURTHER]]
)
def test_the_answer_is_that_of_the_files(
    pool: Asking, table: Tables, sql: str, params: Any, expected: Callable[[Tables], pl.DataFrame]
) -> None:
    right = to_builtins(expected(table).to_dicts())
    assert right, "a question without an answer proves nothing"
    assert pool.rows(sql, params) == right
