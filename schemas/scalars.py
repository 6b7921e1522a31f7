"""Partial dates: a small subset of EDTF with exact bounds.

| form | example | bounds |
|---|---|---|
| day, month, year | `2025-06-10`, `2025-06`, `2025` | the day, the month, the year |
| season | `2025-22` | 21 spring … 24 winter; northern, meteorological: winter 2024 is December 2024 to February 2025 |
| quarter | `2025-33` … `2025-36` | three months |
| half-year | `2025-40`, `2025-41` | six months |
| interval | `2025-06-11/2025-06-20`, `../2025-07-02`, `2025-06/..` | start of the first to end of the second; open where `..` |

A trailing `~` marks the date as approximate and leaves the bounds as they are.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import Meta, Struct

Precision = Literal["day", "month", "season", "quarter", "half_year", "year", "interval"]

SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}
QUARTER_START = {33: 1, 34: 4, 35: 7, 36: 10}
HALF_START = {40: 1, 41: 7}

FORMS = "2025-06-10, 2025-06, 2025, 2025-22 (summer), 2025-33 (first quarter), 2025-40 (first half), 2025-06-11/2025-06-20 or ../2025-06-20"


class PartialDate(Struct, frozen=True, kw_only=True):
    """A date as exact as it is known, with the first and last day it can mean."""

    edtf: Annotated[
        str,
        Meta(
            description="The date as written, in the EDTF subset of the docs.",
            extra_json_schema={"examples": ["2025-06"]},
        ),
    ]
    earliest: Annotated[date | None, Meta(description="First day it can mean; null where open.")]
    latest: Annotated[date | None, Meta(description="Last day it can mean; null where open.")]
    precision: Annotated[Precision, Meta(description="How exact the date is.")]
    approximate: Annotated[
        bool, Meta(description="True where the source says about (`~`); the bounds are not widened.")
    ]


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """First and last day of `count` months from `year`-`month`."""
    last = year * 12 + month - 1 + count - 1
    last_year, last_month = divmod(last, 12)
    return date(year, month, 1), date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])


def _single(text: str) -> tuple[date, date, Precision]:
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not match:
        raise ValueError(f"{text!r} is no partial date: write one of {FORMS}")
    year, part, day = (int(group) if group else None for group in match.groups())
    assert year is not None
    if not 1900 <= year <= 2200:
        raise ValueError(f"{text!r}: the year must lie between 1900 and 2200")
    if part is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if day is not None:
        try:
            exact = date(year, part, day)
        except ValueError:
            raise ValueError(f"{text!r} is not a day of the calendar") from None
        return exact, exact, "day"
    if 1 <= part <= 12:
        return *_months(year, part, 1), "month"
    if part in SEASON_START:
        return *_months(year, SEASON_START[part], 3), "season"
    if part in QUARTER_START:
        return *_months(year, QUARTER_START[part], 3), "quarter"
    if part in HALF_START:
        return *_months(year, HALF_START[part], 6), "half_year"
    raise ValueError(f"{text!r}: {part} is no month (01-12), season (21-24), quarter (33-36) or half-year (40, 41)")


@lru_cache(maxsize=65536)
def parse_partial_date(text: str) -> PartialDate:
    """Read a partial date. Raises `ValueError` with a sentence for people."""
    approximate = text.endswith("~")
    body = text[:-1] if approximate else text
    if "/" not in body:
        earliest, latest, precision = _single(body)
        return PartialDate(edtf=text, earliest=earliest, latest=latest, precision=precision, approximate=approximate)
    start, _, end = body.partition("/")
    if start == end == "..":
        raise ValueError(f"{text!r}: an interval needs at least one end")
    first = None if start == ".." else _single(start)[0]
    last = None if end == ".." else _single(end)[1]
    if first and last and first > last:
        raise ValueError(f"{text!r}: the interval ends before it begins")
    return PartialDate(edtf=text, earliest=first, latest=last, precision="interval", approximate=approximate)
