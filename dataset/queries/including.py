"""Records that stand beside an answer because its rows name them: one query a kind, whatever the number of rows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct, inspect

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.kinds import kind_of
from dataset.queries.rows import complete, reached
from dataset.queries.sources import SOURCES
from dataset.queries.sql import Bound
from dataset.store.store import Store

Included = dict[str, list[Any]]
"""Records by collection, each in the order of ids."""

BRINGS = {"events": EVENTS, "claims": CLAIMS, "entities": ENTITIES, "evidence": SOURCES}
"""Collection that each value of `include` brings."""


def inclusions(collection: Collection) -> dict[str, str]:
    """Everything that `include` may ask of a collection, with what it brings: records that its rows name, and behind a
    dot those that these name in turn."""
    found = dict(collection.includes)
    for name in collection.includes:
        for then, text in BRINGS[name].includes.items():
            found[f"{name}.{then}"] = f"Of the {BRINGS[name].name} brought: {text[0].lower()}{text[1:]}"
    return found


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
    """What `include` brings to rows, as known on the day. Events bring claims about them of the given `tiers` too.

    What stands before a dot is brought too: the second step would hang in the air without it.
    """
    steps = [name.partition(".")[::2] for name in include]
    found: dict[str, dict[str, Any]] = {part: {} for name in BRINGS for step in steps for part in step if part == name}
    own = {row.id for row in rows} if collection.name != "promises" else set[str]()
    if rows:
        for first in dict.fromkeys(first for first, _then in steps):
            found[first] = _first(store, collection, rows, own, first, known_at, tiers)
    wanted: dict[str, set[str]] = {}
    events: set[str] = set()
    for first, then in steps:
        if then:
            start = [*found[first].values(), *_back(collection, rows, first)]
            wanted.setdefault(then, set()).update(_wanted(named(start), BRINGS[then]))
            if BRINGS[first] is EVENTS and then == "claims":
                events |= {row.id for row in start}
    for then, ids in wanted.items():
        about = (events, tiers) if then == "claims" and events else None
        more = _of(store, BRINGS[then], ids - own - set(found[then]), known_at, about)
        found[then] |= {row.id: row for row in more if row.id not in own}
    return {BRINGS[name].name: [rows_[id_] for id_ in sorted(rows_)] for name, rows_ in found.items()}


def _first(
    store: Store, collection: Collection, rows: list[Any], own: set[str], name: str, known_at: date, tiers: list[str]
) -> dict[str, Any]:
    """Records of one kind that rows name, by id; not those that are rows themselves."""
    brought, ids = BRINGS[name], named(rows)
    if collection.name == "promises" and name == "evidence":
        chains = _of(store, CLAIMS, _wanted(ids, CLAIMS), known_at)
        ids |= {id_ for id_ in named(chains) if kind_of(id_) == "source"}
    about = (own, tiers) if collection is EVENTS and brought is CLAIMS else None
    return {row.id: row for row in _of(store, brought, _wanted(ids, brought) - own, known_at, about)}


def _back(collection: Collection, rows: list[Any], first: str) -> list[Any]:
    """Rows that others of the answer name: the first step leads to them, though they are not brought again."""
    if BRINGS[first] is not collection:
        return []
    named_by = Counter(id_ for row in rows for id_ in named([row]))
    return [row for row in rows if named_by[row.id] > 1]


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
