"""Circles in links."""

from hypothesis import given
from hypothesis import strategies as st

from dataset.checks.graphs import circles


def test_a_circle_is_told_once_from_its_first_record() -> None:
    assert circles({"d": ["b"], "b": ["c"], "c": ["a"], "a": ["b"]}) == [["b", "c", "a"]]


def test_chains_trees_and_what_leads_into_a_circle() -> None:
    assert circles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["e"]}) == []
    assert circles({"x": ["a"], "a": ["b"], "b": ["a"]}) == [["a", "b"]]


def test_long_chains_do_not_exhaust_the_stack() -> None:
    chain = {str(n): [str(n + 1)] for n in range(5000)}
    assert circles(chain) == []
    assert [len(circle) for circle in circles({**chain, "5000": ["0"]})] == [5001]


GRAPHS = st.dictionaries(st.integers(0, 7).map(str), st.lists(st.integers(0, 7).map(str), max_size=3, unique=True))


@given(GRAPHS)
def test_a_circle_is_found_exactly_where_one_is(graph: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = list(graph.get(start, ()))
        while ahead:
            node = ahead.pop()
            if node not in found:
                found.add(node)
                ahead += graph.get(node, ())
        return found

    found = circles(graph)
    for circle in found:
        assert all(after in graph[before] for before, after in zip(circle, [*circle[1:], circle[0]], strict=True))
    assert bool(found) == any(node in reached(node) for node in graph)
