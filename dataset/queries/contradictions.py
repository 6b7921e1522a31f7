"""Contradictions: pairs of claims that cannot both be right; what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import records_as_known
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from schemas.answers_analysis import ContradictionAsKnown

CONTRADICTIONS = Collection(
    name="contradictions",
    kind="contradiction",
    id_kind="contradiction",
    row=answered("Contradiction", ContradictionAsKnown),
    as_known=records_as_known("contradictions").adding(id="r.claim || '~' || r.other", claims="[r.claim, r.other]"),
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
