"""How much the dataset holds, and what that does not say."""

from datetime import date
from typing import Annotated

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.complete_list import CompleteList
from schemas.ids import CountryCode
from schemas.vocabulary.claims import CLAIM_KIND, TIER
from schemas.vocabulary.entities import SOURCE_KIND
from schemas.vocabulary.events import EVENT_CATEGORY


class EventCell(Struct, frozen=True, kw_only=True):
    """Events of one year, category, tier and country."""

    year: Annotated[int | None, described("Year in which they surely lie; null where their date spans several.")]
    category: Annotated[Annotated[str, term_of(EVENT_CATEGORY)], described("Category.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the records came in.")]
    country: Annotated[
        CountryCode | None,
        described("A jurisdiction concerned; null where none is named. An event counts once for each of its own."),
    ]
    events: Annotated[int, described("Events known.", unit="count")]


class ClaimCell(Struct, frozen=True, kw_only=True):
    """Claims of one year, kind and tier."""

    year: Annotated[int | None, described("Year in which they were surely said; null where the date spans several.")]
    kind: Annotated[Annotated[str, term_of(CLAIM_KIND)], described("Kind.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the records came in.")]
    claims: Annotated[int, described("Claims known.", unit="count")]


class SourceCell(Struct, frozen=True, kw_only=True):
    """Sources of one kind."""

    kind: Annotated[Annotated[str, term_of(SOURCE_KIND)], described("Kind.")]
    sources: Annotated[int, described("Sources known.", unit="count")]


class Totals(Struct, frozen=True, kw_only=True):
    """Records known on the day, whatever their tier."""

    events: Annotated[int, described("Events.", unit="count")]
    claims: Annotated[int, described("Claims.", unit="count")]
    entities: Annotated[int, described("Entities.", unit="count")]
    sources: Annotated[int, described("Sources.", unit="count")]
    promises: Annotated[int, described("Promises, each chain of revisions once.", unit="count")]


class Coverage(Struct, frozen=True, kw_only=True):
    """What the dataset holds as known on a day."""

    totals: Annotated[Totals, described("How many records.")]
    first_date: Annotated[date | None, described("First day that any event or claim can lie on.")]
    last_date: Annotated[date | None, described("Last day that any event or claim can lie on.")]
    events: Annotated[list[EventCell], described("Events by year, category, tier and country.")]
    claims: Annotated[list[ClaimCell], described("Claims by year, kind and tier.")]
    sources: Annotated[list[SourceCell], described("Sources by kind.")]
    empty_categories: Annotated[
        list[Annotated[str, term_of(EVENT_CATEGORY)]], described("Categories of which no event is known.")
    ]
    single_sourced: Annotated[
        float | None,
        described("Share of events and claims with one supporting source known; null without records.", unit="ratio"),
    ]
    complete_lists: Annotated[
        list[CompleteList],
        described(
            "Lists that are declared complete, with the items and records known; none in releases of a schema before 1.2.0."
        ),
    ]
    statement: Annotated[list[str], described("What these counts say of completeness, in sentences.")]
