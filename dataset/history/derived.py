"""The difference between the derived tables of two releases, each row with its cause."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.derive import derive
from dataset.history.diff import as_json
from dataset.history.shaping import record_tables
from dataset.manifest import open_release
from dataset.tables import canonical_rows
from schemas.changes import DerivedChange
from schemas.tables import DERIVED_TABLES, Table

_Rows = dict[str, str]
"""Rows of a table as canonical JSON, by their key as JSON."""


def derived_difference(old: Path, new: Path) -> Iterator[DerivedChange]:
    """Every row of the derived tables that differs between two release folders.

    The cause is found by deriving again, by today's rules: from the older records up to the older day, up to the newer day,
    and from the newer records. Where the last step changes a row its records did; else where the second does time did; else
    the rules by which the releases were built differ.
    """
    then, now = open_release(old).data_date, open_release(new).data_date
    before, after = record_tables(old), record_tables(new)
    at_first = _derived(before, then)
    later = at_first if then == now else _derived(before, now)
    at_last = _derived(after, now)
    for table in DERIVED_TABLES:
        stored, found = _stored(old, table), _stored(new, table)
        if stored == found:
            continue
        first, second, third = (_by_key(tables[table.name], table) for tables in (at_first, later, at_last))
        for key in sorted(stored.keys() | found.keys()):
            if stored.get(key) == found.get(key):
                continue
            if second.get(key) != third.get(key):
                cause = "record_change"
            elif first.get(key) != second.get(key):
                cause = "time_passed"
            else:
                cause = "rule_change"
            yield DerivedChange(
                table=table.name,
                key=key,
                change="added" if key not in stored else "removed" if key not in found else "changed",
                cause=cause,
                old=stored.get(key),
                new=found.get(key),
            )


def _derived(records: Mapping[str, pa.Table], data_date: date) -> dict[str, pa.Table]:
    return derive(dict(records), "", data_date)


def _stored(release: Path, table: Table) -> _Rows:
    path = release / f"{table.name}.parquet"
    return _by_key(pq.read_table(path), table) if path.is_file() else {}


def _by_key(rows: pa.Table, table: Table) -> _Rows:
    keys: list[dict[str, Any]] = rows.select(list(table.key)).to_pylist()
    return {as_json(key) or "": row.decode() for key, row in zip(keys, canonical_rows(rows), strict=True)}
