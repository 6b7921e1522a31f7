"""Order of rows, and the place in it from which a page goes on: keyset, so that nothing is skipped or met twice."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from dataset.queries.faults import Fault, nearest
from dataset.queries.fields import Field, Kind
from dataset.queries.predicates import version_order
from dataset.queries.sql import Bound, quoted

PLACE = "_place"
"""Start of the names of the columns that hold a row's keys."""

MOST_TERMS = 4
"""Most fields in one `sort`."""


class Term(Struct, frozen=True):
    """One field to sort by."""

    field: Field
    descending: bool

    @property
    def text(self) -> str:
        """As it is written in `sort`."""
        return f"{'-' if self.descending else ''}{self.field.name}"


class Key(Struct, frozen=True):
    """One expression to sort by, nulls last either way."""

    expression: str
    descending: bool
    kind: Kind
    column: str


def sort_terms(fields: Mapping[str, Field]) -> list[str]:
    """Everything that may stand in `sort`."""
    return [f"{sign}{field.name}" for field in fields.values() if field.sortable for sign in ("", "-")]


def read_sort(fields: Mapping[str, Field], text: str) -> tuple[list[Term], list[Fault]]:
    """Terms of a `sort` such as `-date,id`; a field named again adds nothing."""
    known = sort_terms(fields)
    terms: list[Term] = []
    faults: list[Fault] = []
    parts = text.split(",")
    if len(parts) > MOST_TERMS:
        faults.append(Fault("sort", f"{len(parts)} fields are too many: give at most {MOST_TERMS}"))
    for part in parts:
        if part not in known:
            faults.append(Fault("sort", f"rows are not sorted by {part[:60]!r}", nearest(part, known)))
        elif all(term.field.name != part.lstrip("-") for term in terms):
            terms.append(Term(fields[part.lstrip("-")], part.startswith("-")))
    return terms, faults


def keys(fields: Mapping[str, Field], terms: Sequence[Term]) -> list[Key]:
    """Expressions behind the terms, made total by the id. A date goes by its first day upwards and by its last day
    downwards, a figure by its low and its high; the moment orders what has the same day."""
    found: list[Key] = []
    for term in terms:
        path = f"k.{quoted(*term.field.path)}"
        if term.field.kind is Kind.partial_date:
            found.append(
                Key(
                    f"{path}.{'latest' if term.descending else 'earliest'}",
                    term.descending,
                    Kind.day,
                    term.field.path[0],
                )
            )
            if term.field.name in ("date", "asserted") and "time_utc" in fields:
                found.append(Key("k.time_utc", term.descending, Kind.text, "time_utc"))
        elif term.field.kind is Kind.value:
            found.append(
                Key(f"{path}.{'high' if term.descending else 'low'}", term.descending, Kind.number, term.field.path[0])
            )
        elif term.field.kind is Kind.version:
            found.append(Key(version_order(path), term.descending, Kind.version, term.field.path[0]))
        else:
            found.append(Key(path, term.descending, term.field.kind, term.field.path[0]))
    if not any(key.expression == 'k."id"' for key in found):
        found.append(Key('k."id"', False, Kind.id, "id"))
    return found


def order_by(found: Sequence[Key]) -> str:
    """The order as SQL."""
    return ", ".join(f"{key.expression} {'DESC' if key.descending else 'ASC'} NULLS LAST" for key in found)


def selected(found: Sequence[Key]) -> str:
    """The keys of each row as columns, from which the next page's start is read."""
    return ", ".join(f"{key.expression} AS {PLACE}{number}" for number, key in enumerate(found))


def after(found: Sequence[Key], place: Sequence[Any], bound: Bound) -> str:
    """Predicate for the rows behind a place in the order."""
    alternatives = []
    same: list[str] = []
    for key, value in zip(found, place, strict=True):
        if value is None:
            same.append(f"{key.expression} IS NULL")
            continue
        name = bound.bind(value)
        beyond = f"{key.expression} {'<' if key.descending else '>'} {name}"
        alternatives.append(" AND ".join([*same, f"({beyond} OR {key.expression} IS NULL)"]))
        same.append(f"{key.expression} = {name}")
    return "(" + " OR ".join(f"({one})" for one in alternatives) + ")" if alternatives else "FALSE"


PLACES: dict[Kind, Any] = {
    Kind.day: date | None,
    Kind.number: float | None,
    Kind.integer: int | None,
    Kind.boolean: bool | None,
    Kind.version: list[int] | None,
}
"""Types of the keys' values, for reading them back from a cursor; text where not named."""
