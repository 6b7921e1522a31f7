"""The ledger of an importer: which ids each upstream row was given, since when it is known, and what is gone.

One line a row, sorted, committed. An id that was given once is never given to anything else, also after its row is gone.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from dataset.errors import ImportFaultError


class Entry(msgspec.Struct, omit_defaults=True):
    """What is remembered of one upstream row."""

    key: str
    since: str
    """Snapshot in which the row first stood as it does now."""
    digest: str = ""
    """Digest of the row's cells, by which a change is seen."""
    ids: dict[str, str] = {}
    """Ids by the part of the row that they are for."""
    was: list[str] = []
    """Ids that the row once had and that now belong to another record, or to none: redirects and tombstones."""
    gone: str | None = None
    """Snapshot that no longer held the row: a tombstone."""


class Ledger:
    """The entries of one importer by row key."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = {one.key: one for one in entries}
        self.entered: set[str] = set()

    def enter(self, key: str, snapshot: str, digest: str = "") -> Entry:
        """The entry of a row that stands in this run's files; a new row, or one whose cells changed, is known since now."""
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = Entry(key, snapshot, digest)
        elif entry.digest != digest:
            entry.since, entry.digest = snapshot, digest
        entry.gone = None
        self.entered.add(key)
        return entry

    def close(self, snapshot: str, kept: Iterable[str] = ()) -> list[str]:
        """Mark every row that was not entered as gone, and return the keys that are newly so.

        `kept` are the rows that stand upstream but could not be read: they are not gone.
        """
        missing = set(self.entries) - self.entered - set(kept)
        newly = [key for key in sorted(missing) if self.entries[key].gone is None]
        for key in newly:
            self.entries[key].gone = snapshot
        return newly

    def every_id(self) -> set[str]:
        """Every id that was ever given."""
        return {one for entry in self.entries.values() for one in (*entry.ids.values(), *entry.was)}


def read_ledger(path: Path) -> Ledger:
    """The ledger of a file; an empty one where there is no file. Raises `ImportFaultError` on a damaged line."""
    if not path.is_file():
        return Ledger()
    entries = []
    for n, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            entries.append(msgspec.json.decode(line, type=Entry))
        except msgspec.DecodeError as error:
            raise ImportFaultError(
                f"{path}:{n}: no line of a ledger ({error}): restore the file, for the ids of records hang on it"
            ) from None
    return Ledger(entries)


def ledger_text(ledger: Ledger) -> bytes:
    """The file's text: a line for each row, in order of their keys."""
    lines = []
    for entry in sorted(ledger.entries.values(), key=lambda one: one.key):
        entry.ids = dict(sorted(entry.ids.items()))
        lines.append(msgspec.json.encode(entry) + b"\n")
    return b"".join(lines)
