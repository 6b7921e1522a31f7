"""Single values: what a text must look like to be a term, id, date, number or other value of its field."""

import difflib
import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeAlias, cast

from msgspec import Meta, Struct, inspect

from schemas.annotations import ID_PREFIX
from schemas.event import TimeUtc
from schemas.scalars import PartialDate, parse_partial_date
from schemas.vocabulary import VOCABULARIES

NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
SHORT_LIST = 16
"""Longest vocabulary of which a message names every term."""

_TIME_PATTERN = cast("Meta", TimeUtc.__metadata__[0]).pattern  # type: ignore[attr-defined]


class Unfit(Struct, frozen=True):
    """Why a text is no value of its field."""

    code: str
    what: str
    mend: str
    nearest: str | None = None


Parsed: TypeAlias = tuple[Any, Unfit | None]
Parser: TypeAlias = Callable[[str, bool], Parsed]
"""From a text, and whether it stands in quotes, to a value or the reason why it is none."""


def scalar_converter(kind: inspect.Type, extra: dict[str, Any]) -> Parser:
    """The parser for a scalar type. Raises `TypeError` for a type that no record holds."""
    description = extra.get("description", "")
    if isinstance(kind, inspect.StrType):
        if "vocabulary" in extra:
            return _term(extra["vocabulary"])
        if "kind" in extra:
            return _id(kind, extra["kind"])
        return _text(kind, description)
    if isinstance(kind, inspect.FloatType):
        return _number(kind, description)
    if isinstance(kind, inspect.StructType) and kind.cls is PartialDate:
        return _partial_date
    plain: dict[type[inspect.Type], Parser] = {inspect.BoolType: _truth, inspect.DateType: _day}
    if type(kind) in plain:
        return plain[type(kind)]
    raise TypeError(f"records hold no values of {kind!r}")


def _term(name: str) -> Parser:
    terms = VOCABULARIES[name].terms
    listed = ", ".join(terms) if len(terms) <= SHORT_LIST else "the vocabulary, as the editor or the docs list it"

    def parse(text: str, _quoted: bool) -> Parsed:
        if text in terms:
            return text, None
        close = difflib.get_close_matches(text.lower().replace(" ", "_").replace("-", "_"), terms, n=1, cutoff=0.6)
        return text, Unfit(
            "unknown_term", f"{text!r} is no term of `{name}`", f"use one of: {listed}", close[0] if close else None
        )

    return parse


def _id(kind: inspect.StrType, kinds: tuple[str, ...]) -> Parser:
    pattern = re.compile(kind.pattern or "")
    starts = " or ".join(f"`{ID_PREFIX[one]}`" for one in kinds)
    longest = kind.max_length or 0

    def parse(text: str, _quoted: bool) -> Parsed:
        if pattern.fullmatch(text) and len(text) <= longest:
            return text, None
        body = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^[a-z]_", "", text.lower())).strip("-")
        other = text.startswith(tuple(set(ID_PREFIX.values()) - {ID_PREFIX[one] for one in kinds}))  # of another kind
        near = f"{ID_PREFIX[kinds[0]]}{body[: longest - 2]}" if len(kinds) == 1 and body and not other else None
        return text, Unfit(
            "wrong_id",
            f"{text!r} is no id of {' or '.join(kinds)}",
            f"begin with {starts}, then lower-case words and figures joined by hyphens, {longest} letters at most",
            near,
        )

    return parse


def _text(kind: inspect.StrType, description: str) -> Parser:
    pattern = re.compile(kind.pattern) if kind.pattern else None
    least, most = kind.min_length or 1, kind.max_length

    def parse(raw: str, _quoted: bool) -> Parsed:
        text = raw.strip()
        if "\x00" in text:
            return text, Unfit("wrong_form", "holds a NUL character", "remove it")
        if len(text) < least:
            what = f"{len(text)} letters are too few" if text else "the text is empty"
            return text, Unfit("wrong_form", what, f"write {least} letters or more, or remove the key")
        if most and len(text) > most:
            return text, Unfit("wrong_form", f"{len(text)} letters are too many", f"shorten it to {most} letters")
        if pattern and not pattern.search(text):
            return text, Unfit(
                "wrong_form",
                f"{text!r} has not the form {kind.pattern}",
                f"write: {description[:1].lower()}{description[1:]}",
            )
        if kind.pattern == _TIME_PATTERN:
            try:
                datetime.strptime(text, "%Y-%m-%dT%H:%MZ")
            except ValueError:
                return text, Unfit(
                    "impossible_date", f"{text!r} is no moment of the calendar", "write a real day and time"
                )
        return text, None

    return parse


def _number(kind: inspect.FloatType, description: str) -> Parser:
    def parse(text: str, quoted: bool) -> Parsed:
        if quoted:
            return text, Unfit("wrong_type", f"{text!r} is a text", "write the number without quotes")
        number = float(text) if NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(number):
            return text, Unfit("wrong_type", f"{text!r} is no number", "write digits, such as 7000000, 60e9 or 0.05")
        if (kind.ge is not None and number < kind.ge) or (kind.le is not None and number > kind.le):
            return text, Unfit("wrong_form", f"{text} lies outside {kind.ge:g} to {kind.le:g}", description)
        return number, None

    return parse


def _partial_date(text: str, _quoted: bool) -> Parsed:
    try:
        return parse_partial_date(text), None
    except ValueError as error:
        fault = str(error).removeprefix(f"{text!r}: ")
        said = fault if fault.startswith("'") else f"{text!r}: {fault}"
        return None, Unfit(
            "impossible_date",
            said.split(": write one of")[0],
            "write the date as exactly as the source gives it: 2025-06-10, 2025-06, 2025, 2025-22 (summer), 2025-33 (first quarter), 2025-40 (first half), 2025-06-11/2025-06-20",
        )


def _day(text: str, _quoted: bool) -> Parsed:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text), None
    except ValueError:
        pass
    return None, Unfit("impossible_date", f"{text!r} is no day of the calendar", "write a day, such as 2025-06-10")


def _truth(text: str, quoted: bool) -> Parsed:
    if not quoted and text in ("true", "false"):
        return text == "true", None
    return None, Unfit("wrong_type", f"{text!r} is neither true nor false", "write true or false, without quotes")
