"""Search compared with a plain evaluation over the rows of the committed release, for any words and day."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.queries.listing import list_page
from dataset.queries.question import MOST_ROWS, Question, default_sort
from dataset.queries.search import search
from dataset.queries.search_question import SearchQuestion
from dataset.queries.searched import SEARCHED, scopes
from dataset.search.analysis import folded
from dataset.store.store import Store

WORDS = (
    "openai", "Open AI", "deepseek", "facebook", "r1", "model", "modele", "open", "weights", "billion", "the", "2025",
    '"open weights"', "gpt-4", "gpt-4*", "llama*", "cost*", "zuckerberg", "nothing-like-it", "reuters", "m*",
)  # fmt: skip


def texts(row: Any, kind: str, names: dict[str, list[str]]) -> list[tuple[int, str]]:
    """Texts of a row with their weights."""
    if kind == "events":
        own, named = [(5, row.title), (2, row.summary)], [one.entity for one in row.participants]
    elif kind == "claims":
        own = [(5, row.statement), (4, row.quote.text if row.quote else None)]
        named = [
            *(one.entity for one in row.speakers),
            *(one.on_behalf_of for one in row.speakers),
            *row.obligors,
            row.subject,
        ]
    elif kind == "entities":
        own, named = [(5, row.name), *((4, alias.name) for alias in row.aliases)], []
    else:
        own, named = [(3, row.title)], [row.publisher, row.author]
    return [(weight, text) for weight, text in own if text] + [
        (1, name) for id_ in named for name in names.get(id_ or "", ())
    ]


def holds(text: str, part: str) -> int:
    """Number of words of a part of the question that a text holds in a row; 0 where it does not."""
    asked, here = folded(part), folded(text)
    for place in range(len(here) - len(asked) + 1):
        last = here[place + len(asked) - 1]
        fits = last.startswith(asked[-1]) if part.endswith("*") else last == asked[-1]
        if fits and here[place : place + len(asked) - 1] == asked[:-1]:
            return len(asked)
    return 0


def day_of(row: Any, kind: str) -> date | None:
    when = {"events": "date", "claims": "asserted", "sources": "published"}.get(kind)
    found = getattr(row, when) if when else None
    return found.latest if found else None


def plainly(store: Store, q: str, words: str, known_at: date) -> list[tuple[str, int]]:
    """Ids and scores of all hits in their order, worked out record by record."""
    rows = {}
    for kind, one in SEARCHED.items():
        question = Question(
            collection=one.collection,
            release=store.version,
            known_at=known_at,
            sort=default_sort(one.collection),
            limit=MOST_ROWS,
        )
        page = list_page(store, question)
        assert page.cursor is None
        rows[kind] = page.rows
    names = {row.id: [row.name, *(alias.name for alias in row.aliases)] for row in rows["entities"]}
    parts = [q] if q.startswith('"') else list({(*folded(part), part[-1] == "*"): part for part in q.split()}.values())
    found = []
    for kind, many in rows.items():
        for row in many:
            own = texts(row, kind, names)
            scores = [max((weight * holds(text, part) for weight, text in own), default=0) for part in parts]
            plain = '"' not in q and "*" not in q
            exact = (
                kind == "entities"
                and plain
                and any("".join(folded(q)) == "".join(folded(name)) for name in names[row.id])
            )
            if exact or (all(scores) if words == "all" else any(scores)):
                score = sum(scores) if words == "any" or all(scores) else 0
                found.append((score + 1000 * exact, day_of(row, kind), row.id))
    found.sort(key=lambda one: (-one[0], -(one[1].toordinal() if one[1] else 0), one[2]))
    return [(id_, score) for score, _day, id_ in found]


@settings(max_examples=25, deadline=None)
@given(
    parts=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True),
    words=st.sampled_from(["all", "any"]),
    back=st.integers(0, 4000),
)
def test_hits_scores_and_order_are_those_of_a_plain_evaluation(
    store: Store, parts: list[str], words: Any, back: int
) -> None:
    q = parts[0] if '"' in parts[0] else " ".join(part for part in parts if '"' not in part)
    known_at = store.data_date - timedelta(days=back)
    found, _faults = scopes([], [])
    question = SearchQuestion(release=store.version, known_at=known_at, q=q, words=words, scopes=found, limit=MOST_ROWS)
    page = search(store, question)
    expected = plainly(store, q, words, known_at)
    assert [(hit.id, hit.score) for hit in page.hits] == expected[:MOST_ROWS]
    assert page.count == len(expected)
    assert all(hit.fragments for hit in page.hits)
