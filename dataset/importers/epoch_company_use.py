"""Epoch AI's reports of how much the products of AI companies are used."""

import re
from typing import Any

import msgspec
from msgspec import field

from dataset.importers.dates import parsed, told, us_date
from dataset.importers.drafting import Draft
from dataset.importers.epoch import figure
from dataset.importers.epoch_company_reports import reported
from dataset.importers.lines import Line, urls_in
from dataset.importers.numbers import clean, in_words
from dataset.importers.rows import Placed, RowError, Table
from dataset.importers.running import each


class UsageRow(msgspec.Struct):
    """A row of `ai_companies_usage_reports`."""

    id: str = field(name="Id")
    company: str = field(name="Company")
    date: str = field(name="Date")
    report_date: str = field(name="Report date")
    product: str = field(name="Product")
    users: float | None = field(name="Active users", default=None)
    users_of: str = field(name="Active users time period", default="")
    tokens: float | None = field(name="Daily tokens", default=None)
    messages: float | None = field(name="Daily messages", default=None)
    source_1: str = field(name="Source 1", default="")
    source_2: str = field(name="Source 2", default="")
    source_type: str = field(name="Source type", default="")
    confidence: str = field(name="Confidence", default="")


USAGE = Table("usage_reports", UsageRow, ("Company", "Id", "Date"), "Active users time period")

NEAR_DAYS = 10
"""Days by which another account may differ about when the same count of users was told."""

_COUNTED = {"Daily": "daily_active", "Weekly": "weekly_active", "Monthly": "monthly_active"}


def make(draft: Draft, rows: list[Placed[UsageRow]]) -> None:
    """Claims for each report."""
    each(draft, rows, lambda placed: _usage(draft, placed))


def _usage(draft: Draft, placed: Placed[UsageRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    urls = urls_in(row.source_1, row.source_2)
    if not urls:
        draft.report.skip("the row cites no source", placed.key)
        return
    if not (row.users or row.tokens or row.messages):
        draft.report.skip("the row has none of the figures that are imported", placed.key)
        return
    date, report = us_date(row.date, "Date"), us_date(row.report_date, "Report date")
    company = draft.organization(row.company)[0]
    subject, name = company, f"all products of {row.company}"
    if not re.search(r"\ball\b|^API$|^Chat and", row.product, re.IGNORECASE):
        own = draft.ledger.enter(f"product/{row.company}/{row.product}", draft.snapshot)
        subject, elsewhere = draft.thing(own, "product", row.product, [company], ("product", "model", "model_family"))
        name = row.product
        if not elsewhere:
            draft.lines[subject]["kind"] = "product"
    elif not re.search(r"\ball\b", row.product, re.IGNORECASE):
        name = f"{row.company}'s {row.product}"
    sources = [draft.source(urls[0], published=report), *(draft.source(url) for url in urls[1:])]
    disclosed = row.source_type == "Company disclosure"

    def claim(part: str, statement: str, **fields: Any) -> Line:
        line = reported(
            draft,
            entry,
            statement,
            f"row {row.id} of {row.company}",
            report,
            sources,
            sure=True,
            subject=subject,
            period=date,
            topics=["consumer_apps"],
            **fields,
        )
        if disclosed:
            line["speakers"] = [{"entity": company}]
        return line

    sure = row.confidence == "Confident"
    if row.users:
        pays = "paying" in row.id.lower()
        scope = "paying" if pays else _COUNTED.get(row.users_of)
        if scope is None:
            raise RowError(
                f"column `Active users time period` holds {row.users_of!r}: Daily, Weekly or Monthly is read"
            )
        near = (  # said on the day of the report, or on the day that the figure is for
            draft.world.claim({subject, company}, "users", scope, row.users, parsed(day), NEAR_DAYS)
            for day in (report, date)
        )
        twin = next((one for one in near if one), None)
        statement = f"{in_words(clean(row.users))} people {'paid for and used' if pays else 'used'} {name} in a {_span(row.users_of)} by {told(date)}."
        value = figure(row.users, bound="exact" if sure else "about")
        line = claim("users", statement, metric="users", scope=scope, basis="point", value=value)
        draft.claim(entry, "users", f"{name} users {date}", line, twin.id if twin else None)
    for part, number in (("tokens", row.tokens), ("messages", row.messages)):
        if number:
            statement = f"{name[0].upper()}{name[1:]} handled {in_words(clean(number))} {part} a day by {told(date)}."
            draft.claim(entry, part, f"{name} {part} {date}", claim(part, statement))


def _span(users_of: str) -> str:
    return {"Daily": "day", "Weekly": "week", "Monthly": "month"}[users_of]
