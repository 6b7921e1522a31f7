"""The files that curators write: a story, and a file of entities."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described
from schemas.claim import Claim
from schemas.entity import Entity
from schemas.event import Event
from schemas.ids import ClaimId, EntityId, EventId, SourceId
from schemas.source import Source


class Story(Struct, kw_only=True, forbid_unknown_fields=True):
    """One story with its sources, events and claims, in that order, so that the file reads as one account."""

    title: Annotated[Annotated[str, Meta(min_length=8)], described("What the story is, for curators; not released.")]
    sources: Annotated[dict[SourceId, Source], described("Sources first cited here, by id.")] = {}
    events: Annotated[dict[EventId, Event], described("Events, by id.")] = {}
    claims: Annotated[dict[ClaimId, Claim], described("Claims, by id.")] = {}


class EntityFile(Struct, kw_only=True, forbid_unknown_fields=True):
    """Entities of one sort."""

    entities: Annotated[dict[EntityId, Entity], described("Entities, by id.")]
