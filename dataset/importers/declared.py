"""What people declare about upstream data: corrections of single cells, and the reviewed list of what is one thing."""

from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from dataset.errors import ImportFaultError
from dataset.reading.convert import BROKEN, Reading, struct_converter
from dataset.reading.nodes import compose
from schemas.annotations import term_of
from schemas.ids import CountryCode, EntityId, EventId
from schemas.vocabulary.entities import ENTITY_KIND

File = TypeVar("File", bound=msgspec.Struct)


class Correction(msgspec.Struct, frozen=True):
    """A cell that upstream has wrong, and what to read instead; or a row to leave out."""

    row: str
    reason: str
    column: str | None = None
    expect: str | None = None
    """What the cell holds upstream; the correction fails once it holds something else."""
    read: str | None = None
    """What to read instead; nothing, where left out."""
    skip: bool = False
    """Leave the whole row out; `column` and `expect` then tell what makes it wrong."""


class CorrectionFile(msgspec.Struct):
    """The corrections of one importer."""

    corrections: list[Correction]


class SameEntity(msgspec.Struct, frozen=True):
    """Names that mean one entity. Where no curator declares it, `name` and `country` make it."""

    entity: EntityId
    kind: Annotated[str, term_of(ENTITY_KIND)]
    names: list[str]
    name: str | None = None
    country: CountryCode | None = None
    part_of: EntityId | None = None
    """An entity above it, which then takes part in its events as the owner."""
    alias: bool = True
    """Whether the names are names of the entity, and not only of something that belongs to it."""


class SameEvent(msgspec.Struct, frozen=True):
    """A row whose event is one that stands elsewhere, or (`apart`) is not although it looks so."""

    row: str
    event: EventId
    reason: str
    apart: bool = False
    alone: bool = False
    """Whether only the row is that event, and not those that would share an event with it."""


class MergeFile(msgspec.Struct):
    """The reviewed list of what is one thing."""

    entities: list[SameEntity]
    events: list[SameEvent] = []


def read_declared(path: Path, cls: type[File]) -> File | None:
    """A file of declarations; None where there is none. Raises `ImportFaultError` naming every problem and its place."""
    if not path.is_file():
        return None
    reading = Reading(path.as_posix())
    root, faults = compose(path.read_text(encoding="utf-8"))
    for fault in faults:
        reading.report(fault.place, fault.code, fault.what, fault.mend)
    made: Any = struct_converter(cls)(root, ("this file",), reading) if root is not None else BROKEN
    if reading.problems or made is BROKEN:
        told = [f"{one.file}:{one.line}:{one.column}: {one.what}: {one.mend}" for one in reading.problems]
        raise ImportFaultError("\n".join(told) or f"{path}: the file holds nothing")
    return made  # type: ignore[no-any-return]


class Corrections:
    """The corrections of one importer, and which of them met their row."""

    def __init__(self, given: list[Correction], path: Path) -> None:
        self.path = path
        self.by_row: dict[str, list[Correction]] = {}
        for one in given:
            self.by_row.setdefault(one.row, []).append(one)
        self.met: set[str] = set()
        self.faults: list[str] = []
        self.left_out: dict[str, str] = {}
        """Reason by the key of a row to leave out."""
        self.made = 0

    def mend(self, key: str, cells: dict[str, Any]) -> None:
        """Correct the cells of a row, in place."""
        for one in self.by_row.get(key, ()):
            self.met.add(key)
            held = None if one.column is None else cells.get(one.column)
            if one.column is not None and str(held if held is not None else "") != (one.expect or ""):
                self.faults.append(
                    f"{self.path}: the correction of `{one.column}` in `{key}` expects {one.expect!r}, "
                    f"but upstream now says {held!r}: remove it, or correct its `expect`"
                )
            elif one.skip:
                self.left_out[key] = one.reason
            elif one.column is not None:
                self.made += 1
                if one.read is None:
                    cells.pop(one.column, None)
                else:
                    cells[one.column] = one.read

    def check(self) -> None:
        """Raise `ImportFaultError` where an expectation failed or a row is no longer there."""
        for key in sorted(self.by_row.keys() - self.met):
            self.faults.append(f"{self.path}: no row `{key}` stands upstream any more: remove its correction")
        if self.faults:
            raise ImportFaultError("\n".join(self.faults))


def read_corrections(folder: Path, importer: str) -> Corrections:
    """The corrections declared for an importer. Raises `ImportFaultError`."""
    path = folder / f"{importer}.yaml"
    file = read_declared(path, CorrectionFile)
    return Corrections(file.corrections if file else [], path)
