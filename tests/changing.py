"""Releases in which everything happens to records that can: made small, for tests of what is asked across releases."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dataset.build import build
from dataset.reading.records import Records
from schemas.changes import Changed, Gone
from schemas.claim import Resolution
from tests.support import claim, entity, event, records, resolution, source

FIRST, SECOND, THIRD = "2026.10.0", "2026.11.0", "2026.12.0"
DAYS = {FIRST: date(2026, 10, 20), SECOND: date(2026, 11, 20), THIRD: date(2026, 12, 20)}

NOTE = "The page says Tuesday."


def _why(release: str, reason: str, note: str | None = None) -> list[Changed]:
    return [Changed(release=release, reason=reason, note=note)]


def _gone(id_: str, release: str, reason: str, *successors: str, note: str | None = None) -> Gone:
    return Gone(id=id_, release=release, reason=reason, successors=list(successors), note=note)


def _kept() -> list[Any]:
    return [
        source("s_a", "2025-01-01"),
        source("s_b", "2025-06-01", publisher="n_press"),
        entity("n_firm"),
        entity("n_press"),
        event("e_keep", "2025-01-02", "s_a", participants=[], title="It opened an office"),
        event("e_late", "2026-06-01", "s_b"),
    ]


def first() -> Records:
    """Two entities that are one, an event that is two, one that never was, a promise, and one said twice."""
    return records(
        *_kept(),
        entity("n_twin"),
        event("e_both", "2025-02-01", "s_a"),
        event("e_never", "2025-03-01", "s_a"),
        event("e_fix", "2025-04-01", "s_a", title="It met on Monday"),
        claim("c_promise", "2025-01-03", "s_a", due=("by", "2025-06"), subject="n_twin"),
        claim("c_again", "2025-01-04", "s_b", due=("by", "2025-06"), subject="n_firm"),
    )


def second() -> Records:
    """One entity is merged, an event split, another deleted, a third corrected."""
    found = records(
        *_kept(),
        event("e_one", "2025-02-01", "s_a"),
        event("e_two", "2026-02-02", "s_b"),
        event("e_fix", "2025-04-01", "s_a", title="It met on Tuesday", changed=_why(SECOND, "correction", NOTE)),
        claim(
            "c_promise",
            "2025-01-03",
            "s_a",
            due=("by", "2025-06"),
            subject="n_firm",
            changed=_why(SECOND, "merge", "Its subject was merged."),
        ),
        claim("c_again", "2025-01-04", "s_b", due=("by", "2025-06"), subject="n_firm"),
    )
    found.gone = {
        "n_twin": _gone("n_twin", SECOND, "merge", "n_firm"),
        "e_both": _gone("e_both", SECOND, "split", "e_one", "e_two"),
        "e_never": _gone("e_never", SECOND, "retraction", note="The source took it back."),
    }
    return found


def third() -> Records:
    """The promise is merged with the one said again and kept late, which the world learns in 2026."""
    kept: list[Resolution] = [resolution("late", "2026-05-01", event="e_late")]
    found = records(
        *_kept(),
        event("e_one", "2025-02-01", "s_a"),
        event("e_two", "2026-02-02", "s_b"),
        event("e_fix", "2025-04-01", "s_a", title="It met on Tuesday"),
        claim(
            "c_promise",
            "2025-01-03",
            "s_a",
            due=("by", "2025-06"),
            subject="n_firm",
            resolutions=kept,
            changed=_why(THIRD, "source_update", "It came late."),
        ),
    )
    found.gone = {**second().gone, "c_again": _gone("c_again", THIRD, "merge", "c_promise")}
    return found


def changing_releases(folder: Path) -> Path:
    """A folder with the three releases."""
    for version, made in ((FIRST, first()), (SECOND, second()), (THIRD, third())):
        build(made, version, DAYS[version], folder, sealed=True)
    return folder


def withdraw(releases: Path, *yanked: dict[str, Any]) -> None:
    """Write what is withdrawn beside the releases."""
    (releases / "yanked.json").write_bytes(msgspec.json.encode({"yanked": yanked}))
