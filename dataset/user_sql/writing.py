"""Results as files, batch by batch, up to a number of bytes: one writer for each format."""

from collections.abc import Mapping
from typing import Any, BinaryIO, Protocol

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.user_sql.plain import plain_of, rows_of

ROW_GROUP = 10_000
"""Rows of a row group in Parquet."""


class Sink(Protocol):
    """Writes batches into a file."""

    def put(self, batch: pa.RecordBatch, room: int) -> bool:
        """Write a batch; false, and nothing written, where it takes more bytes than there is room for."""

    def end(self) -> None:
        """Write what stands behind the last row."""


class _Text:
    """What text formats share."""

    first = b""
    last = b""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._file = file
        self._how = {field.name: found for field in schema if (found := plain_of(field.type))}
        self._rows = 0
        file.write(self.first)

    def put(self, batch: pa.RecordBatch, room: int) -> bool:
        body = self.body(rows_of(batch, self._how))
        if len(body) > room:
            return False
        self._file.write(body)
        self._rows += batch.num_rows
        return True

    def body(self, rows: list[dict[str, Any]]) -> bytes:
        raise NotImplementedError

    def end(self) -> None:
        self._file.write(self.last)


class Json(_Text):
    """An array of objects."""

    first, last = b"[", b"]"

    def body(self, rows: list[dict[str, Any]]) -> bytes:
        inside = msgspec.json.encode(rows)[1:-1]
        return b"," + inside if self._rows and inside else inside


class Ndjson(_Text):
    """An object a line."""

    def body(self, rows: list[dict[str, Any]]) -> bytes:
        return msgspec.json.Encoder().encode_lines(rows)


class Csv(_Text):
    """RFC 4180. Structs are dotted columns, lists and maps are JSON text; null is nothing, an empty text is `""`."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        super().__init__(file, schema)
        self._leaves = [path for field in schema for path in _leaves(field)]
        file.write(",".join(_cell(".".join(path)) for path in self._leaves).encode() + b"\r\n")

    def body(self, rows: list[dict[str, Any]]) -> bytes:
        plain = msgspec.to_builtins(rows)
        lines = [",".join(_cell(_reached(row, path)) for path in self._leaves) for row in plain]
        return "".join(f"{line}\r\n" for line in lines).encode()


def _leaves(field: pa.Field, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    path = (*before, field.name)
    if not pa.types.is_struct(field.type):
        return [path]
    return [leaf for child in field.type for leaf in _leaves(child, path)]


def _reached(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if value is None:
            return None
        value = value[name]
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if text and not any(sign in text for sign in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


class _Columnar:
    """What Arrow and Parquet share: batches as they are."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._file: Any = self.opened(file, schema)

    def opened(self, file: BinaryIO, schema: pa.Schema) -> Any:
        raise NotImplementedError

    def put(self, batch: pa.RecordBatch, room: int) -> bool:
        if batch.nbytes > room:
            return False
        self._file.write_batch(batch)
        return True

    def end(self) -> None:
        self._file.close()


class Arrow(_Columnar):
    """Arrow IPC stream."""

    def opened(self, file: BinaryIO, schema: pa.Schema) -> Any:
        return pa.ipc.new_stream(file, schema)


class Parquet(_Columnar):
    """Parquet, in row groups that gather batches."""

    def opened(self, file: BinaryIO, schema: pa.Schema) -> Any:
        self._waiting: list[pa.RecordBatch] = []
        return pq.ParquetWriter(file, schema, compression="zstd", store_schema=True)

    def put(self, batch: pa.RecordBatch, room: int) -> bool:
        if batch.nbytes > room:
            return False
        self._waiting.append(batch)
        if sum(one.num_rows for one in self._waiting) >= ROW_GROUP:
            self._flush()
        return True

    def end(self) -> None:
        self._flush()
        super().end()

    def _flush(self) -> None:
        if self._waiting:
            self._file.write_table(pa.Table.from_batches(self._waiting), row_group_size=ROW_GROUP)
            self._waiting.clear()


SINKS: Mapping[str, type[Json | Ndjson | Csv | Arrow | Parquet]] = {
    "json": Json,
    "ndjson": Ndjson,
    "csv": Csv,
    "arrow": Arrow,
    "parquet": Parquet,
}
"""Writer of each format."""
