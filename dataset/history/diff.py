"""The difference between the record tables of two releases, field by field, and a release made again from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import pyarrow as pa

from dataset.queries.kinds import RECORDS, kind_of
from dataset.stamp import STAMPS
from dataset.tables import to_arrow
from schemas.changes import Change
from schemas.tables import RECORD_TABLES

Rows = dict[str, dict[str, Any]]
"""Rows of a record table by id."""

WHOLE = "*"
"""Stands for the field where a record was added or removed."""

UNDECLARED = "undeclared"

_ENCODER = msgspec.json.Encoder(order="deterministic")
_LAST_CHANGED = STAMPS[1]


def as_json(value: Any) -> str | None:
    """A value of a row as a change tells it: compact JSON with sorted keys, null where there is nothing."""
    return None if value is None else _ENCODER.encode(value).decode()


def rows_by_id(table: pa.Table) -> Rows:
    """Rows of a record table by id."""
    return {row["id"]: row for row in table.to_pylist()}


def difference(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table], version: str) -> Iterator[Change]:
    """Every change between the record tables of two releases, by record and field, without reasons.

    `version` is that of the later one, which `release` names where a record was removed; else it is the record's own
    `last_changed_release`, which is told as a field of its own only where it alone differs: changed, and changed back.
    A column that only one of the two has is null in the other.
    """
    for table in RECORD_TABLES:
        before, after = rows_by_id(old[table.name]), rows_by_id(new[table.name])
        for id_ in sorted(before.keys() | after.keys()):
            yield from _of_record(id_, before.get(id_), after.get(id_), version)


def _of_record(id_: str, before: dict[str, Any] | None, after: dict[str, Any] | None, version: str) -> Iterator[Change]:
    def change(what: str, field: str, old: Any, new: Any) -> Change:
        return Change(
            record=id_,
            field=field,
            kind=kind_of(id_),  # type: ignore[arg-type]
            change=what,
            old=as_json(old),
            new=as_json(new),
            reason=UNDECLARED,
            note=None,
            release=after["last_changed_release"] if after else version,
        )

    if before is None or after is None:
        yield change("added" if before is None else "removed", WHOLE, before, after)
        return
    differing = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    for field in differing:
        if field != _LAST_CHANGED or differing == [_LAST_CHANGED]:
            yield change("changed", field, before.get(field), after.get(field))


def applied(old: Mapping[str, pa.Table], changes: Iterable[Change]) -> dict[str, pa.Table]:
    """The record tables of the later release, made from those of the earlier one and the difference; rows in the order of
    their ids."""
    rows = {table.name: rows_by_id(old[table.name]) for table in RECORD_TABLES}
    for one in changes:
        table = rows[RECORDS[one.kind]]
        if one.change == "removed":
            del table[one.record]
        elif one.change == "added":
            table[one.record] = msgspec.json.decode(one.new or "null")
        else:
            row = table[one.record]
            row[one.field] = msgspec.json.decode(one.new) if one.new is not None else None
            row[_LAST_CHANGED] = one.release
    return {
        table.name: to_arrow(
            table.name, (msgspec.convert(row, table.row) for _id, row in sorted(rows[table.name].items()))
        )
        for table in RECORD_TABLES
    }
