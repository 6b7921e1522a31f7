"""The text index, asked: which records hold a term, and what that counts.

The index only tells which texts hold which words. Nothing it knows of all texts together (how rare a word is, how long
texts are) goes into a score: such numbers would carry what became known later into the answer for an earlier day.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
from tantivy import FieldType, Index, Occur, Query

from dataset.search.asked import Term
from dataset.search.documents import WEIGHTS
from dataset.search.prepare import IDS, schema


class TooBroadError(ValueError):
    """A prefix behind other words that starts too many words."""


class TextIndex:
    """The index of one release, read-only. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        index = Index.open(str(folder))
        index.config_reader("manual")
        self._schema = schema()
        self._searcher = index.searcher()
        self._ids = msgspec.json.decode((folder / IDS).read_bytes(), type=list[str])

    def weights(self, term: Term, known_at: date) -> dict[str, int]:
        """Records with the term in a text known on the day, each with the weight of the best field that holds it; a
        phrase counts for each of its words. Raises `TooBroadError`."""
        found: dict[str, int] = {}
        for field, weight in sorted(WEIGHTS.items(), key=lambda one: one[1]):
            for id_ in self._having(self._in_field(field, term), known_at):
                found[id_] = weight * len(term.words)  # the heavier field comes later
        return found

    def named(self, name: str, known_at: date) -> set[str]:
        """Entities of which a name or alias known on the day is this one, all words as one."""
        return set(self._having(Query.term_query(self._schema, "whole", name, "basic"), known_at))

    def like(self, words: Iterable[str], names: Iterable[str], known_at: date) -> set[str]:
        """Entities with a name or alias known on the day that has one of the words, one that begins so or differs
        little from it, or that differs little from one of the names, all words as one."""
        asked = [self._near("whole", name) for name in sorted(names)]
        for word in words:
            for field in ("name", "aliases"):
                asked.append(self._near(field, word))
                if len(word) >= 3:
                    asked.append(Query.regex_query(self._schema, field, f"{word}.*"))
        return {id_ for query in asked for id_ in self._having(query, known_at)}

    def _near(self, field: str, word: str) -> Query:
        distance = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        return Query.fuzzy_term_query(self._schema, field, word, distance)

    def _in_field(self, field: str, term: Term) -> Query:
        *before, last = term.words
        if term.is_prefix:
            if before:
                return Query.regex_phrase_query(self._schema, field, [*before, f"{last}.*"])
            return Query.regex_query(self._schema, field, f"{last}.*")
        if before:
            return Query.phrase_query(self._schema, field, list(term.words))
        return Query.term_query(self._schema, field, last)

    def _having(self, query: Query, known_at: date) -> list[str]:
        until = Query.range_query(self._schema, "known_on", FieldType.Integer, None, known_at.toordinal())
        both = Query.boolean_query([(Occur.Must, Query.const_score_query(query, 1.0)), (Occur.Must, until)])
        try:
            result = self._searcher.search(both, limit=max(1, self._searcher.num_docs), count=False)
        except ValueError as error:
            if "expansions" in str(error):
                raise TooBroadError from error
            raise
        places = [place for _score, place in result.hits]
        return [self._ids[int(number or 0)] for number in self._searcher.fast_field_values("number", places)]
