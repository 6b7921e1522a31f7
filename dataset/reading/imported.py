"""Read the files of importers: `imported/<importer>.jsonl`, a record or an addition on each line.

A record's line is the record with its `id`. An addition's line names a record that stands elsewhere, in a story or in the
file of another importer, as `adds_to`, and what it gains: evidence for an event or claim, names and relations for an entity.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec

from dataset.errors import ImportFaultError
from dataset.importers.ledger import read_ledger
from dataset.problems import Problem
from dataset.reading.convert import BROKEN, Reading, struct_converter
from dataset.reading.nodes import Place, node_of
from schemas.annotations import ID_PREFIX
from schemas.claim import Claim
from schemas.entity import Entity
from schemas.event import Event
from schemas.imported import EntityAddition, RecordAddition
from schemas.source import Source

IMPORTED = r"imported/[a-z0-9]+(-[a-z0-9]+)*\.jsonl"
"""Form of the path of an importer's file."""
LEDGERS = "imported/ledger"
"""Where the ledgers of the importers stand."""

_KINDS: dict[str, tuple[str, type[msgspec.Struct], type[msgspec.Struct] | None]] = {
    ID_PREFIX["source"]: ("sources", Source, None),
    ID_PREFIX["entity"]: ("entities", Entity, EntityAddition),
    ID_PREFIX["event"]: ("events", Event, RecordAddition),
    ID_PREFIX["claim"]: ("claims", Claim, RecordAddition),
}
"""By the start of an id: where such records are kept, what they are, and what may be added to them."""


class _Places(dict[Any, Place]):
    """Places of a file in which a record fills one line: what stands inside a record needs none of its own."""

    def __setitem__(self, path: Any, place: Place) -> None:
        if len(path) == 1:
            super().__setitem__(path, place)


class Addition(msgspec.Struct):
    """A part that one file adds to a record of another: the record, the part, and where it stands."""

    target: str
    part: Any
    file: str
    place: Place


def read_imported(folder: Path, records: Any, only: Collection[str] | None = None) -> list[Problem]:
    """Put the records of every importer's file, or of the importers named in `only`, into `records`.

    Additions are made once all files are read, so that their order does not matter. Never raises on bad content; every
    problem names the file and line.
    """
    problems: list[Problem] = []
    additions: list[Addition] = []
    for file in sorted((folder / "imported").glob("*.jsonl")):
        if not re.fullmatch(IMPORTED, f"imported/{file.name}") or (only is not None and file.stem not in only):
            continue
        reading = Reading(file.as_posix(), places=_Places())
        for n, line in enumerate(file.read_bytes().splitlines(), 1):
            if line.strip():
                _line(line, (n, 1), reading, records, additions)
        records.marks.take(reading)
        problems += reading.problems
    for one in additions:
        problems += _add(one, records)
    for ledger in sorted((folder / LEDGERS).glob("*.jsonl")):
        try:
            entries = read_ledger(ledger).entries.values()
        except ImportFaultError as error:
            reading = Reading(ledger.as_posix())
            reading.report((1, 1), "json_syntax", str(error), "restore the file from the last commit")
            problems += reading.problems
            continue
        records.removed_upstream |= {id_ for entry in entries if entry.gone for id_ in entry.ids.values()}
    return problems


def _line(line: bytes, place: Place, reading: Reading, records: Any, additions: list[Addition]) -> None:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        fields = None
        told = f"the line is no JSON: {error}"
    else:
        told = "the line holds no JSON object"
    if not isinstance(fields, dict):
        reading.report(place, "json_syntax", told, "run the importer again: it writes this file")
        return
    name = next((key for key in ("id", "adds_to") if key in fields), None)
    record_id = str(fields.pop(name)) if name else ""
    kind = _KINDS.get(record_id[:2])
    if kind is None or (name == "adds_to" and kind[2] is None):
        reading.report(
            place,
            "json_syntax",
            f"{record_id!r} names no record of the line",
            "begin the line with `id`, or with `adds_to` for what is added to an event, claim or entity",
        )
        return
    store, cls, addition = kind
    if name == "adds_to":
        assert addition is not None
        part = struct_converter(addition)(node_of(fields, place), (record_id,), reading)
        if part is not BROKEN:
            additions.append(Addition(record_id, part, reading.file, place))
        return
    earlier = records.marks.files.get(record_id)
    if earlier:
        file, at, _ = records.marks.place(record_id)
        reading.report(
            place,
            "duplicate_id",
            f"`{record_id}` is declared a second time; it stands at {file}:{at} too",
            "run the importer again, so that it finds the record that stands there already",
        )
        return
    reading.places[(record_id,)] = place
    records.marks.files[record_id] = reading.file
    made: Any = struct_converter(cls)(node_of(fields, place), (record_id,), reading)
    if made is BROKEN:
        reading.broken.add((record_id,))
        return
    made.id = record_id
    getattr(records, store)[record_id] = made


def _add(one: Addition, records: Any) -> list[Problem]:
    """Add a part to its record; a problem where there is no such record."""
    record = getattr(records, _KINDS[one.target[:2]][0]).get(one.target)
    if record is None:
        reading = Reading(one.file)
        reading.report(
            one.place,
            "dangling_id",
            f"no file declares `{one.target}`, to which this line adds",
            "run the importer again, so that it finds the record or makes one",
        )
        return reading.problems
    for field in one.part.__struct_fields__:
        have = getattr(record, field)
        for item in getattr(one.part, field):
            records.marks.elsewhere[(one.target, field, len(have))] = (one.file, *one.place)
            if item not in have:
                have = [*have, item]
        setattr(record, field, have)
    return []
