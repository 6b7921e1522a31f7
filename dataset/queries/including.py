"""Records that stand beside an answer because its rows name them: one query a kind, whatever the number of rows."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct, inspect

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.rows import complete, reached
from dataset.queries.sources import SOURCES
from dataset.queries.sql import Bound
from dataset.queries.visible import kind_of
from dataset.store.store import Store

Included = dict[str, list[Any]]
"""Records by collection, each in the order of ids."""

BRINGS = {"events": EVENTS, "claims": CLAIMS, "entities": ENTITIES, "evidence": SOURCES}
"""Collection that each value of `include` brings."""


@cache
def _paths(row: type[Struct]) -> tuple[tuple[str, ...], ...]:
    """Paths of a Struct that hold ids of records; lists are walked through."""
    return tuple(_walk(inspect.type_info(row), False))


def _walk(kind: inspect.Type, names: bool) -> Iterator[tuple[str, ...]]:
    if isinstance(kind, inspect.Metadata):
        yield from _walk(kind.type, names or "kind" in (kind.extra or {}))
    elif isinstance(kind, inspect.UnionType):
        for part in kind.types:
            yield from _walk(part, names)
    elif isinstance(kind, inspect.ListType):
        yield from _walk(kind.item_type, names)
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from ((field.encode_name, *rest) for rest in _walk(field.type, False))
    elif isinstance(kind, inspect.StrType) and names:
        yield ()


def named(rows: Iterable[Struct]) -> set[str]:
    """Ids of all records that rows name anywhere, their own among them."""
    found: set[str] = set()
    for row in rows:
        for path in _paths(type(row)):
            found.update(reached(row, path))
    return found


def included(
    store: Store, collection: Collection, rows: list[Any], include: list[str], known_at: date, tiers: list[str]
) -> Included:
    """What `include` brings to rows, as known on the day. Events bring claims about them of the given `tiers` too."""
    if not include or not rows:
        return {BRINGS[name].name: [] for name in include}
    ids = named(rows)
    own = {row.id for row in rows} if collection.name != "promises" else set()
    if collection.name == "promises" and "evidence" in include:
        chains = _of(store, CLAIMS, _wanted(ids, CLAIMS), known_at)
        ids |= {id_ for id_ in named(chains) if kind_of(id_) == "source"}
    found: Included = {}
    for name in BRINGS:
        if name in include:
            brought = BRINGS[name]
            about = (own, tiers) if collection is EVENTS and brought is CLAIMS else None
            found[brought.name] = _of(store, brought, _wanted(ids, brought) - own, known_at, about)
    return found


def _wanted(ids: set[str], collection: Collection) -> set[str]:
    return {id_ for id_ in ids if kind_of(id_) == collection.id_kind}


def _of(
    store: Store,
    collection: Collection,
    ids: set[str],
    known_at: date,
    about: tuple[set[str], list[str]] | None = None,
) -> list[Any]:
    if not ids and not about:
        return []
    bound = Bound(known_at)
    wanted = f"list_contains({bound.bind(sorted(ids))}::VARCHAR[], k.id)"
    if about:
        events, tiers = about
        wanted += (
            f" OR (list_contains({bound.bind(sorted(events))}::VARCHAR[], k.subject)"
            f" AND list_contains({bound.bind(tiers)}::VARCHAR[], k.tier))"
        )
    rows = store.rows(f"SELECT k.* FROM ({collection.as_known.select()}) k WHERE {wanted} ORDER BY k.id", bound.values)
    return complete(store, collection, rows, known_at)
