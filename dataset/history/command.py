"""`onrecord diff`: what differs between two releases, for people and for programs."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape

from dataset.errors import ReleaseError
from dataset.folders import RELEASES
from dataset.history.between import between
from dataset.history.derived import derived_difference
from dataset.versions import list_versions
from schemas.changes import Change, DerivedChange
from schemas.vocabulary.changes import CHANGE

_SHOWN = 160
"""Most characters of a value in the terminal."""

_COLOURS = {"added": "green", "removed": "red", "changed": "yellow"}


class Difference(msgspec.Struct):
    """What differs between two releases, as JSON has it."""

    from_: str = msgspec.field(name="from")
    to: str
    counts: dict[str, dict[str, int]]
    """Records by kind and what became of them."""
    changes: list[Change]
    derived: list[DerivedChange] | None
    """Rows of derived tables; null where they were not asked for."""


def diff(
    old: str,
    new: str,
    /,
    *,
    releases: Path = RELEASES,
    derived: Annotated[bool, Parameter(negative="")] = False,
    format: Annotated[Literal["text", "json"], Parameter(name="--format")] = "text",  # noqa: A002
) -> int:
    """Tell what differs between two releases, by record and field.

    Parameters
    ----------
    old
        Version to start from.
    new
        Version to arrive at; it may be the earlier one.
    releases
        Folder that holds the releases.
    derived
        Compare the derived tables too, and tell for each row whether records, time or rules changed it.
    format
        `text` for people, `json` for programs.
    """
    versions = list_versions(releases)
    for version in (old, new):
        if version not in versions:
            raise ReleaseError(f"there is no release {version} in {releases}: choose from {', '.join(versions)}")
    changes = list(between(releases / old, releases / new))
    rows = list(derived_difference(releases / old, releases / new)) if derived else None
    told = Difference(from_=old, to=new, counts=_counts(changes), changes=changes, derived=rows)
    if format == "json":
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    else:
        _tell(told, Console(highlight=False, soft_wrap=True))
    return 0


def _counts(changes: list[Change]) -> dict[str, dict[str, int]]:
    records = {(one.kind, one.record): one.change for one in changes}
    found = Counter((kind, change) for (kind, _record), change in records.items())
    return {
        kind: {change: found[kind, change] for change in CHANGE.terms}
        for kind in ("event", "claim", "entity", "source")
    }


def _tell(told: Difference, console: Console) -> None:
    record = ""
    for one in told.changes:
        colour = _COLOURS[one.change]
        if one.change != "changed":
            console.print(f"[{colour}]{one.change}[/] {one.record} [dim]{_why(one)}[/]")
            continue
        if one.record != record:
            record = one.record
            console.print(f"[{colour}]{one.change}[/] {record} [dim]{_why(one)}[/]")
        console.print(f"    {one.field}: {escape(_short(one.old))} → {escape(_short(one.new))}")
    for row in told.derived or ():
        console.print(f"[{_COLOURS[row.change]}]{row.change}[/] {row.table} {escape(row.key)} [dim]{row.cause}[/]")
    kinds = "; ".join(
        f"{kind} " + ", ".join(f"{n} {change}" for change, n in counts.items()) for kind, counts in told.counts.items()
    )
    console.print(f"{told.from_} → {told.to}: {kinds}", markup=False)


def _why(one: Change) -> str:
    return escape(f"{one.reason}: {one.note}" if one.note else one.reason)


def _short(text: str | None) -> str:
    if text is None:
        return "nothing"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
