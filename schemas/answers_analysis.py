"""Scorecards and contradictions as they are answered: the rows of their tables with an id of their own."""

from typing import Annotated

from msgspec import Meta

from schemas.analysis import Contradiction, Scorecard
from schemas.annotations import described
from schemas.ids import ClaimId, EntityId

_JOINED = Meta(pattern=r"^[a-z][a-z0-9_-]*~[a-z][a-z0-9_-]*$", max_length=250)
"""Two names joined by a tilde, which stands in no id."""


class ScorecardAsKnown(Scorecard, kw_only=True, forbid_unknown_fields=True):
    """Promises and forecasts of an obligor, a speaker or on a topic, counted as known on a day.

    The ledger is selected, not sampled: it holds what its curators and sources took up, so that nothing here ranks anybody.
    """

    id: Annotated[Annotated[str, _JOINED], described("View and key.", example="obligor~n_openai")]
    entity: Annotated[EntityId | None, described("The key, where it is an entity.")]


class ContradictionAsKnown(Contradiction, kw_only=True, forbid_unknown_fields=True):
    """Two claims that cannot both be right, or that are linked as contradicting each other."""

    id: Annotated[Annotated[str, _JOINED], described("The two claims, in the order of their ids.")]
    claims: Annotated[list[ClaimId], described("Both, so that either is found by one filter.")]
