"""Faults of a statement, each with its place in the text, told for people."""

import re

import msgspec
from msgspec import Struct

from dataset.queries.faults import nearest
from dataset.user_sql.allowed import is_reserved


class SqlFault(Struct, frozen=True):
    """One fault of a question in SQL."""

    reason: str
    line: int | None = None
    """Line of the statement, from 1; null where the whole of it is meant."""
    column: int | None = None
    """Character of that line, from 1."""
    suggestion: str | None = None
    member: str = "sql"
    """Member of the body that has it: `sql` or `params`."""


def at(text: str, offset: int | None, reason: str, suggestion: str | None = None) -> SqlFault:
    """A fault at a character of the text, counted from 0."""
    if offset is None or not 0 <= offset <= len(text):
        return SqlFault(reason, suggestion=suggestion)
    before = text[:offset]
    return SqlFault(reason, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1, suggestion)


def character_of(text: str, byte: int) -> int:
    """Place of a character by the bytes before it, as the database counts."""
    return len(text.encode()[:byte].decode(errors="ignore"))


class _Told(Struct):
    """What the database tells of an error."""

    exception_message: str = ""
    error_message: str = ""
    position: str | None = None
    candidates: str | None = None
    error_subtype: str | None = None


_MOST = 600
"""Characters of a message that are worth reading."""


def database_fault(text: str, error: str, shift: int = 0, hidden: tuple[str, ...] = ()) -> SqlFault:
    """What the database says of a statement, without what is of no use to a reader. `shift` is how many bytes stood before
    the text in what it read; what is `hidden` (its own paths and names) is left out."""
    start = error.find("{")
    try:
        told = msgspec.json.decode(error[start:], type=_Told) if start >= 0 else _Told(error)
    except msgspec.MsgspecError:
        told = _Told(error)
    message = told.exception_message or told.error_message or error
    message = re.sub(r"\n?Did you mean [^\n]*|\n?Candidate bindings: [^\n]*", "", message)
    message = re.sub(r"\n*LINE \d+:.*", "", message, flags=re.DOTALL)
    message = re.sub(r'\s*(Use "SET |Possible solutions:).*', "", message, flags=re.DOTALL)
    for one in hidden:
        message = message.replace(one, "…")
    message = re.sub(r"\s*\n\s*", "; ", message.strip())
    if len(message) > _MOST:
        message = message[:_MOST] + " …"
    byte = int(told.position) - shift if told.position and told.position.isdigit() else -1
    place = character_of(text, byte) if 0 <= byte <= len(text.encode()) else None
    return at(text, place, message or "the database cannot read it", _suggestion(told))


def _suggestion(told: _Told) -> str | None:
    found = [one.strip().strip('"') for one in (told.candidates or "").split(",")]
    found = [one for one in found if one and not is_reserved(one)]
    return found[0] if found else None


def table_fault(text: str, offset: int | None, name: str, tables: list[str]) -> SqlFault:
    """A table that there is not."""
    reason = f"there is no table {name[:80]} in this release: there are {', '.join(tables)}"
    return at(text, offset, reason, nearest(name, tables))
