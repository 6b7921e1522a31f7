"""Scorecards, series, contradictions and activity, worked by hand from docs/derivations.md."""

from typing import Any

import pytest

from schemas.claim import Speaker
from schemas.event import Participant
from schemas.value import Value
from tests.support import as_of, claim, day, dollars, entity, event, resolution, source, tables

S = source("s_a", "2020-01-01")
FIRM = entity("n_firm")
DONE = [event(f"e_{n}", f"2025-0{n}-01", "s_a") for n in range(1, 10)]


def promise(n: int, due: str, delivered: int | None, **fields: Any) -> Any:
    """A promise due by a day and delivered on the first of a month of 2025, or not."""
    outcome: list[Any] = []
    if delivered:
        when = f"2025-0{delivered}-01"
        outcome = [resolution("kept" if when <= due else "late", when, event=f"e_{delivered}")]
    return claim(f"c_{n}", "2024-01-01", "s_a", due=("by", due), resolutions=outcome, topics=["compute"], **fields)


def card(made: dict[str, list[dict[str, Any]]], on: str, view: str = "obligor", key: str = "n_firm") -> dict[str, Any]:
    (row,) = as_of(made["scorecards"], on, view=view, key=key)
    return row


def test_scorecard_counts_and_medians() -> None:
    # slips against due days by delivery: 31 (1 March for 29 January), 0, -30 (1 May for 31 May), 92, and one never delivered
    made = tables(
        S, FIRM, *DONE,
        promise(1, "2025-01-29", 3),
        promise(2, "2025-04-01", 4),
        promise(3, "2025-05-31", 5),
        promise(4, "2025-04-30", 7),
        promise(5, "2025-06-30", None),
    )  # fmt: skip
    row = card(made, "2025-12-31")
    assert (row["promises"], row["kept"], row["late"], row["overdue"], row["open"]) == (5, 2, 2, 1, 0)
    assert (row["slip_n"], row["slip_at_least_n"]) == (5, 1)
    # the row holds from 1 July, when the fourth was delivered and the fifth became overdue by one day: -30, 0, 1, 31, 62
    assert row["as_of_from"].isoformat() == "2025-07-01"
    assert row["slip_days_low_median"] == 1
    # from above: -30, 0, 31, 62, unlimited
    assert row["slip_days_high_median"] == 31


def test_no_figure_from_fewer_than_five() -> None:
    made = tables(S, FIRM, *DONE, *(promise(n, "2025-01-31", 3) for n in range(4)))
    row = card(made, "2025-12-31")
    assert (row["slip_n"], row["late"]) == (4, 4)
    assert row["slip_days_low_median"] is row["slip_days_high_median"] is None


def test_a_median_that_falls_on_an_overdue_one_has_no_upper_bound() -> None:
    made = tables(S, FIRM, *DONE, promise(1, "2025-01-31", 3), *(promise(n, "2025-03-31", None) for n in range(2, 6)))
    row = card(made, "2025-12-31")
    assert row["slip_days_low_median"] == 1
    assert row["slip_days_high_median"] is None


def test_scorecard_as_known_on_a_day() -> None:
    made = tables(S, FIRM, *DONE, promise(1, "2025-01-31", 3))
    assert as_of(made["scorecards"], "2023-12-31") == []
    assert [
        card(made, on)[state]
        for on, state in (("2024-06-01", "open"), ("2025-02-01", "overdue"), ("2025-03-01", "late"))
    ] == [1, 1, 1]
    assert card(made, "2025-02-15")["late"] == 0


def test_views_by_speaker_and_topic() -> None:
    made = tables(
        S,
        FIRM,
        entity("n_boss"),
        *DONE,
        promise(1, "2025-01-31", 3, speakers=[Speaker(entity="n_boss", on_behalf_of="n_firm")]),
    )
    assert card(made, "2025-12-31", "speaker", "n_boss")["late"] == 1
    assert card(made, "2025-12-31", "topic", "compute")["late"] == 1
    assert as_of(made["scorecards"], "2025-12-31", view="speaker", key="n_firm") == []


def test_candidates_are_not_counted() -> None:
    made = tables(S, FIRM, *DONE, promise(1, "2025-01-31", 3, tier="candidate"))
    assert made["scorecards"] == []


def test_brier_score() -> None:
    # (0.9-1)^2 + (0.8-1)^2 + (0.6-0)^2 + (0.5-0)^2 + (0.7-1)^2 = 0.01+0.04+0.36+0.25+0.09 = 0.75; over 5: 0.15
    given = [(0.9, "true"), (0.8, "true"), (0.6, "false"), (0.5, "false"), (0.7, "true")]
    forecasts = [
        claim(f"c_{n}", "2024-01-01", "s_a", kind="forecast", obligors=[], probability=p, resolutions=[resolution(outcome, "2025-01-01", event="e_1")])
        for n, (p, outcome) in enumerate(given)
    ]  # fmt: skip
    row = card(tables(S, FIRM, *DONE, *forecasts), "2025-12-31", "speaker")
    assert (row["forecasts_true"], row["forecasts_false"], row["brier_n"]) == (3, 2, 5)
    assert row["brier_score"] == pytest.approx(0.15)
    assert card(tables(S, FIRM, *DONE, *forecasts[:4]), "2025-12-31", "speaker")["brier_score"] is None


REVENUE: dict[str, Any] = {
    "kind": "measurement", "subject": "n_firm", "metric": "revenue", "scope": "whole_company",
    "basis": "calendar_year", "period": day("2024"), "obligors": [],
}  # fmt: skip


def pairs(*claims: Any) -> list[tuple[str, str, str, str]]:
    rows = tables(S, FIRM, *claims)["contradictions"]
    return [(row["claim"], row["other"], row["rule"], row["certainty"]) for row in rows]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "certain"),
        ({"scope": "unstated"}, "possible"),
        ({"scope": "unit_only"}, None),
        ({"period": day("2025")}, None),
        ({"basis": "fiscal_year"}, None),
        ({"kind": "forecast"}, None),
        ({"kind": "guidance"}, None),
        ({"value": dollars(bound="exact", best=1e9)}, None),
        ({"value": dollars(bound="about", best=1.15e9)}, "certain"),
        ({"value": dollars(bound="about", best=1.1e9)}, None),
        ({"value": dollars(bound="at_least", low=0.5e9)}, None),
        ({"value": dollars(bound="at_least", low=1.5e9)}, "certain"),
        ({"value": Value(bound="exact", best=2e9, currency="EUR")}, None),
        ({"subject": "n_other"}, None),
    ],
)
def test_contradictions_by_figures(change: dict[str, Any], expected: str | None) -> None:
    first = claim("c_a", "2025-02-01", "s_a", value=dollars(bound="exact", best=1e9), **REVENUE)
    second = claim("c_b", "2025-03-01", "s_a", **{**REVENUE, "value": dollars(bound="exact", best=2e9), **change})
    found = pairs(entity("n_other"), first, second)
    assert found == ([("c_a", "c_b", "figures", expected)] if expected else [])


def test_claims_of_one_chain_do_not_contradict_and_links_do() -> None:
    first = claim("c_a", "2025-02-01", "s_a", value=dollars(bound="exact", best=1e9), **REVENUE)
    revised = claim(
        "c_b", "2025-03-01", "s_a", value=dollars(bound="exact", best=2e9), links={"c_a": "revises"}, **REVENUE
    )
    assert pairs(first, revised) == []
    said = claim("c_x", "2025-02-01", "s_a", kind="characterization", obligors=[])
    unsaid = claim("c_y", "2025-03-01", "s_a", kind="denial", obligors=[], links={"c_x": "contradicts"})
    (row,) = tables(S, FIRM, said, unsaid)["contradictions"]
    assert (row["claim"], row["other"], row["rule"], row["known_on"].isoformat()) == (
        "c_x",
        "c_y",
        "link",
        "2025-03-01",
    )


def test_what_a_training_run_cost_does_not_depend_on_when_it_is_said() -> None:
    cost: dict[str, Any] = {
        "kind": "estimate",
        "subject": "n_firm",
        "metric": "training_cost",
        "scope": "final_run",
        "basis": "point",
        "obligors": [],
    }
    first = claim("c_a", "2025-02-01", "s_a", value=dollars(bound="exact", best=5e6), **cost)
    second = claim("c_b", "2026-03-01", "s_a", value=dollars(bound="exact", best=9e6), **cost)
    assert pairs(first, second) == [("c_a", "c_b", "figures", "certain")]
    users: dict[str, Any] = {**cost, "metric": "users", "scope": "weekly_active"}
    then = claim("c_a", "2025-02-01", "s_a", value=Value(bound="exact", best=5e6), **users)
    now = claim("c_b", "2026-03-01", "s_a", value=Value(bound="exact", best=9e6), **users)
    assert pairs(then, now) == []


def test_series_has_each_claimed_value_with_who_said_it() -> None:
    rows = tables(
        S,
        FIRM,
        claim("c_a", "2025-02-01", "s_a", value=dollars(bound="about", best=1e9), **REVENUE),
        claim("c_b", "2025-02-01", "s_a"),
    )
    (point,) = rows["metric_series"]
    assert (point["claim"], point["speakers"], point["value"]["low"], point["value"]["unit"]) == (
        "c_a",
        ["n_firm"],
        1e9,
        "money",
    )


def test_activity_by_month_and_category_as_known_in_an_interval() -> None:
    part = [Participant(entity="n_firm", role="developer")]
    made = tables(
        S, FIRM,
        event("e_a", "2025-03-02", "s_a", type="model_release", participants=part),
        event("e_b", "2025-03-20", "s_a", type="product_launch", participants=part),
        event("e_c", "2025", "s_a", type="model_release", participants=part),
        event("e_d", "2025-03-05", "s_a", type="ruling", participants=part),
    )["entity_activity"]  # fmt: skip
    assert [(str(r["month"]), r["category"], r["events"], str(r["as_of_from"]), str(r["as_of_to"])) for r in made] == [
        ("2025-03-01", "legal", 1, "2025-03-05", "None"),
        ("2025-03-01", "release", 1, "2025-03-02", "2025-03-20"),
        ("2025-03-01", "release", 2, "2025-03-20", "None"),
        ("None", "release", 1, "2025-12-31", "None"),
    ]
