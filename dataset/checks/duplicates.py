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

_WORD = re.compile(r"\b(?!(?:a|an|and|as|at|by|for|from|in|into|is|its|of|on|or|over|that|the|to|with)\b)[a-z0-9]+")
"""Words that tell titles apart."""


@lru_cache(maxsize=65536)
def _words(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title.lower()))


def _likeness(one: Event, other: Event) -> float:
    """Share of the words of two titles that stand in both."""
    mine, yours = _words(one.title), _words(other.title)
    return len(mine & yours) / max(len(mine | yours), 1)


def _near(one: Event, other: Event) -> bool:
    def before(first: Event, second: Event) -> bool:
        end, begin = first.date.latest, second.date.earliest
        return bool(end and begin and end + NEAR < begin)

    return not before(one, other) and not before(other, one)


def near_duplicates(findings: Findings) -> None:
    """No two events of one type and time share a participant and a title, unless said to be distinct.

    Two events of one importer are told apart by the keys of their rows upstream, and are not compared.
    """
    together: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in findings.records.events.values():
        for participant in {one.entity for one in event.participants}:
            together[event.type, participant].append(event)
    resembled: dict[str, dict[str, float]] = defaultdict(dict)
    for events in together.values():
        for one, other in combinations(events, 2):
            if findings.of_one_importer(one.id, other.id):
                continue
            if one.id in other.distinct_from or other.id in one.distinct_from or not _near(one, other):
                continue
            likeness = _likeness(one, other)
            if likeness >= ALIKE:
                resembled[other.id][one.id] = likeness
    for record, others in resembled.items():
        told = [f"`{other}` ({findings.where(other)})" for other in others]
        findings.add(
            "near_duplicate",
            (record, "title"),
            f"`{record}` resembles {', '.join(told)}",
            f"make them one event, or write `distinct_from: [{', '.join(others)}]`",
            nearest=max(others, key=lambda other: others[other]),
            needs=[(one, key) for one in (record, *others) for key in ("date", "type", "participants")],
        )
