"""Epoch AI's table of models: each becomes a model, its release or paper, and Epoch AI's figures about its training."""

from collections import defaultdict
from typing import Any

import msgspec

from dataset.checks.addresses import page_of
from dataset.importers.countries import country_code
from dataset.importers.dates import days_between, iso_date, no_finer_than_known, parsed
from dataset.importers.drafting import Draft
from dataset.importers.epoch import MODELS
from dataset.importers.epoch_model_figures import ModelRow, figures
from dataset.importers.hosts import kind_of
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line, urls_in
from dataset.importers.names import listed, tokens
from dataset.importers.rows import Placed, Table
from dataset.importers.running import Importer, each

TABLE = Table("ai_models", ModelRow, ("Model",), "Training compute (FLOP)")

TOPICS = {
    "Image generation": "image_generation",
    "Video": "video_generation",
    "Speech": "voice",
    "Audio": "voice",
    "Robotics": "robotics",
    "Driving": "autonomous_vehicles",
    "Medicine": "health",
    "Biology": "science",
    "Materials science": "science",
    "Earth science": "science",
    "Mathematics": "science",
    "Multimodal": "multimodal",
}

_FIELDS = {"Other": "other uses", "3D modeling": "three-dimensional modelling"}


PAGE_DAYS = 7
"""Days by which rows that cite one page may differ and mean one event."""

ANY_DAYS = 100_000
"""A paper comes out once, whichever of its dates a row gives."""


class Made(msgspec.Struct, eq=False):
    """A row with the entities it names."""

    placed: Placed[ModelRow]
    entry: Entry
    date: str
    developers: list[str]
    owners: list[str]
    model: str
    stands_elsewhere: bool
    links: list[str]


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """Models, then the events that brought them out, then the figures."""
    made: list[Made] = []
    each(draft, rows["ai_models"], lambda placed: _read(draft, placed, made))
    for group in _together(made, draft.alone):
        event = _event(draft, group)
        for one in group:
            if not one.stands_elsewhere and one.developers:
                draft.lines[one.model]["relations"] = [
                    {"relation": "made_by", "target": maker, "start": {"date": one.date, "event": event}}
                    for maker in one.developers
                ]
    for one in made:
        figures(draft, one.entry, one.placed.row, one.model, f"row {one.placed.key.partition('/')[2]}")


def _read(draft: Draft, placed: Placed[ModelRow], made: list[Made]) -> None:
    row = placed.row
    links = urls_in(row.link)
    for reason, left_out in (
        ("the row has no publication date", not row.published),
        ("the row cites no source", not links),
        ("Epoch AI marks the row as wrong", row.confidence == "Wrong"),
    ):
        if left_out:
            draft.ledger.enter(placed.key, draft.snapshot, placed.digest)
            draft.report.skip(reason, placed.key)
            return
    date = no_finer_than_known(iso_date(row.published, "Publication date"))
    entry = draft.enter(placed)
    names = list(dict.fromkeys(one.strip() for one in row.organization.split(",") if one.strip()))
    countries = [one.strip() for one in row.country.split(",") if one.strip()]
    seat = country_code(countries[0]) if len(names) == len(set(countries)) == 1 else None
    developers: list[str] = []
    owners: list[str] = []
    for name in names:
        own, *above = draft.organization(name, seat)
        developers += [own] if own not in developers else []
        owners += [one for one in above if one not in owners]
    owners = [one for one in owners if one not in developers]
    name = " ".join(row.model.split())
    model, elsewhere = draft.thing(
        entry, "model", name, [*developers, *owners], ("model", "model_family", "product"), ()
    )
    made.append(Made(placed, entry, date, developers, owners, model, elsewhere, links))


def _together(made: list[Made], alone: set[str]) -> list[list[Made]]:
    """Rows that came out by one event: they cite one paper, or one page within days; or one maker brought them out on one
    day under one first name. A row of a key in `alone` shares its event with no other."""
    group_of: dict[int, list[Made]] = {}
    at: dict[tuple[Any, ...], list[Made]] = defaultdict(list)
    for one in made:
        page = page_of(one.links[0])
        most = ANY_DAYS if kind_of(one.links[0]) == "paper" else PAGE_DAYS
        keys: list[tuple[tuple[Any, ...], int]] = [((page,), most), (("model", one.model), 0)]
        if one.developers:
            keys.append(((*sorted(one.developers), "first name", *tokens(one.placed.row.model)[:1]), 0))
        group = group_of[id(one)] = [one]
        if one.placed.key in alone:
            continue
        for key, days in keys:
            for other in at[key]:
                if days_between(parsed(other.date), parsed(one.date)) <= days and group_of[id(other)] is not group:
                    group += group_of[id(other)]
                    group_of |= dict.fromkeys(map(id, group), group)
            at[key].append(one)
    return [group for one in made if (group := group_of[id(one)])[0] is one]


def _type(group: list[Made]) -> str:
    """What the rows show to have happened: the publication of a paper is sure where they cite one."""
    papers = all(kind_of(one.links[0]) == "paper" for one in group)
    access = {one.placed.row.access for one in group}
    if any(one.startswith("Open weights") for one in access):
        return "model_release"
    if papers:
        return "paper_published"
    return "result_announced" if access == {"Unreleased"} else "model_release"


def _title(draft: Draft, group: list[Made], developers: list[str], type_: str) -> str:
    makers = [draft.name(one) for one in developers]
    models = [" ".join(one.placed.row.model.split()) for one in sorted(group, key=lambda one: one.placed.line)]
    models = list(dict.fromkeys(models))
    verbs = {"model_release": "release", "paper_published": "publish a paper on", "result_announced": "present"}
    passive = {"model_release": "{} comes out", "paper_published": "Paper on {} is published"}
    for most_makers, most_models in ((3, 3), (2, 2), (2, 1), (1, 1)):
        what = listed(models, most_models) if most_models > 1 or len(models) == 1 else f"{models[0]} and more"
        if not makers:
            title = passive.get(type_, "{} is presented").format(what)
        else:
            verb = verbs[type_]
            if len(makers) == 1:
                verb = {"publish a paper on": "publishes a paper on"}.get(verb, f"{verb}s")
            who = listed(makers, most_makers) if most_makers > 1 else f"{makers[0]} and others"
            title = f"{who} {verb} {what}"
        if len(title) <= 160:
            return title
    return title[:157].rsplit(" ", 1)[0] + " …"


def _event(draft: Draft, group: list[Made]) -> str:
    """The event of a group of rows; its id is the one that any of them had."""
    group = sorted(group, key=lambda one: ("event" not in one.entry.ids, one.placed.key))
    first = group[0]
    type_ = _type(group)
    of_paper = kind_of(first.links[0]) == "paper"
    date = min((one.date for one in group), key=lambda one: (parsed(one).latest, one))
    developers = list(dict.fromkeys(maker for one in group for maker in one.developers))
    owners = [one for one in dict.fromkeys(owner for one in group for owner in one.owners) if one not in developers]
    participants: list[Line] = [{"entity": one, "role": "developer"} for one in developers]
    participants += [{"entity": one, "role": "owner"} for one in owners]
    participants += [{"entity": one, "role": "product"} for one in dict.fromkeys(made.model for made in group)]
    domains = list(dict.fromkeys(one.strip() for made in group for one in made.placed.row.domain.split(",") if one))
    codes = [country_code(one) for made in group for one in made.placed.row.country.split(",")]
    evidence: list[Line] = []
    for one in group:
        cited = [draft.source(url, kind="primary", title=one.placed.row.reference) for url in one.links]
        for part in draft.evidence(one.entry, f"row {one.placed.key.partition('/')[2]}", cited):
            if part not in evidence:
                evidence.append(part)
    # A paper's date says only about when the weights came out.
    approximate = "~" if type_ == "model_release" and of_paper else ""
    line: Line = {
        "type": type_,
        "title": _title(draft, group, developers, type_),
        "summary": _summary(domains, len(group)),
        "date": f"{date}{approximate}",
        "stage": "occurred",
        "participants": participants,
        "jurisdictions": list(dict.fromkeys(code for code in codes if code)),
        "topics": list(dict.fromkeys(TOPICS[one] for one in domains if one in TOPICS)),
        "sectors": ["technology"] + (["health"] if "Medicine" in domains else []),
        "evidence": evidence,
    }
    found = draft.world.release(
        [one.model for one in group],
        [one.placed.row.model for one in group],
        [*developers, *owners],
        parsed(date),
    )
    twin = draft.twin_of((one.placed.key for one in group), found)
    suffix = {"paper_published": "paper", "result_announced": "presented"}.get(type_, "released")
    event = draft.event(first.entry, f"{first.placed.row.model} {suffix}", line, twin)
    for one in group[1:]:
        draft.become(one.entry, "event", event)
    return event


def _summary(domains: list[str], count: int) -> str | None:
    fields = [_FIELDS.get(one, one.lower()) for one in domains if one != "Multimodal"]
    if not fields:
        return None
    return f"{'A model' if count == 1 else 'Models'} for {listed(fields, 6)}."


IMPORTER = Importer("epoch-models", MODELS, (TABLE,), make)
