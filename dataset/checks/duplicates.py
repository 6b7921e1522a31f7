"""Events that may be one."""

import re
from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from itertools import combinations

from dataset.checks.findings import Findings
from schemas.event import Event

ALIKE = 0.5
"""Share of words that two titles have in common from which they are alike."""

NEAR = timedelta(days=3)
"""Days between two dates that may still be one."""

_SMALL = {
    "a",
    "an",
    "and",
    "as",
    "at",
    "by",
    "for",
    "from",
    "in",
    "into",
    "is",
    "its",
    "of",
    "on",
    "or",
    "over",
    "that",
    "the",
    "to",
    "with",
}


@lru_cache(maxsize=65536)
def _words(title: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", title.lower()) if word not in _SMALL}


def _alike(one: Event, other: Event) -> bool:
    mine, yours = _words(one.title), _words(other.title)
    return bool(mine and yours) and len(mine & yours) / len(mine | yours) >= ALIKE


def _near(one: Event, other: Event) -> bool:
    def before(first: Event, second: Event) -> bool:
        end, begin = first.date.latest, second.date.earliest
        return bool(end and begin and end + NEAR < begin)

    return not before(one, other) and not before(other, one)


def near_duplicates(findings: Findings) -> None:
    """No two events of one type and time share a participant and a title, unless said to be distinct."""
    together: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in findings.records.events.values():
        for participant in {one.entity for one in event.participants}:
            together[event.type, participant].append(event)
    seen: set[tuple[str, str]] = set()
    for events in together.values():
        for one, other in combinations(events, 2):
            if (one.id, other.id) in seen or one.id in other.distinct_from or other.id in one.distinct_from:
                continue
            if _near(one, other) and _alike(one, other):
                seen.add((one.id, other.id))
                findings.add(
                    "near_duplicate",
                    (other.id, "title"),
                    f"`{other.id}` resembles `{one.id}` ({findings.where(one.id)})",
                    f"make them one event, or write `distinct_from: [{one.id}]`",
                    nearest=one.id,
                    needs=[(event.id, key) for event in (one, other) for key in ("date", "type", "participants")],
                )
