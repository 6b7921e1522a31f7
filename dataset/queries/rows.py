"""Rows of the store as Structs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from dataset.queries.collection import Collection
from dataset.queries.figures import add_figures
from dataset.store.store import Store


def complete(
    store: Store, collection: Collection, rows: list[dict[str, Any]], known_at: date, outcomes_at: date | None = None
) -> list[Any]:
    """Rows of the store as Structs of the collection, validated, with what needs a further query."""
    if collection.name == "events":
        add_figures(store, rows, known_at)
    if collection.complete:
        collection.complete(store, rows, known_at)
    if outcomes_at and collection.outcomes:
        collection.outcomes(store, rows, outcomes_at)
    return msgspec.convert(rows, list[collection.row])  # type: ignore[name-defined]


def reached(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Every value at a path inside a row, through lists, left to right; nothing where a part is missing."""
    if value is None or value is msgspec.UNSET:
        return
    if isinstance(value, list):
        for one in value:
            yield from reached(one, path)
    elif path:
        yield from reached(getattr(value, path[0]), path[1:])
    else:
        yield value
