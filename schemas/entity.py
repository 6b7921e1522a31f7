"""Entity: an organisation, person, model, product, law or other thing that records name."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.evidence import Accept, Anchor, KnownOn
from schemas.ids import CountryCode, EntityId
from schemas.record import Versioned
from schemas.scalars import PartialDate
from schemas.vocabulary.entities import ENTITY_KIND, ENTITY_RELATION


class ExternalIds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ids of the entity elsewhere, as read in a source."""

    wikidata: Annotated[Annotated[str, Meta(pattern="^Q[0-9]+$")] | None, described("Wikidata item.")] = None
    cik: Annotated[
        Annotated[str, Meta(pattern="^[0-9]{10}$")] | None, described("SEC Central Index Key, ten digits.")
    ] = None
    lei: Annotated[Annotated[str, Meta(pattern="^[A-Z0-9]{20}$")] | None, described("Legal Entity Identifier.")] = None
    ticker: Annotated[str | None, described("Exchange and symbol.", example="NASDAQ:META")] = None
    docket: Annotated[str | None, described("Number of a court case.")] = None
    huggingface: Annotated[str | None, described("Name on Hugging Face.", example="openai/gpt-oss-120b")] = None
    github: Annotated[str | None, described("Name on GitHub.")] = None
    domain: Annotated[str | None, described("Main web domain.", example="openai.com")] = None


class Alias(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another name, with the time from which it was in use where that matters."""

    name: Annotated[str, described("The name.")]
    since: Annotated[Anchor | None, described("From when; left out where it holds as long as the entity is known.")] = (
        None
    )
    known_on: KnownOn


class Relation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the entity stands to another, from a start to an end."""

    relation: Annotated[Annotated[str, term_of(ENTITY_RELATION)], described("The relation.")]
    target: Annotated[EntityId, described("The other entity.")]
    role: Annotated[str | None, described("Role held, for a person.", example="chief executive")] = None
    start: Annotated[Anchor, described("When it began, with what shows it.")]
    end: Annotated[Anchor | None, described("When it ended, with what shows it; null where no end is known.")] = None
    known_on: KnownOn


class Entity(Versioned, kw_only=True, forbid_unknown_fields=True):
    """Something that records name. It shows once a visible record names it."""

    id: Annotated[EntityId, described("Stable id.", derived=True, example="n_openai")]
    kind: Annotated[Annotated[str, term_of(ENTITY_KIND)], described("What sort of thing it is.")]
    name: Annotated[str, described("Usual name.")]
    aliases: Annotated[list[Alias], described("Other names.")] = []
    external_ids: Annotated[ExternalIds | None, described("Ids elsewhere.")] = None
    country: Annotated[
        CountryCode | None, described("Country of seat or making, ISO 3166-1 alpha-2; `EU` for the Union.")
    ] = None
    founded: Annotated[PartialDate | None, described("When it was founded, born as a project, or first made.")] = None
    description: Annotated[str | None, described("What it is, in our own words; never tells an outcome.")] = None
    relations: Annotated[list[Relation], described("How it stands to other entities.")] = []
    accept: Annotated[list[Accept], described("Warnings that may stand.", curation=True)] = []
    known_on: KnownOn
