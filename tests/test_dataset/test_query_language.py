"""The query language against a plain Python evaluation: same ids, same order, whatever is asked and however it is paged."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.queries import cursor as cursors
from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.fields import Field
from dataset.queries.filters import filter_parameters, read_conditions
from dataset.queries.listing import list_page
from dataset.queries.order import Term
from dataset.queries.question import Question, read_where, resumed
from dataset.queries.scopes import scopes
from dataset.queries.sources import SOURCES
from dataset.queries.tree import canonical
from dataset.store.store import Store
from tests.test_dataset.plain import Plain
from tests.test_dataset.plain_query import JOINS, PlainQuery
from tests.test_dataset.query_draws import Draws


@cache
def plain_of(store: Store) -> Plain:
    return Plain(store.folder)


@cache
def draws_of(store: Store) -> Draws:
    return Draws(plain_of(store))


@cache
def query_of(store: Store, day: date, match: str) -> PlainQuery:
    return PlainQuery(plain_of(store), day, match)


def text_of(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(text_of(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)


def has_comma(asked: Any) -> bool:
    return isinstance(asked, list) and any("," in text_of(one) for one in asked)


def asked(
    store: Store,
    collection: Collection,
    filters: list[tuple[Field, str, Any]],
    tree: Any,
    sort: list[tuple[Field, bool]],
    day: date,
    match: str,
) -> Question:
    """The question, from the texts in which it is asked."""
    pairs = [
        (next(name for name, one in filter_parameters({f.name: f}).items() if one.operator == operator), text_of(value))
        for f, operator, value in filters
    ]
    conditions, faults = read_conditions(collection.filters, pairs)
    assert faults == []
    node, text, wrong = read_where(collection, canonical(tree)) if tree is not None else (None, None, [])
    assert wrong == []
    return Question(
        collection=collection,
        release=store.version,
        known_at=day,
        conditions=conditions,
        where=node,
        where_text=text,
        match=match,  # type: ignore[arg-type]
        sort=[Term(field, down) for field, down in sort],
        limit=1000,
    )


def paged(store: Store, question: Question, limit: int) -> list[str]:
    """Ids over all pages, each page asked by nothing but the cursor of the last."""
    found: list[str] = []
    page = list_page(
        store, Question(**{name: getattr(question, name) for name in question.__struct_fields__} | {"limit": limit})
    )
    found += [row.id for row in page.rows]
    while page.cursor:
        page = list_page(store, resumed(question.collection, cursors.decode(page.cursor)))
        found += [row.id for row in page.rows]
    return found


DAYS = [date(2024, 12, 1), date(2025, 3, 1), date(2025, 8, 6), date(2026, 11, 1)]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_the_language_means_what_plain_python_says(store: Store, data: st.DataObject) -> None:
    collection = data.draw(st.sampled_from([EVENTS, CLAIMS, CLAIMS, ENTITIES, SOURCES]))
    draws = draws_of(store)
    filters = [one for one in data.draw(draws.filters(collection)) if not has_comma(one[2])]
    tree = data.draw(st.one_of(st.none(), draws.tree(collection.name), draws.tree(collection.name)))
    if collection not in (EVENTS, CLAIMS):
        tree = None
    sortable = [field for field in collection.fields.values() if field.sortable]
    sort = data.draw(
        st.lists(
            st.tuples(st.sampled_from(sortable), st.booleans()), min_size=1, max_size=3, unique_by=lambda o: o[0].name
        )
    )
    day, match = data.draw(st.sampled_from(DAYS)), data.draw(st.sampled_from(["overlaps", "within"]))
    question = asked(store, collection, filters, tree, sort, day, match)
    expected = query_of(store, day, match).ids(collection.name, filters, tree, sort)
    page = list_page(store, question)
    assert [row.id for row in page.rows] == expected
    assert page.count == len(expected)
    if expected:
        assert paged(store, question, data.draw(st.integers(max(1, len(expected) // 6), len(expected) + 1))) == expected


@pytest.mark.parametrize("name", list(scopes()))
def test_every_field_under_every_operator(store: Store, name: str) -> None:
    """Each leaf of each scope, alone, by some join that leads to the scope."""
    draws, query = draws_of(store), query_of(store, DAYS[-1], "overlaps")
    for around, collection in ways(name):
        for field in scopes()[name].fields.values():
            for operator in field.operators:
                strategy = draws.value(field, operator)
                if strategy.is_empty:
                    continue
                value = first(strategy)
                tree: Any = {"field": field.name, "op": operator, "value": value}
                if field.figure and operator != "exists":
                    tree = {"all": [tree, {"field": f"{field.figure}.currency", "op": "eq", "value": "USD"}]}
                for join in around:
                    tree = {"some": join, "where": tree}
                question = asked(store, collection, [], tree, [(collection.fields["id"], False)], DAYS[-1], "overlaps")
                found = [row.id for row in list_page(store, question).rows]
                assert found == query.ids(collection.name, [], tree, [(collection.fields["id"], False)]), tree
        break


def first(strategy: st.SearchStrategy[Any]) -> Any:
    """A value of a strategy, the same each time."""
    found: list[Any] = []

    @settings(max_examples=1, derandomize=True, database=None)
    @given(strategy)
    def take(value: Any) -> None:
        found.append(value)

    take()
    return found[0]


def ways(scope: str) -> list[tuple[list[str], Collection]]:
    """Joins, innermost first, that lead from a collection to a scope."""
    if scope in ("events", "claims"):
        return [([], EVENTS if scope == "events" else CLAIMS)]
    found = []
    for collection in (CLAIMS, EVENTS):
        for (start, name), (target, _find) in JOINS.items():
            if start == collection.name and target == scope:
                found.append(([name], collection))
            for (then, inner), (last, _found) in JOINS.items():
                if start == collection.name and then == target and last == scope:
                    found.append(([inner, name], collection))
    return found


def test_the_plain_evaluation_knows_every_join() -> None:
    assert set(JOINS) == {(name, join) for name, scope in scopes().items() for join in scope.joins}
    for (name, join), (target, _find) in JOINS.items():
        assert scopes()[name].joins[join].scope == target
