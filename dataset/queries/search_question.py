"""What is searched for, in full, and the cursors that go on with it."""

import re
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from dataset.queries import cursor as cursors
from dataset.queries.cursor import Cursor
from dataset.queries.filters import Match
from dataset.queries.question import Count
from dataset.queries.searched import SEARCHED, Scope, scopes

SORT = "-score,-date,id"
"""The order of hits, always."""

LONGEST = 200
"""Most characters of a question."""

QUESTION = r"^[\s]*([^\s\x00]+[\s]+){0,19}[^\s\x00]*[\s]*$"
"""Form of a question: up to 20 parts with spaces between them, and no NUL."""

Place = tuple[int, date | None, str]
"""Score, last day and id of a hit."""

Words = Literal["all", "any"]
"""Whether a hit holds every word, or at least one."""


class SearchQuestion(Struct, frozen=True, kw_only=True):
    """What is searched for in one release."""

    release: str
    known_at: date
    q: str | None
    """Null asks for everything, the newest first."""
    words: Words = "all"
    kinds: tuple[str, ...] = ()
    """Collections asked for; none for all."""
    filters: tuple[tuple[str, str], ...] = ()
    """Filters as they are written, in the order of their names."""
    scopes: list[Scope]
    match: Match = "overlaps"
    limit: int
    count: Count = "exact"
    place: Place | None = None
    """The last hit already given."""


def cursor_behind(question: SearchQuestion, place: Place) -> str:
    """The cursor that goes on behind a place."""
    pairs = [("words", question.words), *question.filters]
    pairs += [("q", question.q)] if question.q is not None else []
    pairs += [("kind", ",".join(question.kinds))] if question.kinds else []
    score, day, id_ = place
    return cursors.encode(
        Cursor(
            collection="search",
            release=question.release,
            known_at=question.known_at,
            sort=SORT,
            filters=pairs,
            match=question.match,
            count=question.count,
            limit=question.limit,
            include=[],
            place=[score, str(day) if day else None, id_],
        )
    )


def cursor_of(question: SearchQuestion) -> str | None:
    """The cursor with which this page was asked; null for the first."""
    return cursor_behind(question, question.place) if question.place is not None else None


def resumed(text: str) -> SearchQuestion:
    """The question that a cursor goes on with. Raises `ValueError` where it is none, or not one of a search."""
    cursor = cursors.decode(text)
    if cursor.collection != "search":
        raise ValueError(f"it belongs to {cursor.collection}")
    pairs = dict(cursor.filters)
    q, words, kinds = pairs.pop("q", None), pairs.pop("words", ""), pairs.pop("kind", None)
    chosen = tuple(kinds.split(",")) if kinds else ()
    other = ValueError("it was made by another version of this service")
    fits = q is None or (len(q) <= LONGEST and re.search(QUESTION, q))
    if not fits or words not in ("all", "any") or not set(chosen) <= set(SEARCHED) or cursor.sort != SORT:
        raise other
    try:
        found, faults = scopes(chosen, sorted(pairs.items()))
        place = msgspec.convert(cursor.place, Place)
    except (KeyError, msgspec.ValidationError):
        raise other from None
    if faults:
        raise other
    return SearchQuestion(
        release=cursor.release,
        known_at=cursor.known_at,
        q=q,
        words=words,  # type: ignore[arg-type]
        kinds=chosen,
        filters=tuple(sorted(pairs.items())),
        scopes=found,
        match=cursor.match,
        limit=cursor.limit,
        count=cursor.count,
        place=place,
    )
