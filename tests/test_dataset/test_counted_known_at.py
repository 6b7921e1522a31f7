"""Counts, series, streams and relations hold what was known on the day and nothing else, whatever day is asked."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.coverage import coverage
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.faults import NotVisibleError
from dataset.queries.grouping import DATES, INTERVALS, Grouping, groupable
from dataset.queries.listing import list_page
from dataset.queries.metrics import POINTS, metrics_known, series
from dataset.queries.promises import PROMISES
from dataset.queries.question import Question, default_sort
from dataset.queries.related import related
from dataset.queries.sources import SOURCES
from dataset.queries.sql import Bound
from dataset.queries.stats import stats
from dataset.queries.timeline import timeline_of
from dataset.store.store import Store
from schemas.vocabulary.metrics import METRIC
from tests.test_dataset import plain_counted as by_hand
from tests.test_dataset.plain import holding
from tests.test_dataset.test_queries_known_at import days, drawn, plain_of

MANY = 100_000


def asked_of(store: Store, collection: Collection, day: date, **more: Any) -> Question:
    given_: dict[str, Any] = {"sort": default_sort(collection), "limit": 1000, **more}
    return Question(collection=collection, release=store.version, known_at=day, **given_)


@pytest.fixture(scope="module")
def turning_days(store: Store) -> list[date]:
    return days(store)


@drawn(40)
@given(data=st.data())
def test_counts(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(turning_days))
    collection = data.draw(st.sampled_from([EVENTS, CLAIMS, ENTITIES, SOURCES]))
    known = groupable(collection)
    names = data.draw(st.lists(st.sampled_from(sorted(known)), max_size=3, unique=True))
    interval: Any = data.draw(st.sampled_from([None, *INTERVALS]))
    fields = [known[name] for name in names]
    found = stats(store, asked_of(store, collection, day), Grouping(fields=fields, interval=interval, limit=MANY))
    shown = {
        (*(row["group"][name] for name in names), row["bin"].earliest if row["bin"] else None): (
            row["count"].certain,
            row["count"].possible,
        )
        for row in found.rows
    }
    assert shown == by_hand.counted(plain_of(store), collection.name, day, fields, interval)
    assert found.count == len(plain_of(store).listed(collection.name, day))
    assert (found.groups, found.truncated) == (len(shown), None)


@drawn(25)
@given(data=st.data())
def test_a_truncated_count_tells_what_is_left_out(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(turning_days))
    limit = data.draw(st.integers(1, 12))
    fields = [groupable(EVENTS)["topics"], groupable(EVENTS)["category"]]
    found = stats(store, asked_of(store, EVENTS, day), Grouping(fields=fields, limit=limit))
    shown = {(row["group"]["topics"], row["group"]["category"]) for row in found.rows}
    rows = plain_of(store).listed("events", day).values()
    every = {key for row in rows for key in by_hand.keys_of(row, fields, {})}
    missed = [row for row in rows if not by_hand.keys_of(row, fields, {}) & shown]
    if len(every) <= limit:
        assert found.truncated is None
    else:
        assert found.truncated is not None
        assert (found.truncated.groups, found.truncated.records) == (len(every) - limit, len(missed))


@drawn(15)
@given(data=st.data())
def test_metrics_and_series(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(turning_days))
    expected = by_hand.points(plain_of(store), day)
    known = {one.name: one for one in metrics_known(store, Bound(day))}
    assert list(known) == list(METRIC.terms)
    for name, metric in known.items():
        mine = [row for row in expected if row["metric"] == name]
        assert (metric.points, metric.subjects) == (len(mine), len({row["subject"] for row in mine}))
        assert sum(one.points for one in metric.combinations) == len(mine)
    name = data.draw(st.sampled_from(sorted({row["metric"] for row in expected}) or ["revenue"]))
    found = series(store, name, asked_of(store, POINTS, day), MANY)
    shown = {
        (one.subject, one.scope, one.basis, one.currency, point.claim): (point.status, point.contradicts)
        for one in found.series
        for point in one.points
    }
    assert shown == {
        (row["subject"], row["scope"], row["basis"], row["value"]["currency"], row["claim"]): (
            by_hand.status_on(plain_of(store), row["claim"], day),
            by_hand.contradicted(plain_of(store), row["claim"], day),
        )
        for row in expected
        if row["metric"] == name
    }


@drawn(25)
@given(data=st.data())
def test_timelines(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(turning_days))
    entity = data.draw(st.sampled_from(plain_of(store).ids("entities")))
    collection = timeline_of(entity)
    if entity not in plain_of(store).visible("entities", day):
        with pytest.raises(NotVisibleError):
            list_page(store, asked_of(store, collection, day))
        return
    page = list_page(store, asked_of(store, collection, day))
    shown = set()
    for item in page.rows:
        kind = item.__struct_config__.tag
        if kind == "role_change":
            what = (item.entity, item.relation, item.target, item.change, str(item.event), str(item.role))
            shown.add((kind, "~".join(what), ()))
        else:
            shown.add((kind, item.id, tuple(item.parts)))
            assert getattr(item, kind).id == item.id
    assert shown == by_hand.stream(plain_of(store), entity, day)
    assert page.count == len(page.rows)
    assert len({item.id for item in page.rows}) == len(page.rows)
    firsts = [item.date.earliest for item in page.rows if item.date and item.date.earliest]
    assert firsts == sorted(firsts)


@drawn(25)
@given(data=st.data())
def test_related_records(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    plain = plain_of(store)
    day = data.draw(st.sampled_from(turning_days))
    kind = data.draw(st.sampled_from(["events", "claims", "entities", "sources"]))
    id_ = data.draw(st.sampled_from(plain.ids(kind)))
    if id_ not in plain.visible(kind, day):
        with pytest.raises(NotVisibleError):
            related(store, id_, day, 10)
        return
    items, count = related(store, id_, day, MANY)
    shown = {
        item.id: {(one.why, one.relation, one.direction, tuple(one.shared)) for one in item.reasons} for item in items
    }
    assert shown == by_hand.relatives(plain, id_, day)
    assert count == len(items)
    few, same = related(store, id_, day, 3)
    assert ([item.id for item in few], same) == ([item.id for item in items[:3]], count)


@drawn(15)
@given(data=st.data())
def test_coverage(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    plain = plain_of(store)
    day = data.draw(st.sampled_from(turning_days))
    found = coverage(store, day)
    events, claims = plain.visible("events", day), plain.visible("claims", day)
    totals = (found.totals.events, found.totals.claims, found.totals.entities, found.totals.sources)
    assert totals == (len(events), len(claims), len(plain.visible("entities", day)), len(plain.visible("sources", day)))
    assert found.totals.promises == len(list(holding(plain.tables["promises"], day)))
    cells: dict[tuple[Any, ...], int] = {}
    for row in events.values():
        first, last = row["date"]["earliest"], row["date"]["latest"]
        year = first.year if first and last and first.year == last.year else None
        for country in row["jurisdictions"] or [None]:
            key = (year, row["category"], row["tier"], country)
            cells[key] = cells.get(key, 0) + 1
    assert {(one.year, one.category, one.tier, one.country): one.events for one in found.events} == cells
    assert sum(one.claims for one in found.claims) == len(claims)
    dates = [end for row in (*events.values(), *claims.values()) for end in _ends(row)]
    assert (found.first_date, found.last_date) == (min(dates, default=None), max(dates, default=None))


def _ends(row: dict[str, Any]) -> list[date]:
    when = row.get("date") or row["asserted"]
    return [end for end in (when["earliest"], when["latest"]) if end]


@drawn(15)
@given(data=st.data())
def test_outcomes_of_a_later_day_stand_in_a_field_of_their_own(
    store: Store, turning_days: list[date], data: st.DataObject
) -> None:
    plain = plain_of(store)
    day, later = sorted(data.draw(st.lists(st.sampled_from(turning_days), min_size=2, max_size=2)))
    for collection in (CLAIMS, PROMISES):
        bare = {row.id: row for row in list_page(store, asked_of(store, collection, day)).rows}
        page = list_page(store, asked_of(store, collection, day, outcomes_at=later))
        settled = {row["id"]: row for row in holding(plain.tables["promises"], later)}
        for row in page.rows:
            assert bare[row.id].outcome_at is UNSET
            for name in row.__struct_fields__:
                assert name == "outcome_at" or getattr(row, name) == getattr(bare[row.id], name)
            outcome = row.outcome_at
            assert outcome.as_of == later
            if collection is CLAIMS:
                assert outcome.status == by_hand.status_on(plain, row.id, later)
            else:
                assert (outcome.status, outcome.outcome) == (settled[row.id]["status"], settled[row.id]["outcome"])


def test_every_collection_of_records_has_a_date_for_its_bins() -> None:
    assert set(DATES) == {one.name for one in (EVENTS, CLAIMS, ENTITIES, SOURCES)}


@pytest.mark.parametrize("collection", [EVENTS, CLAIMS, ENTITIES, SOURCES], ids=lambda one: one.name)
def test_every_field_that_can_be_grouped_by(store: Store, collection: Collection) -> None:
    for name, field in groupable(collection).items():
        found = stats(store, asked_of(store, collection, store.data_date), Grouping(fields=[field], limit=MANY))
        shown = {(row["group"][name], None): (row["count"].certain, row["count"].possible) for row in found.rows}
        expected = by_hand.counted(plain_of(store), collection.name, store.data_date, [field], None)
        assert shown == expected, name
