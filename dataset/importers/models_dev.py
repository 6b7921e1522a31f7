"""models.dev's list of models by their makers: each becomes a release on its stated day, with the context it takes."""

import re
from typing import Any

import msgspec

from dataset.importers import models_dev_prices
from dataset.importers.dates import iso_date, no_finer_than_known, parsed
from dataset.importers.drafting import Draft
from dataset.importers.ledger import Entry
from dataset.importers.lines import DataSet, Line
from dataset.importers.models_dev_prices import PRICES, SPEAKER, PriceRow, is_catalogue, is_pointer, maker_of
from dataset.importers.names import listed, thing_key, tokens
from dataset.importers.numbers import in_words
from dataset.importers.rows import Placed, Table
from dataset.importers.running import Importer, each


class ModelRow(msgspec.Struct):
    """A line of `models`."""

    provider: str
    model_id: str
    name: str | None = None
    release_date: str | None = None
    context: float | None = None
    max_output: float | None = None
    modalities_out: list[str] | None = None


TABLE = Table("models", ModelRow, ("provider", "model_id"), "context")

DATA_SET = DataSet(
    "models-dev",
    "https://models.dev",
    "models.dev",
    SPEAKER,
    "models.dev",
    "MIT",
    "models.dev contributors, models.dev",
)

TOPICS = {"image": "image_generation", "video": "video_generation", "audio": "voice"}


class Listed(msgspec.Struct, eq=False):
    """A line with the entities it names."""

    placed: Placed[ModelRow]
    entry: Entry
    name: str
    makers: list[str]
    entity: str
    stands_elsewhere: bool
    date: str | None


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """Models and their releases, then what they take, then the prices."""
    found: list[Listed] = []
    each(draft, rows["models"], lambda placed: _read(draft, placed, found))
    _agree_on_dates(found)
    groups: dict[tuple[Any, ...], list[Listed]] = {}
    for one in found:
        if one.date is None:
            if not (one.placed.row.release_date or "").endswith("-01-01"):
                draft.report.skip("the row states no release date, so that there is no release event", one.placed.key)
        else:
            groups.setdefault((one.makers[0], one.date, tokens(one.name)[:1]), []).append(one)
    for group in groups.values():
        event = _release(draft, group)
        for one in group:
            line = draft.lines.get(one.entity)
            if line and not one.stands_elsewhere and "relations" not in line:
                start = {"date": one.date, "event": event}
                line["relations"] = [{"relation": "made_by", "target": one.makers[0], "start": start}]
    _contexts(draft, found)
    models_dev_prices.make(draft, rows["price_history"], {_id(one.placed.row): one.entity for one in found})


def _id(row: ModelRow | PriceRow) -> str:
    return f"{row.provider}/{row.model_id}"


def _read(draft: Draft, placed: Placed[ModelRow], found: list[Listed]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    maker = maker_of(row.provider, row.model_id)
    if maker is None:
        draft.report.skip("a host lists a model of another maker", placed.key)
        return
    if is_catalogue(row.provider, row.model_id):
        draft.report.skip("the list is a catalogue of what is hosted, with days of its own", placed.key)
        return
    if is_pointer(row.provider, row.model_id):
        draft.report.skip("the name is a pointer that moves from model to model", placed.key)
        return
    if row.release_date and row.release_date.endswith("-01-01"):
        draft.report.skip("1 January stands where the day is not known: no release event", placed.key)
        row = msgspec.structs.replace(row, release_date=None)
    name = re.sub(r"\s*\((latest)\)$", "", row.name or row.model_id.rpartition("/")[2], flags=re.IGNORECASE)
    makers = draft.organization(maker)
    entity, elsewhere = draft.thing(
        entry, "model", name, makers, ("model", "model_family", "product"), _further(name, row.model_id)
    )
    date = no_finer_than_known(iso_date(row.release_date, "release_date")) if row.release_date else None
    found.append(Listed(placed, entry, name, makers, entity, elsewhere, date))


def _further(name: str, model_id: str) -> list[str]:
    """The name in the maker's interface, where it says more than the usual name."""
    bare = model_id.rpartition("/")[2]
    return [bare] if thing_key(bare) != thing_key(name) else []


def _agree_on_dates(found: list[Listed]) -> None:
    """One day for each model: where one line gives the date that its own id holds, which is that of a snapshot, and
    another line a different one, the other's; else the earliest."""
    by_entity: dict[str, list[Listed]] = {}
    for one in found:
        by_entity.setdefault(one.entity, []).append(one)
    for lines in by_entity.values():
        dated = [one for one in lines if one.date]
        free = [
            one for one in dated if (one.date or "").replace("-", "") not in one.placed.row.model_id.replace("-", "")
        ]
        chosen = min((one.date or "" for one in free or dated), default=None)
        for one in lines:
            one.date = chosen


def _release(draft: Draft, group: list[Listed]) -> str:
    group = sorted(group, key=lambda one: ("event" not in one.entry.ids, one.placed.key))
    first = group[0]
    assert first.date
    by_length = sorted(group, key=lambda one: (len(one.name), one.name))
    spelled = {thing_key(one.name): one.name for one in reversed(by_length) if one.placed.row.name or not one.name}
    names = list(dict.fromkeys(spelled.get(thing_key(one.name), one.name) for one in by_length))
    entities = list(dict.fromkeys(one.entity for one in by_length))
    who = draft.name(first.makers[0])
    outputs = [kind for one in group for kind in one.placed.row.modalities_out or ()]
    line: Line = {
        "type": "model_release",
        "title": f"{who} releases {listed(names)}",
        "date": first.date,
        "stage": "occurred",
        "participants": [
            {"entity": first.makers[0], "role": "developer"},
            *({"entity": one, "role": "owner"} for one in first.makers[1:]),
            *({"entity": one, "role": "product"} for one in entities),
        ],
        "topics": list(dict.fromkeys(TOPICS[kind] for kind in outputs if kind in TOPICS)),
        "sectors": ["technology"],
        "evidence": [part for one in group for part in draft.evidence(one.entry, f"model {_id(one.placed.row)}")],
    }
    found = draft.world.release(entities, names, first.makers, parsed(first.date))
    twin = draft.twin_of((one.placed.key for one in group), found)
    event = draft.event(first.entry, f"{by_length[0].name} released", line, twin)
    for one in group[1:]:
        draft.become(one.entry, "event", event)
    return event


def _contexts(draft: Draft, found: list[Listed]) -> None:
    """How much a model takes and gives at once: one claim for each model, whatever number of names it has."""
    said: set[tuple[str, str, float]] = set()
    for one in found:
        row = one.placed.row
        for part, number, text in (
            ("input", row.context, "lists a context window of {} tokens for {}"),
            ("output", row.max_output, "lists {} tokens as the longest answer of {}"),
        ):
            if not number or (one.entity, part, number) in said:
                continue
            said.add((one.entity, part, number))
            line: Line = {
                "kind": "measurement",
                "speakers": [{"entity": SPEAKER}],
                "subject": one.entity,
                "metric": "context_window",
                "scope": part,
                "basis": "point",
                "statement": f"models.dev {text.format(in_words(number), one.name)}.",
                "value": {"best": number, "bound": "exact"},
                "asserted": one.entry.since,
                "venue": "report",
                "topics": ["model_access"],
                "evidence": draft.evidence(one.entry, f"model {_id(row)}"),
            }
            draft.claim(one.entry, f"context {part}", f"{one.name} context {part} by models dev", line)


def _snapshot(rows: dict[str, list[Placed[Any]]]) -> str:
    """The day of the latest observation."""
    return max((placed.row.observed_at[:10] for placed in rows["price_history"]), default="")


IMPORTER = Importer("models-dev", DATA_SET, (TABLE, PRICES), make, _snapshot)
