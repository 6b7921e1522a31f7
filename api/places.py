"""Where a list stands: its addresses, what is asked for it, and what it says of itself."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from api.envelope import LIST_META, ListMeta
from api.reading import Asked
from dataset.queries.collection import Collection
from dataset.store.archive import Archive
from dataset.store.store import Store

Pairs = list[tuple[str, str]]


class Place(Struct, frozen=True, kw_only=True):
    """Where a list stands."""

    path: str
    """As asked."""
    cite_path: str
    """As it is the same for ever."""
    written: Pairs
    """Parameters of the address beside those of the question, as asked."""
    pinned: Pairs
    """The same in the address that is the same for ever."""
    store: Callable[[], Store]
    meta: type[ListMeta] = ListMeta
    said: dict[str, Any] = {}
    """What its `meta` says beside what that of every list says."""


def place_of(collection: Collection, asked: Asked, archive: Archive) -> Place:
    """Where a collection of a release stands."""
    path = f"/v1/{collection.name}"
    return Place(
        path=path,
        cite_path=path,
        written=[(name, asked.given[name]) for name in ("release", "known_at") if name in asked.given],
        pinned=[("release", asked.release), ("known_at", str(asked.known_at))],
        store=lambda: archive.store(asked.release),
        meta=LIST_META.get(collection.name, ListMeta),
    )
