"""When the world could know a record or a part of one (DESIGN §3, docs/known-at.md)."""

from datetime import date

import pytest

from schemas.entity import Alias, Relation
from schemas.evidence import Anchor, Says
from tests.support import DATA_DATE, PENDING, claim, day, entity, event, evidence, records, resolution, source


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"published": "2025-06"}, date(2025, 6, 30)),
        ({"published": "2025-06~"}, date(2025, 6, 30)),
        ({"published": "../2025-06-03"}, date(2025, 6, 3)),
        (
            {"published": "", "archive_url": "https://web.archive.org/web/20240131120000/https://example.org"},
            date(2024, 1, 31),
        ),
        ({"published": ""}, DATA_DATE),
        ({"published": "2026"}, DATA_DATE),
    ],
)
def test_source(fields: dict[str, str], expected: date) -> None:
    assert records(source("s_a", **fields)).sources["s_a"].known_on == expected


def test_public_event_is_known_on_its_last_possible_day_and_a_leak_when_published() -> None:
    made = records(
        source("s_a", "2025-03-09"),
        event("e_public", "2025-02", "s_a", type="model_release"),
        event("e_leak", "2025-02", "s_a", type="plan_reported"),
        event("e_rumoured", "2025-02", "s_a", type="model_release", stage="rumoured"),
    ).events
    assert made["e_public"].known_on == date(2025, 2, 28)
    assert made["e_leak"].known_on == made["e_rumoured"].known_on == date(2025, 3, 9)


def test_every_stated_field_needs_support() -> None:
    leak = event("e_leak", "2025-02-01", type="plan_reported")
    leak.evidence = [
        evidence("s_early", says=[Says(field="date", value="2025-01")]),
        evidence("s_late"),
    ]
    made = records(source("s_early", "2025-02-10"), source("s_late", "2025-04-10"), leak)
    assert made.events["e_leak"].known_on == date(2025, 4, 10)


def test_claim_said_in_public_and_one_told_by_others() -> None:
    made = records(
        source("s_a", "2025-03-09"),
        claim("c_post", "2025-02-01", "s_a", time_utc="2025-02-02T01:00Z"),
        claim("c_told", "2025-02-01", "s_a", venue="press_report"),
        claim("c_nowhere", "2025-02-01", "s_a", venue=None),
    ).claims
    assert made["c_post"].known_on == date(2025, 2, 2)
    assert made["c_told"].known_on == made["c_nowhere"].known_on == date(2025, 3, 9)


def test_parts_have_days_of_their_own() -> None:
    made = records(
        source("s_a", "2025-01-01"),
        source("s_b", "2025-06-01"),
        event("e_a", "2025-01-02", "s_a"),
        event("e_b", "2025-05-01", "s_a", links={"e_a": "follows"}),
        claim("c_a", "2025-01-03", "s_a", "s_b", resolutions=[resolution("kept", event="e_b"), resolution("kept", evidence=[evidence("s_b")])]),
        claim("c_b", "2025-02-03", "s_a", links={"c_a": "repeats"}),
    )  # fmt: skip
    assert made.events["e_b"].links[0].known_on == date(2025, 5, 1)
    assert made.claims["c_b"].links[0].known_on == date(2025, 2, 3)
    assert [one.known_on for one in made.claims["c_a"].resolutions] == [date(2025, 5, 1), date(2025, 6, 1)]
    assert [(one.known_on, one.url) for one in made.claims["c_a"].evidence] == [
        (date(2025, 1, 1), "https://example.org/s_a"),
        (date(2025, 6, 1), "https://example.org/s_b"),
    ]


def test_an_entity_shows_once_a_visible_record_names_it_also_through_a_relation() -> None:
    def anchor(source_id: str) -> Anchor:
        return Anchor(evidence=[evidence(source_id)], known_on=PENDING)

    person = entity(
        "n_person",
        kind="person",
        aliases=[Alias(name="A", known_on=PENDING), Alias(name="B", since=anchor("s_b"), known_on=PENDING)],
        relations=[
            Relation(relation="works_for", target="n_lab", start=anchor("s_a"), end=anchor("s_b"), known_on=PENDING)
        ],
    )
    made = records(
        source("s_a", "2025-01-01"),
        source("s_b", "2025-06-01"),
        person,
        entity("n_lab"),
        claim("c_a", "2025-03-01", "s_a", speakers=[], subject="n_person", obligors=[]),
        event("e_a", "2025-09-01", "s_a", participants=[]),
    ).entities
    assert made["n_person"].known_on == made["n_lab"].known_on == date(2025, 3, 1)
    assert [one.known_on for one in made["n_person"].aliases] == [date(2025, 3, 1), date(2025, 6, 1)]
    (relation,) = made["n_person"].relations
    assert (relation.known_on, relation.end and relation.end.known_on) == (date(2025, 3, 1), date(2025, 6, 1))


def test_day_reads_nothing_as_nothing() -> None:
    assert day("") is None
