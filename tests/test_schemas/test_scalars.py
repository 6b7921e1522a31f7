"""Partial dates: bounds by hand, and against the edtf package where it is right."""

from datetime import date, timedelta
from time import struct_time

import edtf
import pytest
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.scalars import parse_partial_date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-06-10", "2025-06-10", "2025-06-10", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-21", "2025-03-01", "2025-05-31", "season"),
        ("2025-22", "2025-06-01", "2025-08-31", "season"),
        ("2025-23", "2025-09-01", "2025-11-30", "season"),
        ("2024-24", "2024-12-01", "2025-02-28", "season"),
        ("2023-24", "2023-12-01", "2024-02-29", "season"),
        ("2025-33", "2025-01-01", "2025-03-31", "quarter"),
        ("2025-36", "2025-10-01", "2025-12-31", "quarter"),
        ("2025-40", "2025-01-01", "2025-06-30", "half_year"),
        ("2025-41", "2025-07-01", "2025-12-31", "half_year"),
        ("2025-06-11/2025-06-20", "2025-06-11", "2025-06-20", "interval"),
        ("2025-33/2025-41", "2025-01-01", "2025-12-31", "interval"),
        ("../2025-07-02", None, "2025-07-02", "interval"),
        ("2025-06/..", "2025-06-01", None, "interval"),
    ],
)
def test_bounds(text: str, earliest: str | None, latest: str | None, precision: str) -> None:
    for written, approximate in ((text, False), (f"{text}~", True)):
        found = parse_partial_date(written)
        assert found.edtf == written
        assert found.earliest == (date.fromisoformat(earliest) if earliest else None)
        assert found.latest == (date.fromisoformat(latest) if latest else None)
        assert (found.precision, found.approximate) == (precision, approximate)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no partial date"),
        ("June 2025", "is no partial date"),
        ("2025-6", "is no partial date"),
        ("2025-06-1", "is no partial date"),
        ("25-06-10", "is no partial date"),
        ("2025/06/10", "is no partial date"),
        ("2025-06-10T12:00Z", "is no partial date"),
        ("202X", "is no partial date"),
        ("2025-06?", "is no partial date"),
        ("2025-06/", "is no partial date"),
        ("\uff12\uff10\uff12\uff15", "is no partial date"),
        ("2025-06-10\n", "is no partial date"),
        ("2025-06-31", "is not a day of the calendar"),
        ("2025-02-29", "is not a day of the calendar"),
        ("2025-00-10", "is not a day of the calendar"),
        ("2025-22-10", "is not a day of the calendar"),
        ("2025-13", "13 is no month"),
        ("2025-00", "0 is no month"),
        ("2025-37", "37 is no month"),
        ("1899", "between 1900 and 2200"),
        ("2201-01", "between 1900 and 2200"),
        ("../..", "at least one end"),
        ("2025-06-11/2025-06-01", "ends before it begins"),
        ("2025-41/2025-33", "ends before it begins"),
        ("2025-06~/2025-07", "is no partial date"),
    ],
)
def test_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_partial_date(text)


YEARS = st.integers(1950, 2150).map(lambda year: f"{year:04}")
PARTS = st.sampled_from([f"{n:02}" for n in (*range(1, 13), 21, 22, 23, 33, 34, 35, 36, 40, 41)])
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31)).map(date.isoformat)
SINGLE = st.one_of(YEARS, DAYS, st.builds("{}-{}".format, YEARS, PARTS))
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
READ_BY_BOTH = st.one_of(
    SINGLE, st.builds("{}/{}".format, st.one_of(YEARS, DAYS, MONTHS), st.one_of(YEARS, DAYS, MONTHS))
)


def by_edtf(text: str) -> tuple[date, date]:
    """Strict bounds by the edtf package, which is right but for winters and `~` and accepts reversed intervals."""

    def day(moment: struct_time) -> date:
        return date(moment.tm_year, moment.tm_mon, moment.tm_mday)

    read = edtf.parse_edtf(text)
    return day(read.lower_strict()), day(read.upper_strict())


@settings(max_examples=120, deadline=None, derandomize=True)
@given(READ_BY_BOTH)
def test_bounds_are_those_of_edtf(text: str) -> None:
    earliest, latest = by_edtf(text)
    if earliest > latest:
        with pytest.raises(ValueError, match="ends before it begins"):
            parse_partial_date(text)
    else:
        found = parse_partial_date(text)
        assert (found.earliest, found.latest) == (earliest, latest)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True))
def test_what_edtf_refuses_is_refused(text: str) -> None:
    try:
        parse_partial_date(text)
    except ValueError:
        return
    try:
        edtf.parse_edtf(text)
    except EDTFParseException as error:  # pragma: no cover
        raise AssertionError(f"{text} is read here and not by edtf") from error


@given(SINGLE, st.booleans())
def test_bounds_are_in_order_and_hold_whole_units(text: str, approximate: bool) -> None:
    found = parse_partial_date(f"{text}~" if approximate else text)
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= found.latest
    if found.precision != "day":
        assert found.earliest.day == 1
        assert (found.latest + timedelta(days=1)).day == 1


@given(SINGLE, SINGLE)
def test_interval_goes_from_the_first_day_of_its_start_to_the_last_of_its_end(start: str, end: str) -> None:
    first, last = parse_partial_date(start).earliest, parse_partial_date(end).latest
    assert first is not None
    assert last is not None
    if first > last:
        with pytest.raises(ValueError, match="ends before it begins"):
            parse_partial_date(f"{start}/{end}")
    else:
        found = parse_partial_date(f"{start}/{end}")
        assert (found.earliest, found.latest) == (first, last)
        assert parse_partial_date(f"../{end}").latest == last
        assert parse_partial_date(f"{start}/..").earliest == first
