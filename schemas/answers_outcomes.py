"""What became of a promise or claim, as a later day knows it: stands beside the row, never in its fields."""

from datetime import date
from typing import Annotated

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.derived import Slip
from schemas.ids import EventId
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary.claims import CLAIM_STATUS, OUTCOME


class OutcomeAt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of it, as known on the day that `outcomes_at` names."""

    as_of: Annotated[date, described("The day: `outcomes_at`.")]
    status: Annotated[Annotated[str, term_of(CLAIM_STATUS)], described("State as known on that day.")]
    outcome: Annotated[Annotated[str, term_of(OUTCOME)] | None, described("How it was settled by then.")]
    delivered_on: Annotated[PartialDate | None, described("When it was delivered, for `kept` and `late`.")]
    event: Annotated[EventId | None, described("The event that settled it.")]
    value: Annotated[Value | None, described("The figure that came about.")]
    slip: Annotated[
        Slip | None,
        described("Slip of a claim against its own due date; of a promise against its first due that is a date."),
    ]
