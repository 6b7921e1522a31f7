"""The goals for the depth of the dataset: what is wanted, and since which release it is had."""

from msgspec import Struct

from schemas.vocabulary.events import EVENT_CATEGORY

BASELINE = "2026.11.1"
"""Release over and above which the goals for curated records count."""


class Goal(Struct, frozen=True, kw_only=True):
    """One number that is wanted."""

    key: str
    """Names the goal and its figure in `dataset/audit/reached.py`."""
    says: str
    wanted: float
    is_share: bool = False
    met_since: str | None = None
    """First release in which it was met; from then on it stays met. Null while it falls short: docs/inclusion.md says why."""


_NEXT = "2026.11.2"

_YEARS = {"2019-2021": 70, "2022": 50, "2023": 120, "2024": 150, "2025": 200, "2026": 110}

_LARGE = ("funding", "deal", "regulation", "legal", "infrastructure", "release")
"""Categories of which more is wanted."""

_SHORT = {"series"}
"""Goals that are not met yet."""


def _goal(key: str, says: str, wanted: float, *, is_share: bool = False) -> Goal:
    return Goal(key=key, says=says, wanted=wanted, is_share=is_share, met_since=None if key in _SHORT else _NEXT)


GOALS = (
    _goal("events", "curated events", 700),
    _goal("claims", "curated claims", 1200),
    *(_goal(f"events_{years}", f"curated events of {years}", wanted) for years, wanted in _YEARS.items()),
    *(
        _goal(f"category_{term}", f"curated events of category {term}", 60 if term in _LARGE else 20)
        for term in EVENT_CATEGORY.terms
    ),
    _goal("elsewhere", "share of curated events not about US organisations", 0.3, is_share=True),
    _goal("languages", "languages of the sources of curated records", 6),
    _goal("ledger_due", "promises, obligations and forecasts with a due date", 260),
    _goal("ledger_resolved", "of these, resolved with evidence", 160),
    _goal("series", "systematic series complete", 4),
    _goal("conflicts", "pairs of conflicting figures or statements", 60),
    _goal("imported_events", "imported events", 2500),
    _goal("imported_claims", "imported claims", 4000),
)
"""Goals in the order in which they are told. Candidates count for none."""
