"""Read the files of a published data set into typed rows, each with its place; a row that cannot be read is told."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from dataset.errors import ImportFaultError

Row = TypeVar("Row", bound=msgspec.Struct)

_SNAPSHOT = re.compile(r"(?<![0-9])(20[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)(?![0-9])")


class RowError(ValueError):
    """Why a row cannot be imported: what its column holds, in a sentence for people."""


class BadRow(msgspec.Struct, frozen=True):
    """A row that could not be read, with its place."""

    file: str
    line: int
    told: str


class Placed(msgspec.Struct, Generic[Row], frozen=True):
    """A row with its place, its cells as they stand in the file, and the digest by which a change is seen."""

    file: str
    line: int
    key: str
    row: Row
    cells: dict[str, Any]
    digest: str


class Table(msgspec.Struct, Generic[Row], frozen=True):
    """A table of a data set: its name in row keys, what a row is, and the columns whose cells together name a row."""

    name: str
    row: type[Row]
    key: tuple[str, ...]
    signature: str
    """A column that only this table of the importer has."""


class Sheet(msgspec.Struct):
    """A file as read: its rows by column, with their lines, and the rows of it that are no rows."""

    path: Path
    columns: list[str]
    rows: list[tuple[int, dict[str, Any]]]
    bad: list[BadRow] = []


def read_sheet(path: Path) -> Sheet:
    """Read a CSV or JSONL file. Raises `ImportFaultError` where it cannot be read at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ImportFaultError(f"{path}: there is no such file") from None
    except UnicodeDecodeError as error:
        raise ImportFaultError(f"{path}: the file is not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise ImportFaultError(f"{path}: cannot be read: {error.strerror}") from None
    return _json_lines(path, text) if path.suffix == ".jsonl" else _comma_separated(path, text)


def _json_lines(path: Path, text: str) -> Sheet:
    sheet = Sheet(path, [], [])
    for n, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            cells = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError as error:
            sheet.bad.append(BadRow(str(path), n, f"the line is no JSON object: {error}"))
            continue
        sheet.rows.append((n, cells))
        sheet.columns += [name for name in cells if name not in sheet.columns]
    return sheet


def _comma_separated(path: Path, text: str) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    sheet = Sheet(path, [], [])
    line = 1
    try:
        for cells in reader:
            if not sheet.columns:
                sheet.columns = cells
            elif len(cells) != len(sheet.columns):
                told = f"the row has {len(cells)} cells, but the table has {len(sheet.columns)} columns"
                sheet.bad.append(BadRow(str(path), line, told))
            else:
                filled = {name: cell for name, cell in zip(sheet.columns, cells, strict=True) if cell.strip()}
                sheet.rows.append((line, filled))
            line = reader.line_num + 1
    except csv.Error as error:
        sheet.bad.append(BadRow(str(path), line, f"the rest of the file is no CSV: {error}"))
    return sheet


def typed_rows(sheet: Sheet, table: Table[Row], mend: Callable[[str, dict[str, Any]], None]) -> Iterator[Placed[Row]]:
    """The rows of a sheet as `table` types them; what cannot be typed goes to `sheet.bad`.

    `mend` is called with the key of a row and its cells before they are typed, and may change the cells. Rows whose cells
    give one key are told apart by their order: the second gets ` #2`.
    """
    seen: dict[str, int] = {}
    for line, cells in sheet.rows:
        named = " | ".join(" ".join(str(cells.get(column, "")).split()) for column in table.key).strip(" |")
        if not named:
            columns = " and ".join(f"`{one}`" for one in table.key)
            sheet.bad.append(BadRow(str(sheet.path), line, f"the row has no {columns}, so that nothing names it"))
            continue
        seen[named] = seen.get(named, 0) + 1
        key = f"{table.name}/{named}" + (f" #{seen[named]}" if seen[named] > 1 else "")
        mend(key, cells)
        try:
            row = msgspec.convert(cells, type=table.row, strict=False)
        except msgspec.ValidationError as error:
            sheet.bad.append(BadRow(str(sheet.path), line, f"row `{key}`: {_told(error, cells)}"))
            continue
        digest = hashlib.sha256(msgspec.json.encode(row, order="deterministic")).hexdigest()[:12]
        yield Placed(str(sheet.path), line, key, row, cells, digest)


def _told(error: msgspec.ValidationError, cells: dict[str, Any]) -> str:
    """msgspec's sentence with the column and the cell instead of a path."""
    what, _, path = str(error).partition(" - at `$.")
    column = path.rstrip("`")
    return f"column `{column}` holds {cells.get(column)!r}: {what[:1].lower()}{what[1:]}" if column else what


def tables_given(sheets: Iterable[Sheet], tables: tuple[Table[Any], ...], importer: str) -> dict[str, Sheet]:
    """Which sheet is which table, told by its columns. Raises `ImportFaultError` unless each table is there once."""
    found: dict[str, Sheet] = {}
    faults = []
    for sheet in sheets:
        name = next((one.name for one in tables if one.signature in sheet.columns), None)
        if name is None:
            wanted = ", ".join(f"{one.name} (`{one.signature}`)" for one in tables)
            faults.append(f"{sheet.path}: no table of {importer}: each has a column of its own: {wanted}")
        elif name in found:
            faults.append(f"{sheet.path}: the table {name} was given already as {found[name].path}")
        else:
            found[name] = sheet
    if missing := [one.name for one in tables if one.name not in found]:
        faults.append(
            f"{importer} reads {len(tables)} tables together, so that no row is taken for gone upstream: "
            f"give {', '.join(missing)} too"
        )
    if faults:
        raise ImportFaultError("\n".join(faults))
    return found


def snapshot_of(paths: Iterable[Path], given: str | None) -> str:
    """Day or month of the snapshot: as given, else as the files' names tell it. Raises `ImportFaultError`."""
    if given:
        return given
    told = {found.group(1) for path in paths if (found := _SNAPSHOT.search(path.name))}
    if len(told) == 1:
        return told.pop()
    raise ImportFaultError(
        "the files' names tell no single day or month of the snapshot: add --snapshot, such as --snapshot 2025-12"
    )
