"""What `msgspec.inspect` tells of a field's type, without its wrapping of annotations and null."""

from typing import Any

from msgspec import inspect


def bare(kind: inspect.Type) -> inspect.Type:
    """A type without its annotations and without null."""
    while True:
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        elif isinstance(kind, inspect.UnionType):
            rest = [part for part in kind.types if not isinstance(part, inspect.NoneType)]
            if len(rest) != 1:
                raise TypeError(f"records hold one type, or that type and null, not {kind!r}")
            kind = rest[0]
        else:
            return kind


def is_nullable(kind: inspect.Type) -> bool:
    """Whether null may be written."""
    if isinstance(kind, inspect.Metadata):
        return is_nullable(kind.type)
    return isinstance(kind, inspect.UnionType) and any(isinstance(part, inspect.NoneType) for part in kind.types)


def extra_of(kind: inspect.Type) -> dict[str, Any]:
    """Everything that annotations say of a type: `Meta.extra` with the description, the outermost winning."""
    found: dict[str, Any] = {}
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            found = {**(kind.extra_json_schema or {}), **(kind.extra or {}), **found}
            kind = kind.type
        else:
            kind = next(part for part in kind.types if not isinstance(part, inspect.NoneType))
    return found
