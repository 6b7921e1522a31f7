"""The difference between any two releases, with the reasons that the releases between them gave."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from dataset.errors import ReleaseError
from dataset.history.diff import UNDECLARED, difference
from dataset.history.shaping import record_tables
from dataset.manifest import open_release
from dataset.versions import list_versions, version_key
from schemas.changes import Change


def between(old: Path, new: Path) -> Iterator[Change]:
    """Every change from one release folder to another beside it, by record and field; either may be the later one.

    A reason is that of the latest release between the two that changed the field or, failing that, the record; a release
    of a schema without `changes` gave none. Raises `ReleaseError` where a folder is no release.
    """
    for folder in (old, new):
        open_release(folder)
    if old.parent != new.parent:
        raise ReleaseError(f"{old} and {new} stand in different folders: compare releases that stand side by side")
    reasons = _reasons(*sorted((old, new), key=lambda folder: version_key(folder.name)))
    for one in difference(record_tables(old), record_tables(new), new.name):
        given = reasons.get((one.record, one.field)) or reasons.get((one.record, None))
        if given:
            one.reason, one.note, release = given
            if one.change == "removed":
                one.release = release
        yield one


def _reasons(first: Path, last: Path) -> dict[tuple[str, str | None], tuple[str, str | None, str]]:
    """Reason, note and release by record and field, and by record alone; later releases go before earlier ones."""
    found: dict[tuple[str, str | None], tuple[str, str | None, str]] = {}
    spans = [
        v for v in list_versions(first.parent) if version_key(first.name) < version_key(v) <= version_key(last.name)
    ]
    for version in spans:
        path = first.parent / version / "changes.parquet"
        if not path.is_file():
            continue
        columns = ("record", "field", "reason", "note", "release")
        for record, field, reason, note, release in zip(
            *(pq.read_table(path, columns=list(columns))[c].to_pylist() for c in columns), strict=True
        ):
            if reason != UNDECLARED:
                found[record, field] = found[record, None] = (reason, note, release)
    return found
