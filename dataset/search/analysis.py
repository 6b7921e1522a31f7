"""Words of a text: the one way in which records, questions and names are taken apart, so that they always meet.

Words are runs of letters and digits, accents folded, lower-cased: `GPT-4o` is `gpt` and `4o`, `modèle` is `modele`. An
English possessive is left out. Nothing is stemmed, and no word is passed over as too common.
"""

import re
import unicodedata

from msgspec import Struct
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

_ANALYZER = (
    TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.ascii_fold()).filter(Filter.lowercase()).build()
)  # folded first: the lower case of some accented capitals is two characters
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019][sS](?!\w)")


class Word(Struct, frozen=True):
    """A word and the characters of the composed text from which it was made."""

    text: str
    start: int
    end: int


def composed(text: str) -> str:
    """The text with each accent joined to its letter, as words are found in it and shown."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[Word]:
    """Words of a text in their order; places are those in `composed(text)`."""
    plain = _POSSESSIVE.sub("  ", composed(text))
    return [
        Word(one.text, one.char_offset_from, one.char_offset_to or 0) for one in _ANALYZER.pre_tokenize(plain).tokens
    ]


def folded(text: str) -> list[str]:
    """The words alone."""
    return [word.text for word in words(text)]


def joined(text: str) -> str:
    """All words as one, so that `Open AI`, `open-ai` and `OpenAI` are the same name."""
    return "".join(folded(text))
