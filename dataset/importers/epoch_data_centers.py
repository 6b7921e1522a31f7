"""Epoch AI's frontier data centres: where they stand, how they grew by its reading of pictures and permits, what it expects."""

import re
from typing import Any

import msgspec
from msgspec import field

from dataset.importers.dates import no_finer_than_known, parsed, told, us_date
from dataset.importers.drafting import Draft
from dataset.importers.epoch import DATA_CENTERS, figure, own_claim
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line
from dataset.importers.numbers import clean, in_words
from dataset.importers.rows import Placed, RowError, Table
from dataset.importers.running import Importer, each

SAME_DAYS = 14
"""Days by which Epoch AI's reckoning and another account may differ about one step."""


class CentreRow(msgspec.Struct):
    """A row of `data_centers`."""

    handle: str = field(name="Handle")
    title: str = field(name="Title")
    owner: str = field(name="Owner", default="")


class StepRow(msgspec.Struct, kw_only=True):
    """A row of `data_center_timelines`. Of what was seen only the first words are read, to tell what began."""

    date: str = field(name="Date")
    centre: str = field(name="Data center")
    status: str = field(name="Construction status", default="")
    power: float = field(name="Power (MW)")
    cost: float = field(name="Total capital cost (2025 USD billions)")


CENTRES = Table("data_centers", CentreRow, ("Handle",), "Handle")
STEPS = Table("data_center_timelines", StepRow, ("Data center", "Date"), "Construction status")

_BEGINS = re.compile(r"(land clearing begins|construction starts)", re.IGNORECASE)


class Centre(msgspec.Struct):
    """A data centre with the entities it names."""

    name: str
    entity: str
    owners: list[str]


class Step(msgspec.Struct, eq=False):
    """A row of a timeline with its day."""

    placed: Placed[StepRow]
    entry: Entry
    date: str


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """Sites, then what happened on each and what is expected there."""
    centres: dict[str, Centre] = {}
    steps: dict[str, list[Step]] = {}
    each(draft, rows["data_centers"], lambda placed: _centre(draft, placed, centres))
    each(draft, rows["data_center_timelines"], lambda placed: _step(draft, placed, centres, steps))
    for handle, found in steps.items():
        _timeline(draft, centres[handle], sorted(found, key=lambda one: (parsed(one.date).earliest, one.placed.line)))


def _centre(draft: Draft, placed: Placed[CentreRow], centres: dict[str, Centre]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    owners = [one.partition(" #")[0].strip() for one in row.owner.split(",") if one.strip()]
    found = list(dict.fromkeys(one for owner in owners for one in draft.organization(owner)[:1]))
    entity, _ = draft.thing(entry, "site", row.title, found, ("site", "programme"), [row.handle])
    centres[row.handle] = Centre(row.title, entity, found)


def _step(draft: Draft, placed: Placed[StepRow], centres: dict[str, Centre], steps: dict[str, list[Step]]) -> None:
    entry = draft.enter(placed)
    if placed.row.centre not in centres:
        raise RowError(f"column `Data center` holds {placed.row.centre!r}, which is no row of data_centers")
    date = us_date(placed.row.date, "Date")
    steps.setdefault(placed.row.centre, []).append(Step(placed, entry, date))


def _timeline(draft: Draft, centre: Centre, steps: list[Step]) -> None:
    power = cost = 0.0
    began, before = False, None
    for step in steps:
        row = step.placed.row
        known = parsed(step.date).latest <= parsed(step.entry.since).latest  # type: ignore[operator]
        if known and not began and _BEGINS.match(row.status):
            began = True
            words = "Building begins on the data centre {}"
            before = _event(draft, centre, step, "construction_started", words, "construction", None)
        if known and row.power > power:
            first = "A first part" if not power else "A further part"
            words = f"{first} of the data centre {{}} works by Epoch AI's reckoning"
            before = _event(draft, centre, step, "site_operational", words, "operational", before)
        if row.power != power:
            _power(draft, centre, step, expected=not known)
        elif not row.power:
            draft.report.skip("nothing works yet, so that there is no figure", step.placed.key)
        else:
            draft.report.skip("the figures are those of the row before", step.placed.key)
        if known and row.cost and row.cost != cost:
            _cost(draft, centre, step)
        power, cost = row.power, row.cost


def _locator(step: Step) -> str:
    return f"timeline of {step.placed.row.centre}, {step.date}"


def _event(draft: Draft, centre: Centre, step: Step, type_: str, words: str, part: str, before: str | None) -> str:
    """An event of a timeline; it follows the one before it."""
    line: Line = {
        "type": type_,
        "title": words.format(centre.name),
        "date": f"{step.date}~",  # read from pictures, permits and usual building times
        "stage": "occurred",
        "participants": [
            *({"entity": one, "role": "owner"} for one in centre.owners),
            {"entity": centre.entity, "role": "product"},
        ],
        "topics": ["compute"],
        "sectors": ["technology"],
        "evidence": draft.evidence(step.entry, _locator(step)),
    }
    if before:
        line["links"] = [{"relation": "follows", "target": before}]
    found = draft.world.event_of(centre.entity, (type_,), parsed(step.date), SAME_DAYS)
    words = f"{centre.name} {part} {step.date}"
    return draft.event(step.entry, words, line, draft.twin(step.placed.key, found), part=part)


def _power(draft: Draft, centre: Centre, step: Step, *, expected: bool) -> None:
    row = step.placed.row
    fields: Line = {
        "subject": centre.entity,
        "metric": "power_capacity",
        "scope": "planned" if expected else "installed",
        "basis": "point",
        "value": figure(row.power * 1e6, bound="about"),
        "topics": ["compute", "energy"],
    }
    power = f"{in_words(clean(row.power))} megawatts"
    if expected:
        due = no_finer_than_known(step.date)
        statement = f"Epoch AI expects about {power} to work at the data centre {centre.name} by {told(due)}."
        when = {"date": due, "kind": "by"}
        line = own_claim(draft, step.entry, "forecast", statement, _locator(step), due=when, **fields)
    else:
        statement = (
            f"Epoch AI estimates that about {power} worked at the data centre {centre.name} on {told(step.date)}."
        )
        line = own_claim(draft, step.entry, "estimate", statement, _locator(step), period=step.date, **fields)
    draft.claim(step.entry, "power", f"{centre.name} power {step.date} by Epoch AI", line)


def _cost(draft: Draft, centre: Centre, step: Step) -> None:
    row = step.placed.row
    statement = (
        f"Epoch AI estimates that the data centre {centre.name} had cost about {in_words(clean(row.cost * 1e9))} "
        f"US dollars of 2025 by {told(step.date)}, buildings and computers together."
    )
    line = own_claim(
        draft,
        step.entry,
        "estimate",
        statement,
        _locator(step),
        subject=centre.entity,
        metric="investment_amount",
        scope="unstated",
        basis="cumulative",
        period=step.date,
        value=figure(row.cost * 1e9, currency="USD", bound="about"),
        topics=["compute", "capital_expenditure"],
    )
    draft.claim(step.entry, "cost", f"{centre.name} cost {step.date} by Epoch AI", line)


IMPORTER = Importer("epoch-data-centers", DATA_CENTERS, (CENTRES, STEPS), make)
