"""Lists and single rows, each over the rows as known on the day asked, never over raw ones."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from dataset.queries.collection import LISTED_TIERS, Collection
from dataset.queries.faults import MovedError, NotVisibleError
from dataset.queries.filters import Condition
from dataset.queries.gone import absent
from dataset.queries.including import Included, included
from dataset.queries.order import PLACE, after, order_by, selected
from dataset.queries.predicates import where
from dataset.queries.question import Question, cursor_for
from dataset.queries.rows import complete
from dataset.queries.sampling import order_of
from dataset.queries.sql import Bound
from dataset.queries.tree_sql import columns_of, names_tier, tree_where
from dataset.queries.visible import missing
from dataset.store.store import Store


class Page(Struct, kw_only=True):
    """One page of a list."""

    rows: list[Any]
    count: int | None
    """Rows on all pages; null where it was not asked."""
    cursor: str | None
    """Where the next page goes on; null on the last."""
    included: Included
    warnings: list[str]


def list_page(store: Store, question: Question) -> Page:
    """The page a question asks for."""
    collection = question.collection
    store.require(*collection.needs)
    conditions = conditions_of(question)
    bound = Bound(question.known_at)
    found = order_of(question, bound)
    asked = asked_where(question, conditions, bound)
    behind = f" AND {after(found, question.place, bound)}" if question.place is not None else ""
    read = {*(key.column for key in found), *columns_read(question, conditions)}
    places = store.rows(
        f"SELECT k.id, {selected(found)} FROM ({collection.as_known.select(read)}) k WHERE {asked}{behind} "
        f"ORDER BY {order_by(found)} LIMIT {bound.bind(question.limit + 1)}",
        bound.values,
    )
    shown = places[: question.limit]
    cursor = None
    if len(places) > question.limit and not question.sample:
        cursor = cursor_for(question, [shown[-1][f"{PLACE}{number}"] for number in range(len(found))])
    page = complete(
        store,
        collection,
        _whole(store, question, [row["id"] for row in shown]),
        question.known_at,
        question.outcomes_at,
    )
    return Page(
        rows=page,
        count=_count(store, question, conditions, len(places)) if question.count == "exact" else None,
        cursor=cursor,
        included=included(store, collection, page, question.include, question.known_at, _tiers(conditions)),
        warnings=missing(store, question) if collection.dated else [],
    )


def _whole(store: Store, question: Question, ids: list[str]) -> list[dict[str, Any]]:
    """All columns of the rows with these ids, in their order: only what is shown is put together in full."""
    if not ids:
        return []
    bound = Bound(question.known_at)
    always = where(question.collection.always, question.match, bound)
    sql = (
        f"SELECT k.* FROM ({question.collection.as_known.select()}) k "
        f"WHERE list_contains({bound.bind(ids)}, k.id) AND {always}"
    )
    rows = {row["id"]: row for row in store.rows(sql, bound.values)}
    return [rows[id_] for id_ in ids]


def conditions_of(question: Question) -> list[Condition]:
    """The conditions that hold beside the tree. A tree that speaks of the tier settles which tiers are listed."""
    if names_tier(question.where):
        return [*question.collection.always, *question.conditions]
    return effective(question.collection, question.conditions)


def asked_where(question: Question, conditions: list[Condition], bound: Bound) -> str:
    """Predicate that the conditions and the tree hold, over rows named `k`."""
    asked = where(conditions, question.match, bound)
    return f"{asked} AND {tree_where(question.where, question.match, bound)}" if question.where else asked


def columns_read(question: Question, conditions: list[Condition]) -> set[str]:
    """Columns that the predicate reads, and the id."""
    return {"id", *(one.field.path[0] for one in conditions), *columns_of(question.where)}


def effective(collection: Collection, conditions: list[Condition]) -> list[Condition]:
    """The conditions asked, those that always hold, and the one on the tier that holds where none is asked."""
    conditions = [*collection.always, *conditions]
    if not collection.tiered or any(one.field.name == "tier" for one in conditions):
        return conditions
    return [*conditions, Condition(collection.fields["tier"], "in", list(LISTED_TIERS), "tier__in", "")]


def _tiers(conditions: Iterable[Condition]) -> list[str]:
    """Tiers that claims brought in by their subject may have: those of the list, where it names them."""
    named = [one for one in conditions if one.field.name == "tier" and one.operator in ("eq", "in")]
    tiers = [tier for one in named for tier in (one.value if one.operator == "in" else [one.value])]
    return sorted({*LISTED_TIERS, *tiers})


def _count(store: Store, question: Question, conditions: list[Condition], met: int) -> int:
    """Rows on all pages, of which this one met so many. A first page that is also the last has been counted already."""
    if question.place is None and met <= question.limit:
        return met
    bound = Bound(question.known_at)
    asked = asked_where(question, conditions, bound)
    read = columns_read(question, conditions)
    sql = f"SELECT count(*) AS n FROM ({question.collection.as_known.select(read)}) k WHERE {asked}"
    rows = store.rows(sql, bound.values)
    return int(rows[0]["n"])


def find(
    store: Store, collection: Collection, id_: str, known_at: date, include: list[str], outcomes_at: date | None = None
) -> tuple[Any, Included]:
    """One row by id, whatever its tier, with what it includes. Raises `NotVisibleError`, `MovedError`, `GoneError` or
    `WithheldError` where there is none."""
    store.require(*collection.needs)
    bound = Bound(known_at)
    sql = f"SELECT k.* FROM ({collection.as_known.select()}) k WHERE k.id = {bound.bind(id_)}"
    rows = complete(store, collection, store.rows(sql, bound.values), known_at, outcomes_at)
    if not rows:
        raise _absent(store, collection, id_, known_at)
    return rows[0], included(store, collection, rows, include, known_at, list(LISTED_TIERS))


def _absent(store: Store, collection: Collection, id_: str, known_at: date) -> Exception:
    """Why a row is not there. A row that stands for a record moves with it."""
    error = absent(store, id_, known_at)
    if isinstance(error, MovedError) and collection.row_of:
        row = collection.row_of(store, error.successor, known_at)
        return MovedError(id_, row) if row else NotVisibleError(id_)
    return error
