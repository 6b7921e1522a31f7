"""Epoch AI's tables of AI companies: their founding and funding rounds; the reports of figures stand in a module beside."""

from typing import Any

import msgspec
from msgspec import field

from dataset.importers import epoch_company_reports, epoch_company_use
from dataset.importers.dates import days_between, no_finer_than_known, parsed, us_date
from dataset.importers.drafting import Draft
from dataset.importers.epoch import COMPANIES, figure
from dataset.importers.epoch_company_reports import COMPUTE, REVENUE, STAFF, reported
from dataset.importers.epoch_company_use import USAGE
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line, urls_in
from dataset.importers.numbers import clean, in_words
from dataset.importers.rows import Placed, Table
from dataset.importers.running import Importer, each
from schemas.event import Event


class CompanyRow(msgspec.Struct):
    """A row of `ai_companies`."""

    name: str = field(name="Name")
    founded: str = field(name="Founding date", default="")
    source: str = field(name="Founding source/notes", default="")


class RoundRow(msgspec.Struct):
    """A row of `ai_companies_funding_rounds`. Of the notes only the addresses are read."""

    id: str = field(name="Id")
    company: str = field(name="Company")
    status: str = field(name="Status")
    closed: str = field(name="Close date", default="")
    equity: float | None = field(name="Funding (equity)", default=None)
    debt: float | None = field(name="Funding (debt)", default=None)
    valuation: float | None = field(name="Valuation (post-money)", default=None)
    report_date: str = field(name="Report date", default="")
    notes: str = field(name="Notes", default="")
    type: str = field(name="Type", default="")
    confidence: str = field(name="Confidence", default="")


FOUNDED = Table("ai_companies", CompanyRow, ("Name",), "Founding date")
ROUNDS = Table("funding_rounds", RoundRow, ("Company", "Id"), "Valuation (post-money)")

NEAR_DAYS = 45
"""Days by which two accounts of one round may differ about when it closed."""

SURE_DAYS = 7
"""Days within which two rounds of one company are one."""

ROUND_TYPES = ("funding_round", "investment", "debt_financing", "tender_offer")


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """Foundings, rounds, then the reports of staff, use, revenue and spending."""
    each(draft, rows["ai_companies"], lambda placed: _founding(draft, placed))
    each(draft, rows["funding_rounds"], lambda placed: _round(draft, placed))
    epoch_company_reports.make(draft, rows)
    epoch_company_use.make(draft, rows["usage_reports"])


def _founding(draft: Draft, placed: Placed[CompanyRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    if not row.founded or not urls_in(row.source):
        draft.report.skip("the row has no founding date with a source", placed.key)
        return
    date = no_finer_than_known(us_date(row.founded, "Founding date"))
    company = draft.organization(row.name)[0]
    line: Line = {
        "type": "founding",
        "title": f"{row.name} is founded",
        "date": date,
        "stage": "occurred",
        "participants": [{"entity": company, "role": "recipient"}],
        "sectors": ["technology"],
        "evidence": draft.evidence(entry, f"row {row.name}", [draft.source(url) for url in urls_in(row.source)], date),
    }
    found = draft.world.event_of(company, ("founding",), parsed(date), 60)
    draft.event(entry, f"{row.name} founded", line, draft.twin(placed.key, found))


def _round(draft: Draft, placed: Placed[RoundRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    if row.type == "Other":
        draft.report.skip("no round: a merger put a price on the company", placed.key)
        return
    company = draft.organization(row.company)[0]
    report = us_date(row.report_date, "Report date") if row.report_date else None
    cited = [draft.source(url) for url in urls_in(row.notes)]
    if row.status != "Closed":
        _talks(draft, placed, entry, company, report, cited)
        return
    if not row.closed:
        draft.report.skip("the round is closed, but not dated", placed.key)
        return
    date = us_date(row.closed, "Close date")
    # A report from before the close tells of a plan, not of the round.
    after = report if report and report >= date else None
    named = [*([_unnamed(draft, placed, after)] if after else []), *cited]
    line: Line = {
        "type": _type(row),
        "title": _title(row),
        "date": date,
        "stage": "occurred",
        "participants": [{"entity": company, "role": "recipient"}],
        "topics": ["company_finances"],
        "sectors": ["finance", "technology"],
        "evidence": draft.evidence(entry, f"row {row.id.strip()} of {row.company}", named, date),
    }
    if not (row.equity or row.debt or row.valuation):
        draft.report.skip("the round is closed, but without any sum", placed.key)
        return
    found = _same_round(draft, row, company, date)
    event = draft.event(entry, f"{row.company} {row.id}", line, draft.twin(placed.key, found))
    _amounts(draft, placed, entry, event, company, date, after, named)


def _same_round(draft: Draft, row: RoundRow, company: str, date: str) -> Event | None:
    """The round as it stands elsewhere: days away, or weeks away with the same sum."""
    sums = [("funding_amount", row.equity), ("deal_value", row.debt), ("valuation", row.valuation)]
    for event in draft.world.events_of(company, ROUND_TYPES, parsed(date), NEAR_DAYS):
        near = days_between(event.date, parsed(date)) <= SURE_DAYS
        if near or any(number and draft.world.states(event, metric, number) for metric, number in sums):
            return event
    return None


def _type(row: RoundRow) -> str:
    if row.type == "Secondary":
        return "tender_offer"
    return "debt_financing" if row.debt and not row.equity else "funding_round"


def _title(row: RoundRow) -> str:
    if row.type == "Secondary":
        return f"Holders of shares in {row.company} sell some at a set price"
    parts = [f"{in_words(clean(row.equity))} US dollars of equity"] if row.equity else []
    parts += [f"{in_words(clean(row.debt))} US dollars of debt"] if row.debt else []
    return f"{row.company} raises {' and '.join(parts)}" if parts else f"{row.company} raises money"


def _unnamed(draft: Draft, placed: Placed[RoundRow], report: str) -> str:
    """The report that a row rests on and dates, without an address."""
    row = placed.row
    words = f"{row.company} {row.id} report {report}"
    citation = f'Report of {report} on which the row "{row.id.strip()}" of {row.company} rests; Epoch AI dates it'
    return draft.dated_report(placed, words, citation, report)


def _amounts(
    draft: Draft,
    placed: Placed[RoundRow],
    entry: Entry,
    event: str,
    company: str,
    date: str,
    report: str | None,
    cited: list[str | None],
) -> None:
    row = placed.row
    for part, metric, scope, number, words in (
        ("equity", "funding_amount", "unstated", row.equity, "raised {} US dollars of equity"),
        ("debt", "deal_value", "unstated", row.debt, "raised {} US dollars of debt"),
        (
            "valuation",
            "valuation",
            "secondary_sale" if row.type == "Secondary" else "post_money",
            row.valuation,
            "was valued at {} US dollars",
        ),
    ):
        if not number:
            continue
        twin = draft.world.claim({event, company}, metric, scope, number, parsed(date), 2 * NEAR_DAYS)
        line = reported(
            draft,
            entry,
            f"{row.company} {words.format(in_words(clean(number)))} in the round of {date[:7]}.",
            f"row {row.id.strip()} of {row.company}",
            report,
            cited,
            sure=row.confidence == "Confident",
            subject=_known(draft, event, company, report),
            metric=metric,
            scope=scope,
            basis="point",
            value=figure(number, currency="USD", bound="exact" if row.confidence == "Confident" else "about"),
            topics=["company_finances"],
        )
        draft.claim(entry, part, f"{row.company} {row.id} {part}", line, twin.id if twin else None)


def _known(draft: Draft, event: str, company: str, report: str | None) -> str:
    """The event, or the company where the world came to know of the event only after the report."""
    stands = draft.world.records.events.get(event)
    return company if stands and report and stands.known_on.isoformat() > report else event


def _talks(
    draft: Draft,
    placed: Placed[RoundRow],
    entry: Entry,
    company: str,
    report: str | None,
    cited: list[str | None],
) -> None:
    """A round that is talked of is a rumour."""
    row = placed.row
    if not row.equity or not report:
        draft.report.skip("the talks have no sum or no date", placed.key)
        return
    named = [_unnamed(draft, placed, report), *cited]
    line: Line = {
        "kind": "rumour",
        "attribution": f"as reported on {report}, according to Epoch AI",
        "subject": company,
        "metric": "funding_amount",
        "scope": "unstated",
        "basis": "point",
        "statement": f"{row.company} is said to be in late talks to raise {in_words(clean(row.equity))} US dollars of equity.",
        "value": figure(row.equity, currency="USD", bound="about"),
        "asserted": report,
        "venue": "press_report",
        "topics": ["company_finances"],
        "evidence": draft.evidence(entry, f"row {row.id.strip()} of {row.company}", named),
    }
    twin = draft.world.claim({company}, "funding_amount", "unstated", row.equity, parsed(report), NEAR_DAYS)
    draft.claim(entry, "talks", f"{row.company} {row.id} talks", line, twin.id if twin else None)


IMPORTER = Importer("epoch-companies", COMPANIES, (FOUNDED, ROUNDS, REVENUE, COMPUTE, STAFF, USAGE), make)
