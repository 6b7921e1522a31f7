"""Derived tables: each is one SELECT in `dataset/sql/<table>.sql`, run over the tables before it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from schemas.analysis import LEAST_N
from schemas.ddl import create_table
from schemas.tables import DERIVED_TABLES, RECORD_TABLES
from schemas.vocabulary.claims import DUE_BEARING_KINDS, PROMISE_KINDS
from schemas.vocabulary.metrics import PERIOD_BASES, TIMELESS_METRICS

SQL = Path(__file__).parent / "sql"

_TERMS = {
    "promise_kinds": PROMISE_KINDS,
    "due_bearing_kinds": DUE_BEARING_KINDS,
    "period_bases": PERIOD_BASES,
    "timeless_metrics": TIMELESS_METRICS,
}
"""Groups of terms that the SQL reads as tables, so that it need not repeat them."""


def derive(
    records: dict[str, pa.Table], version: str, data_date: date, on_table: Callable[[str], None] = lambda _name: None
) -> dict[str, pa.Table]:
    """The record tables and the derived tables of a release, each in its total order.

    `records` holds the four record tables by name. `on_table` is called with the name of each table once it is made.
    One thread: the order in which rows meet must not depend on the machine.
    """
    connection = duckdb.connect(config={"threads": 1})
    try:
        connection.execute("create table release as select ? as version, ?::date as data_date", [version, data_date])
        for name, terms in _TERMS.items():
            connection.execute(f"create table {name} as select unnest(?) as term", [list(terms)])
        connection.execute("create table least_n as select ?::bigint as n", [LEAST_N])
        for table in (*RECORD_TABLES, *DERIVED_TABLES):
            for statement in create_table(table):
                connection.execute(statement)
            if table.name in records:
                connection.register("incoming", records[table.name])
                connection.execute(f"insert into {table.name} by name select * from incoming")
                connection.unregister("incoming")
            else:
                text = (SQL / f"{table.name}.sql").read_text(encoding="utf-8")
                connection.execute(f"insert into {table.name} by name {text}")
            on_table(table.name)
        return {
            table.name: connection.sql(f"select * from {table.name} order by {table.sql_order}").to_arrow_table()
            for table in (*RECORD_TABLES, *DERIVED_TABLES)
        }
    finally:
        connection.close()
