"""Records made by hand for the tests of derivations, without a story file."""

from datetime import date
from typing import Any

from dataset.derive import derive
from dataset.known_on import complete
from dataset.reading.records import Marks, Records
from dataset.stamp import stamp
from dataset.tables import to_arrow
from schemas.claim import Claim, ClaimLink, Due, Resolution, Speaker
from schemas.entity import Entity
from schemas.event import Event, EventLink
from schemas.evidence import Evidence
from schemas.scalars import PartialDate, parse_partial_date
from schemas.source import Source
from schemas.tables import RECORD_TABLES
from schemas.value import Value

PENDING = date.min
"""Stands where the build fills in a day."""

DATA_DATE = date(2026, 11, 24)


def day(text: str | None) -> PartialDate | None:
    """A partial date, or none."""
    return parse_partial_date(text) if text else None


def evidence(source: str, **fields: Any) -> Evidence:
    """Evidence from a source."""
    return Evidence(source=source, url=None, known_on=PENDING, **fields)


def source(id_: str, published: str, **fields: Any) -> Source:
    """A press source."""
    given: dict[str, Any] = {
        "url": f"https://example.org/{id_}",
        "kind": "press",
        "language": "en",
        "accessed": DATA_DATE,
        **fields,
    }
    return Source(
        id=id_, published=day(published), known_on=PENDING, first_release="", last_changed_release="", **given
    )


def entity(id_: str, **fields: Any) -> Entity:
    """An organisation."""
    given: dict[str, Any] = {"kind": "organization", "name": id_, **fields}
    return Entity(id=id_, known_on=PENDING, first_release="", last_changed_release="", **given)


def event(id_: str, date_: str, *sources: str, links: dict[str, str] | None = None, **fields: Any) -> Event:
    """An event; `links` maps target to relation."""
    when = parse_partial_date(date_)
    given: dict[str, Any] = {"type": "public_statement", "stage": "occurred", "title": f"Event {id_}", **fields}
    return Event(
        id=id_,
        date=when,
        category="",
        evidence=[evidence(one) for one in sources],
        links=[
            EventLink(relation=relation, target=target, known_on=PENDING) for target, relation in (links or {}).items()
        ],
        known_on=PENDING,
        first_release="",
        last_changed_release="",
        **given,
    )


def claim(
    id_: str,
    asserted: str,
    *sources: str,
    kind: str = "commitment",
    due: tuple[str, str | None] | None = None,
    links: dict[str, str] | None = None,
    **fields: Any,
) -> Claim:
    """A claim said in public; `due` is (kind, date), `links` maps target to relation."""
    when = parse_partial_date(asserted)
    given: dict[str, Any] = {"venue": "post", "statement": f"Statement {id_}", "obligors": ["n_firm"], **fields}
    given.setdefault("speakers", [Speaker(entity="n_firm")])
    return Claim(
        id=id_,
        kind=kind,
        asserted=when,
        due=Due(kind=due[0], date=day(due[1])) if due else None,
        evidence=[evidence(one) for one in sources],
        links=[
            ClaimLink(relation=relation, target=target, known_on=PENDING) for target, relation in (links or {}).items()
        ],
        known_on=PENDING,
        first_release="",
        last_changed_release="",
        **given,
    )


def resolution(outcome: str, on: str | None = None, **fields: Any) -> Resolution:
    """An outcome."""
    return Resolution(outcome=outcome, on=day(on), known_on=PENDING, **fields)


def dollars(**numbers: Any) -> Value:
    """A sum in US dollars."""
    return Value(currency="USD", **numbers)


def records(*given: Source | Entity | Event | Claim) -> Records:
    """Records of all kinds by id, their derived days filled in."""
    found = Records(sources={}, entities={}, events={}, claims={}, marks=Marks())
    for record in given:
        kind = {Source: found.sources, Entity: found.entities, Event: found.events, Claim: found.claims}[type(record)]
        kind[record.id] = record  # type: ignore[index]
    return complete(found)


def tables(*given: Source | Entity | Event | Claim, data_date: date = DATA_DATE) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table of a release of these records."""
    made = records(*given)
    rows = {
        table.name: stamp(table.name, to_arrow(table.name, getattr(made, table.name).values()), "2026.11.0", None)
        for table in RECORD_TABLES
    }
    return {name: table.to_pylist() for name, table in derive(rows, "2026.11.0", data_date).items()}


def as_of(rows: list[dict[str, Any]], day_: str, **where: Any) -> list[dict[str, Any]]:
    """Rows of an interval table that hold on a day, as the API filters them."""
    asked = date.fromisoformat(day_)
    return [
        row
        for row in rows
        if row["as_of_from"] <= asked
        and (row["as_of_to"] is None or asked < row["as_of_to"])
        and all(row[key] == value for key, value in where.items())
    ]
