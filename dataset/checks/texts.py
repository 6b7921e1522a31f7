"""Texts: short quotes, and nothing told that came later."""

import re
from collections import defaultdict

from dataset.checks.findings import Findings
from schemas.claim import QUOTE_WORDS, Claim
from schemas.scalars import PartialDate

_YEAR = re.compile(r"(?<![\d.,$€£¥-])(?:19[5-9][0-9]|20[0-9]{2})(?![\d%]|[.,]\d|-[0-9])")
"""A number in a text that can be a year: no part of a longer number, an amount or a date."""


def quotes(findings: Findings) -> None:
    """A quote has few words."""
    for claim in findings.records.claims.values():
        words = len(claim.quote.text.split()) if claim.quote else 0
        if words > QUOTE_WORDS:
            findings.add(
                "quote_length",
                (claim.id, "quote", "text"),
                f"the quote of `{claim.id}` has {words} words",
                f"shorten it to {QUOTE_WORDS} words, and say the rest in your own",
            )


def _last_year(*dates: PartialDate | None) -> int:
    """Latest year that any of the dates reaches; 0 without any."""
    return max((day.year for one in dates if one for day in (one.latest, one.earliest) if day), default=0)


def _years_ahead(claim: Claim) -> int:
    """Latest year that a claim may speak of: what it is due and the time it is for lie ahead of it."""
    return _last_year(claim.asserted, claim.period, claim.due.date if claim.due else None)


def later_years(findings: Findings) -> None:
    """A text is written as of its day. What claims about an event look forward to may stand in the event too."""
    ahead: dict[str, int] = defaultdict(int)
    for claim in findings.records.claims.values():
        if claim.subject:
            ahead[claim.subject] = max(ahead[claim.subject], _years_ahead(claim))
        _later_year(findings, claim.id, "statement", claim.statement, _years_ahead(claim), "asserted")
    for event in findings.records.events.values():
        until = max(_last_year(event.date), ahead[event.id])
        _later_year(findings, event.id, "title", event.title, until, "date")
        _later_year(findings, event.id, "summary", event.summary or "", until, "date")


def years_after(text: str, until: int) -> list[str]:
    """Numbers in a text that can be years after `until`."""
    return [year for year in _YEAR.findall(text) if int(year) > until]


def _later_year(findings: Findings, record: str, key: str, text: str, until: int, day: str) -> None:
    later = years_after(text, until)
    if later and until:
        findings.add(
            "later_year",
            (record, key),
            f"`{key}` of `{record}` names {', '.join(later)}, later than the record",
            "tell what came later in a record of its own, or accept it: "
            "`accept: [{check: later_year, reason: …}]`; a due date or period that reaches there counts too",
            needs=[(record, day), *([(record, "due"), (record, "period")] if key == "statement" else [])],
        )
