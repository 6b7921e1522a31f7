"""Every id that a record names, found from the types, so that a new field is checked without a new line here."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import msgspec
from msgspec import inspect

from schemas.type_tree import bare, extra_of

Named: TypeAlias = tuple[tuple[str | int, ...], str, tuple[str, ...]]
"""Path inside the record, the id, the kinds of record it may point to."""


class _Step(msgspec.Struct, frozen=True):
    name: str
    kinds: tuple[str, ...]
    listed: bool
    inner: type[msgspec.Struct] | None


@cache
def _steps(cls: type[msgspec.Struct]) -> tuple[_Step, ...]:
    """Fields of a Struct through which ids are reached."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    found = []
    for field in info.fields:
        extra, kind = extra_of(field.type), bare(field.type)
        if extra.get("derived"):
            continue
        listed = isinstance(kind, inspect.ListType)
        if isinstance(kind, inspect.ListType):
            extra, kind = extra_of(kind.item_type), bare(kind.item_type)
        if "kind" in extra:
            found.append(_Step(field.name, extra["kind"], listed, None))
        elif isinstance(kind, inspect.StructType) and _steps(kind.cls):
            found.append(_Step(field.name, (), listed, kind.cls))
    return tuple(found)


def ids_of(record: msgspec.Struct) -> Iterator[Named]:
    """Every id that a record names, with its path in the record."""
    for step in _steps(type(record)):
        value: Any = getattr(record, step.name)
        if value is None:
            continue
        items = enumerate(value) if step.listed else ((None, value),)
        for n, item in items:
            path: tuple[str | int, ...] = (step.name,) if n is None else (step.name, n)
            if step.inner is None:
                yield path, item, step.kinds
            else:
                for inside, named, kinds in ids_of(item):
                    yield (*path, *inside), named, kinds
