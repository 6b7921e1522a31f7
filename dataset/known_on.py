"""Fill what the build derives inside a record: values in full, and the day on which the world could know each part.

The rule is DESIGN's, told for users in `docs/known-at.md`: what happened in public is known on its own day; everything else when the earliest
evidence for every stated field was published; a link with the later of its ends; a resolution, condition state or
anchor with its event, else with its earliest evidence; an entity with the first visible record that names it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from dataset.reading.records import Records
from schemas.claim import Claim, ClaimLink, Condition, Resolution
from schemas.complete_list import CompleteList
from schemas.entity import Alias, Entity, Relation
from schemas.event import Event, EventLink
from schemas.evidence import Anchor, Evidence
from schemas.scalars import PartialDate
from schemas.source import Source
from schemas.value import Value
from schemas.vocabulary.claims import VENUE
from schemas.vocabulary.events import EVENT_TYPE
from schemas.vocabulary.metrics import METRIC

NEVER = date.max
"""Known on no day: what is missing or dangling; the checks report it before anything is built."""


def source_known_on(source: Source) -> date:
    """Last possible day of publication; without one the archive's capture, else the day it was read."""
    if source.published and source.published.latest:
        return min(source.published.latest, source.accessed)
    captured = re.search(r"/([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{6}", source.archive_url or "")
    if captured:
        return min(date(*map(int, captured.groups())), source.accessed)
    return source.accessed


def complete_value(value: Value | None, metric: str | None) -> Value | None:
    """`exact` and `about` fill low, best and high with one number; the unit is the metric's."""
    if value is None:
        return None
    unit = value.unit or (METRIC.terms[metric].unit if metric in METRIC.terms else None)
    if value.bound in ("exact", "about"):
        number = next((n for n in (value.best, value.low, value.high) if n is not None), None)
        return replace(value, low=number, best=number, high=number, unit=unit)
    return replace(value, unit=unit)


def _earliest(evidence: Iterable[Evidence]) -> date:
    return min((one.known_on for one in evidence if one.stance == "supports"), default=NEVER)


def supported_on(evidence: list[Evidence]) -> date:
    """Day on which every stated field had support: a source that says a field differently does not support it."""
    disputed = {said.field for one in evidence for said in one.says}
    days = [_earliest(evidence)]
    for field in disputed:
        days.append(_earliest(one for one in evidence if all(said.field != field for said in one.says)))
    return max(days)


def _public_day(when: PartialDate, time_utc: str | None) -> date:
    if time_utc:
        return date.fromisoformat(time_utc[:10])
    return when.latest or NEVER


class _Completion:
    def __init__(self, records: Records) -> None:
        self.records = records

    def evidence(self, evidence: list[Evidence]) -> list[Evidence]:
        found = []
        for one in evidence:
            source = self.records.sources.get(one.source)
            found.append(
                replace(one, url=source.url if source else None, known_on=source.known_on if source else NEVER)
            )
        return found

    def shown_on(self, event: str | None, evidence: list[Evidence]) -> date:
        """Day on which an event, else evidence, shows a part of a record."""
        if event:
            record = self.records.events.get(event)
            return record.known_on if record else NEVER
        return _earliest(evidence)

    def event(self, event: Event) -> None:
        term = EVENT_TYPE.terms.get(event.type)
        event.category = (term.category if term else None) or ""
        event.evidence = self.evidence(event.evidence)
        public = term is not None and term.public and event.stage != "rumoured"
        event.known_on = _public_day(event.date, event.time_utc) if public else supported_on(event.evidence)

    def claim(self, claim: Claim) -> None:
        claim.value = complete_value(claim.value, claim.metric)
        claim.evidence = self.evidence(claim.evidence)
        venue = VENUE.terms.get(claim.venue or "")
        if venue and venue.public:
            claim.known_on = _public_day(claim.asserted, claim.time_utc)
        else:
            claim.known_on = supported_on(claim.evidence)

    def event_link(self, event: Event, link: EventLink) -> EventLink:
        target = self.records.events.get(link.target)
        return replace(link, known_on=max(event.known_on, target.known_on if target else NEVER))

    def claim_link(self, claim: Claim, link: ClaimLink) -> ClaimLink:
        target = self.records.claims.get(link.target)
        return replace(link, known_on=max(claim.known_on, target.known_on if target else NEVER))

    def resolution(self, claim: Claim, one: Resolution) -> Resolution:
        evidence = self.evidence(one.evidence)
        return replace(
            one,
            evidence=evidence,
            value=complete_value(one.value, claim.metric),
            known_on=max(claim.known_on, self.shown_on(one.event, evidence)),
        )

    def condition(self, condition: Condition) -> Condition:
        states = []
        for state in condition.states:
            evidence = self.evidence(state.evidence)
            states.append(replace(state, evidence=evidence, known_on=self.shown_on(state.event, evidence)))
        return replace(condition, states=states)

    def anchor(self, anchor: Anchor) -> Anchor:
        evidence = self.evidence(anchor.evidence)
        return replace(anchor, evidence=evidence, known_on=self.shown_on(anchor.event, evidence))

    def alias(self, entity: Entity, alias: Alias) -> Alias:
        if alias.since is None:
            return replace(alias, known_on=entity.known_on)
        since = self.anchor(alias.since)
        return replace(alias, since=since, known_on=max(since.known_on, entity.known_on))

    def relation(self, entity: Entity, relation: Relation) -> Relation:
        return replace(
            relation,
            start=self.anchor(relation.start),
            end=self.anchor(relation.end) if relation.end else None,
            known_on=max(entity.known_on, self.anchor(relation.start).known_on),
        )

    def complete_list(self, one: CompleteList) -> None:
        """Items are known with the first of their records; a gap only with the last item, lest it tell what came."""
        known: dict[str, Event | Claim] = {**self.records.events, **self.records.claims}
        days = [min((known[id_].known_on for id_ in item.records if id_ in known), default=None) for item in one.items]
        last = max((day for day in days if day), default=one.until.latest or NEVER)
        one.items = [replace(item, known_on=day or last) for item, day in zip(one.items, days, strict=True)]

    def entities(self) -> None:
        days = dict.fromkeys(self.records.entities, NEVER)
        for entity, day in named_by(self.records):
            if entity in days:
                days[entity] = min(days[entity], day)
        starts = {
            entity.id: [(one.target, self.anchor(one.start).known_on) for one in entity.relations]
            for entity in self.records.entities.values()
        }
        changed = True
        while changed:  # a relation of a visible entity names another: until nothing more becomes visible earlier
            changed = False
            for entity, relations in starts.items():
                for target, start in relations:
                    day = max(days[entity], start)
                    if target in days and day < days[target]:
                        days[target], changed = day, True
        for record in self.records.entities.values():
            record.known_on = days[record.id]
            record.aliases = [self.alias(record, one) for one in record.aliases]
            record.relations = [self.relation(record, one) for one in record.relations]


def named_by(records: Records) -> Iterator[tuple[str, date]]:
    """Every naming of an entity by a source, event or claim, with the day on which it shows."""
    for source in records.sources.values():
        for entity in (source.publisher, source.author):
            if entity:
                yield entity, source.known_on
    for event in records.events.values():
        for participant in event.participants:
            yield participant.entity, event.known_on
    for claim in records.claims.values():
        for speaker in claim.speakers:
            yield speaker.entity, claim.known_on
            if speaker.on_behalf_of:
                yield speaker.on_behalf_of, claim.known_on
        for entity in (*claim.obligors, claim.subject, claim.comparison.to if claim.comparison else None):
            if entity:
                yield entity, claim.known_on
        for resolution in claim.resolutions:
            if resolution.by:
                yield resolution.by, resolution.known_on


def complete(records: Records) -> Records:
    """Fill every derived field but the release numbers, in place, and return the records."""
    work = _Completion(records)
    for source in records.sources.values():
        source.known_on = source_known_on(source)
    for event in records.events.values():
        work.event(event)
    for claim in records.claims.values():
        work.claim(claim)
    for event in records.events.values():
        event.links = [work.event_link(event, link) for link in event.links]
    for claim in records.claims.values():
        claim.links = [work.claim_link(claim, link) for link in claim.links]
        claim.resolutions = [work.resolution(claim, one) for one in claim.resolutions]
        claim.conditions = [work.condition(one) for one in claim.conditions]
    for one in records.complete_lists.values():
        work.complete_list(one)
    work.entities()
    return records
