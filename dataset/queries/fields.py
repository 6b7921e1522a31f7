"""Filterable fields: each is declared once, by its path into a row's Struct.

Type, description, vocabulary and nullability are read from the Struct. Parameters with their parsing, the OpenAPI
entries, the SQL and the suggestions all follow from the declaration.
"""

from enum import StrEnum
from typing import Any

from msgspec import Struct, inspect
from msgspec.structs import replace

from schemas.ids import ReleaseVersion
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary import VOCABULARIES


class Kind(StrEnum):
    """What sort of value a field holds, which settles its operators."""

    term = "term"
    id = "id"
    text = "text"
    version = "version"
    boolean = "boolean"
    integer = "integer"
    number = "number"
    day = "day"
    partial_date = "partial_date"
    value = "value"
    presence = "presence"
    """A list or part of which only the presence can be asked."""


_RANGES = ("gte", "lte", "gt", "lt")
_OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.term: ("eq", "in", "not"),
    Kind.id: ("eq", "in", "not"),
    Kind.text: ("eq", "in", "not"),
    Kind.version: ("eq", "in", "not", *_RANGES),
    Kind.boolean: ("eq",),
    Kind.integer: ("eq", "in", "not", *_RANGES),
    Kind.number: _RANGES,
    Kind.day: ("eq", "not", *_RANGES),
    Kind.partial_date: ("eq", "not", *_RANGES),
    Kind.value: _RANGES,
    Kind.presence: (),
}


class Field(Struct, frozen=True, kw_only=True):
    """A field that can be filtered by, and sorted by where it is single."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    description: str
    nullable: bool
    inside: str | None
    """The list whose elements hold the field: parameters of one list hold for the same element."""
    is_list: bool
    """A list: equality means that it contains the value, presence that it holds anything."""
    outer: tuple[str, ...] = ()
    """Lists around that list, each a path into an element of the one before."""
    through: tuple[str, ...] = ()
    """Field of the same element, an id, on whose record the field stands; empty where it is the element's own."""
    figure: str | None = None
    """Figure that it is a number of; its money is compared only together with its currency."""
    vocabulary: str | None = None
    terms: tuple[str, ...] = ()
    """Terms that fit, where the value is one of a closed list."""
    ids: tuple[str, ...] = ()
    """Kinds of record that the id may name."""
    pattern: str | None = None
    max_length: int | None = None
    low: float | None = None
    high: float | None = None
    deprecated: bool = False
    """Whether it is on its way out."""

    @property
    def operators(self) -> tuple[str, ...]:
        """Operators that fit, `eq` being the bare name."""
        exists = ("exists",) if self.nullable or self.is_list or self.kind is Kind.presence else ()
        return (*_OPERATORS[self.kind], *exists)

    @property
    def sortable(self) -> bool:
        """Whether rows can be put in its order."""
        return self.inside is None and not self.is_list and self.kind is not Kind.presence


class _Found(Struct):
    type: inspect.Type
    meta: dict[str, Any]
    nullable: bool


def _unwrap(kind: inspect.Type) -> _Found:
    """The type under annotations and null. The outer description wins: it speaks of the field, not of its type."""
    meta: dict[str, Any] = {}
    nullable = False
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            meta = {**(kind.extra_json_schema or {}), **(kind.extra or {}), **meta}
            kind = kind.type
        else:
            kind = next(part for part in kind.types if not isinstance(part, inspect.NoneType))
            nullable = True
    return _Found(kind, meta, nullable)


def _member(struct: inspect.StructType, name: str) -> inspect.Type:
    for field in struct.fields:
        if field.encode_name == name:
            return field.type
    raise TypeError(f"{struct.cls.__name__} has no field {name!r}")


_VERSION = _unwrap(inspect.type_info(ReleaseVersion)).type


def _kind(found: _Found) -> Kind:
    kind = found.type
    if isinstance(kind, inspect.StructType):
        plain = {PartialDate: Kind.partial_date, Value: Kind.value}
        return plain.get(kind.cls, Kind.presence)
    if isinstance(kind, inspect.ListType):
        return Kind.presence
    if isinstance(kind, inspect.StrType):
        if found.meta.get("vocabulary"):
            return Kind.term
        if found.meta.get("kind"):
            return Kind.id
        return Kind.version if kind == _VERSION else Kind.text
    if isinstance(kind, inspect.LiteralType):
        return Kind.term
    scalars: dict[type[inspect.Type], Kind] = {
        inspect.BoolType: Kind.boolean,
        inspect.IntType: Kind.integer,
        inspect.FloatType: Kind.number,
        inspect.DateType: Kind.day,
    }
    return scalars[type(kind)]


def declare(row: type[Struct], name: str, path: str | None = None) -> Field:
    """Field of a row under a parameter name; `path` where it differs from the name. Raises `TypeError` for a path that
    the Struct does not have."""
    parts = tuple((path or name).split("."))
    found = _Found(inspect.type_info(row), {}, False)
    lists: list[str] = []
    nullable = False
    holder: type | None = None
    for place, part in enumerate(parts):
        if isinstance(found.type, inspect.ListType):
            lists.append(".".join(parts[:place]))
            nullable = False
            found = _unwrap(found.type.item_type)
        assert isinstance(found.type, inspect.StructType), f"{name}: {part} lies in no Struct"
        holder = found.type.cls
        outer = found.meta.get("description")
        found = _unwrap(_member(found.type, part))
        found.meta.setdefault("description", outer)
        nullable = nullable or found.nullable
    description = str(found.meta.get("description") or "")
    is_list = False
    if isinstance(found.type, inspect.ListType):
        element = _unwrap(found.type.item_type)
        is_list = True
        if not isinstance(element.type, inspect.StructType):
            found = element
    kind = _kind(found)
    terms: tuple[str, ...] = ()
    if kind is Kind.term:
        literal = isinstance(found.type, inspect.LiteralType)
        terms = tuple(found.type.values if literal else VOCABULARIES[found.meta["vocabulary"]].terms)  # type: ignore[attr-defined]
    ids = found.meta.get("kind") if kind is Kind.id else ()
    figure = name.rpartition(".")[0] if holder is Value and kind is Kind.number else None
    return Field(
        name=name,
        path=parts,
        kind=kind,
        description=description,
        nullable=nullable,
        inside=lists[-1] if lists else None,
        is_list=is_list,
        outer=tuple(lists[:-1]),
        figure=name if kind is Kind.value else figure,
        vocabulary=found.meta.get("vocabulary"),
        terms=terms,
        ids=tuple(ids or ()),
        pattern=getattr(found.type, "pattern", None),
        max_length=getattr(found.type, "max_length", None),
        low=getattr(found.type, "ge", None),
        high=getattr(found.type, "le", None),
        deprecated=bool(found.meta.get("deprecated")),
    )


def declare_all(row: type[Struct], *names: str, **paths: str) -> dict[str, Field]:
    """Fields by parameter name, in the order given; keyword arguments are names with a path of their own."""
    fields = [declare(row, name) for name in names] + [declare(row, name, path) for name, path in paths.items()]
    return {field.name: field for field in fields}


def declare_through(row: type[Struct], id_path: str, other: type[Struct], *names: str) -> dict[str, Field]:
    """Fields of the records that the elements of a list name by an id, such as `evidence.publisher` by
    `evidence.source`: they hold for the same element as the list's own fields."""
    by = declare(row, id_path)
    if not by.inside:
        raise TypeError(f"{id_path} lies in no list")
    steps = tuple(by.inside.split("."))
    fields = [
        replace(
            declare(other, name),
            name=f"{by.inside}.{name}",
            path=(*steps, name),
            inside=by.inside,
            outer=by.outer,
            through=by.path[len(steps) :],
        )
        for name in names
    ]
    return {field.name: field for field in fields}
