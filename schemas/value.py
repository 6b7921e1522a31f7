"""Value: a number with its bounds, unit and currency, as a claim states it."""

from typing import Annotated

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.ids import CurrencyCode
from schemas.vocabulary.claims import BOUND, VALUE_STATE
from schemas.vocabulary.metrics import UNIT


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number in the metric's base unit. `low ≤ best ≤ high`, each null where the source does not give it."""

    low: Annotated[float | None, described("Lowest it can be.")] = None
    best: Annotated[float | None, described("The figure itself, or the one a source prefers within its range.")] = None
    high: Annotated[float | None, described("Highest it can be.")] = None
    bound: Annotated[Annotated[str, term_of(BOUND)] | None, described("What the numbers say.")] = None
    unit: Annotated[
        Annotated[str, term_of(UNIT)] | None, described("Base unit; that of the metric where left out.")
    ] = None
    currency: Annotated[CurrencyCode | None, described("Currency of money, ISO 4217; never converted.")] = None
    raw: Annotated[str | None, described("The figure as the source writes it.", example="$60-65 billion")] = None
    state: Annotated[Annotated[str, term_of(VALUE_STATE)] | None, described("Why a number is missing.")] = None
