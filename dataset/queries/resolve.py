"""From a name to the entities it may mean, with how well each fits: for linking somebody's own list."""

from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import msgspec
from msgspec import Struct

from dataset.queries.entities import ENTITIES
from dataset.queries.filters import Condition
from dataset.queries.predicates import where
from dataset.queries.sql import Bound
from dataset.search.analysis import composed, folded
from dataset.store.store import Store
from schemas.search import NameMatch

LEAST = 0.4
"""Lowest score that is given."""

_FOLDED, _LEGAL_FORM, _SIMILAR = 0.95, 0.9, 0.85
"""Scores of the rules; a likeness of 0 to 1 is multiplied by the last one."""

_FORMS = frozenset(
    [
        "ab",
        "ag",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "group",
        "holding",
        "holdings",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "nv",
        "oy",
        "pbc",
        "plc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "the",
    ]
)
"""Words that say what sort of company it is, and no more."""


class Resolution(Struct, frozen=True, kw_only=True):
    """Whom a name may mean."""

    matches: list[NameMatch]
    """Best first, at most as many as asked."""
    count: int
    """All that fit."""
    warnings: list[str]


class _Name:
    """A name taken apart for comparing."""

    def __init__(self, text: str) -> None:
        self.text = composed(text).strip()
        self.words = folded(text)
        self.joined = "".join(self.words)
        self.core = [word for word in self.words if word not in _FORMS] or self.words
        self.core_joined = "".join(self.core)

    def fit(self, other: "_Name") -> tuple[float, str]:
        """Score of another name for this one, and the rule that gave it. Rests on the two alone."""
        if self.text == other.text:
            return 1.0, "same"
        if self.joined == other.joined:
            return _FOLDED, "folded"
        if self.core_joined == other.core_joined:
            return _LEGAL_FORM, "legal_form"
        mine, theirs = set(self.core), set(other.core)
        shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        letters = SequenceMatcher(None, self.core_joined, other.core_joined, autojunk=False).ratio()
        return round(_SIMILAR * max(shared, letters), 3), "similar"


def resolve(store: Store, name: str, conditions: list[Condition], known_at: date, limit: int) -> Resolution:
    """Entities that a name may mean as known on the day, best first, then by id."""
    asked = _Name(name)
    if not asked.words:
        return Resolution(matches=[], count=0, warnings=["name holds no letter or digit, so it fits nothing"])
    ids = store.texts.like(asked.core, {asked.joined, asked.core_joined}, known_at)
    bound = Bound(known_at)
    rows = store.rows(
        f"SELECT k.id, k.kind, k.name, k.aliases, k.country, k.known_on FROM ({ENTITIES.as_known.select()}) k "
        f"WHERE list_contains({bound.bind(sorted(ids))}::VARCHAR[], k.id) AND {where(conditions, 'overlaps', bound)}",
        bound.values,
    )
    found = [one for one in (_best(asked, row) for row in rows) if one["score"] >= LEAST]
    found.sort(key=lambda one: (-one["score"], one["matched_field"] != "name", one["id"]))
    return Resolution(matches=msgspec.convert(found[:limit], list[NameMatch]), count=len(found), warnings=[])


def _best(asked: _Name, row: dict[str, Any]) -> dict[str, Any]:
    """The entity with the name that fits best; of equals the first, its usual name before all."""
    (score, rule), field, name = max(
        ((asked.fit(_Name(name)), field, name) for field, name in _names(row)), key=lambda one: one[0][0]
    )
    shown = {key: row[key] for key in ("id", "kind", "name", "country", "known_on")}
    return {**shown, "score": score, "matched_name": name, "matched_field": field, "rule": rule}


def _names(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "name", row["name"]
    for alias in row["aliases"]:
        yield "aliases", alias["name"]
