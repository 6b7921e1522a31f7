"""The goals for the depth of the dataset: what is wanted, and where it falls short, why."""

from msgspec import Struct

from schemas.vocabulary.events import EVENT_CATEGORY

BASELINE = "2026.11.1"
"""Release over and above which the goals for curated records count."""

MET_SINCE = "2026.11.2"
"""Release from which on every goal is met that is not in `SHORT`; a test holds it to that."""

SHORT: dict[str, str] = {}
"""Goals that are not met, with the reason: evidence is never thinned to meet one."""

_YEARS = {"2019-2021": 70, "2022": 50, "2023": 120, "2024": 150, "2025": 200, "2026": 110}

_LARGE = ("funding", "deal", "regulation", "legal", "infrastructure", "release")
"""Categories of which more is wanted."""


class Goal(Struct, frozen=True):
    """One number that is wanted."""

    key: str
    """Names the goal, and its figure in `dataset/audit/reached.py`."""
    says: str
    wanted: float
    is_share: bool = False


GOALS = (
    Goal("events", "curated events", 700),
    Goal("claims", "curated claims", 1200),
    *(Goal(f"events_{years}", f"curated events of {years}", wanted) for years, wanted in _YEARS.items()),
    *(
        Goal(f"category_{term}", f"curated events of category {term}", 60 if term in _LARGE else 20)
        for term in EVENT_CATEGORY.terms
    ),
    Goal("elsewhere", "share of curated events not about US organisations", 0.3, is_share=True),
    Goal("languages", "languages of the sources of curated records", 6),
    Goal("ledger_due", "commitments, targets, guidance, obligations and forecasts with a due date", 260),
    Goal("ledger_resolved", "of these, resolved with evidence", 160),
    Goal("series", "lists declared complete, every item told or known to have no public statement", 4),
    Goal("conflicts", "pairs of conflicting or revised figures", 60),
    Goal("imported_events", "imported events", 2500),
    Goal("imported_claims", "imported claims", 4000),
)
"""Goals in the order in which they are told. Candidates count for none."""
