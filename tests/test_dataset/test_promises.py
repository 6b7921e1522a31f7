"""Promises and claim states, worked by hand from the rules in DESIGN §4 (docs/derivations.md)."""

from typing import Any

import pytest

from schemas.value import Value
from tests.support import as_of, claim, day, dollars, entity, event, evidence, resolution, source, tables

S = source("s_a", "2025-01-01")
FIRM = entity("n_firm")


def open_model() -> dict[str, list[dict[str, Any]]]:
    """The open-weights promise: coming months, June, later this summer, open; delivered on 5 August 2025."""
    return tables(
        S,
        FIRM,
        event("e_release", "2025-08-05", "s_a", type="model_release"),
        claim("c_months", "2025-03-31", "s_a", due=("by", None)),
        claim("c_june", "2025-04-20", "s_a", due=("in", "2025-06"), links={"c_months": "revises"}),
        claim("c_summer", "2025-06-10", "s_a", due=("in", "2025-22"), links={"c_june": "revises"}),
        claim(
            "c_open",
            "2025-07-11",
            "s_a",
            due=("by", None),
            links={"c_summer": "revises"},
            resolutions=[resolution("late", "2025-08-05", event="e_release")],
        ),
    )


def test_slip_against_each_due_date_that_is_a_date() -> None:
    (row,) = as_of(open_model()["promises"], "2025-09-01")
    assert row["id"] == "c_months"
    assert row["chain"] == ["c_months", "c_june", "c_summer", "c_open"]
    assert row["revisions"] == 3
    assert row["status"] == row["outcome"] == "late"
    assert row["outcome_event"] == "e_release"
    assert [(s["claim"], s["slip_days_low"], s["slip_days_high"], s["verdict"]) for s in row["slips"]] == [
        ("c_june", 36, 65, "late"),
        ("c_summer", -26, 65, "kept"),
    ]
    assert row["slip"] == row["slips"][0]
    assert row["slipped"] is True


@pytest.mark.parametrize(
    ("day", "chain", "status", "due"),
    [
        ("2025-03-31", ["c_months"], "open", None),
        ("2025-04-20", ["c_months", "c_june"], "open", "2025-06"),
        ("2025-06-15", ["c_months", "c_june", "c_summer"], "open", "2025-22"),
        ("2025-07-11", ["c_months", "c_june", "c_summer", "c_open"], "open", None),
        ("2025-08-04", ["c_months", "c_june", "c_summer", "c_open"], "open", None),
    ],
)
def test_chain_as_known_on_a_day(day: str, chain: list[str], status: str, due: str | None) -> None:
    (row,) = as_of(open_model()["promises"], day)
    assert (row["chain"], row["status"]) == (chain, status)
    assert (row["current_due"]["date"] or {}).get("edtf") == due
    assert row["outcome"] is row["delivered_on"] is row["slip"] is None
    assert row["slips"] == []
    assert row["slipped"] is False


def test_nothing_is_known_before_it_was_said() -> None:
    assert as_of(open_model()["promises"], "2025-03-30") == []


def test_a_revised_claim_stays_revised_whatever_its_deadline_and_its_chain_come_to() -> None:
    rows = open_model()["claim_status"]
    assert [(r["status"], r["as_of_from"].isoformat()) for r in rows if r["claim"] == "c_june"] == [
        ("open", "2025-04-20"),
        ("revised", "2025-06-10"),
    ]
    (last,) = as_of(rows, "2026-01-01", claim="c_june")
    assert last["decided_by"] == ["c_summer"]


@pytest.mark.parametrize(
    ("due", "delivered", "low", "high", "verdict"),
    [
        (("by", "2025-06"), "2025-08-05", 36, 36, "late"),
        (("in", "2025-06"), "2025-08-05", 36, 65, "late"),
        (("in", "2025-22"), "2025-08-05", -26, 65, "kept"),
        (("by", "2025-22"), "2025-08", -30, 0, "kept"),
        (("in", "2025-06"), "2025-06/2025-07", -29, 60, "undetermined"),
        (("in", "2025-06"), "../2025-07-02", None, 31, "undetermined"),
        (("by", "2025-06-30"), "2025-07-01", 1, 1, "late"),
        (("in", "2025-33"), "2025-03-31", 0, 89, "kept"),
    ],
)
def test_slip_rule(due: tuple[str, str], delivered: str, low: int | None, high: int, verdict: str) -> None:
    delivery = resolution("kept", delivered, evidence=[evidence("s_a")])
    row = tables(S, FIRM, claim("c_a", "2025-01-01", "s_a", due=due, resolutions=[delivery]))["promises"][-1]
    assert row["slip"] == row["slips"][0]
    assert (row["slip"]["slip_days_low"], row["slip"]["slip_days_high"], row["slip"]["verdict"]) == (low, high, verdict)
    assert row["slipped"] is (verdict == "late")


def test_time_alone_gives_overdue_and_never_broken() -> None:
    made = tables(S, FIRM, claim("c_a", "2025-01-01", "s_a", due=("by", "2025-06")))
    assert [(r["status"], r["as_of_from"].isoformat(), r["as_of_to"]) for r in made["claim_status"]] == [
        ("open", "2025-01-01", made["claim_status"][1]["as_of_from"]),
        ("overdue", "2025-07-01", None),
    ]
    assert as_of(made["promises"], "2025-06-30")[0]["status"] == "open"
    assert as_of(made["promises"], "2025-07-01")[0]["status"] == "overdue"


def test_a_number_to_be_reached_by_a_day_is_overdue_and_one_over_a_period_is_not() -> None:
    chips: dict[str, Any] = {
        "metric": "chips",
        "scope": "installed",
        "basis": "point",
        "value": Value(bound="at_least", low=1e6),
    }
    sales: dict[str, Any] = {
        "metric": "revenue",
        "scope": "whole_company",
        "basis": "calendar_year",
        "value": dollars(bound="exact", best=1e9),
    }
    made = tables(
        S, FIRM,
        claim("c_chips", "2025-01-01", "s_a", due=("by", "2025-06"), **chips),
        claim("c_sales", "2025-01-01", "s_a", due=("by", "2025-06"), **sales),
    )  # fmt: skip
    assert {row["id"]: row["status"] for row in as_of(made["promises"], "2025-07-01")} == {
        "c_chips": "overdue",
        "c_sales": "open",
    }


def test_the_tier_of_a_promise_is_the_weakest_of_its_chain() -> None:
    made = tables(
        S, FIRM,
        claim("c_a", "2025-01-01", "s_a"),
        claim("c_b", "2025-02-01", "s_a", links={"c_a": "revises"}, tier="candidate"),
    )  # fmt: skip
    assert [row["tier"] for row in made["promises"]] == ["curated", "candidate"]


def test_not_before_is_never_overdue_and_has_no_slip() -> None:
    made = tables(
        S, FIRM, event("e_done", "2025-07-03", "s_a"),
        claim("c_a", "2025-01-01", "s_a", due=("not_before", "2025-06"), resolutions=[resolution("kept", "2025-07-03", event="e_done")]),
    )  # fmt: skip
    assert [r["status"] for r in made["claim_status"]] == ["open", "kept"]
    assert made["promises"][-1]["slips"] == []


def test_figure_for_a_period_is_open_until_its_figure_is_out_and_is_compared() -> None:
    fields: dict[str, Any] = {
        "metric": "capital_expenditure",
        "scope": "with_leases",
        "basis": "calendar_year",
        "kind": "guidance",
    }
    year = day("2025")
    made = tables(
        S,
        FIRM,
        event("e_results", "2026-01-28", "s_a", type="results_reported"),
        claim("c_a", "2025-01-29", "s_a", due=("in", "2025"), period=year, value=dollars(bound="range", low=60e9, high=65e9), **fields),
        claim(
            "c_b", "2025-10-29", "s_a", due=("in", "2025"), period=year, value=dollars(bound="range", low=70e9, high=72e9), links={"c_a": "revises"},
            resolutions=[resolution("value", "2025", event="e_results", value=dollars(bound="exact", best=71.5e9))], **fields,
        ),
    )  # fmt: skip
    assert as_of(made["promises"], "2026-01-15")[0]["status"] == "open"
    (row,) = as_of(made["promises"], "2026-02-01")
    assert row["status"] == "resolved_value"
    assert row["outcome_value"]["best"] == row["outcome_value"]["low"] == 71.5e9
    assert (row["outcome_against_original"], row["outcome_against_current"]) == ("above", "within")
    assert row["slips"] == []


def test_repeating_a_promise_is_no_promise() -> None:
    made = tables(
        S, FIRM, entity("n_other"),
        claim("c_a", "2025-01-01", "s_a"),
        claim("c_b", "2025-02-01", "s_a", links={"c_a": "repeats"}),
    )  # fmt: skip
    assert {row["id"] for row in made["promises"]} == {"c_a"}


def test_withdrawal_and_later_delivery_the_latest_known_wins() -> None:
    made = tables(
        S, FIRM, event("e_done", "2025-09-01", "s_a"),
        claim("c_a", "2025-01-01", "s_a", due=("by", None), resolutions=[resolution("kept", "2025-09-01", event="e_done")]),
        claim("c_b", "2025-03-01", "s_a", kind="characterization", obligors=[], links={"c_a": "withdraws"}),
    )  # fmt: skip
    assert [(r["status"], r["decided_by"]) for r in made["claim_status"] if r["claim"] == "c_a"] == [
        ("open", []),
        ("withdrawn", ["c_b"]),
        ("kept", ["e_done"]),
    ]


def test_of_two_resolutions_the_latest_known_wins_then_the_later_on_then_the_later_place() -> None:
    made = tables(
        S, FIRM, source("s_b", "2025-05-01"), source("s_c", "2025-06-01"),
        claim("c_a", "2025-01-01", "s_a", kind="forecast", resolutions=[
            resolution("false", "2025-04-01", evidence=[evidence("s_c")]),
            resolution("true", "2025-03-01", evidence=[evidence("s_c")]),
            resolution("unresolvable", "2025-12-01", evidence=[evidence("s_b")]),
        ]),
    )  # fmt: skip
    assert [(r["status"], r["as_of_from"].isoformat()) for r in made["claim_status"]] == [
        ("open", "2025-01-01"),
        ("unresolvable", "2025-05-01"),
        ("false", "2025-06-01"),
    ]


def test_contradiction_disputes_both_ends_from_the_later_one_on() -> None:
    made = tables(
        S, FIRM,
        claim("c_a", "2025-01-01", "s_a", kind="estimate", obligors=[]),
        claim("c_b", "2025-03-01", "s_a", kind="estimate", obligors=[], links={"c_a": "contradicts"}),
    )  # fmt: skip
    assert [(r["claim"], r["is_disputed"], r["as_of_from"].isoformat()) for r in made["claim_status"]] == [
        ("c_a", False, "2025-01-01"),
        ("c_a", True, "2025-03-01"),
        ("c_b", True, "2025-03-01"),
    ]
