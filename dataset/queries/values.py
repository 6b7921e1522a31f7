"""What may be written as a field's value: as JSON Schema for the contract, and as a reader for questions.

Both stand side by side, kind by kind, since a value that the one lets through must be one that the other reads.
"""

import math
import re
from datetime import date
from typing import Any

from dataset.queries.faults import nearest
from dataset.queries.fields import Field, Kind
from schemas.scalars import FORMS, parse_partial_date

TEXT_LENGTH = 500
"""Longest text that is compared with a field."""

MANY = 100
"""Most values in one `__in`."""

MANY_TEXTS = 20
"""The same where they are free texts, which may be long: a whole address has to fit in 64 kB."""

INTEGER_BOUND = 2**53 - 1
"""Largest integer either way: what JSON numbers carry exactly, and well within DuckDB's BIGINT."""

PLAIN_TEXT = r"^[^\x00]+$"
"""No NUL, which no record holds."""

LISTED_TEXT = r"^[^\x00,]+$"
"""The same in an `__in`, whose values a comma parts."""


def longest(field: Field) -> int:
    """Most characters of a text that is compared with the field."""
    return min(field.max_length or TEXT_LENGTH, TEXT_LENGTH)


def most_values(field: Field) -> int:
    """Most values in one `__in` of the field."""
    return MANY_TEXTS if field.kind is Kind.text else MANY


def schema(field: Field) -> dict[str, Any]:
    """JSON Schema of one value of a field."""
    kind = field.kind
    if kind is Kind.term:
        return {"type": "string", "enum": list(field.terms)}
    if kind is Kind.boolean:
        return {"type": "boolean"}
    if kind is Kind.integer:
        return {"type": "integer", "minimum": -INTEGER_BOUND, "maximum": INTEGER_BOUND}
    if kind in (Kind.number, Kind.value):
        return {"type": "number", "minimum": -1e300, "maximum": 1e300}
    if kind is Kind.day:
        return {"type": "string", "format": "date"}
    if kind is Kind.partial_date:
        return {"type": "string", "format": "edtf"}
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": longest(field),
        "pattern": field.pattern or PLAIN_TEXT,
    }


def item_schema(field: Field) -> dict[str, Any]:
    """JSON Schema of one of the values of an `__in`."""
    found = schema(field)
    if field.kind is not Kind.text:
        return found
    if field.pattern is None:
        return {**found, "pattern": LISTED_TEXT}
    return {**found, "allOf": [{"pattern": LISTED_TEXT}]}


def read(field: Field, text: str) -> Any:
    """One value of a field from its text. Raises `UnreadableError` with a sentence for people."""
    return _READERS[field.kind](field, text)


def read_plain(field: Field, plain: Any) -> Any:
    """One value of a field from JSON: numbers and truths are written as such. Raises `UnreadableError`."""
    if field.kind is Kind.boolean:
        if isinstance(plain, bool):
            return plain
        raise UnreadableError(f"{shown(str(plain))} is neither true nor false")
    if field.kind in (Kind.integer, Kind.number, Kind.value):
        if isinstance(plain, bool) or not isinstance(plain, int | float):
            raise UnreadableError(f"{shown(str(plain))} is not a number")
        return read(field, repr(plain))
    if not isinstance(plain, str):
        raise UnreadableError(f"{shown(str(plain))} is not a text")
    return read(field, plain)


class UnreadableError(ValueError):
    """A text that is no value of the field."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.suggestion = reason, suggestion


def shown(text: str) -> str:
    """A text as it is repeated in a message: short, on one line."""
    return repr(text if len(text) <= 60 else text[:57] + "…")


def _term(field: Field, text: str) -> str:
    if text not in field.terms:
        raise UnreadableError(f"{shown(text)} is no term of {field.name}", nearest(text, field.terms))
    return text


def read_boolean(text: str) -> bool:
    """`true` or `false`, and nothing else."""
    if text not in ("true", "false"):
        raise UnreadableError(f"{shown(text)} is neither true nor false")
    return text == "true"


def read_day(text: str) -> date:
    """A day of the calendar, `YYYY-MM-DD`."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(f"{shown(text)} is not a day written YYYY-MM-DD") from None


def _partial(field: Field, text: str) -> Any:
    try:
        return parse_partial_date(text[:100])
    except ValueError:
        raise UnreadableError(f"{shown(text)} is no partial date: write one of {FORMS}") from None


def read_integer(text: str) -> int:
    """A whole number within `INTEGER_BOUND`; `7`, `-7`, and `7.0` or `7e3`, which JSON Schema counts as whole."""
    found = _number(None, text)
    if not found.is_integer() or abs(found) > INTEGER_BOUND:
        raise UnreadableError(f"{shown(text)} is not a whole number between -(2^53 - 1) and 2^53 - 1")
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else int(found)


def _number(field: Field | None, text: str) -> float:
    if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", text) and len(text) <= 400:
        found = float(text)
        if math.isfinite(found) and abs(found) <= 1e300:
            return found
    raise UnreadableError(f"{shown(text)} is not a number such as 60e9, 12 or 0.5")


def _fits(pattern: str, text: str) -> bool:
    """As JSON Schema has it: Python's `$` would let a newline at the end pass."""
    return bool(re.search(pattern, text)) and not text.endswith("\n")


def _text(field: Field, text: str) -> str:
    if not 1 <= len(text) <= longest(field):
        raise UnreadableError(f"write 1 to {longest(field)} characters")
    fits = _fits(field.pattern, text) if field.pattern else "\x00" not in text
    if not fits:
        example = {"id": "an id such as " + "/".join(f"{kind[0]}_…" for kind in field.ids), "version": "like 2026.11.0"}
        raise UnreadableError(
            f"{shown(text)} is not {example.get(field.kind, f'of the form {field.pattern or PLAIN_TEXT}')}"
        )
    return text


_READERS: dict[Kind, Any] = {
    Kind.term: _term,
    Kind.id: _text,
    Kind.text: _text,
    Kind.version: _text,
    Kind.boolean: lambda field, text: read_boolean(text),
    Kind.integer: lambda field, text: read_integer(text),
    Kind.number: _number,
    Kind.value: _number,
    Kind.day: lambda field, text: read_day(text),
    Kind.partial_date: _partial,
}
