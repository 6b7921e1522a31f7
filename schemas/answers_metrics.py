"""Metrics with what is known of them, and series of their figures, as they are answered."""

from datetime import date
from typing import Annotated

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.evidence import KnownOn
from schemas.ids import ClaimId, CurrencyCode, EntityId, SubjectId
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary.claims import CLAIM_KIND, CLAIM_STATUS, TIER
from schemas.vocabulary.metrics import BASIS, METRIC, SCOPE, UNIT


class SeriesKey(Struct, frozen=True, kw_only=True):
    """What figures have to share to be compared."""

    scope: Annotated[Annotated[str, term_of(SCOPE)] | None, described("What the figures take in.")]
    basis: Annotated[Annotated[str, term_of(BASIS)] | None, described("What they rest on; null where not stated.")]
    currency: Annotated[CurrencyCode | None, described("Currency of money; null for other units.")]


class Combination(SeriesKey, frozen=True, kw_only=True):
    """A scope, basis and currency in which figures of a metric are known."""

    points: Annotated[int, described("Figures known.", unit="count")]


class MetricKnown(Struct, frozen=True, kw_only=True):
    """A metric of the vocabulary, with how much is known of it."""

    name: Annotated[Annotated[str, term_of(METRIC)], described("The metric.")]
    definition: Annotated[str, described("What it means.")]
    unit: Annotated[Annotated[str, term_of(UNIT)] | None, described("Base unit in which its values stand.")]
    bases: Annotated[list[Annotated[str, term_of(BASIS)]], described("Values of `basis` that fit it.")]
    scopes: Annotated[list[Annotated[str, term_of(SCOPE)]], described("Values of `scope` that fit it.")]
    points: Annotated[int, described("Figures known, without candidates.", unit="count")]
    subjects: Annotated[int, described("Entities and events that they are about.", unit="count")]
    first_known_on: Annotated[date | None, described("When the first of them was known; null where there is none.")]
    combinations: Annotated[list[Combination], described("How many figures each scope, basis and currency has.")]


class SeriesPoint(Struct, frozen=True, kw_only=True):
    """A figure as somebody claimed it."""

    claim: Annotated[ClaimId, described("The claim.")]
    period: Annotated[PartialDate | None, described("Time it is for; null where it is for the moment it was said.")]
    kind: Annotated[Annotated[str, term_of(CLAIM_KIND)], described("What sort of statement it is.")]
    speakers: Annotated[list[EntityId], described("Who said it.")]
    attribution: Annotated[str | None, described("Chain of attribution, where the speaker is not named.")]
    value: Annotated[Value, described("The figure, with its low, best and high.")]
    asserted: Annotated[PartialDate, described("When it was said.")]
    status: Annotated[Annotated[str, term_of(CLAIM_STATUS)], described("State of the claim as known on the day.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the record came in.")]
    contradicts: Annotated[list[ClaimId], described("Claims known by then that cannot be right beside it.")]
    known_on: KnownOn


class Series(SeriesKey, frozen=True, kw_only=True):
    """Figures of one subject that can be compared: of one metric, scope, basis and currency."""

    subject: Annotated[SubjectId, described("What they are about.")]
    metric: Annotated[Annotated[str, term_of(METRIC)], described("What they measure.")]
    unit: Annotated[Annotated[str, term_of(UNIT)] | None, described("Base unit of the values.")]
    points: Annotated[
        list[SeriesPoint], described("The figures by the time they are for, then by when they were known.")
    ]
