"""Rows that compare and count: scorecards, series of figures, contradictions, activity."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.derived import Interval
from schemas.evidence import KnownOn
from schemas.ids import ClaimId, EntityId, SubjectId
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary.claims import CLAIM_KIND, TIER
from schemas.vocabulary.events import EVENT_CATEGORY
from schemas.vocabulary.metrics import BASIS, METRIC, SCOPE

LEAST_N = 5
"""Fewest cases from which a figure of a scorecard is made."""


class Scorecard(Interval, kw_only=True, forbid_unknown_fields=True):
    """Promises and forecasts of an obligor, a speaker or on a topic, counted as known in an interval.

    The ledger is selected, not sampled: it holds what its curators and sources took up, so that nothing here ranks anybody.
    """

    view: Annotated[Literal["obligor", "speaker", "topic"], described("What is counted by.")]
    key: Annotated[str, described("The entity or topic.")]
    promises: Annotated[int, described("Promises, each chain of revisions once.", unit="count")]
    open: Annotated[int, described("Neither settled nor past their due date.", unit="count")]
    overdue: Annotated[int, described("Past their due date and not settled.", unit="count")]
    kept: Annotated[int, described("Done in time by the last claim of the chain.", unit="count")]
    late: Annotated[int, described("Done after the due date of the last claim of the chain.", unit="count")]
    partial: Annotated[int, described("Done in part.", unit="count")]
    broken: Annotated[int, described("Not done, and settled.", unit="count")]
    resolved_value: Annotated[int, described("Settled by a figure.", unit="count")]
    withdrawn: Annotated[int, described("Taken back.", unit="count")]
    void: Annotated[int, described("Their condition failed.", unit="count")]
    unresolvable: Annotated[int, described("Cannot be settled.", unit="count")]
    slip_n: Annotated[int, described("Promises with a slip, overdue ones among them.", unit="count")]
    slip_at_least_n: Annotated[
        int, described("Those among them that are overdue: their slip is at least so many days.", unit="count")
    ]
    slip_days_low_median: Annotated[
        float | None,
        described(
            "Median of the lowest slip, overdue ones from their deadline to `as_of_from`; null where fewer than 5.",
            unit="days",
        ),
    ]
    slip_days_high_median: Annotated[
        float | None,
        described(
            "Median of the highest slip; null where fewer than 5, or where it falls on one with no upper bound.",
            unit="days",
        ),
    ]
    forecasts_true: Annotated[int, described("Forecasts that came true.", unit="count")]
    forecasts_false: Annotated[int, described("Forecasts that did not.", unit="count")]
    brier_n: Annotated[int, described("Settled forecasts that gave a probability.", unit="count")]
    brier_score: Annotated[
        float | None,
        described("Mean squared difference of the probability and 1 or 0; null where fewer than 5.", unit="score"),
    ]


class MetricPoint(Struct, kw_only=True, forbid_unknown_fields=True):
    """One claimed value of one metric, scope and basis of one subject, with who said it and when it was known."""

    claim: Annotated[ClaimId, described("The claim.")]
    subject: Annotated[SubjectId, described("What it is about.")]
    metric: Annotated[Annotated[str, term_of(METRIC)], described("What it measures.")]
    scope: Annotated[Annotated[str, term_of(SCOPE)] | None, described("What it takes in.")]
    basis: Annotated[Annotated[str, term_of(BASIS)] | None, described("What it rests on.")]
    period: Annotated[PartialDate | None, described("Time it is for; null where it is for the moment it was said.")]
    kind: Annotated[Annotated[str, term_of(CLAIM_KIND)], described("What sort of statement it is.")]
    speakers: Annotated[list[EntityId], described("Who said it.")]
    attribution: Annotated[str | None, described("Chain of attribution, where the speaker is not named.")]
    value: Annotated[Value, described("The figure.")]
    asserted: Annotated[PartialDate, described("When it was said.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the record came in.")]
    known_on: KnownOn


class Contradiction(Struct, kw_only=True, forbid_unknown_fields=True):
    """Two claims that cannot both be right, or that are linked as contradicting each other."""

    claim: Annotated[ClaimId, described("The claim whose id sorts first.")]
    other: Annotated[ClaimId, described("The other claim.")]
    rule: Annotated[Literal["figures", "link"], described("Found by their figures, or linked by a curator.")]
    certainty: Annotated[
        Literal["certain", "possible"], described("`possible` where a scope is not stated or differs.")
    ]
    subject: Annotated[SubjectId | None, described("What they are about, where both are about one.")]
    metric: Annotated[Annotated[str, term_of(METRIC)] | None, described("What both measure.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("The weaker tier of the two.")]
    known_on: KnownOn


class EntityActivity(Interval, kw_only=True, forbid_unknown_fields=True):
    """Events of one category in which an entity took part in a month, counted as known in an interval."""

    entity: Annotated[EntityId, described("The entity.")]
    month: Annotated[date | None, described("First day of the month; null for events whose date spans more than one.")]
    category: Annotated[Annotated[str, term_of(EVENT_CATEGORY)], described("Category of the events.")]
    events: Annotated[int, described("Number of events.", unit="count")]
