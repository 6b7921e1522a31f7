"""Arrow and Parquet schemas of the tables, with descriptions and units in the field metadata."""

import hashlib
import json
from functools import cache
from typing import Any

import pyarrow as pa

from schemas.release import SCHEMA_VERSION
from schemas.tables import TABLES, Table, columns_at
from schemas.walk import Column

_SCALARS: dict[str, pa.DataType] = {
    "string": pa.string(),
    "double": pa.float64(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "json": pa.string(),
}


def arrow_field(column: Column, inside_nullable: bool = False) -> pa.Field:
    """A column with its description in the metadata. What lies inside a struct that may be null is nullable too: engines
    write a null struct with null children."""
    nullable = column.nullable or inside_nullable
    if column.kind == "list":
        kind: pa.DataType = pa.list_(arrow_field(column.children[0], inside_nullable))
    elif column.kind == "struct":
        kind = pa.struct([arrow_field(child, nullable) for child in column.children])
    else:
        kind = _SCALARS[column.kind]
    metadata = {
        key: text
        for key, text in (
            ("description", column.description),
            ("unit", column.unit),
            ("vocabulary", column.vocabulary),
        )
        if text
    }
    return pa.field(column.name, kind, nullable=nullable, metadata=metadata or None)


def _description(row: type[Any]) -> str:
    return (row.__doc__ or "").strip()


def plain_column(column: Column) -> dict[str, Any]:
    """A column as plain JSON: what the fingerprint is over, and what readers without Arrow metadata can read."""
    plain: dict[str, Any] = {"name": column.name, "type": column.kind, "nullable": column.nullable}
    for key in ("description", "unit", "vocabulary"):
        if getattr(column, key):
            plain[key] = getattr(column, key)
    if column.children:
        plain["children"] = [plain_column(child) for child in column.children]
    return plain


@cache
def arrow_schema(name: str, schema_version: str = SCHEMA_VERSION) -> pa.Schema:
    """Arrow schema of a table in a release of that schema version. Columns are described twice: in Arrow's field metadata, which nested fields have too,
    and as plain JSON under the file key `onrecord:columns`, for engines that do not read the former."""
    table = TABLES[name]
    found = columns_at(table, schema_version)
    return pa.schema(
        [arrow_field(column) for column in found],
        metadata={
            "onrecord:table": name,
            "onrecord:description": _description(table.row),
            "onrecord:key": ",".join(table.key),
            "onrecord:columns": json.dumps(
                [plain_column(column) for column in found], sort_keys=True, ensure_ascii=False
            ),
        },
    )


def _shape(column: Column) -> list[Any]:
    return [column.name, column.kind, column.nullable, column.unit, [_shape(child) for child in column.children]]


@cache
def fingerprint(table: Table, schema_version: str = SCHEMA_VERSION) -> str:
    """SHA-256 over what a program relies on: names, types, nullability, units and the key; wording may change."""
    shape = [table.name, list(table.key), [_shape(column) for column in columns_at(table, schema_version)]]
    return hashlib.sha256(json.dumps(shape, separators=(",", ":")).encode()).hexdigest()


def schema_fingerprint() -> str:
    """SHA-256 over the fingerprints of all tables."""
    return hashlib.sha256("".join(fingerprint(table) for table in TABLES.values()).encode()).hexdigest()
