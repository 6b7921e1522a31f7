"""What is searched for: a question taken apart into words, prefixes and phrases."""

import re

from msgspec import Struct

from dataset.search.analysis import folded, joined

_PARTS = re.compile(r'"([^"]*)"?|(\S+)')


class Term(Struct, frozen=True):
    """Words that stand side by side in one text; the last one may be only the start of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False

    def matches(self, here: list[str], place: int) -> bool:
        """Whether the term stands at a place among the words of a text."""
        found = here[place : place + len(self.words)]
        if len(found) < len(self.words) or tuple(found[:-1]) != self.words[:-1]:
            return False
        return found[-1].startswith(self.words[-1]) if self.is_prefix else found[-1] == self.words[-1]


class Asked(Struct, frozen=True):
    """A question: its terms, each once, and the name it may be."""

    terms: tuple[Term, ...]
    name: str | None
    """All of it as one name; null where it holds a prefix or a phrase."""


def read_query(text: str) -> Asked:
    """A question from its text: `"…"` is a phrase, `word*` a prefix; a word such as `GPT-4` is a phrase of its parts.

    An open quote closes at the end. A text without letters or digits gives no terms.
    """
    terms: dict[Term, None] = {}
    plain = True
    for phrase, word in _PARTS.findall(text):
        is_prefix = not phrase and word.endswith("*")
        found = tuple(folded(phrase or word))
        if found:
            terms[Term(found, is_prefix)] = None
        plain = plain and not phrase and not is_prefix
    return Asked(tuple(terms), (joined(text) or None) if plain else None)
