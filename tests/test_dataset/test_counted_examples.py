"""Counts, series, streams, relations and outcomes, worked by hand from docs/derivations.md on a few records."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.contradictions import CONTRADICTIONS
from dataset.queries.coverage import coverage
from dataset.queries.events import EVENTS
from dataset.queries.faults import Fault
from dataset.queries.filters import read_conditions
from dataset.queries.grouping import read_grouping
from dataset.queries.listing import list_page
from dataset.queries.metrics import POINTS, Found, series
from dataset.queries.promises import PROMISES
from dataset.queries.question import Question, default_sort
from dataset.queries.related import related
from dataset.queries.scorecards import SCORECARDS
from dataset.queries.stats import Stats, stats
from dataset.queries.timeline import timeline_of
from dataset.store.store import Store
from schemas.claim import Speaker
from schemas.entity import Relation
from schemas.event import Participant
from schemas.evidence import Anchor
from schemas.value import Value
from tests.support import DATA_DATE, PENDING, claim, day, dollars, entity, event, records, resolution, source
from tests.test_dataset.searchable import opened

REVENUE: dict[str, Any] = {
    "kind": "measurement", "subject": "n_firm", "metric": "revenue", "scope": "whole_company",
    "basis": "calendar_year", "obligors": [],
}  # fmt: skip
BOSS = Relation(
    relation="works_for", target="n_firm", role="chief executive", known_on=PENDING,
    start=Anchor(event="e_hired", known_on=PENDING), end=Anchor(event="e_left", known_on=PENDING),
)  # fmt: skip


def part(*roles: str, of: str = "n_firm") -> list[Participant]:
    return [Participant(entity=of, role=role) for role in roles]


def made() -> Any:
    return records(
        source("s_a", "2024-01-01"),
        source("s_b", "2025-06-01"),
        entity("n_firm"),
        entity("n_boss", kind="person", relations=[BOSS]),
        event("e_hired", "2024-02-01", "s_a", type="appointment", topics=["talent"], participants=part("appointee", of="n_boss")),
        event("e_model", "2024-03", "s_a", type="model_release", topics=["open_weights"], participants=part("developer", "owner")),
        event("e_spring", "2024-21", "s_a", type="model_release", topics=["open_weights", "safety"], participants=part("developer")),
        event("e_open", "2024-11/..", "s_a", type="plan_reported", topics=["talent"]),
        event("e_left", "2025-05-01", "s_a", type="departure", topics=["talent"], links={"e_hired": "follows"}),
        event("e_done", "2025-04-10", "s_a", type="model_release", jurisdictions=["FR", "US"]),
        claim("c_low", "2025-02-01", "s_a", value=dollars(bound="exact", best=1e9), period=day("2024"), **REVENUE),
        claim("c_high", "2025-03-01", "s_a", value=dollars(bound="exact", best=3e9), period=day("2024"), **REVENUE),
        claim("c_more", "2025-03-02", "s_a", value=dollars(bound="at_least", low=2e9), period=day("2023"), **REVENUE),
        claim("c_euro", "2025-03-03", "s_a", value=Value(bound="exact", best=5e9, currency="EUR"), period=day("2024"), **REVENUE),
        claim("c_late", "2025-03-04", "s_b", venue=None, value=dollars(bound="exact", best=9e9), period=day("2022"), **REVENUE),
        claim(
            "c_vow", "2024-06-01", "s_a", due=("in", "2025-33"), speakers=[Speaker(entity="n_boss", on_behalf_of="n_firm")],
            resolutions=[resolution("late", "2025-04-10", event="e_done")],
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    archive, store = opened(made(), tmp_path_factory.mktemp("counted"))
    yield store
    archive.close()


def asked(store: Store, collection: Collection, on: str | None = None, /, **filters: str) -> Question:
    named = [(name.replace("_DOT_", "."), text) for name, text in filters.items()]
    conditions, faults = read_conditions(collection.filters, named)
    assert not faults
    known_at = date.fromisoformat(on) if on else DATA_DATE
    return Question(
        collection=collection,
        release=store.version,
        known_at=known_at,
        conditions=conditions,
        sort=default_sort(collection),
    )


def count(store: Store, collection: Collection, pairs: dict[str, str], limit: int = 100, **filters: str) -> Stats:
    question = asked(store, collection, **filters)
    grouping, faults = read_grouping(collection, pairs, question.conditions, limit)
    assert not faults
    return stats(store, question, grouping)


def table(found: Stats) -> list[tuple[Any, ...]]:
    return [
        (*row["group"].values(), row["bin"].edtf if row["bin"] else None, row["count"].certain, row["count"].possible)
        for row in found.rows
    ]


def test_partial_dates_count_as_certain_or_possible_in_their_bins(small: Store) -> None:
    # certain in March: the model. Possible: spring too, which may lie in April and May as well
    found = count(small, EVENTS, {"interval": "month"}, type="model_release")
    assert table(found) == [("2024-03", 1, 2), ("2024-04", 0, 1), ("2024-05", 0, 1), ("2025-04", 1, 1)]
    assert (found.count, found.groups, found.truncated) == (3, 4, None)
    assert table(count(small, EVENTS, {"interval": "quarter"}, type="model_release")) == [
        ("2024-33", 1, 2),
        ("2024-34", 0, 1),
        ("2025-34", 1, 1),
    ]
    # an open end reaches as far as the dates of the records counted: to December 2024 where it stands alone
    assert table(count(small, EVENTS, {"interval": "year"}, type="plan_reported")) == [("2024", 0, 1)]
    assert table(count(small, EVENTS, {"interval": "year"}, topics="talent")) == [("2024", 1, 2), ("2025", 1, 2)]


def test_bins_count_what_lists_of_their_date_hold(small: Store) -> None:
    for row in count(small, EVENTS, {"interval": "quarter"}).rows:
        for match, expected in (("within", row["count"].certain), ("overlaps", row["count"].possible)):
            question = asked(small, EVENTS, date=row["bin"].edtf)
            listed = list_page(
                small, Question(**{**{f: getattr(question, f) for f in question.__struct_fields__}, "match": match})
            )
            assert listed.count == expected, (row["bin"].edtf, match)


def test_a_record_counts_in_each_element_of_a_list_once(small: Store) -> None:
    assert table(count(small, EVENTS, {"group_by": "participants.entity"}, type="model_release")) == [
        ("n_firm", None, 2, 2),
        (None, None, 1, 1),
    ]
    # fields of one list go by the same element
    assert table(count(small, EVENTS, {"group_by": "participants.entity,participants.role"}, id="e_model")) == [
        ("n_firm", "developer", None, 1, 1),
        ("n_firm", "owner", None, 1, 1),
    ]
    assert table(count(small, EVENTS, {"group_by": "jurisdictions"}, id="e_done")) == [
        ("FR", None, 1, 1),
        ("US", None, 1, 1),
    ]


def test_a_truncated_answer_keeps_the_largest_groups(small: Store) -> None:
    found = count(small, EVENTS, {"group_by": "topics"}, limit=1)
    assert table(found) == [("talent", None, 3, 3)]
    assert (found.count, found.groups) == (6, 4)
    assert found.truncated is not None
    # open_weights, safety and none are left out, with e_model, e_spring and e_done
    assert (found.truncated.groups, found.truncated.records) == (3, 3)


SAME: dict[str, Any] = {
    "metric": "revenue",
    "scope": "whole_company",
    "basis": "calendar_year",
    "value_DOT_currency": "USD",
}


def test_measures_have_bounds_as_figures_have(small: Store) -> None:
    # lows 1, 2, 3, 9 and highs 1, open, 3, 9 (in billions): medians of four lie between the second and third
    found = count(small, CLAIMS, {"measure": "min,max,median"}, **SAME)
    (row,) = found.rows
    assert row["figures"] == 4
    assert (row["min"].low, row["min"].high) == (1e9, 1e9)
    assert (row["max"].low, row["max"].high) == (9e9, None)
    assert (row["median"].low, row["median"].high) == (2.5e9, 6e9)
    (before,) = stats(
        small,
        asked(small, CLAIMS, "2025-05-31", **SAME),
        read_grouping(CLAIMS, {"measure": "max"}, asked(small, CLAIMS, **SAME).conditions, 9)[0],
    ).rows
    assert (before["figures"], before["max"].low) == (3, 3e9)


def test_nothing_unlike_is_measured_together(small: Store) -> None:
    question = asked(small, CLAIMS, metric="revenue", scope__in="whole_company,unstated")
    _grouping, faults = read_grouping(CLAIMS, {"measure": "median"}, question.conditions, 100)
    assert [fault.parameter for fault in faults] == ["scope", "basis", "value.currency"]
    question = asked(small, CLAIMS, metric="users", scope="weekly_active", basis__exists="false")
    assert read_grouping(CLAIMS, {"measure": "median"}, question.conditions, 100)[1] == []


def test_faults_of_a_grouping_are_all_told(small: Store) -> None:
    pairs = {"group_by": "kind,tipe,statement,tier", "interval": "monthly", "measure": "mean"}
    faults = read_grouping(CLAIMS, pairs, [], 100)[1]
    assert [(one.parameter, one.suggestion) for one in faults] == [
        ("group_by", None),
        ("group_by", "tier"),
        ("group_by", None),
        ("interval", "month"),
        ("measure", "median"),
    ]
    assert isinstance(faults[0], Fault)


def shown(found: Found) -> list[tuple[Any, ...]]:
    return [
        (one.currency, one.basis, [(point.claim, point.contradicts) for point in one.points]) for one in found.series
    ]


def test_series_never_mix_currencies_and_show_conflicts_side_by_side(small: Store) -> None:
    found = series(small, "revenue", asked(small, POINTS, subject="n_firm"), 100)
    assert shown(found) == [
        ("EUR", "calendar_year", [("c_euro", [])]),
        ("USD", "calendar_year", [("c_late", []), ("c_more", []), ("c_low", ["c_high"]), ("c_high", ["c_low"])]),
    ]
    assert found.warnings == [
        "figures of several values of currency (EUR, USD) are not comparable: each has a series of its own"
    ]
    first = series(small, "revenue", asked(small, POINTS, "2025-02-15", subject="n_firm"), 100)
    assert shown(first) == [("USD", "calendar_year", [("c_low", [])])]
    few = series(small, "revenue", asked(small, POINTS, subject="n_firm", currency="USD"), 2)
    # those known last are left out
    assert shown(few) == [("USD", "calendar_year", [("c_low", ["c_high"]), ("c_high", ["c_low"])])]
    assert (few.points, few.left_out) == (4, 2)
    unfit = series(small, "revenue", asked(small, POINTS, scope="final_run"), 100)
    assert (unfit.series, unfit.warnings) == (
        [],
        ["scope: revenue has no scope final_run: whole_company, unit_only, ai_only, unstated fit it"],
    )


def test_contradictions_are_found_by_either_claim_from_the_later_one_on(small: Store) -> None:
    for id_ in ("c_low", "c_high"):
        (row,) = list_page(small, asked(small, CONTRADICTIONS, claims=id_)).rows
        assert (row.id, row.claims, row.certainty) == ("c_high~c_low", ["c_high", "c_low"], "certain")
    assert list_page(small, asked(small, CONTRADICTIONS, "2025-02-28")).count == 0


def test_scorecards_as_known_on_a_day(small: Store) -> None:
    (card,) = list_page(small, asked(small, SCORECARDS, view="obligor")).rows
    assert (card.id, card.entity, card.promises, card.late, card.slip_n) == ("obligor~n_firm", "n_firm", 1, 1, 1)
    assert card.slip_days_low_median is None
    (card,) = list_page(small, asked(small, SCORECARDS, "2025-04-09", view="speaker", key="n_boss")).rows
    assert (card.overdue, card.late) == (1, 0)
    assert not hasattr(card, "as_of_to")


def test_a_timeline_is_one_stream_in_order(small: Store) -> None:
    page = list_page(small, asked(small, timeline_of("n_boss")))
    assert [(item.__struct_config__.tag, item.id) for item in page.rows] == [
        ("event", "e_hired"),
        ("role_change", "n_boss~works_for~n_firm~start~1"),
        ("claim", "c_vow"),
        ("role_change", "n_boss~works_for~n_firm~end~1"),
    ]
    assert [item.date.edtf for item in page.rows] == ["2024-02-01", "2024-02-01", "2024-06-01", "2025-05-01"]
    assert (page.rows[0].parts, page.rows[2].parts) == (["appointee"], ["speaker"])
    before = list_page(small, asked(small, timeline_of("n_boss"), "2025-04-30"))
    assert [item.id for item in before.rows] == [item.id for item in page.rows[:3]]
    of_firm = list_page(small, asked(small, timeline_of("n_firm"), type="role_change"))
    assert [(item.change, item.event) for item in of_firm.rows] == [("start", "e_hired"), ("end", "e_left")]
    (vow,) = list_page(small, asked(small, timeline_of("n_firm"), type="claim", date="2024")).rows
    assert vow.parts == ["obligor", "on_behalf_of"]


def reasons(store: Store, id_: str, on: date = DATA_DATE) -> list[tuple[Any, ...]]:
    items, _count = related(store, id_, on, 100)
    return [(item.id, [(one.why, one.relation, one.direction, one.shared) for one in item.reasons]) for item in items]


def test_linked_records_come_before_those_that_share_participants_or_topics(small: Store) -> None:
    assert reasons(small, "e_model") == [
        ("s_a", [("evidence", "supports", "to", [])]),
        ("e_spring", [("participants", None, None, ["n_firm"]), ("topics", None, None, ["open_weights"])]),
        *(
            (id_, [("participants", None, None, ["n_firm"])])
            for id_ in ("c_vow", "c_low", "c_high", "c_more", "c_euro", "c_late")
        ),
    ]
    first = dict(reasons(small, "e_hired"))
    assert first["e_left"] == [("link", "follows", "from", []), ("topics", None, None, ["talent"])]
    assert "e_left" not in dict(reasons(small, "e_hired", date(2025, 4, 30)))
    assert ("settles", "late", "to", []) in dict(reasons(small, "c_vow"))["e_done"]
    assert dict(reasons(small, "n_boss"))["n_firm"] == [
        ("relation", "works_for", "to", []),
        ("records", None, None, ["c_vow"]),
    ]


def test_coverage_counts_a_year_only_where_it_is_certain(small: Store) -> None:
    found = coverage(small, DATA_DATE)
    assert [(one.year, one.category, one.country, one.events) for one in found.events] == [
        (2024, "leadership", None, 1),
        (2024, "release", None, 2),
        (2025, "leadership", None, 1),
        (2025, "release", "FR", 1),
        (2025, "release", "US", 1),
        (None, "plan", None, 1),
    ]
    assert (found.first_date, found.last_date) == (date(2024, 2, 1), date(2025, 5, 1))
    assert found.single_sourced == 1
    assert "Events name 2 jurisdictions: FR, US." in found.statement
    assert coverage(small, date(2023, 12, 31)).totals.events == 0


def test_outcomes_stand_beside_what_was_known_before_them(small: Store) -> None:
    for collection, id_ in ((PROMISES, "c_vow"), (CLAIMS, "c_vow")):
        question = asked(small, collection, "2024-12-31", id=id_)
        fields = {name: getattr(question, name) for name in question.__struct_fields__}
        (row,) = list_page(small, Question(**{**fields, "outcomes_at": date(2025, 12, 31)})).rows
        outcome = row.outcome_at
        assert (row.status, outcome.status, outcome.outcome, outcome.event) == ("open", "late", "late", "e_done")
        # in the first quarter of 2025: 10 April is 10 days after its end and 99 after its first day
        assert (outcome.slip.slip_days_low, outcome.slip.slip_days_high) == (10, 99)
        (row,) = list_page(small, Question(**{**fields, "outcomes_at": date(2025, 4, 9)})).rows
        assert (row.outcome_at.status, row.outcome_at.outcome, row.outcome_at.slip) == ("overdue", None, None)
