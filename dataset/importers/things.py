"""What every part of a run hangs on: what stands already, the ledger that gives ids, and the things that rows name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dataset.importers.declared import MergeFile, SameEntity, SameEvent
from dataset.importers.ledger import Entry, Ledger
from dataset.importers.lines import (
    DataSet,
    Line,
    shown,
)
from dataset.importers.names import organization_key, slug, thing_key
from dataset.importers.report import Report
from dataset.importers.rows import Placed
from dataset.importers.world import THINGS, World
from schemas.annotations import ID_PREFIX

LONGEST_ID = 100
"""Letters of an id that is made here, so that there is room for a number behind it."""


class Things:
    """The ids of one run, and the organisations, models, chips and sites that its rows name."""

    def __init__(
        self,
        data_set: DataSet,
        snapshot: str,
        accessed: date,
        world: World,
        ledger: Ledger,
        merges: MergeFile,
        taken: set[str],
    ) -> None:
        self.data_set = data_set
        self.snapshot = snapshot
        self.accessed = accessed
        self.world = world
        self.ledger = ledger
        self.taken = taken | world.ids | ledger.every_id()
        self.report = Report()
        self.lines: dict[str, Line] = {}
        self.things: dict[tuple[str, ...], list[tuple[str, set[str]]]] = {}
        self.said: dict[bytes, str] = {}
        """The claims of this run that another row may repeat, by what they say."""
        self.additions: dict[str, dict[str, list[Any]]] = {}
        self.same_events: dict[str, list[SameEvent]] = {}
        for event in merges.events:
            self.same_events.setdefault(event.row, []).append(event)
        self.alone = {event.row for event in merges.events if event.alone}
        self.same_entities: dict[tuple[bool, Any], SameEntity] = {}
        self.world.above = {one.entity: one.part_of for one in merges.entities if one.part_of}
        for entity in merges.entities:
            for name in entity.names:
                is_thing = entity.kind in THINGS
                key = thing_key(name) if is_thing else organization_key(name)
                self.same_entities[is_thing, key] = entity

    def enter(self, placed: Placed[Any]) -> Entry:
        """The ledger's entry of a row of this run."""
        return self.ledger.enter(placed.key, self.snapshot, placed.digest)

    def give(self, entry: Entry, part: str, kind: str, words: str) -> str:
        """The id of a part of a row: the one it has, else a new one made of `words`."""
        have = entry.ids.get(part)
        if have:
            return have
        wanted = f"{ID_PREFIX[kind]}{slug(words, LONGEST_ID)}"
        made, n = wanted, 1
        while made in self.taken:
            n += 1
            made = f"{wanted}-{n}"
        self.taken.add(made)
        entry.ids[part] = made
        return made

    def become(self, entry: Entry, part: str, record: str) -> None:
        """Let a part of a row be a record that stands elsewhere; an id that it had before is remembered."""
        have = entry.ids.get(part)
        if have and have != record and have not in entry.was:
            entry.was.append(have)
        entry.ids[part] = record

    def organization(self, name: str, country: str | None = None) -> list[str]:
        """The organisation of a name, and the one above it where the merge list tells one."""
        name = " ".join(name.split())
        same = self.same_entities.get((False, organization_key(name)))
        if same:
            own = self._entity(
                same.entity, "organization", same.name or name, same.country or country, name, same.alias
            )
            above = [one for one in (same.part_of,) if one]
            for one in above:
                if one not in self.world.ids and one not in self.lines:
                    parent = next(merge for merge in self.same_entities.values() if merge.entity == one)
                    self._entity(one, "organization", parent.name or one, parent.country, None, False)
            return [own, *above]
        entry = self.ledger.enter(f"organization/{organization_key(name)}", self.snapshot)
        known = self.world.organization(name)
        if known:
            self.become(entry, "entity", known)
            return [known]
        record = self.give(entry, "entity", "entity", shown(name))
        return [self._entity(record, "organization", shown(name), country, name, True)]

    def _entity(self, record: str, kind: str, name: str, country: str | None, spelled: str | None, alias: bool) -> str:
        """Declare an entity where nobody else does, and give it the spelling of a row as a further name."""
        if record in self.world.ids:
            known = self.world.records.entities[record]
            names = [known.name, *(one.name for one in known.aliases)]
            if spelled and alias and organization_key(spelled) not in map(organization_key, names):
                self.add(record, "aliases", {"name": spelled})
            return record
        line = self.lines.setdefault(record, {"id": record, "kind": kind, "name": name, "country": country})
        line["country"] = line["country"] or country
        if spelled and alias:
            self._name(line, spelled)
        return record

    def _name(self, line: Line, spelled: str) -> None:
        names = [line["name"], *(one["name"] for one in line.get("aliases", ()))]
        if spelled.lower() not in (one.lower() for one in names):
            line.setdefault("aliases", []).append({"name": spelled})

    def thing(
        self, entry: Entry, kind: str, name: str, makers: list[str], kinds: Iterable[str], names: Iterable[str] = ()
    ) -> tuple[str, bool]:
        """The model, chip or site that a row is about, and whether it stands elsewhere. `names` are further names of it."""
        same = self.same_entities.get((True, thing_key(name)))
        spellings = (name, *names)
        found = (self.world.thing(one, tuple(kinds), makers) for one in spellings)
        known = same.entity if same else next((one for one in found if one), None)
        kept = entry.ids.get("entity")
        if kept and not same and kept in self.world.ids:
            known = kept
        if known in self.world.ids:
            assert known
            self.become(entry, "entity", known)
            have = self.world.records.entities[known]
            spelled = {one.lower() for one in (have.name, *(one.name for one in have.aliases))}
            for one in dict.fromkeys(spellings):
                if one.lower() not in spelled and (not same or same.alias):
                    self.add(known, "aliases", {"name": one})
            return known, True
        drafted = same.entity if same else self._drafted(name, tuple(kinds), makers)
        if drafted:
            self.become(entry, "entity", drafted)
        record = drafted or self.give(entry, "entity", "entity", name)
        self.things.setdefault(thing_key(name), []).append((record, set(makers)))
        line = self.lines.setdefault(record, {"id": record, "kind": kind, "name": same.name or name if same else name})
        for one in spellings:
            if not same or same.alias:
                self._name(line, one)
        return record, False

    def _drafted(self, name: str, kinds: tuple[str, ...], makers: list[str]) -> str | None:
        """The thing of a name that an earlier row of this run made, unless it is by other makers."""
        for record, by in self.things.get(thing_key(name), ()):
            if self.lines[record]["kind"] in kinds and (not by or not makers or by & set(makers)):
                return record
        return None

    def name(self, entity: str) -> str:
        """The usual name of an entity of this run, or of one that stands elsewhere."""
        line = self.lines.get(entity)
        return str(line["name"]) if line else self.world.records.entities[entity].name

    def add(self, record: str, field: str, part: Any) -> None:
        """Add to a record that stands elsewhere."""
        parts = self.additions.setdefault(record, {}).setdefault(field, [])
        if part not in parts:
            parts.append(part)
