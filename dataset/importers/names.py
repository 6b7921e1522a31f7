"""Names: their slugs, and the keys by which two spellings of one name meet."""

import hashlib
import re
import unicodedata

_LEGAL = re.compile(r"\b(inc|ltd|llc|corp|corporation|co|gmbh|plc|pbc|limited|holdings|group|the)\b\.?")
_TOKEN = re.compile(r"\d+(?:\.\d+)*[a-z]*|[^\W\d_]+|\+")
_NOT_TELLING = {"instruct", "it", "latest", "chat", "model", "v", "preview", "experimental", "reasoning", "non"}


def folded(text: str) -> str:
    """Lower case without accents; letters of other scripts stay."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one)).lower()


def slug(text: str, longest: int = 70) -> str:
    """The words of a text as an id has them. A name that loses letters of another script gets a digest of itself."""
    words = re.sub(r"[^a-z0-9]+", "-", folded(text).replace("+", " plus ")).strip("-")
    if len(words.replace("-", "")) < 2 or any(ord(one) > 0x2E7F for one in text):
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        words = f"{words}-{digest}".strip("-")
    return words[:longest].rstrip("-")


def organization_key(name: str) -> str:
    """One text for the spellings of an organisation's name: without brackets, legal form, accents and signs."""
    bare = re.sub(r"\([^)]*\)|\uff08[^\uff09]*\uff09", " ", folded(name).partition(" / ")[0])
    words = re.sub(r"[\W_]+", " ", _LEGAL.sub(" ", bare)).split()
    return "".join(words) or folded(name)


def tokens(name: str) -> tuple[str, ...]:
    """The telling parts of a model's or chip's name, in order: `Qwen2.5-7B` is `qwen 2.5 7b`."""
    return tuple(_TOKEN.findall(folded(name).replace("_", "-")))


def thing_key(name: str) -> tuple[str, ...]:
    """One key for the spellings of the name of a model, chip or site: its words in any order, its numbers as they stand."""
    return tuple(sorted(tokens(name), key=lambda part: (part[0].isdigit(), "" if part[0].isdigit() else part)))


def akin(one: str, other: str) -> bool:
    """Whether one name begins with the whole of the other, as a model's does with its family's."""
    mine, yours = ([part for part in tokens(name) if part not in _NOT_TELLING] for name in (one, other))
    short, long = sorted((mine, yours), key=len)
    return bool(short) and long[: len(short)] == short


def told_in(name: str, text: str) -> bool:
    """Whether a text holds the whole of a name that says enough, in one piece."""
    parts = [part for part in tokens(name) if part not in _NOT_TELLING]
    words = tokens(text)
    if len(parts) < 2:
        return False
    return any(list(words[n : n + len(parts)]) == parts for n in range(len(words) - len(parts) + 1))


def listed(names: list[str], most: int = 3) -> str:
    """`A, B and C`, or `A, B and 4 more`."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
