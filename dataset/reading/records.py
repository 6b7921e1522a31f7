"""Read every record of a folder: story files, files of entities, the complete lists, and the files of importers."""

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from dataset.problems import Problem
from dataset.reading.convert import BROKEN, Converter, Reading, converter, nearest, own_items, struct_converter
from dataset.reading.convert import Path as RecordPath
from dataset.reading.imported import IMPORTED, read_imported
from dataset.reading.nodes import Mapping, Place, Scalar, compose
from dataset.reading.scalars import scalar_converter
from schemas.changes import Gone, GoneFile
from schemas.claim import Claim
from schemas.complete_list import CompleteList, ListFile
from schemas.entity import Entity
from schemas.event import Event
from schemas.source import Source
from schemas.story import EntityFile, Story
from schemas.type_tree import bare, extra_of

STORY_SCHEMA = "story.schema.json"
ENTITY_SCHEMA = "entity.schema.json"
LIST_SCHEMA = "complete-lists.schema.json"
GONE_SCHEMA = "gone.schema.json"
KINDS: dict[str, tuple[type[msgspec.Struct], str]] = {
    r"stories/[0-9]{4}/[a-z0-9]+(-[a-z0-9]+)*\.yaml": (Story, STORY_SCHEMA),
    r"entities/[a-z0-9]+(-[a-z0-9]+)*\.yaml": (EntityFile, ENTITY_SCHEMA),
    r"complete-lists\.yaml": (ListFile, LIST_SCHEMA),
    r"gone\.yaml": (GoneFile, GONE_SCHEMA),
}
"""Which files hold records: the form of their path, what they hold, and the JSON Schema for editors."""

_NO_RECORDS = (
    "|".join((STORY_SCHEMA, ENTITY_SCHEMA, LIST_SCHEMA, GONE_SCHEMA)),
    IMPORTED,
    r"imported/ledger/[a-z0-9-]+\.jsonl",
    r"(.*/)?(README\.md|\..*|.*~)",
)


class Marks(msgspec.Struct):
    """Where each record stands, and each path inside it."""

    files: dict[str, str] = {}
    """File of each declared id, also of records that could not be read."""
    places: dict[RecordPath, Place] = {}
    """Line and column of (id, key, …)."""
    elsewhere: dict[RecordPath, tuple[str, int, int]] = {}
    """File, line and column of the paths that another file adds to a record."""
    broken: set[RecordPath] = set()
    """Paths that could not be read; what stands there is a stand-in."""
    around_broken: set[RecordPath] = set()
    """Paths that hold a broken one."""

    def place(self, record: str, *path: str | int) -> tuple[str, int, int]:
        """File, line and column of a path in a record, or of the nearest part above it that is written."""
        at = (record, *path)
        while at not in self.places and len(at) > 1:
            if at in self.elsewhere:
                return self.elsewhere[at]
            at = at[:-1]
        return (self.files.get(record, ""), *self.places.get(at, (1, 1)))

    def is_broken(self, record: str, *path: str | int) -> bool:
        """Whether what stands at a path, above it or below it could not be read. The record itself never counts."""
        if not self.broken:
            return False
        at = (record, *path)
        if path and at in self.around_broken:
            return True
        return any(at[:n] in self.broken for n in range(1, len(at) + 1))

    def take(self, reading: Reading) -> None:
        """Add what the reading of one file found."""
        self.places |= reading.places
        self.broken |= reading.broken
        self.around_broken |= {at[:n] for at in reading.broken for n in range(2, len(at))}


class Records(msgspec.Struct):
    """Every record by id, the lists that are declared complete, and where each stands."""

    sources: dict[str, Source] = {}
    entities: dict[str, Entity] = {}
    events: dict[str, Event] = {}
    claims: dict[str, Claim] = {}
    complete_lists: dict[str, CompleteList] = {}
    gone: dict[str, Gone] = {}
    """Ids that are given up."""
    removed_upstream: set[str] = set()
    """Ids of rows that their data sets hold no more."""
    marks: Marks = msgspec.field(default_factory=Marks)


class _Section(msgspec.Struct, frozen=True):
    name: str
    key: Any
    body: Converter


class _FileReader:
    """How files of one kind are read, made from their Struct: its mappings are sections of records."""

    def __init__(self, cls: type[msgspec.Struct]) -> None:
        info = inspect.type_info(cls)
        assert isinstance(info, inspect.StructType)
        self.sections: dict[str, _Section] = {}
        self.others: dict[str, Converter] = {}
        self.required: dict[str, str] = {}
        for field in info.fields:
            kind = field.type.type if isinstance(field.type, inspect.Metadata) else field.type
            about = field.type.extra_json_schema or {} if isinstance(field.type, inspect.Metadata) else {}
            if field.required:
                self.required[field.encode_name] = about.get("description", "")
            if isinstance(kind, inspect.DictType):
                key, value = kind.key_type, kind.value_type
                assert isinstance(value, inspect.StructType)
                parse = scalar_converter(bare(key), extra_of(key))
                self.sections[field.encode_name] = _Section(field.encode_name, parse, struct_converter(value.cls))
            else:
                self.others[field.encode_name] = converter(field.type)
        self.order = [field.encode_name for field in info.fields]

    def read(self, root: Mapping, reading: Reading, records: Records) -> None:
        """Put the records of one file into `records`."""
        at: RecordPath = ("this file",)
        reached = -1
        found = set()
        for key, node in own_items(root, at, reading):
            name = key.text
            if name not in self.order:
                reading.report(
                    key.place,
                    "unknown_key",
                    f"this file has no section `{name}`",
                    f"use one of: {', '.join(self.order)}",
                    nearest(name, self.order),
                )
                continue
            found.add(name)
            if self.order.index(name) < reached:
                reading.report(
                    key.place,
                    "section_order",
                    f"`{name}` stands too late in the file",
                    f"keep the order {', '.join(self.order)}",
                )
            reached = max(reached, self.order.index(name))
            if name in self.others:
                self.others[name](node, (*at, name), reading)
            elif isinstance(node, Mapping):
                self._section(self.sections[name], node, reading, records)
            else:
                reading.report(
                    key.place,
                    "wrong_type",
                    f"`{name}` holds no records",
                    "write each record under its id, or remove it",
                )
        for name, about in self.required.items():
            if name not in found:
                reading.report(root.place, "missing_key", f"this file lacks `{name}`", f"add `{name}`: {about}")

    def _section(self, section: _Section, node: Mapping, reading: Reading, records: Records) -> None:
        store: dict[str, Any] = getattr(records, section.name)
        here: set[str] = set()
        for key, body in node.items:
            record_id = key.text
            _, unfit = section.key(record_id, True)
            if unfit:
                reading.report(key.place, unfit.code, unfit.what, unfit.mend, unfit.nearest)
            earlier = records.marks.files.get(record_id)
            if earlier or record_id in here:
                self._second(section, key, body, reading, records, here)
                continue
            here.add(record_id)
            reading.places[(record_id,)] = key.place
            made = section.body(body, (record_id,), reading)
            if made is BROKEN:
                reading.broken.add((record_id,))
                continue
            made.id = record_id
            store[record_id] = made
        records.marks.files |= dict.fromkeys(here, reading.file)

    def _second(
        self, section: _Section, key: Scalar, body: Any, reading: Reading, records: Records, here: set[str]
    ) -> None:
        """A record whose id is taken: told with both places, and read for its own problems alone."""
        file, line = reading.file, 0
        if key.text in here:
            line = reading.places[(key.text,)][0]
        else:
            file, line, _ = records.marks.place(key.text)
        reading.report(
            key.place,
            "duplicate_id",
            f"`{key.text}` is declared a second time; it stands at {file}:{line} too",
            "keep one of the two, or give this one an id of its own",
        )
        aside = Reading(reading.file, problems=reading.problems)
        aside.places[(key.text,)] = key.place
        section.body(body, (key.text,), aside)


def _schema_line(file: Path, schema: Path) -> str:
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, file.parent)).as_posix()}"


def _read_file(file: Path, folder: Path, cls: type[msgspec.Struct], schema: str, records: Records) -> list[Problem]:
    reading = Reading(file.as_posix())
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reading.report((line, 1), "yaml_syntax", "the text is not UTF-8", "save the file as UTF-8")
        return reading.problems
    expected = _schema_line(file, folder / schema)
    first, _, _ = text.partition("\n")
    if first.rstrip() != expected:
        reading.report((1, 1), "schema_line", "the first line does not name the schema", f"begin with `{expected}`")
    root, faults = compose(text)
    for fault in faults:
        reading.report(fault.place, fault.code, fault.what, fault.mend)
    if isinstance(root, Mapping):
        _READERS[cls].read(root, reading, records)
    elif root is not None or not faults:
        sections = ", ".join(_READERS[cls].order)
        reading.report((1, 1), "missing_key", "the file holds no sections", f"write the sections {sections}")
    else:  # what the file declares is known by its ids alone, so that others that cite them are not called dangling
        declared = re.findall(r"^ +([ecns]_[a-z0-9-]+):", text, re.MULTILINE)
        records.marks.files |= dict.fromkeys(set(declared) - records.marks.files.keys(), reading.file)
    records.marks.take(reading)
    return reading.problems


_READERS = {cls: _FileReader(cls) for cls, _ in KINDS.values()}


def read_records(folder: Path, importers: Collection[str] | None = None) -> tuple[Records, list[Problem]]:
    """Every record under a folder of records, and every problem of its text.

    `importers` names those whose files are read; without it all are.

    Never raises on bad content. A record with problems is there too, with stand-ins where it could not be read;
    `marks.is_broken` tells where. Of two records with one id the first, by path and line, is kept.
    Raises `OSError` where the folder cannot be read.
    """
    records, problems = Records(), []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = file.relative_to(folder).as_posix()
        for form, (cls, schema) in KINDS.items():
            if re.fullmatch(form, inside):
                problems += _read_file(file, folder, cls, schema, records)
                break
        else:
            if not any(re.fullmatch(form, inside) for form in _NO_RECORDS):
                reading = Reading(file.as_posix())
                reading.report(
                    (1, 1),
                    "misplaced_file",
                    "no records are looked for in a file of this place and name",
                    "move it to stories/<year>/<words-and-hyphens>.yaml or entities/<words-and-hyphens>.yaml",
                )
                problems += reading.problems
    problems += read_imported(folder, records, importers)  # last, so that a curated record keeps its id
    return records, sorted(problems, key=lambda one: one.place)
