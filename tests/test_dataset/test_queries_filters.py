"""What filters mean, on a few records made for it."""

from datetime import date

import pytest

from dataset.build import build
from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.filters import read_conditions
from dataset.queries.listing import Page, find, list_page
from dataset.queries.order import read_sort
from dataset.queries.question import Question, default_sort
from dataset.store.archive import Archive
from dataset.store.store import Store
from schemas.claim import Speaker
from schemas.entity import Alias, Relation
from schemas.event import Participant
from schemas.evidence import Anchor
from tests.support import DATA_DATE, PENDING, claim, day, dollars, entity, event, evidence, records, source


def anchor(when: str, source_: str) -> Anchor:
    return Anchor(date=day(when), evidence=[evidence(source_)], known_on=PENDING)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A release of a few records."""
    folder = tmp_path_factory.mktemp("releases")
    made = records(
        source("s_early", "2025-01-05"),
        source("s_late", "2025-09-01"),
        source("s_primary", "2025-02-01", kind="primary"),
        source("s_weak", "2025-03-01", kind="aggregator"),
        entity(
            "n_firm",
            name="Firm",
            country="US",
            aliases=[
                Alias(name="Firm Inc", known_on=PENDING),
                Alias(name="New Firm", since=anchor("2025-09-01", "s_late"), known_on=PENDING),
            ],
        ),
        entity("n_other"),
        entity(
            "n_person",
            kind="person",
            relations=[
                Relation(
                    relation="works_for",
                    target="n_firm",
                    start=anchor("2025-01-01", "s_early"),
                    end=anchor("2025-08-30", "s_late"),
                    known_on=PENDING,
                )
            ],
        ),
        event(
            "e_june",
            "2025-06",
            "s_early",
            participants=[
                Participant(entity="n_firm", role="announcer"),
                Participant(entity="n_other", role="partner"),
            ],
            topics=["safety", "compute"],
        ),
        event(
            "e_day",
            "2025-06-10",
            "s_early",
            participants=[Participant(entity="n_firm", role="partner"), Participant(entity="n_person", role="speaker")],
            time_utc="2025-06-10T08:00Z",
        ),
        event("e_same-day", "2025-06-10", "s_early", time_utc="2025-06-10T07:00Z"),
        event("e_weak", "2025-03-01", "s_weak", tier="candidate"),
        claim(
            "c_about",
            "2025-02-01",
            "s_early",
            kind="estimate",
            subject="e_june",
            metric="revenue",
            scope="whole_company",
            basis="calendar_year",
            value=dollars(bound="about", best=100.0),
        ),
        claim(
            "c_least",
            "2025-03-01",
            "s_primary",
            kind="measurement",
            subject="n_firm",
            metric="revenue",
            scope="whole_company",
            basis="calendar_year",
            value=dollars(bound="at_least", low=90.0),
        ),
        claim(
            "c_range", "2025-04-01", "s_early", kind="estimate", metric="downloads", value=None, due=("in", "2025-22")
        ),
        claim(
            "c_speech",
            "2025-05-01",
            "s_early",
            kind="characterization",
            obligors=[],
            speakers=[Speaker(entity="n_person", on_behalf_of="n_firm"), Speaker(entity="n_other")],
        ),
    )
    build(made, "2026.11.0", DATA_DATE, folder)
    archive = Archive(folder, tmp_path_factory.mktemp("cache"))
    return archive.store(archive.latest)


def page(
    store: Store,
    collection: Collection,
    asked: str = "",
    *,
    match: str = "overlaps",
    sort: str = "id",
    known_at: date | None = None,
) -> Page:
    pairs = [(one.partition("=")[0], one.partition("=")[2]) for one in asked.split("&") if one]
    conditions, faults = read_conditions(collection.filters, pairs)
    assert faults == []
    return list_page(
        store,
        Question(
            collection=collection,
            release=store.version,
            known_at=known_at or store.data_date,
            conditions=conditions,
            match=match,  # type: ignore[arg-type]
            sort=read_sort(collection.fields, sort)[0],
        ),
    )


def ids(store: Store, collection: Collection, asked: str = "", **more: str) -> list[str]:
    return [row.id for row in page(store, collection, asked, **more).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "match", "expected"),
    [
        ("date=2025-06-10", "overlaps", ["e_day", "e_june", "e_same-day"]),
        ("date=2025-06-10", "within", ["e_day", "e_same-day"]),
        ("date=2025-06", "within", ["e_day", "e_june", "e_same-day"]),
        ("date=../2025-06-05", "overlaps", ["e_june"]),
        ("date=../2025-06-05", "within", []),
        ("date__gte=2025-06-20", "overlaps", ["e_june"]),
        ("date__gte=2025-06-20", "within", []),
        ("date__gte=2025-06-01", "within", ["e_day", "e_june", "e_same-day"]),
        ("date__gt=2025-06-10", "overlaps", ["e_june"]),
        ("date__gt=2025-06", "overlaps", []),
        ("date__lt=2025-06-10", "overlaps", ["e_june"]),
        ("date__lt=2025-06", "overlaps", []),
        ("date__lte=2025-06-10", "within", ["e_day", "e_same-day"]),
        ("date__not=2025-06-10", "overlaps", []),
        ("date__not=2025-06-10", "within", ["e_june"]),
        ("participants.entity=n_firm", "overlaps", ["e_day", "e_june"]),
        ("participants.entity=n_firm&participants.role=announcer", "overlaps", ["e_june"]),
        ("participants.entity=n_other&participants.role=announcer", "overlaps", []),
        ("participants.entity=n_firm&participants.role__not=announcer", "overlaps", ["e_day"]),
        ("participants.role__not=announcer", "overlaps", ["e_day", "e_same-day"]),
        ("participants.role__in=speaker,announcer", "overlaps", ["e_day", "e_june"]),
        ("topics=safety", "overlaps", ["e_june"]),
        ("topics__in=safety,energy", "overlaps", ["e_june"]),
        ("topics__not=safety", "overlaps", ["e_day", "e_same-day"]),
        ("topics__exists=false", "overlaps", ["e_day", "e_same-day"]),
        ("tier=candidate", "overlaps", ["e_weak"]),
        ("tier__not=curated", "overlaps", ["e_weak"]),
        ("known_on__gte=2025-06-11", "overlaps", ["e_june"]),
        ("first_release__gt=2026.02.10", "overlaps", ["e_day", "e_june", "e_same-day"]),
        ("first_release__lt=2026.11.10", "overlaps", ["e_day", "e_june", "e_same-day"]),
        ("time_utc__exists=true", "overlaps", ["e_day", "e_same-day"]),
    ],
)
def test_events(small: Store, asked: str, match: str, expected: list[str]) -> None:
    found = page(small, EVENTS, asked, match=match)
    assert [row.id for row in found.rows] == expected
    assert found.count == len(expected)


@pytest.mark.parametrize(
    ("asked", "match", "expected"),
    [
        ("value__gte=95&value.currency=USD", "overlaps", ["c_about", "c_least"]),
        ("value__gte=95&value.currency=USD", "within", []),
        ("value__gte=90&value.currency=USD", "within", ["c_about", "c_least"]),
        ("value__gt=90&value.currency=USD", "within", []),
        ("value__gte=110&value.currency=USD", "overlaps", ["c_about", "c_least"]),
        ("value__gt=110&value.currency=USD", "overlaps", ["c_least"]),
        ("value__lte=110&value.currency=USD", "within", ["c_about"]),
        ("value__lt=90&value.currency=USD", "overlaps", []),
        ("value__lt=91&value.currency=USD", "overlaps", ["c_about", "c_least"]),
        ("value__gte=1&value.currency=EUR", "overlaps", []),
        ("value__gte=1&metric=downloads", "overlaps", []),
        ("value__exists=false", "overlaps", ["c_range", "c_speech"]),
        ("metric__not=revenue", "overlaps", ["c_range", "c_speech"]),
        ("due=2025-07", "overlaps", ["c_range"]),
        ("due=2025-07", "within", []),
        ("due__exists=true", "overlaps", ["c_range"]),
        ("speakers.entity=n_person&speakers.on_behalf_of=n_firm", "overlaps", ["c_speech"]),
        ("speakers.entity=n_other&speakers.on_behalf_of__exists=true", "overlaps", []),
        ("speakers.entity=n_other&speakers.on_behalf_of__exists=false", "overlaps", ["c_speech"]),
        ("speakers.on_behalf_of__exists=false", "overlaps", ["c_about", "c_least", "c_range"]),
        ("obligors__exists=false", "overlaps", ["c_speech"]),
        ("evidence.source=s_primary", "overlaps", ["c_least"]),
        ("subject__in=n_firm,e_june", "overlaps", ["c_about", "c_least"]),
    ],
)
def test_claims(small: Store, asked: str, match: str, expected: list[str]) -> None:
    assert ids(small, CLAIMS, asked, match=match) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("date", ["e_june", "e_same-day", "e_day"]),
        ("-date", ["e_june", "e_day", "e_same-day"]),
        ("time_utc", ["e_same-day", "e_day", "e_june"]),
        ("-time_utc", ["e_day", "e_same-day", "e_june"]),
        ("stage,-id", ["e_same-day", "e_june", "e_day"]),
    ],
)
def test_sorting_by_first_day_upwards_and_last_day_downwards_nulls_last(
    small: Store, sort: str, expected: list[str]
) -> None:
    assert ids(small, EVENTS, sort=sort) == expected


def test_figures_come_last_in_order_where_they_are_missing(small: Store) -> None:
    assert ids(small, CLAIMS, sort="value") == ["c_least", "c_about", "c_range", "c_speech"]
    assert ids(small, CLAIMS, sort="-value") == ["c_about", "c_least", "c_range", "c_speech"]


@pytest.mark.parametrize(
    ("known_at", "aliases", "ended"),
    [(date(2025, 8, 31), ["Firm Inc"], False), (date(2025, 9, 1), ["Firm Inc", "New Firm"], True)],
)
def test_names_and_ends_that_became_known_later_are_left_out(
    small: Store, known_at: date, aliases: list[str], ended: bool
) -> None:
    firm, _brought = find(small, ENTITIES, "n_firm", known_at, [])
    assert [alias.name for alias in firm.aliases] == aliases
    person, _brought = find(small, ENTITIES, "n_person", known_at, [])
    assert (person.relations[0].end is not None) == ended
    named = page(small, ENTITIES, "aliases.name=New Firm", known_at=known_at)
    assert named.count == int(ended)


def test_an_event_shows_the_best_figure_and_its_rule(small: Store) -> None:
    found, _brought = find(small, EVENTS, "e_june", small.data_date, [])
    assert [(one.claim, one.metric, one.value.best, one.rule) for one in found.figures] == [
        ("c_about", "revenue", 100.0, "only_claim")
    ]


def test_ids_that_name_nothing_visible_are_told_alike(small: Store) -> None:
    early = date(2025, 1, 10)
    later = page(small, EVENTS, "participants.entity__in=n_firm,n_nobody", known_at=early)
    assert later.rows == []
    assert [warning.partition(" in release")[0] for warning in later.warnings] == [
        "participants.entity__in: no entity n_firm",
        "participants.entity__in: no entity n_nobody",
    ]
    assert page(small, EVENTS, "participants.entity=n_firm").warnings == []


def test_every_collection_sorts_by_its_default(small: Store) -> None:
    for collection in COLLECTIONS:
        assert default_sort(collection)
        assert page(small, collection, sort=collection.default_sort).count is not None
