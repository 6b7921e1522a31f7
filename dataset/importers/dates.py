"""Dates as upstream tables write them, read as partial dates that claim no more than was known."""

import re
from datetime import date

from dataset.importers.rows import RowError
from schemas.scalars import PartialDate, parse_partial_date

_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PLANNED = re.compile(r"(?:planned\s+)?(?:(Q[1-4]|H[12])\s+)?(\d{4}(?:-\d{2})?)", re.IGNORECASE)
_PARTS = {"Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36", "H1": "40", "H2": "41"}


def us_date(text: str, column: str) -> str:
    """`9/14/2025` (month first) as `2025-09-14`. Raises `RowError`."""
    found = _US.fullmatch(text.strip())
    if not found:
        raise RowError(f"column `{column}` holds {text!r}, which is no month/day/year")
    month, day, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise RowError(f"column `{column}` holds {text!r}, which is not in the calendar (month/day/year)") from None


def iso_date(text: str, column: str) -> str:
    """A year, month or day of ISO 8601, checked. Raises `RowError`."""
    bare = text.strip()
    try:
        if _ISO.fullmatch(bare):
            return parse_partial_date(bare).edtf
    except ValueError:
        pass
    raise RowError(f"column `{column}` holds {text!r}, which is no day, month or year of the calendar")


def no_finer_than_known(day: str) -> str:
    """The first of a month stands for the month, and 1 January for the year.

    Three of the tables hold three times as many firsts of a month as chance would give: their makers write the first
    where they know the month alone. A thing that did happen on a first loses some precision, but says nothing untrue.
    """
    if day.endswith("-01-01"):
        return day[:4]
    return day[:7] if len(day) == 10 and day.endswith("-01") else day


def window(note: str) -> str | None:
    """`Planned H2 2026` as `2026-41`, `Q4 2024` as `2024-36`, `Planned 2029-02` as `2029-02`; None without a date."""
    found = _PLANNED.fullmatch(note.strip())
    if not found:
        return None
    part, year = found.groups()
    if part and "-" in year:
        return None
    return f"{year}-{_PARTS[part.upper()]}" if part else year


def parsed(text: str) -> PartialDate:
    """The partial date with its bounds."""
    return parse_partial_date(text)


def days_between(one: PartialDate, other: PartialDate) -> int:
    """Least number of days between two dates; 0 where they can be the same day."""
    starts = [when.earliest or date.min for when in (one, other)]
    ends = [when.latest or date.max for when in (one, other)]
    return max(0, (starts[1] - ends[0]).days, (starts[0] - ends[1]).days)


def told(edtf: str) -> str:
    """A date as a sentence has it: `2026-41` as `the second half of 2026`."""
    year, _, part = edtf.partition("-")
    words = {
        "33": "the first quarter of",
        "34": "the second quarter of",
        "35": "the third quarter of",
        "36": "the fourth quarter of",
        "40": "the first half of",
        "41": "the second half of",
    }
    if part in words:
        return f"{words[part]} {year}"
    if not part:
        return year
    month, _, day = part.partition("-")
    name = date(2000, int(month), 1).strftime("%B")
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"
