"""Rows of the exploded relations: one row for each element of a record's lists."""

from typing import Annotated, Literal

from schemas.annotations import described
from schemas.claim import ClaimLink, Condition, Resolution
from schemas.entity import Relation
from schemas.event import EventLink, Participant
from schemas.evidence import Evidence, KnownOn
from schemas.ids import AnyId, ClaimId, EntityId, EventId

Position = Annotated[int, described("Place in the record's list, from 1.")]


class EventParticipantRow(Participant, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A participant of an event."""

    event: Annotated[EventId, described("The event.")]
    position: Position
    known_on: KnownOn


class EventLinkRow(EventLink, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link from an event to another."""

    event: Annotated[EventId, described("The event that holds the link.")]
    position: Position


class ClaimLinkRow(ClaimLink, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link from a claim to another."""

    claim: Annotated[ClaimId, described("The claim that holds the link.")]
    position: Position


class ResolutionRow(Resolution, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outcome of a claim."""

    claim: Annotated[ClaimId, described("The claim.")]
    position: Position


class ConditionRow(Condition, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition of a claim."""

    claim: Annotated[ClaimId, described("The claim.")]
    position: Position
    known_on: KnownOn


class EntityRelationRow(Relation, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A relation from an entity to another."""

    entity: Annotated[EntityId, described("The entity that holds the relation.")]
    position: Position


EvidencePart = Literal["record", "resolution", "condition_state", "relation_start", "relation_end", "alias"]


class EvidenceRow(Evidence, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source for a record or a part of one."""

    record: Annotated[AnyId, described("The record.")]
    part: Annotated[EvidencePart, described("The part of the record that it is evidence for.")]
    part_position: Annotated[
        int, described("Place of that part in the record's list, from 1; 0 for the record itself.")
    ]
    position: Position
