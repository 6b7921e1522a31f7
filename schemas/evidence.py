"""Evidence: what joins a record, or a part of one, to a source."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.ids import EventId, SourceId
from schemas.scalars import PartialDate
from schemas.vocabulary.claims import STANCE

KnownOn = Annotated[
    date, described("First UTC day on which the world could know it, inclusive; filtered by `known_at`.", derived=True)
]


class Says(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source gives differently from the record, so that conflicts stay side by side."""

    field: Annotated[str, described("Field of the record, dotted for a part of one.", example="date")]
    value: Annotated[str | None, described("What the source gives instead; null where it is silent on the field.")] = (
        None
    )


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source for a record, a resolution, a condition or the end of a relation."""

    source: Annotated[SourceId, described("The source.")]
    stance: Annotated[Annotated[str, term_of(STANCE)], described("What the source does for the record.")] = "supports"
    locator: Annotated[str | None, described("Where in the source: a heading, page, paragraph or row.")] = None
    says: Annotated[list[Says], described("What this source gives differently.")] = []
    url: Annotated[
        str | None,
        described("Address of the source, repeated here so that a statement is one step from it.", derived=True),
    ]
    known_on: KnownOn


class Anchor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point in time with what shows it: an event, or evidence of its own."""

    date: Annotated[PartialDate | None, described("When; null where not known.")] = None
    event: Annotated[EventId | None, described("The event that shows it.")] = None
    evidence: Annotated[list[Evidence], described("Evidence, where no event shows it.")] = []
    known_on: KnownOn


class Accept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A warning of the checks that a curator has looked at and lets stand."""

    check: Annotated[str, described("Code of the warning.", example="no_primary_source")]
    reason: Annotated[Annotated[str, Meta(min_length=10)], described("Why it may stand.")]
