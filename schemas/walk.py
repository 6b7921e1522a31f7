"""One walk over the Structs, from which the Arrow schemas, the DuckDB tables and the fingerprints are derived."""

from datetime import date
from typing import Any

import msgspec
from msgspec import inspect
from msgspec.structs import fields as struct_fields


class Column(msgspec.Struct, frozen=True):
    """A column, or a field inside one: its type tree with description, unit and nullability."""

    name: str
    kind: str
    """`string`, `double`, `bigint`, `boolean`, `date`, `list` or `struct`."""
    nullable: bool
    description: str | None = None
    unit: str | None = None
    vocabulary: str | None = None
    children: tuple["Column", ...] = ()
    """Fields of a struct, or the one element of a list."""
    since: str | None = None
    """Schema version that brought it, where its table was there before."""


_SCALARS: dict[type[Any], str] = {
    inspect.StrType: "string",
    inspect.FloatType: "double",
    inspect.IntType: "bigint",
    inspect.BoolType: "boolean",
    inspect.DateType: "date",
}


def column(name: str, kind: inspect.Type) -> Column:
    """The column that holds values of a type. Raises `TypeError` for a type that no table can hold."""
    meta: dict[str, Any] = {}
    nullable = False
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            meta = {**(kind.extra_json_schema or {}), **(kind.extra or {}), **meta}
            kind = kind.type
        else:
            rest = [part for part in kind.types if not isinstance(part, inspect.NoneType)]
            if len(rest) != 1:
                raise TypeError(f"{name}: a column holds one type, or that type and null")
            nullable = nullable or len(rest) < len(kind.types)
            kind = rest[0]
    children: tuple[Column, ...] = ()
    if isinstance(kind, inspect.ListType):
        text, children = "list", (column("element", kind.item_type),)
    elif isinstance(kind, inspect.StructType):
        text, children = "struct", columns(kind.cls)
    elif isinstance(kind, inspect.LiteralType):
        text = "string"
    elif type(kind) in _SCALARS:
        text = _SCALARS[type(kind)]
    else:
        raise TypeError(f"{name}: no column can hold {kind!r}")
    return Column(
        name,
        text,
        nullable,
        meta.get("description"),
        meta.get("unit"),
        meta.get("vocabulary"),
        children,
        meta.get("since"),
    )


def columns(row: type[msgspec.Struct], key: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Columns of a row Struct: its key first, then its fields in their order, last when it was known and released.
    What curators write for the checks alone is not released."""
    info = inspect.type_info(row)
    assert isinstance(info, inspect.StructType)
    found = [
        column(field.encode_name, field.type)
        for field in info.fields
        if not (isinstance(field.type, inspect.Metadata) and (field.type.extra or {}).get("curation"))
    ]
    last = ("known_on", "first_release", "last_changed_release")
    place = {name: n - len(key) for n, name in enumerate(key)} | {name: n + 1 for n, name in enumerate(last)}
    return tuple(sorted(found, key=lambda one: place.get(one.name, 0)))


def version_of(schema_version: str) -> tuple[int, ...]:
    """A schema version as numbers that compare. Raises `ValueError` where it is none."""
    return tuple(map(int, schema_version.split(".")))


def is_in(one: Column, schema_version: str) -> bool:
    """Whether a table of that schema version has the column."""
    return one.since is None or version_of(one.since) <= version_of(schema_version)


def placeholder(kind: inspect.Type) -> Any:
    """An empty value of a type, for a derived field that the build has not filled yet."""
    if isinstance(kind, inspect.Metadata):
        return placeholder(kind.type)
    if isinstance(kind, inspect.UnionType):
        return None
    if isinstance(kind, inspect.DateType):
        return date.min
    if isinstance(kind, inspect.StrType):
        return ""
    raise TypeError(f"no placeholder for {kind!r}")


def field_names(row: type[msgspec.Struct]) -> tuple[str, ...]:
    """Names of a Struct's fields as they are encoded."""
    return tuple(field.encode_name for field in struct_fields(row))
