"""Parts of rows: the fields that a question asks for, each in the place it has in the whole row."""

from functools import cache
from typing import Any, get_args

from msgspec import UNSET, Struct
from msgspec.structs import fields, replace

from dataset.queries.faults import Fault, nearest
from dataset.queries.values import shown
from schemas.walk import Column, columns

MOST_FIELDS = 100
"""Most fields in one `fields`."""

Tree = dict[str, "Tree | None"]
"""Fields asked, by name: null where all of a field is asked, else what of it."""


def is_tabular(row: Any) -> bool:
    """Whether all rows are of one Struct, so that they have columns."""
    return isinstance(row, type) and issubclass(row, Struct)


@cache
def layout(row: Any) -> tuple[Column, ...]:
    """Columns of every row, without those that stand only where they are asked for. Rows of several Structs have the
    columns of all of them, null where a row's own has none. Raises `TypeError` where these do not agree on a column."""
    if not is_tabular(row):
        return _joint(get_args(row))
    asked_for = {field.encode_name for field in fields(row) if field.default is UNSET}
    return tuple(one for one in columns(row) if one.name not in asked_for)


def _joint(rows: tuple[type[Struct], ...]) -> tuple[Column, ...]:
    tag = str(rows[0].__struct_config__.tag_field)
    found = {tag: Column(tag, "string", False, "What sort of row it is.")}
    seen: list[str] = []
    for row in rows:
        inner = {field.encode_name: field.type for field in fields(row)}
        for one in columns(row):
            kind: Any = get_args(inner[one.name])[:1] or (inner[one.name],)
            column = replace(one, children=layout(kind[0])) if one.kind == "struct" and is_tabular(kind[0]) else one
            held = found.setdefault(one.name, column)
            if (held.kind, held.children) != (column.kind, column.children):
                raise TypeError(f"rows of several kinds hold different things under {one.name}")
            seen.append(one.name)
    return tuple(
        one if name == tag or seen.count(name) == len(rows) else replace(one, nullable=True)
        for name, one in found.items()
    )


@cache
def has_columns(row: Any) -> bool:
    """Whether rows have columns: those of one Struct, and of several that agree on them."""
    try:
        layout(row)
    except TypeError:
        return False
    return True


def layout_with(row: type[Struct], further: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of every row and those `further` ones that were asked for, in the order of the row."""
    kept = {*(one.name for one in layout(row)), *further}
    return tuple(one for one in columns(row) if one.name in kept)


def _paths(found: tuple[Column, ...], before: str = "") -> list[str]:
    paths = []
    for column in found:
        name = before + column.name
        inside = column.children[0] if column.kind == "list" else column
        paths += [name, *(_paths(inside.children, f"{name}.") if inside.kind == "struct" else [])]
    return paths


@cache
def field_paths(row: type[Struct]) -> tuple[str, ...]:
    """Everything that `fields` may name: fields of the row, and what lies in them behind a dot. None where rows are not
    all of one Struct."""
    return tuple(_paths(columns(row))) if is_tabular(row) else ()


def read_fields(row: type[Struct], text: str) -> tuple[list[str], list[Fault]]:
    """Fields of a `fields` such as `title,date.earliest`, in the order of the row; the id is always among them."""
    known = field_paths(row)
    parts = text.split(",")
    faults: list[Fault] = []
    if len(parts) > MOST_FIELDS:
        faults.append(Fault("fields", f"{len(parts)} fields are too many: give at most {MOST_FIELDS}"))
    faults += [
        Fault("fields", f"{shown(part)} is no field of these rows", nearest(part, known))
        for part in dict.fromkeys(parts[:MOST_FIELDS])
        if part not in known
    ]
    asked = {"id", *parts}
    return [path for path in known if path in asked], faults


def tree_of(paths: list[str]) -> Tree:
    """Paths as a tree. A field asked as a whole holds what is asked in it."""
    tree: Tree = {}
    for path in sorted(paths, key=lambda one: one.count(".")):
        at: Tree | None = tree
        *before, last = path.split(".")
        for name in before:
            at = at.setdefault(name, {}) if at is not None else None
        if at is not None:
            at[last] = None
    return tree


def part_of(value: Any, tree: Tree | None) -> Any:
    """The part of a plain value that a tree asks for, element by element in lists."""
    if tree is None or value is None:
        return value
    if isinstance(value, list):
        return [part_of(one, tree) for one in value]
    return {name: part_of(one, tree[name]) for name, one in value.items() if name in tree}


def columns_of(found: tuple[Column, ...], tree: Tree | None) -> tuple[Column, ...]:
    """The columns of such parts."""
    if tree is None:
        return found
    return tuple(_column_of(one, tree[one.name]) for one in found if one.name in tree)


def _column_of(column: Column, tree: Tree | None) -> Column:
    if tree is None:
        return column
    if column.kind == "list":
        return replace(column, children=(_column_of(column.children[0], tree),))
    return replace(column, children=columns_of(column.children, tree))
