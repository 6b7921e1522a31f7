"""Promises: commitments, targets, guidance and obligations followed through their revisions; what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import intervals_as_known
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from dataset.queries.outcomes import OUTCOME, promise_outcomes
from schemas.answers_outcomes import OutcomeAt
from schemas.derived import Promise

PROMISES = Collection(
    name="promises",
    kind="promise",
    id_kind="claim",
    row=answered("Promise", Promise, without=("as_of_to",), also={OUTCOME: OutcomeAt}),
    as_known=intervals_as_known("promises"),
    fields=declare_all(
        Promise,
        "id",
        "kind",
        "status",
        "slipped",
        "is_disputed",
        "obligors",
        "speakers",
        "subject",
        "topics",
        "metric",
        "scope",
        "basis",
        "period",
        "asserted",
        "chain",
        "revisions",
        "current_claim",
        "original_value",
        "original_value.currency",
        "original_value.unit",
        "current_value",
        "current_value.currency",
        "current_value.unit",
        "outcome",
        "delivered_on",
        "outcome_event",
        "outcome_against_original",
        "outcome_against_current",
        "slips",
        "slip.slip_days_low",
        "slip.slip_days_high",
        "slip.verdict",
        "tier",
        "tier",
        original_due="original_due.date",
        current_due="current_due.date",
    ),
    default_sort="-asserted",
    includes={
        "claims": "Claims of the chain.",
        "entities": "Who owes and spoke it, and what it is about.",
        "events": "The event that settled it, and the event it is about.",
        "evidence": "Sources of the chain's claims, under `sources`.",
    },
    tiered=True,
    outcomes=promise_outcomes,
)
