"""What cannot be read is told, parameter by parameter."""

import pytest

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.events import EVENTS
from dataset.queries.filters import read_conditions
from dataset.queries.values import MANY, MANY_TEXTS


@pytest.mark.parametrize(
    ("collection", "asked", "faulty"),
    [
        (CLAIMS, "value__gte=5", "value__gte"),
        (CLAIMS, "value__gte=5&metric=revenue", "value__gte"),
        (CLAIMS, "value__gte=5&metric__in=downloads,revenue", "value__gte"),
        (CLAIMS, "value__gte=five&metric=downloads", "value__gte"),
        (CLAIMS, "value__gte=nan&metric=downloads", "value__gte"),
        (CLAIMS, "value__gte=inf&metric=downloads", "value__gte"),
        (CLAIMS, "value__gte=1e999&metric=downloads", "value__gte"),
        (CLAIMS, "metric=revenues", "metric"),
        (CLAIMS, "subject=openai", "subject"),
        (CLAIMS, "subject=n_a\n", "subject"),
        (CLAIMS, "due__gte=../2025", "due__gte"),
        (CLAIMS, "due__lte=2025/..", "due__lte"),
        (CLAIMS, "due=soon", "due"),
        (CLAIMS, "known_on=2025-02-30", "known_on"),
        (CLAIMS, "known_on=2025-2-3", "known_on"),
        (CLAIMS, "is_disputed=yes", "is_disputed"),
        (CLAIMS, "kind__in=", "kind__in"),
        (CLAIMS, "kind__in=estimate,", "kind__in"),
        (EVENTS, "title=", "title"),
        (EVENTS, "first_release=2026.1.0", "first_release"),
    ],
)
def test_what_cannot_be_read_is_a_fault_of_its_parameter(collection: Collection, asked: str, faulty: str) -> None:
    pairs = [(one.partition("=")[0], one.partition("=")[2]) for one in asked.split("&")]
    _conditions, faults = read_conditions(collection.filters, pairs)
    assert [fault.parameter for fault in faults] == [faulty]
    assert faults[0].reason


def test_terms_are_suggested_and_names_are_not() -> None:
    _conditions, faults = read_conditions(CLAIMS.filters, [("metric", "revenues"), ("subject", "openai")])
    assert {fault.parameter: fault.suggestion for fault in faults} == {"metric": "revenue", "subject": None}


@pytest.mark.parametrize(("name", "most"), [("kind__in", MANY), ("attribution__in", MANY_TEXTS)])
def test_a_list_of_values_has_an_end(name: str, most: int) -> None:
    value = "estimate" if name == "kind__in" else "x"
    assert read_conditions(CLAIMS.filters, [(name, ",".join([value] * most))])[1] == []
    (fault,) = read_conditions(CLAIMS.filters, [(name, ",".join([value] * (most + 1)))])[1]
    assert (fault.parameter, str(most) in fault.reason) == (name, True)


def test_a_text_may_hold_commas_and_lines_where_one_value_is_asked() -> None:
    for text in ("Meta, Microsoft and others", "two\nlines\n"):
        (condition,), faults = read_conditions(EVENTS.filters, [("title", text)])
        assert (condition.value, faults) == (text, [])
