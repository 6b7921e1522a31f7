"""What a search and a resolution of names answer."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.evidence import KnownOn
from schemas.ids import AnyId, CountryCode, EntityId
from schemas.scalars import PartialDate
from schemas.vocabulary.entities import ENTITY_KIND

SearchedKind = Literal["events", "claims", "entities", "sources"]
"""Collections that are searched."""


class Fragment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in which something matched, or the part of it that did."""

    field: Annotated[
        str,
        described(
            "Field of the record that holds the text; `entities` for a name of somebody it names: participant, "
            "speaker, obligor, subject, publisher or author.",
            example="statement",
        ),
    ]
    html: Annotated[
        str,
        described("The text as HTML: matches in `<mark>`, all else escaped.", example="a <mark>postponed</mark> model"),
    ]


class Hit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that was found."""

    kind: Annotated[SearchedKind, described("Collection that holds the record, as it stands in paths.")]
    id: Annotated[AnyId, described("Its id.", example="e_openai-open-model-postponed")]
    label: Annotated[
        str,
        described("An event's title, a claim's statement, an entity's name; a source's title, citation or address."),
    ]
    type: Annotated[str, described("An event's type, else the record's own kind.", example="postponement")]
    date: Annotated[
        PartialDate | None,
        described("When the event happened, the claim was made or the source was published; null for entities."),
    ]
    score: Annotated[
        int,
        described(
            "Rank: for each word found the weight of the best field that holds it, and 1000 more for an entity of "
            "exactly that name or alias. It rests on this record alone, as known on the day."
        ),
    ]
    is_exact: Annotated[bool, described("Whether the whole question is a name or alias of this entity.")]
    fragments: Annotated[list[Fragment], described("Where it matched, the weightiest field first.")]
    known_on: KnownOn


class FacetCount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Number of hits that have a value."""

    value: Annotated[str, described("The value, as the filter of the facet's name takes it.")]
    count: Annotated[int, described("Hits on all pages that have it.", unit="count")]


class Facets(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hits on all pages, counted by what they are; the commonest value first, equally common ones in their own order."""

    kind: Annotated[list[FacetCount], described("By collection.")]
    category: Annotated[list[FacetCount], described("Events by category.")]
    type: Annotated[list[FacetCount], described("Events by type.")]
    claim_kind: Annotated[list[FacetCount], described("Claims by kind.")]
    entity_kind: Annotated[list[FacetCount], described("Entities by kind.")]
    source_kind: Annotated[list[FacetCount], described("Sources by kind.")]
    year: Annotated[
        list[FacetCount], described("By the year of `date`; hits whose date may lie in several years are left out.")
    ]
    topics: Annotated[list[FacetCount], described("Events and claims by topic; one may have several.")]


class NameMatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entity that a name may mean."""

    id: Annotated[EntityId, described("The entity.", example="n_openai")]
    kind: Annotated[Annotated[str, term_of(ENTITY_KIND)], described("What sort of thing it is.")]
    name: Annotated[str, described("Its usual name.")]
    country: Annotated[CountryCode | None, described("Country of seat or making.")]
    score: Annotated[
        Annotated[float, Meta(ge=0, le=1)],
        described("How well it fits: 1 for the same characters, 0.95 and 0.9 as `rule` says, less for a likeness."),
    ]
    matched_name: Annotated[str, described("The name or alias that fits best.")]
    matched_field: Annotated[Literal["name", "aliases"], described("Whether that is its name or an alias.")]
    rule: Annotated[
        Literal["same", "folded", "legal_form", "similar"],
        described(
            "`same`: the same characters. `folded`: the same but for accents, case, spaces and punctuation. "
            "`legal_form`: the same but for `Inc`, `Ltd`, `the` and such. `similar`: it shares words or letters."
        ),
    ]
    known_on: Annotated[date, described("First UTC day on which the world could know the entity.")]
