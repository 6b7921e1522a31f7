"""Epoch AI's reports of figures of AI companies: staff, revenue and spending on computing."""

import re
from datetime import datetime
from typing import Any

import msgspec
from msgspec import field

from dataset.importers.dates import parsed, told, us_date
from dataset.importers.drafting import Draft
from dataset.importers.epoch import figure, own_claim
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line, urls_in
from dataset.importers.numbers import clean, in_words
from dataset.importers.rows import Placed, Table
from dataset.importers.running import each


class RevenueRow(msgspec.Struct):
    """A row of `ai_companies_revenue_reports`."""

    company: str = field(name="Company")
    date: str = field(name="Date")
    amount: float = field(name="Revenue amount (normalize to annual)")


class ComputeRow(msgspec.Struct):
    """A row of `ai_companies_compute_spend`."""

    id: str = field(name="Id")
    company: str = field(name="Company")
    amount: float = field(name="Amount")
    category: str = field(name="Category")
    period_type: str = field(name="Period type")
    date: str = field(name="Date")
    report_date: str = field(name="Report date", default="")
    confidence: str = field(name="Confidence", default="")
    notes: str = field(name="Notes", default="")


class StaffRow(msgspec.Struct):
    """A row of `ai_companies_staff_reports`."""

    id: str = field(name="Id")
    company: str = field(name="Company")
    count: float = field(name="Staff count")
    date: str = field(name="Date")
    source_1: str = field(name="Source 1", default="")
    source_2: str = field(name="Source 2", default="")
    type: str = field(name="Type", default="")
    division: str = field(name="Division name", default="")
    confidence: str = field(name="Confidence", default="")


_REVENUE = "Revenue amount (normalize to annual)"
REVENUE = Table("revenue_reports", RevenueRow, ("Company", "Date", _REVENUE), _REVENUE)
COMPUTE = Table("compute_spend", ComputeRow, ("Id",), "Total compute spend")
STAFF = Table("staff_reports", StaffRow, ("Company", "Id"), "Staff count")

NEAR_DAYS = 45
"""Days by which a figure told elsewhere may be apart and be the same."""

_SCOPES = {
    ("R&D cloud compute",): "research_compute",
    ("Inference cloud compute",): "inference",
    ("Inference cloud compute", "R&D cloud compute"): "training_and_inference",
}
_YEARLY = ("annualised", "run_rate")
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_NAMED = re.compile(r"(?:([A-Za-z]+)\.?\s+)?(\d{4})\b")


def reported(
    draft: Draft,
    entry: Entry,
    statement: str,
    locator: str,
    report: str | None,
    cited: list[str | None],
    *,
    sure: bool,
    **fields: Any,
) -> Line:
    """A figure that a report gave on its day, as Epoch AI took it up; Epoch AI's own where no report is dated."""
    kind = "measurement" if sure else "estimate"
    if report is None:
        line = own_claim(draft, entry, kind, statement, locator, **fields)
        return {**line, "evidence": draft.evidence(entry, locator, cited)}
    return {
        "kind": kind,
        "attribution": f"as reported on {report}, according to Epoch AI",
        "statement": statement,
        "asserted": report,
        "venue": "press_report",
        **fields,
        "evidence": draft.evidence(entry, locator, cited, report),
    }


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """A claim for each report."""
    each(draft, rows["revenue_reports"], lambda placed: _revenue(draft, placed))
    each(draft, rows["compute_spend"], lambda placed: _compute(draft, placed))
    each(draft, rows["staff_reports"], lambda placed: _staff(draft, placed))


def _revenue(draft: Draft, placed: Placed[RevenueRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    date = us_date(row.date, "Date")
    if date.endswith("-12-31"):
        draft.report.skip("12/31 may mean the year or its last day, and the table does not say which", placed.key)
        return
    company = draft.organization(row.company)[0]
    twin = draft.world.claim({company}, "revenue", "whole_company", row.amount, parsed(date), NEAR_DAYS, _YEARLY)
    line = own_claim(
        draft,
        entry,
        "estimate",
        f"Epoch AI puts the revenue of {row.company} at a yearly rate of {in_words(clean(row.amount))} US dollars "
        f"on {told(date)}.",
        f"revenue of {row.company} on {date}",
        subject=company,
        metric="revenue",
        scope="whole_company",
        basis="annualised",
        period=date,
        value=figure(row.amount, currency="USD", bound="about"),
        topics=["company_finances"],
    )
    draft.claim(entry, "revenue", f"{row.company} revenue {date} by Epoch AI", line, twin.id if twin else None)


def _compute(draft: Draft, placed: Placed[ComputeRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    end = us_date(row.date, "Date")
    yearly = row.period_type == "Year"
    period = end[:4] if yearly else end
    report = us_date(row.report_date, "Report date") if row.report_date else None
    company = draft.organization(row.company)[0]
    cited = [draft.source(url) for url in urls_in(row.notes)]
    if report:
        citation = f'Report of {report} on which the row "{row.id}" rests; Epoch AI dates it'
        cited.insert(0, draft.dated_report(placed, f"{row.id} report {report}", citation, report))
    scope = _SCOPES.get(tuple(sorted(one.strip() for one in row.category.split(","))), "unstated")
    what = row.category.replace(",", ", ").replace("R&D", "research").lower()
    ahead = (report or entry.since) <= f"{period}-12-31"[:10] if yearly else False
    verb = "was to spend" if ahead else "spent"
    when = f"in {period}" if yearly else f"at a yearly rate by {told(end)}"
    line = reported(
        draft,
        entry,
        f"{row.company} {verb} {in_words(clean(row.amount))} US dollars on {what} {when}.",
        f"row {row.id}",
        report,
        cited,
        sure=False,
        subject=company,
        metric="spending",
        scope=scope,
        basis="calendar_year" if yearly else "annualised",
        period=period,
        value=figure(row.amount, currency="USD", bound="about"),
        topics=["company_finances", "compute"],
    )
    line["kind"] = "forecast" if ahead else "estimate"
    twin = draft.world.claim({company}, "spending", scope, row.amount, parsed(report or end), NEAR_DAYS)
    draft.claim(entry, "spending", f"{row.id} spending", line, twin.id if twin else None)


def _period(id_: str, date: str) -> str:
    """When a figure was so, as exactly as the row's name tells: `Summer 2022 50` stands beside 8/15/2022."""
    found = _NAMED.match(id_.strip())
    if not found:
        return date
    word, year = (found.group(1) or "").lower(), found.group(2)
    if not word:
        return year if date.endswith("-12-31") else date
    if word in _SEASONS:
        return f"{year}-{_SEASONS[word]}"
    try:
        month = datetime.strptime(word[:3], "%b").month
    except ValueError:
        return date
    return f"{year}-{month:02d}" if date[:4] == year else date


def _staff(draft: Draft, placed: Placed[StaffRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    urls = urls_in(row.source_1, row.source_2)
    if not urls:
        draft.report.skip("the row cites no source", placed.key)
        return
    period = _period(row.id, us_date(row.date, "Date"))
    own_unit = row.division in ("DeepMind", "Google DeepMind", "FAIR")
    subject = draft.organization(row.division if own_unit else row.company)[0]
    whole = own_unit or row.type == "Full company"
    name = row.division if own_unit else row.company
    if not whole:
        part = row.division if row.division[:2].isupper() else f"{row.division[:1].lower()}{row.division[1:]}"
        name = f"{row.company}'s {part}" if part else f"the AI units of {row.company}"
    sure = row.confidence == "Confident"
    twin = draft.world.claim({subject}, "headcount", "whole_company", row.count, parsed(period), NEAR_DAYS)
    line = own_claim(
        draft,
        entry,
        "measurement" if sure else "estimate",
        f"Epoch AI {'records' if sure else 'puts'} the staff of {name} at {in_words(row.count)} people for {_when(period)}.",
        f"row {row.id} of {row.company}",
        subject=subject,
        metric="headcount",
        scope="whole_company" if whole else "unit_only",
        basis="point",
        period=period,
        value=figure(row.count, bound="exact" if sure else "about"),
        topics=["talent"],
    )
    line["evidence"] += [{"source": one} for one in dict.fromkeys(draft.source(url) for url in urls) if one]
    draft.claim(entry, "staff", f"{name} staff {period} by Epoch AI", line, twin.id if twin and whole else None)


def _when(period: str) -> str:
    year, _, part = period.partition("-")
    season = next((name for name, code in _SEASONS.items() if code == part and name != "fall"), None)
    return f"{season} {year}" if season else told(period)
