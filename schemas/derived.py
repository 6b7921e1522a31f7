"""Derived rows that can change with time: each holds for `[as_of_from, as_of_to)`."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.claim import Due
from schemas.ids import ClaimId, EntityId, EventId, RecordId, SubjectId
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary.claims import CLAIM_KIND, CLAIM_STATUS, OUTCOME, TIER
from schemas.vocabulary.entities import TOPIC
from schemas.vocabulary.events import EVENT_STATUS
from schemas.vocabulary.metrics import BASIS, METRIC, SCOPE


class Interval(Struct, kw_only=True, forbid_unknown_fields=True):
    """Days on which a derived row holds."""

    as_of_from: Annotated[date, described("First UTC day on which the row holds.")]
    as_of_to: Annotated[date | None, described("First UTC day on which it holds no more; null for the last row.")] = (
        None
    )


class EventStatus(Interval, kw_only=True, forbid_unknown_fields=True):
    """The state of an event as known in an interval."""

    event: Annotated[EventId, described("The event.")]
    status: Annotated[Annotated[str, term_of(EVENT_STATUS)], described("Its state.")]
    is_disputed: Annotated[bool, described("Whether a source or a denial known by then disputes it.")]
    decided_by: Annotated[list[RecordId], described("Records that decided the state, where others than the event.")]


class ClaimStatus(Interval, kw_only=True, forbid_unknown_fields=True):
    """The state of a claim as known in an interval."""

    claim: Annotated[ClaimId, described("The claim.")]
    status: Annotated[Annotated[str, term_of(CLAIM_STATUS)], described("Its state.")]
    is_disputed: Annotated[bool, described("Whether a source or a claim known by then disputes it.")]
    decided_by: Annotated[list[RecordId], described("Records that decided the state, where others than the claim.")]


Position = Literal["below", "within", "above"]


class Slip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How late the delivery came against one due date. Positive days are late, negative ones early."""

    claim: Annotated[ClaimId, described("The claim that set the due date.")]
    due: Annotated[PartialDate, described("The due date.")]
    slip_days_low: Annotated[
        int | None,
        described("Earliest delivery less the last day of the due date; null where the earliest is open.", unit="days"),
    ]
    slip_days_high: Annotated[
        int | None,
        described(
            "Latest delivery less the first day of the due date (its last day for `by`); null where open.", unit="days"
        ),
    ]
    verdict: Annotated[
        Literal["kept", "late", "undetermined"],
        described("Kept if surely by the last day, late if surely after it."),
    ]


class Promise(Interval, kw_only=True, forbid_unknown_fields=True):
    """A commitment, target, guidance or obligation followed through its revisions, as known in an interval."""

    id: Annotated[
        ClaimId,
        described("First claim of the chain, which names the promise.", example="c_openai-open-model-coming-months"),
    ]
    kind: Annotated[Annotated[str, term_of(CLAIM_KIND)], described("Kind of the first claim.")]
    statement: Annotated[str, described("Statement of the first claim.")]
    obligors: Annotated[list[EntityId], described("Who owes it.")]
    speakers: Annotated[list[EntityId], described("Who spoke any claim of the chain.")]
    subject: Annotated[SubjectId | None, described("What the first claim is about.")]
    topics: Annotated[list[Annotated[str, term_of(TOPIC)]], described("Topics of any claim of the chain.")]
    metric: Annotated[Annotated[str, term_of(METRIC)] | None, described("What its figure measures.")]
    scope: Annotated[Annotated[str, term_of(SCOPE)] | None, described("What its figure takes in.")]
    basis: Annotated[Annotated[str, term_of(BASIS)] | None, described("What its figure rests on.")]
    period: Annotated[PartialDate | None, described("Time its figure is for.")]
    asserted: Annotated[PartialDate, described("When the first claim was made.")]
    chain: Annotated[list[ClaimId], described("All claims of the chain known by then, first to last.")]
    revisions: Annotated[int, described("How often it was revised.", unit="count")]
    current_claim: Annotated[ClaimId, described("Last claim of the chain.")]
    original_due: Annotated[Due | None, described("Due date of the first claim.")]
    current_due: Annotated[Due | None, described("Due date of the last claim.")]
    original_value: Annotated[Value | None, described("Figure of the first claim.")]
    current_value: Annotated[Value | None, described("Figure of the last claim.")]
    status: Annotated[Annotated[str, term_of(CLAIM_STATUS)], described("State of the last claim.")]
    is_disputed: Annotated[bool, described("Whether the last claim is disputed.")]
    outcome: Annotated[Annotated[str, term_of(OUTCOME)] | None, described("How it was settled.")]
    delivered_on: Annotated[PartialDate | None, described("When it was delivered, for `kept` and `late`.")]
    outcome_event: Annotated[EventId | None, described("The event that settled it.")]
    outcome_value: Annotated[Value | None, described("The figure that came about.")]
    outcome_against_original: Annotated[
        Position | None, described("Where that figure lies beside the first claim's low and high.")
    ]
    outcome_against_current: Annotated[
        Position | None, described("Where that figure lies beside the last claim's low and high.")
    ]
    slips: Annotated[list[Slip], described("Slip against each due date of the chain that is a date.")]
    slip: Annotated[Slip | None, described("Slip against the first due date that is a date.")]
    slipped: Annotated[bool, described("Whether that slip is late.")]
    tier: Annotated[Annotated[str, term_of(TIER)], described("The weakest tier among the claims of the chain.")]
