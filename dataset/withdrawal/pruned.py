"""Tables of a release without what is withheld: the records themselves, and wherever others name them."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct, inspect

from dataset.derive import derive
from dataset.history.diff import WHOLE, as_json
from dataset.history.shaping import record_tables
from dataset.manifest import open_release
from dataset.queries.kinds import RECORDS
from schemas.arrow import arrow_schema
from schemas.changes import Change
from schemas.tables import RECORD_TABLES, TABLES, tables_at
from schemas.type_tree import bare, is_nullable

_GONE = object()
"""Stands for what cannot be told without a withheld record."""


def pruned_tables(release: Path, withheld: Collection[str]) -> dict[str, pa.Table]:
    """Every table of a release without the withheld records, in the columns of today's schema.

    In other records the elements and parts that name one are left out, or null. Derived tables are derived again, by
    today's rules, as if the records had never been there.
    """
    manifest = open_release(release)
    records = {
        name: _rebuilt(name, [row for row in map(_of(name, withheld), table.to_pylist()) if row is not _GONE])
        for name, table in record_tables(release).items()
    }
    found = derive(records, manifest.version, manifest.data_date)
    for name in tables_at(manifest.schema_version).keys() - found.keys():
        rows = pq.read_table(release / f"{name}.parquet").to_pylist()
        if name == "changes":
            kept = (without(msgspec.convert(row, Change), withheld) for row in rows)
            rows = [msgspec.to_builtins(one) for one in kept if one]
        else:
            for row in rows:
                row["successors"] = [id_ for id_ in row.get("successors", ()) if id_ not in withheld]
            rows = [{k: v for k, v in row.items() if k in arrow_schema(name).names} for row in rows]
            rows = [row for row in rows if row["id"] not in withheld]
        found[name] = _rebuilt(name, rows)
    return {name: found[name] for name in TABLES if name in found}


def without(change: Change, withheld: Collection[str]) -> Change | None:
    """A change as far as it names no withheld record; nothing where it is of one, or only told one."""
    if change.record in withheld:
        return None
    if not any(f'"{id_}"' in text for text in (change.old, change.new) if text for id_ in withheld):
        return change
    row = TABLES[RECORDS[change.kind]].row
    kind: inspect.Type = inspect.type_info(row)
    if change.field != WHOLE:
        assert isinstance(kind, inspect.StructType)
        kind = next((one.type for one in kind.fields if one.encode_name == change.field), inspect.AnyType())
    old, new = (
        as_json(None if (value := _pruned(msgspec.json.decode(text), kind, withheld)) is _GONE else value)
        if text is not None
        else None
        for text in (change.old, change.new)
    )
    return None if old == new else msgspec.structs.replace(change, old=old, new=new)


def _rebuilt(name: str, rows: list[Any]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=arrow_schema(name))


def _of(name: str, withheld: Collection[str]) -> Any:
    kind = inspect.type_info(next(table.row for table in RECORD_TABLES if table.name == name))
    return lambda row: _pruned(row, kind, withheld)


def _pruned(value: Any, kind: inspect.Type, withheld: Collection[str]) -> Any:
    """A value without what names a withheld record; `_GONE` where it is an id of one, or a Struct that needs it."""
    if value is None:
        return None
    if isinstance(value, str):
        return _GONE if value in withheld else value  # an id: no other text has its form
    inner = bare(kind)
    if isinstance(value, list):
        item = inner.item_type if isinstance(inner, inspect.ListType) else inspect.AnyType()
        return [one for one in (_pruned(one, item, withheld) for one in value) if one is not _GONE]
    if isinstance(value, dict) and isinstance(inner, inspect.StructType):
        assert issubclass(inner.cls, Struct)
        kinds = {field.encode_name: field.type for field in inner.fields}
        found = {name: _pruned(one, kinds.get(name, inspect.AnyType()), withheld) for name, one in value.items()}
        if any(one is _GONE and name in kinds and not is_nullable(kinds[name]) for name, one in found.items()):
            return _GONE
        return {name: None if one is _GONE else one for name, one in found.items()}
    return value
