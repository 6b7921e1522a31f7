"""Structs of parts of rows, for `fields`: derived from the rows, every field of them optional."""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import fields


@cache
def part_struct(row: type[Struct], *, keeps: tuple[str, ...] = ()) -> type[Struct]:
    """A Struct with the fields of a row, each of which may be left out but those of `keeps`."""
    hints = get_type_hints(row, include_extras=True)
    made: list[Any] = []
    for field in fields(row):
        kind = _part(hints[field.name])
        name = field.encode_name
        made.append((name, kind) if name in keeps else (name, kind | UnsetType, UNSET))
    return msgspec.defstruct(
        f"{row.__name__}Part",
        made,
        kw_only=True,
        namespace={"__doc__": f"Those fields that were asked of: {(row.__doc__ or row.__name__).strip()}"},
        module=__name__,
    )


def _part(kind: Any) -> Any:
    """A type with the Structs in it made optional all the way in."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        return part_struct(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return Annotated[(_part(arguments[0]), *arguments[1:])]
    if origin in (Union, UnionType):
        return Union[tuple(_part(one) for one in arguments)]  # noqa: UP007
    if origin is list:
        return list[_part(arguments[0])]  # type: ignore[misc]
    return kind
