"""Run every check: what the reading found, then the rules, then what curators accept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from dataset.checks import (
    chains,
    duplicates,
    evidence,
    figures,
    history,
    links,
    lists,
    promises,
    sources,
    texts,
    time,
)
from dataset.checks.findings import Finding, Findings
from dataset.checks.registry import CHECKS
from dataset.known_on import complete
from dataset.problems import Problem
from dataset.reading.convert import nearest
from dataset.reading.records import Records, read_records
from schemas.claim import Claim
from schemas.entity import Entity
from schemas.event import Event

AS_WRITTEN: tuple[Callable[[Findings], None], ...] = (
    links.dangling_ids,
    links.self_links,
    links.event_circles,
    chains.revision_circles,
    chains.revision_branches,
    chains.foreign_revisions,
    chains.backward_revisions,
    chains.repeats_in_chains,
    chains.early_outcomes,
    promises.obligors,
    promises.due_dates,
    promises.outcomes,
    promises.proofs,
    promises.inferences,
    figures.figures,
    evidence.support,
    evidence.says,
    evidence.uncovered_fields,
    sources.sources,
    sources.publishers,
    texts.quotes,
    texts.later_years,
    duplicates.near_duplicates,
    lists.complete_lists,
    history.change_reasons,
    history.gone_reasons,
)
"""Checks on what curators wrote."""

AS_KNOWN: tuple[Callable[[Findings], None], ...] = (
    time.open_dates,
    time.moments,
    time.relation_ends,
    time.late_subjects,
    time.unnamed_entities,
    time.after_data_date,
)
"""Checks on what follows from it: they need the days on which things became known."""


def check_records(records: Records, data_date: date | None = None) -> list[Problem]:
    """Every problem of records that were read; fills their derived days. Warnings that stand are left out."""
    findings = Findings(records, data_date)
    for rule in AS_WRITTEN:
        rule(findings)
    complete(records)
    for rule in AS_KNOWN:
        rule(findings)
    return _accepted(findings)


def _accepted(findings: Findings) -> list[Problem]:
    """What remains when the warnings that curators accept are taken away, with what is wrong with `accept` itself."""
    warned = {(one.record, one.problem.code) for one in findings.found if one.problem.severity == "warning"}
    warnings = [code for code, check in CHECKS.items() if check.severity == "warning"]
    accepted: set[tuple[str, str]] = set()
    records = findings.records
    judged: list[Entity | Event | Claim] = [*records.entities.values(), *findings.stated()]
    for record in judged:
        for n, one in enumerate(record.accept):
            at = (record.id, "accept", n, "check")
            if one.check not in warnings:
                sort = "an error, which cannot stand" if one.check in CHECKS else "no check"
                findings.add(
                    "unknown_check",
                    at,
                    f"`{one.check}` is {sort}",
                    f"use one of: {', '.join(warnings)}",
                    nearest=nearest(one.check, warnings),
                )
            elif (record.id, one.check) in warned:
                accepted.add((record.id, one.check))
            elif not _half_read(findings, record.id):
                findings.add("unused_accept", at, f"`{record.id}` does not give the warning `{one.check}`", "remove it")
    return [one.problem for one in findings.found if not _stands(one, accepted)]


def _stands(one: Finding, accepted: set[tuple[str, str]]) -> bool:
    return one.problem.severity == "warning" and (one.record, one.problem.code) in accepted


def _half_read(findings: Findings, record: str) -> bool:
    """Whether a part could not be read, so that a warning may be missing for that reason alone."""
    return any(path[0] == record for path in findings.records.marks.broken)


def check(folder: Path, data_date: date | None = None) -> tuple[Records, list[Problem]]:
    """Read a folder of records and check it: the records, and every problem by file and line.

    `data_date` is the day up to which a release would know; without it nothing is too late.
    Raises `OSError` where the folder cannot be read.
    """
    records, problems = read_records(folder)
    return records, sorted([*problems, *check_records(records, data_date)], key=lambda one: one.place)
