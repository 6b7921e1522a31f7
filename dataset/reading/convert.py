"""Nodes to Structs: one converter for each type, made from the type itself, that reports every problem it meets.

A converter returns `BROKEN` after it has reported. A field that is broken gets its default or an empty stand-in, so
that the record can still be checked for everything else; `Reading.broken` tells the checks which paths to leave alone.
"""

import difflib
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import inspect

from dataset.checks.registry import CHECKS
from dataset.problems import Problem
from dataset.reading.nodes import Mapping, Node, Place, Refused, Scalar, Sequence
from dataset.reading.scalars import Unfit, scalar_converter
from schemas.scalars import PartialDate
from schemas.type_tree import bare, extra_of, is_nullable
from schemas.walk import placeholder

BROKEN: Final = object()
"""What a converter returns where it could not read; the problem is reported already."""

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands: the record's id, then keys and list places."""


class Reading(msgspec.Struct):
    """What is found while one file is read."""

    file: str
    problems: list[Problem] = []
    places: dict[Path, Place] = {}
    broken: set[Path] = set()

    def report(self, place: Place, code: str, what: str, mend: str, nearest: str | None = None) -> object:
        """Note a problem, and return `BROKEN`."""
        self.problems.append(Problem(CHECKS[code].severity, code, self.file, *place, what, mend, nearest))
        return BROKEN


Converter: TypeAlias = Callable[[Node, Path, Reading], Any]


class Field(msgspec.Struct, frozen=True):
    """How one field of a Struct is read."""

    name: str
    convert: Converter
    required: bool
    nullable: bool
    stand_in: Callable[[], Any]
    description: str


def label(at: Path) -> str:
    """A path as people read it: keys joined by dots, without the record's id and places in lists."""
    return ".".join(str(part) for part in at[1:] if isinstance(part, str)) or str(at[0])


def nearest(text: str, known: Any) -> str | None:
    """The known name that resembles a text most, if any does."""
    found = difflib.get_close_matches(text.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def stand_in(kind: inspect.Type) -> Any:
    """An empty value of a type, for what could not be read."""
    if is_nullable(kind):
        return None
    inner = bare(kind)
    if isinstance(inner, inspect.ListType):
        return []
    if isinstance(inner, inspect.FloatType):
        return 0.0
    if isinstance(inner, inspect.BoolType):
        return False
    if isinstance(inner, inspect.StructType):
        if inner.cls is PartialDate:
            return PartialDate(edtf="", earliest=None, latest=None, precision="interval", approximate=False)
        return inner.cls(**{field.encode_name: default_of(field) for field in inner.fields})
    return placeholder(kind)


def default_of(field: inspect.Field) -> Any:
    """What a field holds where nothing could be read: its default, else an empty stand-in."""
    if field.default is not msgspec.NODEFAULT:
        return field.default
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return stand_in(field.type)


def converter(kind: inspect.Type, about: str = "") -> Converter:
    """The converter for a type; `about` describes it where it has no description itself. Raises `TypeError` for a type that no record holds."""
    inner, nullable = bare(kind), is_nullable(kind)
    if isinstance(inner, inspect.ListType):
        convert = _list(inner, extra_of(kind).get("description", about))
    elif isinstance(inner, inspect.StructType) and inner.cls is not PartialDate:
        convert = struct_converter(inner.cls)
    else:
        convert = _scalar(inner, {"description": about, **extra_of(kind)})

    def read(node: Node, at: Path, reading: Reading) -> Any:
        if isinstance(node, Refused):
            return BROKEN
        if isinstance(node, Scalar) and node.is_null:
            if nullable:
                return None
            return reading.report(node.place, "missing_key", f"`{label(at)}` is empty", "write a value or remove it")
        return convert(node, at, reading)

    return read


def _scalar(inner: inspect.Type, extra: dict[str, Any]) -> Converter:
    parse = scalar_converter(inner, extra)

    def read(node: Node, at: Path, reading: Reading) -> Any:
        if not isinstance(node, Scalar):
            sort = "list" if isinstance(node, Sequence) else "mapping"
            return reading.report(
                node.place,
                "wrong_type",
                f"`{label(at)}` holds a {sort}",
                "write one value; put a text in quotes where it holds `: `, `#`, brackets or braces",
            )
        value, fault = parse(node.text, node.quoted)
        if fault:
            return reading.report(node.place, fault.code, f"`{label(at)}`: {fault.what}", fault.mend, fault.nearest)
        return value

    return read


def _list(inner: inspect.ListType, about: str) -> Converter:
    convert = converter(inner.item_type, about)

    def read(node: Node, at: Path, reading: Reading) -> Any:
        if not isinstance(node, Sequence):
            return reading.report(
                node.place, "wrong_type", f"`{label(at)}` is no list", "write a list: `[…]`, or lines beginning `- `"
            )
        found: list[Any] = []
        for n, item in enumerate(node.items):
            place = (*at, n)
            reading.places[place] = item.place
            value = convert(item, place, reading)
            if value is BROKEN:
                reading.broken.add(place)
                value = stand_in(inner.item_type)
            elif value in found:
                reading.report(item.place, "repeated_item", f"`{label(at)}` holds this twice", "remove one of the two")
            found.append(value)  # kept even where broken, so that places in the list stay what they are in the file
        return found

    return read


@cache
def struct_converter(cls: type[msgspec.Struct]) -> Converter:
    """The converter for a Struct, made once."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    derived: dict[str, inspect.Field] = {}
    plan: dict[str, Field] = {}
    for one in info.fields:
        if extra_of(one.type).get("derived"):
            derived[one.encode_name] = one
            continue
        plan[one.encode_name] = Field(
            one.encode_name,
            converter(one.type),
            one.required,
            is_nullable(one.type),
            lambda one=one: default_of(one),  # type: ignore[misc]
            extra_of(one.type).get("description", ""),
        )

    def read(node: Node, at: Path, reading: Reading) -> Any:
        if not isinstance(node, Mapping):
            return reading.report(
                node.place, "wrong_type", f"`{label(at)}` is no mapping", f"write its keys: {', '.join(plan)}"
            )
        values: dict[str, Any] = {name: placeholder(one.type) for name, one in derived.items()}
        for key, value in own_items(node, at, reading):
            name = key.text
            field = plan.get(name)
            if field is None:
                _unknown(key, at, reading, plan, derived)
                continue
            path = (*at, name)
            reading.places[path] = value.place if isinstance(value, Scalar) else key.place
            made = field.convert(value, path, reading)
            if made is BROKEN:
                reading.broken.add(path)
                made = field.stand_in()
            values[name] = made
        for name, field in plan.items():
            if field.required and name not in values:
                reading.broken.add((*at, name))
                values[name] = field.stand_in()
                reading.report(
                    reading.places.get(at, node.place),
                    "missing_key",
                    f"`{label(at)}` lacks the key `{name}`",
                    f"add `{name}`: {field.description}",
                )
        return cls(**values)

    return read


def own_items(node: Mapping, at: Path, reading: Reading) -> list[tuple[Scalar, Node]]:
    """Items of a mapping, each key once; a key that stands twice is reported."""
    first: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.items:
        if key.text in first:
            reading.report(
                key.place,
                "duplicate_key",
                f"`{label(at)}` holds the key `{key.text}` twice; it stands in line {first[key.text][0].place[0]} too",
                "keep one of the two",
            )
        else:
            first[key.text] = (key, value)
    return list(first.values())


def _unknown(
    key: Scalar, at: Path, reading: Reading, plan: dict[str, Field], derived: dict[str, inspect.Field]
) -> None:
    if key.text in derived:
        reading.report(
            key.place,
            "derived_key",
            f"`{key.text}` of `{label(at)}` is derived",
            "remove it: the build fills it" if key.text != "id" else "remove it: the key above the record is its id",
        )
        return
    reading.report(
        key.place,
        "unknown_key",
        f"`{label(at)}` has no key `{key.text}`",
        f"use one of: {', '.join(plan)}",
        nearest(key.text, plan),
    )


def parse_as(kind: inspect.Type, text: str) -> Unfit | None:
    """What would be wrong with a text as a value of a type, if anything; for texts that stand for a field's value."""
    inner = bare(kind)
    if isinstance(inner, inspect.ListType) or (isinstance(inner, inspect.StructType) and inner.cls is not PartialDate):
        return None
    unfit: Unfit | None = scalar_converter(inner, extra_of(kind))(text, False)[1]
    return unfit
