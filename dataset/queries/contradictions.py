"""Contradictions: pairs of claims that cannot both be right; what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from schemas.answers_analysis import ContradictionAsKnown

CONTRADICTIONS = Collection(
    name="contradictions",
    kind="contradiction",
    id_kind="contradiction",
    row=answered("Contradiction", ContradictionAsKnown),
    as_known=(
        "SELECT c.*, c.claim || '~' || c.other AS id, [c.claim, c.other] AS claims "
        "FROM contradictions c WHERE c.known_on <= $known_at"
    ),
    fields=declare_all(
        ContradictionAsKnown,
        "id",
        "claims",
        "claim",
        "other",
        "rule",
        "certainty",
        "subject",
        "metric",
        "tier",
        "known_on",
    ),
    default_sort="-known_on",
    includes={
        "claims": "Both claims.",
        "entities": "What they are about, where that is an entity.",
        "events": "What they are about, where that is an event.",
    },
    tiered=True,
    needs=("contradictions",),
)
