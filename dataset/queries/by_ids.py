"""Records by their ids, as known on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dataset.queries.collection import Collection
from dataset.queries.rows import complete
from dataset.queries.sql import Bound
from dataset.store.store import Store


def by_ids(store: Store, collection: Collection, ids: Iterable[str], known_at: date) -> dict[str, Any]:
    """Visible records among ids, whatever their tier."""
    bound = Bound(known_at)
    wanted = bound.bind(sorted(set(ids)))
    rows = store.rows(
        f"SELECT k.* FROM ({collection.as_known.select()}) k WHERE list_contains({wanted}::VARCHAR[], k.id) ORDER BY k.id",
        bound.values,
    )
    return {row.id: row for row in complete(store, collection, rows, known_at)}
