"""What stands in the stream of an entity beside events and claims, and what any of them can be asked by."""

from typing import Annotated, Literal

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.event import TimeUtc
from schemas.evidence import Evidence, KnownOn
from schemas.ids import EntityId, EventId
from schemas.scalars import PartialDate
from schemas.vocabulary.claims import TIER
from schemas.vocabulary.entities import ENTITY_RELATION

ItemType = Literal["event", "claim", "role_change"]
Change = Literal["start", "end"]


class TimelineRow(Struct, kw_only=True):
    """What every item of a timeline can be asked by."""

    id: Annotated[str, described("Orders items that are otherwise alike.")]
    entity: Annotated[EntityId, described("Whose timeline it is.")]
    type: Annotated[ItemType, described("What the item is.")]
    date: Annotated[PartialDate | None, described("When it happened or was said.")]
    time_utc: Annotated[TimeUtc | None, described("Moment it happened or was said; orders items of one day.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the record came in.")]
    known_on: KnownOn


class RoleChange(Struct, frozen=True, kw_only=True, tag_field="type", tag="role_change"):
    """A relation that began or ended."""

    id: Annotated[str, described("Names the change in this timeline: holder, relation, target, change, number.")]
    date: Annotated[PartialDate | None, described("When; null where not known.")]
    known_on: KnownOn
    change: Annotated[Change, described("Whether the relation began or ended.")]
    relation: Annotated[Annotated[str, term_of(ENTITY_RELATION)], described("The relation.")]
    entity: Annotated[EntityId, described("Who holds it.")]
    target: Annotated[EntityId, described("To whom.")]
    role: Annotated[str | None, described("Role held, for a person.")]
    event: Annotated[EventId | None, described("The event that shows it.")]
    evidence: Annotated[list[Evidence], described("Evidence, where no event shows it.")]
