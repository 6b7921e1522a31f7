"""Ids of the four record kinds, and of the other things that are named."""

from typing import Annotated

from msgspec import Meta

from schemas.annotations import id_of

EventId = Annotated[str, id_of("event")]
ClaimId = Annotated[str, id_of("claim")]
EntityId = Annotated[str, id_of("entity")]
SourceId = Annotated[str, id_of("source")]
RecordId = Annotated[str, id_of("event", "claim")]
SubjectId = Annotated[str, id_of("entity", "event")]
AnyId = Annotated[str, id_of("event", "claim", "entity", "source")]

CountryCode = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2; `EU` stands for the European Union."""

LanguageCode = Annotated[str, Meta(pattern="^[a-z]{2}$")]
"""ISO 639-1."""

CurrencyCode = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
"""ISO 4217."""

ReleaseVersion = Annotated[str, Meta(pattern=r"^[0-9]{4}\.(0[1-9]|1[0-2])\.(0|[1-9][0-9]*)$", max_length=20)]
"""CalVer `YYYY.MM.N`, compared numerically."""
