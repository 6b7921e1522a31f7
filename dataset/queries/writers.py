"""Rows as bytes, part by part: one writer for each format that holds rows alone, all over the same rows."""

import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from dataset.queries.projecting import Tree, part_of
from schemas.arrow import arrow_field, plain_column
from schemas.walk import Column


class Shape(Struct, frozen=True, kw_only=True):
    """What the rows look like and rest on."""

    columns: tuple[Column, ...]
    tree: Tree | None
    """Which parts of the rows are asked; null for whole ones."""
    about: Mapping[str, str]
    """What the answer is and rests on, for formats that can say so beside their columns."""


class Writer(Protocol):
    """Writes rows. Each method gives the bytes that are ready; a writer is used once."""

    def start(self) -> bytes:
        """What stands before the first row."""

    def part(self, rows: list[Any]) -> bytes:
        """Some rows."""

    def end(self) -> bytes:
        """What stands behind the last row."""


class NdjsonWriter:
    """A row a line, as in the data of JSON."""

    def __init__(self, shape: Shape) -> None:
        self._tree = shape.tree
        self._encoder = msgspec.json.Encoder()

    def start(self) -> bytes:
        return b""

    def part(self, rows: list[Any]) -> bytes:
        return self._encoder.encode_lines(rows if self._tree is None else parts(rows, self._tree))

    def end(self) -> bytes:
        return b""


def parts(rows: list[Any], tree: Tree) -> list[Any]:
    """Parts of rows as plain data, as JSON has them."""
    return [part_of(msgspec.to_builtins(row), tree) for row in rows]


class CsvWriter:
    """RFC 4180. Structs are dotted columns, lists are JSON text; null is nothing, an empty text is `""`."""

    def __init__(self, shape: Shape) -> None:
        self._leaves = _leaves(shape.columns)
        self._json = {(one.name,) for one in shape.columns if one.kind == "json"}

    def start(self) -> bytes:
        return ",".join(".".join(path) for path, _kind in self._leaves).encode() + b"\r\n"

    def part(self, rows: list[Any]) -> bytes:
        lines = []
        for row in rows:
            plain = msgspec.to_builtins(row)
            lines.append(",".join(_cell(self._value(plain, path), tree) for path, tree in self._leaves))
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _value(self, plain: Any, path: tuple[str, ...]) -> Any:
        found = _reached(plain, path)
        return msgspec.json.encode(found).decode() if path in self._json and found is not None else found

    def end(self) -> bytes:
        return b""


def _texts(value: Any, column: Column) -> Any:
    """A value whose JSON stands as text, as columns hold it."""
    if value is None:
        return None
    if column.kind == "json":
        return msgspec.json.encode(value).decode()
    if column.kind == "list":
        return [_texts(one, column.children[0]) for one in value]
    if column.kind == "struct":
        return {child.name: _texts(value[child.name], child) for child in column.children if child.name in value}
    return value


def _holds_json(columns: tuple[Column, ...]) -> bool:
    return any(one.kind == "json" or _holds_json(one.children) for one in columns)


def _leaves(columns: tuple[Column, ...], before: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Tree | None]]:
    """Paths of the columns, each with what is asked of the elements where it is a list."""
    found: list[tuple[tuple[str, ...], Tree | None]] = []
    for column in columns:
        path = (*before, column.name)
        if column.kind == "struct":
            found += _leaves(column.children, path)
        else:
            found.append((path, _inside(column)))
    return found


def _inside(column: Column) -> Tree | None:
    """The fields that a column holds, all the way in; null for what has none."""
    if column.kind == "list":
        return _inside(column.children[0])
    if column.kind == "struct":
        return {child.name: _inside(child) for child in column.children}
    return None


def _reached(plain: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if plain is None:
            return None
        plain = plain.get(name)
    return plain


def _cell(value: Any, tree: Tree | None) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(part_of(value, tree)).decode()
    if text and not any(sign in text for sign in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _arrow_schema(shape: Shape) -> pa.Schema:
    described = json.dumps([plain_column(one) for one in shape.columns], sort_keys=True, ensure_ascii=False)
    about = {f"onrecord:{name}": text for name, text in shape.about.items()}
    return pa.schema([arrow_field(one) for one in shape.columns], metadata={**about, "onrecord:columns": described})


class _Sink(io.RawIOBase):
    """Where a library writes: holds what it wrote until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._held, self._place = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self._held += data
        self._place += size
        return size

    def tell(self) -> int:
        return self._place

    def taken(self) -> bytes:
        found = bytes(self._held)
        self._held.clear()
        return found


class _ArrowRows:
    """What Arrow and Parquet share: rows as record batches of one schema."""

    def __init__(self, shape: Shape) -> None:
        self._tree = shape.tree
        self._columns = shape.columns if _holds_json(shape.columns) else ()
        self._schema = _arrow_schema(shape)
        self._sink = _Sink()
        self._file: Any = None

    def _batch(self, rows: list[Any]) -> pa.RecordBatch:
        plain = msgspec.to_builtins(rows, builtin_types=(date,))
        if self._tree is not None:
            plain = [part_of(row, self._tree) for row in plain]
        if self._columns:
            plain = [{one.name: _texts(row.get(one.name), one) for one in self._columns} for row in plain]
        return pa.RecordBatch.from_pylist(plain, schema=self._schema)

    def end(self) -> bytes:
        self._file.close()
        return self._sink.taken()


class ArrowWriter(_ArrowRows):
    """Arrow IPC stream."""

    def start(self) -> bytes:
        self._file = pa.ipc.new_stream(self._sink, self._schema)
        return self._sink.taken()

    def part(self, rows: list[Any]) -> bytes:
        if rows:
            self._file.write_batch(self._batch(rows))
        return self._sink.taken()


ROW_GROUP = 10_000
"""Rows of a row group: several parts, since small groups compress badly and read slowly."""


class ParquetWriter(_ArrowRows):
    """Parquet."""

    def start(self) -> bytes:
        self._waiting: list[pa.RecordBatch] = []
        self._file = pq.ParquetWriter(self._sink, self._schema, compression="zstd", store_schema=True)
        return self._sink.taken()

    def part(self, rows: list[Any]) -> bytes:
        if rows:
            self._waiting.append(self._batch(rows))
        if sum(batch.num_rows for batch in self._waiting) >= ROW_GROUP:
            self._flush()
        return self._sink.taken()

    def end(self) -> bytes:
        self._flush()
        return super().end()

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting)
            self._file.write_table(table, row_group_size=table.num_rows)
            self._waiting.clear()


WRITERS: dict[str, type[NdjsonWriter | CsvWriter | ArrowWriter | ParquetWriter]] = {
    "ndjson": NdjsonWriter,
    "csv": CsvWriter,
    "arrow": ArrowWriter,
    "parquet": ParquetWriter,
}
"""Writer of each format that holds rows alone."""
