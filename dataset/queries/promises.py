"""Promises: commitments, targets, guidance and obligations followed through their revisions; what can be asked of them."""

from datetime import date

from dataset.queries.answered import answered
from dataset.queries.as_of import intervals_as_known
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from dataset.queries.outcomes import OUTCOME, promise_outcomes
from dataset.queries.sql import Bound
from dataset.store.store import Store
from schemas.answers_outcomes import OutcomeAt
from schemas.derived import Promise


def promise_of(store: Store, claim: str, known_at: date) -> str | None:
    """The promise in whose chain a claim stands, as known on a day."""
    bound = Bound(known_at)
    chains = intervals_as_known("promises").select(("id", "chain"))
    rows = store.rows(f"SELECT k.id FROM ({chains}) k WHERE list_contains(k.chain, {bound.bind(claim)})", bound.values)
    return rows[0]["id"] if rows else None


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
        "original_value.low",
        "original_value.best",
        "original_value.high",
        "current_value",
        "current_value.currency",
        "current_value.unit",
        "current_value.low",
        "current_value.best",
        "current_value.high",
        "outcome_value",
        "outcome_value.currency",
        "outcome_value.unit",
        "original_due.kind",
        "current_due.kind",
        "statement",
        "outcome",
        "delivered_on",
        "outcome_event",
        "outcome_against_original",
        "outcome_against_current",
        "slips",
        "slips.claim",
        "slips.due",
        "slips.slip_days_low",
        "slips.slip_days_high",
        "slips.verdict",
        "slip.slip_days_low",
        "slip.slip_days_high",
        "slip.verdict",
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
    row_of=promise_of,
    outcomes=promise_outcomes,
)
