"""A small world to search in, where much becomes known only later, and its release as of any day."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dataset.build import build
from dataset.reading.records import Marks, Records
from dataset.store.archive import Archive
from dataset.store.store import Store
from schemas.claim import Quote, Speaker
from schemas.entity import Alias
from schemas.event import Participant
from schemas.evidence import Anchor
from tests.support import DATA_DATE, PENDING, claim, entity, event, records, source

VERSION = "2026.11.0"


def _alias(name: str, event_: str | None = None) -> Alias:
    since = Anchor(event=event_, known_on=PENDING) if event_ else None
    return Alias(name=name, since=since, known_on=PENDING)


def world() -> Records:
    """Two firms, one of them renamed on 1 March 2025, with what they did and said from 2024 on."""
    nova = entity("n_nova", name="Nova Labs", aliases=[_alias("Novalabs, Inc."), _alias("Helios", "e_renamed")])
    boss = entity("n_boss", name="Zoë Müller", kind="person")
    rival = entity("n_helios-press", name="Helios Press")
    part = [Participant(entity="n_nova", role="developer")]
    said: dict[str, Any] = {"kind": "characterization", "obligors": []}
    return records(
        source("s_first", "2024-02-01", title="Nova Labs montre un modèle ouvert"),
        source("s_late", "2025-06-01", title="The open model of Nova", publisher="n_helios-press"),
        source("s_weak", "2024-05-01", kind="aggregator", title="Open rumours"),
        nova,
        boss,
        rival,
        event("e_model", "2024-03-01", "s_first", type="model_release", title="Nova opens its model", participants=part),
        event("e_renamed", "2025-03-01", "s_first", title="The firm takes a new name", participants=part),
        event("e_again", "2025-04-10", "s_late", title="An open-weights model", summary="Open, open, open: a model opens."),
        event("e_span", "2024-12/2025-01", "s_first", title="A model over the turn of the year", topics=["safety"]),
        event("e_weak", "2024-05-02", "s_weak", title="Open model rumoured", tier="candidate", stage="rumoured"),
        claim(
            "c_boss", "2024-04-01", "s_first", statement="The model is open and stays open.", topics=["open_weights"],
            quote=Quote(text="Toujours un modèle ouvert", language="fr"), speakers=[Speaker(entity="n_boss", on_behalf_of="n_nova")], **said,
        ),
        claim("c_leak", "2024-06-01", "s_late", venue=None, statement="Their model was never open.", **said),
        claim("c_markup", "2025-05-01", "s_late", statement="It's <b>open</b> & free, says Nova's founder.", **said),
    )  # fmt: skip


def days(found: Records) -> list[date]:
    """Days on which something becomes known."""
    plain = {one.known_on for kind in _kinds(found) for one in kind.values()}
    plain |= {alias.known_on for one in found.entities.values() for alias in one.aliases}
    return sorted(plain)


def _kinds(found: Records) -> list[dict[str, Any]]:
    return [found.sources, found.entities, found.events, found.claims]


def _pruned(value: Any, day: date) -> Any:
    """Plain data without any part known later."""
    if isinstance(value, dict):
        return {key: None if _later(part, day) else _pruned(part, day) for key, part in value.items()}
    if isinstance(value, list):
        return [_pruned(one, day) for one in value if not _later(one, day)]
    return value


def _later(value: Any, day: date) -> bool:
    return isinstance(value, dict) and "known_on" in value and value["known_on"] > day


def known_by(found: Records, day: date) -> Records:
    """Records that hold nothing that became known after a day."""
    stamps = {"first_release": VERSION, "last_changed_release": VERSION}
    kept = [
        {
            id_: msgspec.convert({**_pruned(msgspec.to_builtins(one, builtin_types=(date,)), day), **stamps}, type(one))
            for id_, one in kind.items()
            if one.known_on <= day
        }
        for kind in _kinds(found)
    ]
    return Records(sources=kept[0], entities=kept[1], events=kept[2], claims=kept[3], marks=Marks())


def opened(found: Records, folder: Path, data_date: date = DATA_DATE) -> tuple[Archive, Store]:
    """A release of the records, built and open."""
    build(found, VERSION, data_date, folder / "releases")
    archive = Archive(folder / "releases", folder / "cache")
    return archive, archive.store(VERSION)
