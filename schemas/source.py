"""Source: a page, document or post that was opened and read."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from schemas.annotations import described, term_of
from schemas.evidence import KnownOn
from schemas.ids import EntityId, LanguageCode, SourceId
from schemas.record import Versioned
from schemas.scalars import PartialDate
from schemas.vocabulary.entities import PUBLISHED_BASIS, SOURCE_KIND

Url = Annotated[str, Meta(pattern="^https?://[!-~]+$", max_length=2000)]
"""ASCII without spaces, as URLs are: anything else stands percent-encoded. (What `\\s` means differs between engines.)"""


class Source(Versioned, kw_only=True, forbid_unknown_fields=True):
    """A source, declared once and cited by id from any record. No text of it is stored."""

    id: Annotated[SourceId, described("Stable id.", derived=True, example="s_meta-results-2024-q4")]
    url: Annotated[
        Url | None, described("Canonical address, without tracking parameters; null only beside a citation.")
    ] = None
    citation: Annotated[str | None, described("How to cite it where it has no address of its own.")] = None
    archive_url: Annotated[Url | None, described("Address of an archived copy.")] = None
    title: Annotated[str | None, described("Title as published, shortened where long.")] = None
    publisher: Annotated[EntityId | None, described("Who published it.")] = None
    author: Annotated[EntityId | None, described("Who wrote it, where that person or body is an entity.")] = None
    language: Annotated[LanguageCode, described("Language it is written in, ISO 639-1.")]
    published: Annotated[PartialDate | None, described("When it was published.")] = None
    published_basis: Annotated[
        Annotated[str, term_of(PUBLISHED_BASIS)] | None, described("How the day of publication is known.")
    ] = None
    accessed: Annotated[date, described("Day on which it was opened and read.")]
    licence: Annotated[str | None, described("Licence under which its data may be reused, as an SPDX id.")] = None
    kind: Annotated[Annotated[str, term_of(SOURCE_KIND)], described("What sort of source it is.")]
    known_on: KnownOn
