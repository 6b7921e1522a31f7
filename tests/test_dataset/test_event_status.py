"""States of events, worked by hand from the rules in DESIGN §4 (docs/derivations.md)."""

from typing import Any

from tests.support import claim, entity, event, evidence, source, tables

S = source("s_a", "2025-01-01")
FIRM = entity("n_firm")


def states(*given: Any, of: str = "e_a") -> list[tuple[str, str, list[str]]]:
    """(from, state, deciding records) of one event."""
    rows = tables(S, FIRM, *given)["event_status"]
    return [(row["as_of_from"].isoformat(), row["status"], row["decided_by"]) for row in rows if row["event"] == of]


ANNOUNCED: dict[str, Any] = {"type": "plan_announced", "stage": "announced"}


def test_announced_then_completed() -> None:
    done = event("e_b", "2025-05-01", "s_a", links={"e_a": "completes"})
    assert states(event("e_a", "2025-01-01", "s_a", **ANNOUNCED), done) == [
        ("2025-01-01", "announced", []),
        ("2025-05-01", "occurred", ["e_b"]),
    ]


def test_announced_then_cancelled_then_done_all_the_same() -> None:
    given = [
        event("e_a", "2025-01-01", "s_a", **ANNOUNCED),
        event("e_b", "2025-03-01", "s_a", links={"e_a": "reverses"}),
        event("e_c", "2025-05-01", "s_a", links={"e_a": "completes"}),
    ]
    assert states(*given) == [
        ("2025-01-01", "announced", []),
        ("2025-03-01", "cancelled", ["e_b"]),
        ("2025-05-01", "occurred", ["e_c"]),
    ]


def test_a_reversal_that_is_reversed_does_not_count() -> None:
    given = [
        event("e_a", "2025-01-01", "s_a"),
        event("e_b", "2025-03-01", "s_a", links={"e_a": "reverses"}),
        event("e_c", "2025-05-01", "s_a", links={"e_b": "reverses"}),
    ]
    assert states(*given) == [
        ("2025-01-01", "occurred", []),
        ("2025-03-01", "reversed", ["e_b"]),
        ("2025-05-01", "occurred", []),
    ]


def test_an_announcement_does_not_complete_another() -> None:
    again = event("e_b", "2025-05-01", "s_a", links={"e_a": "completes"}, **ANNOUNCED)
    assert states(event("e_a", "2025-01-01", "s_a", **ANNOUNCED), again) == [("2025-01-01", "announced", [])]


def test_disputed_by_a_source_or_by_a_denial_from_the_day_each_is_known() -> None:
    late = source("s_b", "2025-02-01")
    disputed = event("e_a", "2025-01-01", "s_a")
    disputed.evidence.append(evidence("s_b", stance="disputes"))
    denial = claim("c_a", "2025-03-01", "s_a", kind="denial", subject="e_d", obligors=[])
    rows = tables(S, FIRM, late, disputed, event("e_d", "2025-01-02", "s_a"), denial)["event_status"]
    assert [(r["event"], r["as_of_from"].isoformat(), r["is_disputed"]) for r in rows] == [
        ("e_a", "2025-01-01", False),
        ("e_a", "2025-02-01", True),
        ("e_d", "2025-01-02", False),
        ("e_d", "2025-03-01", True),
    ]
