"""Rows as they are answered: derived from the record Structs, so that nothing is declared twice."""

from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import fields

_LAST = ("known_on", "first_release", "last_changed_release")


def _about(kind: Any) -> msgspec.Meta:
    return msgspec.Meta(description=(kind.__doc__ or "").strip())


def answered(
    name: str, row: type[Struct], *, without: tuple[str, ...] = (), also: dict[str, Any] | None = None
) -> type[Struct]:
    """The Struct of answers: the row's fields without those of curators and `without`, id first and stamps last; behind
    them those of `also`, which stand only where asked for."""
    hints = get_type_hints(row, include_extras=True)
    kept: list[tuple[str, Any, Any]] = []
    for field in fields(row):
        metas = [meta for meta in getattr(hints[field.name], "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
        if field.encode_name not in without and not any((meta.extra or {}).get("curation") for meta in metas):
            kept.append((field.name, hints[field.name], ...))
    kept.sort(key=lambda one: (one[0] in _LAST, one[0] != "id"))
    return msgspec.defstruct(
        name,
        [(name, kind) for name, kind, _default in kept]
        + [(name, Annotated[kind | UnsetType, _about(kind)], UNSET) for name, kind in (also or {}).items()],
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=True,
        namespace={"__doc__": row.__doc__},
        module=__name__,
    )
