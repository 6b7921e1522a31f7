"""Fragments of texts with what matches marked, safe to put into a page."""

import html
from collections.abc import Sequence

from dataset.search.analysis import Word, composed, words
from dataset.search.asked import Term

LENGTH = 240
"""Characters of a fragment, about."""


def marked(text: str, terms: Sequence[Term]) -> str | None:
    """The text, or a part of it around the first matches, as HTML: matches in `<mark>`, all else escaped; null where
    nothing matches."""
    text = composed(text)
    found = words(text)
    spans = _spans(found, terms)
    if not spans:
        return None
    start, end = _window(text, found, spans)
    parts = ["… " if start > 0 else ""]
    place = start
    for first, last in spans:
        if first >= start and last <= end:
            parts += [html.escape(text[place:first]), "<mark>", html.escape(text[first:last]), "</mark>"]
            place = last
    parts += [html.escape(text[place:end]), " …" if end < len(text) else ""]
    return "".join(parts)


def _spans(found: list[Word], terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Characters that match, first to last; what overlaps is one."""
    here = [word.text for word in found]
    raw = sorted(
        (found[place].start, found[place + len(term.words) - 1].end)
        for place in range(len(here))
        for term in terms
        if term.matches(here, place)
    )
    spans: list[tuple[int, int]] = []
    for first, last in raw:
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


def _window(text: str, found: list[Word], spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The part to show: as many matches as fit, with whole words around them."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best = max(
        spans,
        key=lambda one: (sum(one[0] <= first and last <= one[0] + LENGTH * 3 // 4 for first, last in spans), -one[0]),
    )
    low = max(0, best[0] - LENGTH // 4)
    high = max(best[1], low + LENGTH)
    start = 0 if low == 0 else min((word.start for word in found if word.start >= low), default=0)
    end = len(text) if high >= len(text) else max(word.end for word in found if word.end <= high)
    return min(start, best[0]), max(end, best[1])
