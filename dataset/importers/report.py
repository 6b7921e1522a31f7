"""What a run did, told for people: what was added, changed, merged and skipped, and why."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from dataset.importers.rows import BadRow

EXAMPLES = 3
"""Rows that are named for each reason."""


class Report(msgspec.Struct):
    """Everything a run has to tell."""

    rows: int = 0
    added: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    unchanged: int = 0
    merged: list[tuple[str, str]] = []
    """Row and the record elsewhere that its event, claim or entity turned out to be."""
    skipped: dict[str, list[str]] = {}
    """Rows, or parts of rows, by the reason for which they are left out."""
    bad: list[BadRow] = []
    gone: list[str] = []
    corrected: int = 0

    def skip(self, reason: str, key: str) -> None:
        """Note a row that is left out."""
        self.skipped.setdefault(reason, []).append(key)

    def told(self, *, whole: bool = False) -> Iterator[str]:
        """Lines for the terminal; with `whole`, every row by its key."""
        kinds = {"s": "sources", "n": "entities", "e": "events", "c": "claims", "+": "additions to other records"}
        yield f"{self.rows} rows read, {self.corrected} cells corrected"
        for word, ids in (("added", self.added), ("changed", self.changed), ("removed", self.removed)):
            counts = Counter(kinds[one[0]] for one in ids)
            told = ", ".join(f"{counts[kind]} {kind}" for kind in kinds.values() if counts[kind])
            yield f"{word}: {told or 'nothing'}"
            if whole:
                yield from (f"    {one}" for one in ids)
        yield f"unchanged: {self.unchanged} records"
        yield f"merged with records that stand elsewhere: {len(self.merged)}"
        shown = self.merged if whole else self.merged[:EXAMPLES]
        yield from (f"    {row} is {record}" for row, record in shown)
        yield f"skipped: {sum(map(len, self.skipped.values()))}"
        for reason, keys in sorted(self.skipped.items(), key=lambda item: (-len(item[1]), item[0])):
            yield f"    {len(keys)}: {reason} ({'; '.join(keys if whole else keys[:EXAMPLES])}{'' if whole or len(keys) <= EXAMPLES else '; …'})"
        yield f"gone upstream: {len(self.gone)}"
        yield from (f"    {key}" for key in (self.gone if whole else self.gone[:EXAMPLES]))
        yield f"unreadable: {len(self.bad)}"
        yield from (f"    {one.file}:{one.line}: {one.told}" for one in self.bad)
