"""What the checks share: the records, the problems found so far, and how one is reported."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from dataset.checks.registry import CHECKS
from dataset.problems import Problem
from dataset.reading.records import Records
from schemas.claim import Claim
from schemas.event import Event

At: TypeAlias = tuple[str | int, ...]
"""A path: the record's id, then keys and places in lists."""


class Finding(Struct, frozen=True):
    """A problem with the record it belongs to, so that the record can accept it."""

    record: str
    problem: Problem


class Findings:
    """Collects what the checks find in `records`."""

    def __init__(self, records: Records, data_date: date | None = None) -> None:
        self.records = records
        self.data_date = data_date
        self.found: list[Finding] = []

    def add(
        self,
        code: str,
        at: At,
        what: str,
        mend: str,
        *,
        nearest: str | None = None,
        needs: Iterable[At] = (),
    ) -> None:
        """Report a problem at a path.

        Nothing is reported where the path, or one of those in `needs`, could not be read: the finding would rest on a
        stand-in, and the reading has told what to mend first.
        """
        marks = self.records.marks
        if any(marks.is_broken(str(path[0]), *path[1:]) for path in (at, *needs)):
            return
        record = str(at[0])
        place = marks.place(record, *at[1:])
        self.found.append(Finding(record, Problem(CHECKS[code].severity, code, *place, what, mend, nearest)))

    def stated(self) -> Iterator[Event | Claim]:
        """Every event, then every claim."""
        yield from self.records.events.values()
        yield from self.records.claims.values()

    def of_one_importer(self, one: str, other: str) -> bool:
        """Whether one importer wrote both records."""
        files = self.records.marks.files
        return files.get(one, "").endswith(".jsonl") and files.get(one) == files.get(other)

    def where(self, record: str) -> str:
        """File and line of a record, for messages that name a second place."""
        file, line, _ = self.records.marks.place(record)
        return f"{file}:{line}"
