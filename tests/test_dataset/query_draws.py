"""Random filters, trees, joins and orders over the values that a release really holds."""

import re
from functools import cache
from typing import Any

from hypothesis import strategies as st

from dataset.queries.collection import Collection
from dataset.queries.fields import Field, Kind
from dataset.queries.scopes import scopes
from tests.test_dataset.plain import Plain

DATES = ["2025-06-10", "2025-06", "2025", "2024~", "2025-22", "2025-34", "2025-01-15/2025-03-20", "2026-01"]
OPEN_DATES = [*DATES, "../2025-02-01", "2025-06/.."]
NUMBERS = [-5, 0, 0.5, 3, 100, 45000, 1e9, 1.3e10, 6.5e10]
PLAIN: dict[Kind, list[Any]] = {
    Kind.boolean: [True, False],
    Kind.integer: NUMBERS[:5],
    Kind.number: NUMBERS,
    Kind.value: NUMBERS,
    Kind.version: ["2026.11.0", "2026.11.1", "2025.01.3"],
    Kind.day: ["2024-02-29", "2025-01-27", "2025-06-15", "2026-04-01"],
}


class Draws:
    """Strategies over a release."""

    def __init__(self, plain: Plain) -> None:
        self.ids = {
            name: plain.ids(f"{name}s" if name != "entity" else "entities")
            for name in ("event", "claim", "entity", "source")
        }
        texts: set[str] = set()
        for name in ("events", "claims", "entities", "sources"):
            for row in plain.tables[name]:
                texts |= set(_texts(row))
        self.texts = sorted(one for one in texts if 0 < len(one) <= 160 and "\n" not in one)

    def value(self, field: Field, operator: str) -> st.SearchStrategy[Any]:
        """A value that the field can be compared with."""
        if operator == "exists":
            return st.booleans()
        if field.kind is Kind.partial_date:
            one: st.SearchStrategy[Any] = st.sampled_from(OPEN_DATES if operator in ("eq", "not") else DATES)
        elif field.kind is Kind.term:
            one = st.sampled_from(field.terms)
        elif field.kind is Kind.id:
            one = st.sampled_from([id_ for kind in field.ids for id_ in self.ids[kind]])
        elif field.kind is Kind.text:
            fitting = self.fitting(min(field.max_length or 500, 500), field.pattern)
            one = st.sampled_from(fitting) if fitting else st.nothing()
        else:
            one = st.sampled_from(PLAIN[field.kind])
        return st.lists(one, min_size=1, max_size=3) if operator == "in" else one

    @cache  # noqa: B019 (one instance for each release, held as long as the tests run)
    def fitting(self, longest: int, pattern: str | None) -> list[str]:
        """Texts of the release that a text field takes."""
        return [text for text in self.texts if len(text) <= longest and (not pattern or re.search(pattern, text))]

    def operators(self, field: Field) -> list[str]:
        """Operators for which the release has a value."""
        return [one for one in field.operators if not self.value(field, one).is_empty]

    @cache  # noqa: B019 (as above)
    def test(self, scope: str) -> st.SearchStrategy[tuple[Field, str, Any]]:
        """A field of a scope with an operator and a value."""

        def asked(field: Field, operator: str) -> st.SearchStrategy[tuple[Field, str, Any]]:
            return self.value(field, operator).map(lambda value: (field, operator, value))

        fields = scopes()[scope].fields.values()
        return st.sampled_from(
            [
                st.one_of([asked(field, operator) for operator in self.operators(field)])
                for field in fields
                if self.operators(field)
            ]
        ).flatmap(lambda one: one)

    def filters(self, collection: Collection) -> st.SearchStrategy[list[tuple[Field, str, Any]]]:
        """Parameters of a list, each once, with the currency that comparisons of money need."""

        def complete(found: list[tuple[Field, str, Any]]) -> list[tuple[Field, str, Any]]:
            named = {(field.name, operator) for field, operator, _asked in found}
            for field, operator, _asked in list(found):
                currency = f"{field.figure}.currency"
                if field.figure and operator != "exists" and (currency, "eq") not in named:
                    named.add((currency, "eq"))
                    found.append((collection.fields[currency], "eq", "USD"))
            return found

        many = st.lists(self.test(collection.name), max_size=3, unique_by=lambda one: (one[0].name, one[1]))
        return many.map(complete)

    @cache  # noqa: B019 (as above)
    def tree(self, scope: str, depth: int = 3) -> st.SearchStrategy[Any]:
        """A tree over a scope, as JSON."""
        leaf = self.test(scope).map(_leaf)
        if depth == 0:
            return leaf
        inner = st.deferred(lambda: self.tree(scope, depth - 1))
        several = st.lists(inner, min_size=1, max_size=3)
        forms = [
            leaf,
            several.map(lambda nodes: {"all": nodes}),
            several.map(lambda nodes: {"any": nodes}),
            inner.map(lambda node: {"not": node}),
        ]
        joins = list(scopes()[scope].joins.values())
        if joins:
            forms += [st.sampled_from(joins).flatmap(lambda join: self._some(join.name, join.scope, depth))] * 2
        return st.one_of(forms)

    def _some(self, name: str, scope: str, depth: int) -> st.SearchStrategy[Any]:
        inner = st.one_of(st.none(), self.tree(scope, depth - 1), self.tree(scope, depth - 1))
        return inner.map(lambda where: {"some": name, "where": where})


def _leaf(found: tuple[Field, str, Any]) -> Any:
    """A leaf; one that compares money stands with its currency."""
    field, operator, asked = found
    leaf = {"field": field.name, "op": operator, "value": asked}
    if not field.figure or operator == "exists":
        return leaf
    return {"all": [leaf, {"field": f"{field.figure}.currency", "op": "eq", "value": "USD"}]}


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
