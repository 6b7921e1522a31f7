"""What stands already, in stories and in the files of earlier importers, and how a new row finds itself there."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from dataset.checks.addresses import page_of
from dataset.importers.dates import days_between
from dataset.importers.names import akin, folded, organization_key, thing_key, told_in
from dataset.known_on import complete
from dataset.reading.records import Records
from schemas.claim import Claim
from schemas.event import Event
from schemas.scalars import PartialDate

THINGS = ("model", "model_family", "product", "chip", "site", "programme")
"""Kinds of entity that are found by the parts of their names."""

RELEASES = (
    "model_release",
    "preview_release",
    "product_launch",
    "release_announced",
    "general_availability",
    "paper_published",
    "result_announced",
    "chip_released",
)
"""Types of event by which a model, product or chip can have come out."""

SAME_THING_DAYS = 31
"""Days by which two tables may differ about the release of one and the same model and mean one event."""

SAME_MAKER_DAYS = 3
"""Days by which two releases of one maker may differ and be one, where one name begins with the other."""


class World:
    """Indexes over records that were read."""

    def __init__(self, records: Records) -> None:
        self.records = complete(records)
        self.above: dict[str, str] = {}
        """The firm above a laboratory, as the reviewed list tells it."""
        self.ids = {*records.sources, *records.entities, *records.events, *records.claims}
        self.pages = {page_of(one.url): one.id for one in records.sources.values() if one.url and not one.citation}
        self.publishers: dict[str, str] = {}
        self.spelled: dict[str, str] = {}
        self.organizations: dict[str, str] = {}
        self.things: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for entity in records.entities.values():
            if entity.external_ids and entity.external_ids.domain:
                self.publishers.setdefault(entity.external_ids.domain, entity.id)
            if entity.kind == "organization":
                self.spelled.setdefault(folded(entity.name), entity.id)
            elif entity.kind in THINGS:
                self.things[thing_key(entity.name)].append(entity.id)
        for entity in records.entities.values():  # an entity's own name comes before the other names of any
            for alias in entity.aliases:
                if entity.kind == "organization":
                    self.spelled.setdefault(folded(alias.name), entity.id)
                elif entity.kind in THINGS and entity.id not in self.things[thing_key(alias.name)]:
                    self.things[thing_key(alias.name)].append(entity.id)
        for name in sorted(self.spelled, key=len):  # `OpenAI` before `OpenAI Group PBC`
            self.organizations.setdefault(organization_key(name), self.spelled[name])
        for event in records.events.values():
            for one in {participant.entity for participant in event.participants}:
                self.events[one].append(event)
        for claim in records.claims.values():
            if claim.metric:
                self.claims[claim.metric].append(claim)

    def named(self) -> set[str]:
        """Every entity that what stands already names, whether or not it is declared."""
        found = {one.publisher for one in self.records.sources.values()} | {
            one.entity for event in self.records.events.values() for one in event.participants
        }
        for claim in self.records.claims.values():
            found |= {claim.subject, *claim.obligors, *(one.entity for one in claim.speakers)}
            found |= {one.on_behalf_of for one in claim.speakers}
            found.add(claim.comparison.to if claim.comparison else None)
        found |= {one.target for entity in self.records.entities.values() for one in entity.relations}
        return {one for one in found if one}

    def publisher(self, url: str) -> str | None:
        """The entity whose main domain an address stands under."""
        host = urlsplit(url).netloc.lower().removeprefix("www.")
        while "." in host:
            if host in self.publishers:
                return self.publishers[host]
            host = host.partition(".")[2]
        return None

    def makers(self, entity: str, _seen: frozenset[str] = frozenset()) -> set[str]:
        """Who made an entity, also through the family it belongs to."""
        record = self.records.entities.get(entity)
        found: set[str] = set()
        for one in record.relations if record and entity not in _seen else ():
            if one.relation == "made_by":
                found.add(one.target)
            elif one.relation == "member_of":
                found |= self.makers(one.target, _seen | {entity})
        return found

    def organization(self, name: str) -> str | None:
        """The organisation of a name: as it is spelled, else without legal form, brackets and signs."""
        return self.spelled.get(folded(name)) or self.organizations.get(organization_key(name))

    def thing(self, name: str, kinds: Collection[str], makers: Collection[str]) -> str | None:
        """The model, product, chip or site of a name, unless another maker is known for it."""
        for entity in self.things.get(thing_key(name), ()):
            known = self.makers(entity)
            known |= {self.above[maker] for maker in known if maker in self.above}
            if self.records.entities[entity].kind in kinds and (not known or not makers or known & set(makers)):
                return entity
        return None

    def release(
        self, things: Iterable[str], names: Iterable[str], makers: Iterable[str], when: PartialDate
    ) -> Event | None:
        """The event by which one of `things` came out, or by which one of `makers` brought out what is named alike."""
        found: list[tuple[int, int, str, Event]] = []
        for entity in things:
            for event in self.events.get(entity, ()):
                apart = days_between(event.date, when)
                is_product = any(one.entity == entity and one.role == "product" for one in event.participants)
                if event.type in RELEASES and is_product and apart <= SAME_THING_DAYS:
                    found.append((0, apart, event.id, event))
        named = list(names)
        for maker in makers:
            for event in self.events.get(maker, ()):
                apart = days_between(event.date, when)
                if event.type in RELEASES and apart <= SAME_MAKER_DAYS and self._named_alike(event, named):
                    found.append((1, apart, event.id, event))
        return min(found, key=lambda one: one[:3])[3] if found else None

    def _named_alike(self, event: Event, names: list[str]) -> bool:
        found = [self.records.entities.get(one.entity) for one in event.participants if one.role == "product"]
        known = [name for one in found if one for name in (one.name, *(alias.name for alias in one.aliases))]
        if any(akin(product, name) for product in known for name in names):
            return True
        return any(told_in(name, event.title) for name in names)

    def events_of(self, entity: str, types: Collection[str], when: PartialDate, days: int) -> list[Event]:
        """Events of one of `types` in which an entity takes part, at most `days` away, the nearest first."""
        near = [
            (days_between(event.date, when), event.id, event)
            for event in self.events.get(entity, ())
            if event.type in types
        ]
        return [event for apart, _, event in sorted(near, key=lambda one: one[:2]) if apart <= days]

    def event_of(self, entity: str, types: Collection[str], when: PartialDate, days: int) -> Event | None:
        """The nearest event of one of `types` in which an entity takes part, at most `days` away."""
        return next(iter(self.events_of(entity, types, when, days)), None)

    def claim(
        self,
        subjects: Collection[str],
        metric: str,
        scope: str,
        number: float,
        when: PartialDate,
        days: int,
        bases: Collection[str] = (),
    ) -> Claim | None:
        """The claim that states a figure already: of one of `subjects`, within a hundredth, said or for a time near by.

        Its scope is the same, where money raised is no matter of scope, and its basis one of `bases` where they are given.
        """
        for claim in self.claims.get(metric, ()):
            value = claim.value
            if value is None or value.bound == "range" or claim.subject not in subjects:
                continue
            figure = next((one for one in (value.best, value.low, value.high) if one is not None), None)
            if figure is None or abs(figure - number) > 0.01 * abs(number):
                continue
            if claim.scope != scope and metric not in ("funding_amount", "valuation"):
                continue
            if bases and claim.basis not in bases:
                continue
            told = [claim.asserted, *([claim.period] if claim.period and _is_short(claim.period) else [])]
            if any(days_between(one, when) <= days for one in told):
                return claim
        return None

    def states(self, event: Event, metric: str, number: float) -> bool:
        """Whether a claim about an event states a figure."""
        values = [claim.value for claim in self.claims.get(metric, ()) if claim.subject == event.id]
        figures = [figure for value in values if value for figure in (value.low, value.best, value.high) if figure]
        return any(abs(figure - number) <= 0.01 * abs(number) for figure in figures)


def _is_short(period: PartialDate) -> bool:
    """Whether a period is no longer than a month, so that a figure for it has a time."""
    return bool(period.earliest and period.latest and (period.latest - period.earliest).days <= 31)
