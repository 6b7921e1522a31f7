"""Scorecards: what became of promises and forecasts, counted; what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import intervals_as_known
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from schemas.analysis import LEAST_N, Scorecard
from schemas.answers_analysis import ScorecardAsKnown
from schemas.walk import field_names

NOTE = (
    "The ledger is selected, not sampled: it holds what its curators and sources took up. Counts tell what became of the "
    "promises recorded, not how anybody keeps promises in general, and nothing here ranks anybody. No median or score is "
    f"made from fewer than {LEAST_N} cases."
)
"""What has to be said beside every scorecard."""

_COUNTS = [name for name in field_names(Scorecard) if name not in ("view", "key", "as_of_from", "as_of_to")]

SCORECARDS = Collection(
    name="scorecards",
    kind="scorecard",
    id_kind="scorecard",
    row=answered("Scorecard", ScorecardAsKnown, without=("as_of_to",)),
    as_known=intervals_as_known("scorecards").adding(
        id="s.view || '~' || s.key", entity="CASE WHEN s.view <> 'topic' THEN s.key END"
    ),
    fields=declare_all(ScorecardAsKnown, "id", "view", "key", "entity", *_COUNTS, "as_of_from"),
    default_sort="id",
    includes={"entities": "The obligor or speaker."},
    needs=("scorecards",),
)
