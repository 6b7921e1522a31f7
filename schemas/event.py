"""Event: something that happened or was announced."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.evidence import Accept, Evidence, KnownOn
from schemas.ids import ClaimId, CountryCode, EntityId, EventId, RecordId
from schemas.record import Versioned
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary.claims import TIER
from schemas.vocabulary.entities import SECTOR, TOPIC
from schemas.vocabulary.events import (
    EVENT_CATEGORY,
    EVENT_LINK,
    EVENT_STAGE,
    EVENT_STATUS,
    EVENT_TYPE,
    PARTICIPANT_ROLE,
)
from schemas.vocabulary.metrics import BASIS, METRIC, SCOPE

TimeUtc = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z$")]
"""UTC to the minute, ISO 8601."""


class Participant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entity that took part in an event."""

    entity: Annotated[EntityId, described("The entity.")]
    role: Annotated[Annotated[str, term_of(PARTICIPANT_ROLE)], described("What it did.")]


class EventLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the event stands to another. Known from the later of its two ends."""

    relation: Annotated[Annotated[str, term_of(EVENT_LINK)], described("The relation.")]
    target: Annotated[EventId, described("The other event.")]
    known_on: KnownOn


class Event(Versioned, kw_only=True, forbid_unknown_fields=True):
    """Something that happened or was announced, as its earliest evidence tells it."""

    id: Annotated[EventId, described("Stable id.", derived=True, example="e_openai-open-model-postponed")]
    type: Annotated[Annotated[str, term_of(EVENT_TYPE)], described("What happened.")]
    category: Annotated[Annotated[str, term_of(EVENT_CATEGORY)], described("Category of the type.", derived=True)]
    title: Annotated[
        Annotated[str, Meta(min_length=8, max_length=160)], described("One line, in our own words, as of its day.")
    ]
    summary: Annotated[
        Annotated[str, Meta(max_length=1200)] | None, described("What happened, in our own words, as of its day.")
    ] = None
    date: Annotated[PartialDate, described("Local civil date on which it happened.")]
    time_utc: Annotated[TimeUtc | None, described("Moment it happened; orders events of one day.")] = None
    stage: Annotated[Annotated[str, term_of(EVENT_STAGE)], described("How far it had come by its earliest evidence.")]
    participants: Annotated[list[Participant], described("Who and what took part.")] = []
    jurisdictions: Annotated[list[CountryCode], described("Countries concerned, ISO 3166-1 alpha-2, or `EU`.")] = []
    topics: Annotated[list[Annotated[str, term_of(TOPIC)]], described("What it is about.")] = []
    sectors: Annotated[list[Annotated[str, term_of(SECTOR)]], described("Parts of the economy concerned.")] = []
    links: Annotated[list[EventLink], described("How it stands to other events.")] = []
    evidence: Annotated[list[Evidence], described("Sources.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the record came in.")] = "curated"
    distinct_from: Annotated[list[RecordId], described("Records it resembles and is not.", curation=True)] = []
    accept: Annotated[list[Accept], described("Warnings that may stand.", curation=True)] = []
    known_on: KnownOn


class Figure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The best figure of one metric, scope and basis among an event's claims, and the rule that chose it."""

    metric: Annotated[Annotated[str, term_of(METRIC)], described("What it measures.")]
    scope: Annotated[Annotated[str, term_of(SCOPE)] | None, described("What it takes in.")]
    basis: Annotated[Annotated[str, term_of(BASIS)] | None, described("What it rests on.")]
    value: Annotated[Value, described("The figure.")]
    claim: Annotated[ClaimId, described("The claim that states it.")]
    rule: Annotated[
        str, described("Why this one: `editor_preference`, `primary_source`, `latest_asserted` or `only_claim`.")
    ]


class EventAsKnown(Event, kw_only=True, forbid_unknown_fields=True):
    """An event as known on a day: parts known later are left out, and its state is the one of that day."""

    status: Annotated[Annotated[str, term_of(EVENT_STATUS)], described("State as known on the day.")]
    is_disputed: Annotated[bool, described("Whether a source or claim known on the day disputes it.")]
    decided_by: Annotated[
        list[RecordId], described("Records that decided the state, where others than the event itself.")
    ]
    figures: Annotated[list[Figure], described("Best figure of each metric that claims about the event give.")]
    evidence_later: Annotated[bool, described("True where all supporting evidence became known only later.")]
