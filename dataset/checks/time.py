"""What became known when. Run after `known_on.complete` has filled the days."""

from datetime import date, timedelta

from dataset.checks.findings import Findings
from dataset.known_on import NEVER, named_by, supported_on
from schemas.scalars import PartialDate


def open_dates(findings: Findings) -> None:
    """What happened in public has a last day, from which it was known."""
    days: list[tuple[str, str, PartialDate, bool]] = []
    for event in findings.records.events.values():
        days.append((event.id, "date", event.date, event.known_on == NEVER > supported_on(event.evidence)))
    for claim in findings.records.claims.values():
        days.append((claim.id, "asserted", claim.asserted, claim.known_on == NEVER > supported_on(claim.evidence)))
    for record, key, when, never in days:
        if never and when.latest is None:
            findings.add(
                "open_public_date",
                (record, key),
                f"`{record}` was public, but its `{key}` {when.edtf} has no last day",
                "give the last day it can mean: `2025-06-01/2025-06-20`",
            )


def moments(findings: Findings) -> None:
    """A moment in UTC lies within a day of the local date."""
    for record in findings.stated():
        when = getattr(record, "date", None) or getattr(record, "asserted", None)
        if not record.time_utc or not when:
            continue
        day, margin = date.fromisoformat(record.time_utc[:10]), timedelta(days=1)
        early = when.earliest and day < when.earliest - margin
        if early or (when.latest and day > when.latest + margin):
            findings.add(
                "time_against_date",
                (record.id, "time_utc"),
                f"{record.time_utc} lies outside {when.edtf}",
                "correct the moment or the date",
                needs=[(record.id, "date"), (record.id, "asserted")],
            )


def relation_ends(findings: Findings) -> None:
    """A relation ends after it began."""
    for entity in findings.records.entities.values():
        for n, relation in enumerate(entity.relations):
            start = relation.start.date
            end = relation.end.date if relation.end else None
            if start and end and start.earliest and end.latest and end.latest < start.earliest:
                findings.add(
                    "end_before_start",
                    (entity.id, "relations", n, "end"),
                    f"`{entity.id}` {relation.relation} `{relation.target}` ends {end.edtf}, before {start.edtf}",
                    "correct `start` or `end`",
                    needs=[(entity.id, "relations", n, "start")],
                )


def late_subjects(findings: Findings) -> None:
    """A claim is about something that was known when the claim was."""
    for claim in findings.records.claims.values():
        event = findings.records.events.get(claim.subject or "")
        if event and NEVER > event.known_on > claim.known_on:
            findings.add(
                "late_subject",
                (claim.id, "subject"),
                f"`{event.id}` became known on {event.known_on}, after `{claim.id}` on {claim.known_on}",
                "take the entity concerned as the subject, or correct the dates and sources",
                needs=[(one, key) for one in (claim.id, event.id) for key in ("date", "asserted", "evidence", "venue")],
            )


def unnamed_entities(findings: Findings) -> None:
    """Every entity is named by some record, or related to one that is."""
    named = {entity for entity, _ in named_by(findings.records)}
    for entity in findings.records.entities.values():
        if entity.known_on == NEVER and entity.id not in named:
            findings.add(
                "unnamed_entity",
                (entity.id,),
                f"no source, event or claim names `{entity.id}`",
                "name it in the record for which it is needed, or remove it",
            )


def after_data_date(findings: Findings) -> None:
    """Nothing became known after the data date of the release."""
    until = findings.data_date
    if until is None:
        return
    records = findings.records
    known = [
        *((one.id, "accessed", one.known_on) for one in records.sources.values()),
        *((one.id, "date", one.known_on) for one in records.events.values()),
        *((one.id, "asserted", one.known_on) for one in records.claims.values()),
    ]
    for record, key, day in known:
        if until < day < NEVER:
            findings.add(
                "after_data_date",
                (record, key),
                f"`{record}` became known on {day}, after the data date {until}",
                "keep it for a later release, or correct its dates",
            )
