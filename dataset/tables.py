"""Rows to Arrow, Arrow to Parquet, and the canonical form of a row."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema

ROW_GROUP_ROWS = 50_000
"""Rows of a row group; fixed, so that the same rows give the same bytes."""


def to_arrow(name: str, rows: Iterable[msgspec.Struct]) -> pa.Table:
    """Arrow table of a record table. Dates stay dates, lists stay lists."""
    plain = [msgspec.to_builtins(row, builtin_types=(date,)) for row in rows]
    return pa.Table.from_pylist(plain, schema=arrow_schema(name))


def write_parquet(table: pa.Table, name: str, path: Path) -> None:
    """Write a table with its described schema: zstd, dictionaries, fixed row groups."""
    pq.write_table(
        table.cast(arrow_schema(name)),
        path,
        compression="zstd",
        compression_level=9,
        row_group_size=ROW_GROUP_ROWS,
        write_statistics=True,
        store_schema=True,
    )


def canonical_rows(table: pa.Table) -> Iterator[bytes]:
    """Each row as compact JSON with sorted keys: the same for the same content, whatever library wrote the file."""
    encoder = msgspec.json.Encoder(order="deterministic")
    for batch in table.to_batches(max_chunksize=10_000):
        rows: list[dict[str, Any]] = batch.to_pylist()
        for row in rows:
            yield encoder.encode(row)


def content_sha256(table: pa.Table) -> str:
    """SHA-256 over the canonical rows, each followed by a newline."""
    digest = hashlib.sha256()
    for row in canonical_rows(table):
        digest.update(row)
        digest.update(b"\n")
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
