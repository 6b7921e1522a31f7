"""The schema of bodies is as strict as the server: what the one lets through the other answers, and the reverse."""

import copy
import json
from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.in_process import ask
from api.query_schema import query_components, term_schema, tree_component
from dataset.queries.scopes import scopes
from dataset.queries.tree import DEPTH, JOINS, read_tree
from dataset.store.store import Store
from schemas.vocabulary import VOCABULARIES
from tests.asked import Asked
from tests.test_dataset.plain import Plain
from tests.test_dataset.query_draws import Draws


@cache
def components() -> dict[str, Any]:
    terms = {term_schema(one.name): {"enum": list(one.terms)} for one in VOCABULARIES.values()}
    return {**query_components(), **terms}


@cache
def validator(name: str) -> Draft202012Validator:
    schemas = {"components": {"schemas": components()}}
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **schemas})


@cache
def draws_of(store: Store) -> Draws:
    return Draws(Plain(store.folder))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_every_tree_fits_its_schema(store: Store, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["events", "claims"]))
    tree = data.draw(draws_of(store).tree(name, 2))
    assert [error.message for error in validator(tree_component(name)).iter_errors(tree)] == []


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_a_spoiled_tree_is_refused_by_both_or_by_none(store: Store, data: st.DataObject) -> None:
    """One part of a tree is replaced: schema and server agree on the outcome, but for what no schema can say."""
    name = data.draw(st.sampled_from(["events", "claims"]))
    tree = copy.deepcopy(data.draw(draws_of(store).tree(name, 2)))
    holder, key = data.draw(st.sampled_from(list(parts(tree))))
    spoiled: list[Any] = [None, True, 0, -1.5, "", "x", "kind", "all", "eq", [], ["x"], {}, "n_x", "2025", 10**30]
    holder[key] = data.draw(st.sampled_from(spoiled))
    fits = validator(tree_component(name)).is_valid(tree)
    _node, faults = read_tree(scopes()[name], tree)
    beyond = [fault for fault in faults if "currency" in (fault.suggestion or "")]
    assume(not beyond)
    dated = any(
        "date" in fault.reason or "day" in fault.reason for fault in faults
    )  # formats are no part of validation
    assert fits == (not faults) or dated, (tree, faults)


def parts(tree: Any) -> Any:
    """Every place in a tree that can be written otherwise."""
    places = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in places:
        yield tree, key
        yield from parts(value)


def test_what_the_schema_lets_through_as_a_body_is_answered(asked: Asked) -> None:
    bodies: list[Any] = [
        {},
        {"where": None, "sort": None, "limit": None, "cursor": None, "include": None, "release": None},
        {"sort": "-asserted,id", "limit": 1.0, "include": "claims.evidence,entities", "count": "none"},
        {"sort": ["-asserted"], "limit": 1, "fields": ["id"], "match": "within", "known_at": "2025-05-01"},
        {"limit": "all", "format": "ndjson", "where": {"some": "links"}},
        {"sample": 3, "seed": 1},
    ]
    for body in bodies:
        assert [error.message for error in validator("ClaimsQuery").iter_errors(body)] == []
        assert posted(asked, body) == 200, body


def test_what_the_schema_refuses_as_a_body_is_a_400(asked: Asked) -> None:
    bodies: list[Any] = [
        [],
        {"limit": 0},
        {"limit": "5"},
        {"limit": True},
        {"sort": "nothing"},
        {"sort": "id,id,id,id,id"},
        {"include": []},
        {"include": "claims.claims.claims"},
        {"match": "maybe"},
        {"cursor": 5},
        {"where": []},
        {"where": {"field": "kind"}},
        {"kind": "target"},
        {"sample": 0},
        {"known_at": 2025},
    ]
    for body in bodies:
        assert not validator("ClaimsQuery").is_valid(body), body
        assert posted(asked, body) == 400, body


def test_bounds_that_no_schema_can_say_are_told_in_words() -> None:
    deep: Any = {"field": "kind", "op": "eq", "value": "target"}
    for _level in range(DEPTH):
        deep = {"not": deep}
    wide = {"all": [{"some": "links"}] * (JOINS + 1)}
    for tree in (deep, wide):
        assert validator("ClaimsWhere").is_valid(tree)
        assert "at most" in read_tree(scopes()["claims"], tree)[1][0].reason


def posted(asked: Asked, body: Any) -> int:
    raw = json.dumps(body).encode()
    return ask(asked.app, "/v1/claims/query", {"Content-Type": "application/json"}, method="POST", body=raw).status
