"""Run an importer: read its files, correct them, draft its records, and write them with the ledger."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from dataset.errors import ImportFaultError
from dataset.importers.declared import MergeFile, read_corrections, read_declared
from dataset.importers.drafting import Draft
from dataset.importers.ledger import Ledger, ledger_text, read_ledger
from dataset.importers.lines import DataSet, Line, unnamed
from dataset.importers.report import Report
from dataset.importers.rows import BadRow, Placed, RowError, Table, read_sheet, snapshot_of, tables_given, typed_rows
from dataset.importers.world import World
from dataset.reading.records import read_records

LEDGERS = "imported/ledger"
"""Folder of the ledgers, in the folder of records."""

_ORDER = {"s": 0, "n": 1, "e": 2, "c": 3}


class Importer(msgspec.Struct, frozen=True):
    """An importer: what it reads, and what it makes of it."""

    name: str
    data_set: DataSet
    tables: tuple[Table[Any], ...]
    make: Callable[[Draft, dict[str, list[Placed[Any]]]], None]
    """Called with the rows of each table by the table's name."""
    snapshot: Callable[[dict[str, list[Placed[Any]]]], str] | None = None
    """How the rows tell the snapshot themselves, where they do."""


def each(draft: Draft, rows: list[Placed[Any]], handle: Callable[[Placed[Any]], None]) -> None:
    """Handle every row; one whose cells make no sense is told, and the others go on."""
    for placed in rows:
        try:
            handle(placed)
        except RowError as error:
            draft.report.bad.append(BadRow(placed.file, placed.line, f"row `{placed.key}`: {error}"))


def run_importer(
    importer: Importer,
    earlier: tuple[str, ...],
    files: list[Path],
    records: Path,
    declared: Path,
    *,
    snapshot: str | None = None,
    today: date,
) -> Report:
    """Import `files` into the folder `records`, where the importers named in `earlier` have written before.

    `declared` is the folder of corrections, with the merge list in it. Nothing is written where the files, corrections or
    merge list cannot be used: `ImportFaultError` says why. A second run with the same files changes nothing.
    """
    sheets = tables_given([read_sheet(path) for path in files], importer.tables, importer.name)
    corrections = read_corrections(declared, importer.name)
    merges = read_declared(declared / "same-things.yaml", MergeFile) or MergeFile(entities=[])
    rows: dict[str, list[Placed[Any]]] = {}
    bad: list[BadRow] = []
    for table in importer.tables:
        rows[table.name] = list(typed_rows(sheets[table.name], table, corrections.mend))
        bad += sheets[table.name].bad
    corrections.check()
    if importer.snapshot and not snapshot:
        snapshot = importer.snapshot(rows)
    target = records / "imported" / f"{importer.name}.jsonl"
    before = _lines_of(target)
    try:
        standing, problems = read_records(records, earlier)
    except OSError as error:
        raise ImportFaultError(f"{error.filename}: cannot be read: {error.strerror}") from None
    unread = [f"{one.file}:{one.line}: {one.what}" for one in problems if one.code == "yaml_syntax"]
    if unread:  # what such a file declares would be made a second time
        raise ImportFaultError(
            "\n".join(["mend these files first, for the importer cannot see what they hold:", *unread])
        )
    draft = Draft(
        importer.data_set,
        snapshot_of(files, snapshot),
        today,
        World(standing),
        read_ledger(records / LEDGERS / f"{importer.name}.jsonl"),
        merges,
        _taken_elsewhere(records, importer.name),
    )
    draft.report.bad = bad
    draft.report.rows = sum(map(len, rows.values())) + len(bad)
    draft.report.corrected = corrections.made
    for key, reason in corrections.left_out.items():
        draft.ledger.enter(key, draft.snapshot)
        draft.report.skip(reason, key)
    kept = {name: [one for one in given if one.key not in corrections.left_out] for name, given in rows.items()}
    importer.make(draft, kept)
    for record in unnamed(draft.lines, draft.world.named()):  # what only a row names whose event stands elsewhere
        del draft.lines[record]
    _keep_unread(draft, before)
    tables = {table.name for table in importer.tables}  # the ledger also holds what rows name: sources, organisations
    for row in draft.same_events:
        if row.partition("/")[0] in tables and row not in draft.ledger.entered:
            draft.report.skip("the merge list names a row that does not stand upstream", row)
    gone = draft.ledger.close(draft.snapshot, _unread(draft))
    draft.report.gone = [key for key in gone if key.partition("/")[0] in tables]
    draft.report.bad.sort(key=lambda one: (one.file, one.line))
    _write(target, draft, before)
    _write_bytes(records / LEDGERS / f"{importer.name}.jsonl", ledger_text(draft.ledger))
    return draft.report


def _taken_elsewhere(records: Path, importer: str) -> set[str]:
    """Every id that another importer ever gave."""
    others = [path for path in sorted((records / LEDGERS).glob("*.jsonl")) if path.stem != importer]
    return set().union(*(read_ledger(path).every_id() for path in others))


def _unread(draft: Draft) -> list[str]:
    """Keys of the rows that stand upstream but could not be read."""
    named = [re.search(r"row `(.+?)`: ", one.told) for one in draft.report.bad]
    return [found.group(1) for found in named if found and found.group(1) in draft.ledger.entries]


def _keep_unread(draft: Draft, before: dict[str, bytes]) -> None:
    """Keep what an unreadable row gave in the last run, with all that it names."""
    wanted = [one for key in _unread(draft) for one in draft.ledger.entries[key].ids.values()]
    while wanted:
        record = wanted.pop()
        if record in before and record not in draft.lines and record not in draft.world.ids:
            draft.lines[record] = msgspec.json.decode(before[record], type=Line)
            wanted += re.findall(r'"([secn]_[a-z0-9-]+)"', before[record].decode())


def _lines_of(path: Path) -> dict[str, bytes]:
    """Lines of an importer's file by the record they declare, or `+` and the one they add to."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_bytes().splitlines():
        fields: Line = msgspec.json.decode(line)
        found[fields.get("id") or "+" + fields["adds_to"]] = line
    return found


def _write(path: Path, draft: Draft, before: dict[str, bytes]) -> None:
    made: dict[str, bytes] = {}
    for record in sorted(draft.lines, key=lambda one: (_ORDER[one[0]], one)):
        line = _without_empty(draft.lines[record])
        old = msgspec.json.decode(before[record], type=Line) if record in before else {}
        if line.get("kind") == "dataset" and "accessed" in old:
            line["accessed"] = old["accessed"]  # it was read then, and is the same edition
        made[record] = msgspec.json.encode(line)
    for record in sorted(draft.additions):
        made["+" + record] = msgspec.json.encode({"adds_to": record, **draft.additions[record]})
    report = draft.report
    report.added = [one for one in made if one not in before]
    report.changed = [one for one in made if one in before and before[one] != made[one]]
    report.removed = [one for one in before if one not in made]
    report.unchanged = sum(before.get(one) == line for one, line in made.items())
    _write_bytes(path, b"".join(line + b"\n" for line in made.values()))


def _without_empty(line: Line) -> Line:
    return {name: value for name, value in line.items() if value not in (None, [], {})}


def _write_bytes(path: Path, text: bytes) -> None:
    """Replace a file whole, so that a run that is cut leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}")
    partial.write_bytes(text)
    partial.replace(path)


__all__ = ["Importer", "Ledger", "each", "run_importer"]
