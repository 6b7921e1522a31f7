"""Rows to Arrow, Arrow to Parquet, and the canonical form of a row."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from schemas.tables import TABLES

ROW_GROUP_ROWS = 50_000
"""Most rows of a row group."""

LEAST_GROUP_ROWS = 500
"""Fewest rows of a row group but the last: below that, what each group costs (its dictionaries, its part of the footer) is more than
what a reader of few rows is spared. docs/releases.md has the figures."""


def to_arrow(name: str, rows: Iterable[msgspec.Struct]) -> pa.Table:
    """Arrow table of a record table. Dates stay dates, lists stay lists."""
    plain = [msgspec.to_builtins(row, builtin_types=(date,)) for row in rows]
    return pa.Table.from_pylist(plain, schema=arrow_schema(name))


def write_parquet(table: pa.Table, name: str, path: Path) -> None:
    """Write a table with its described schema: zstd, dictionaries, row groups that end where a year (or a metric) does."""
    schema = arrow_schema(name)
    table = table.cast(schema)
    with pq.ParquetWriter(
        path, schema, compression="zstd", compression_level=9, write_statistics=True, store_schema=True
    ) as writer:
        for first, last in pairwise(_bounds(table, TABLES[name].order)):
            writer.write_table(table.slice(first, last - first), row_group_size=ROW_GROUP_ROWS)


def _bounds(table: pa.Table, order: tuple[str, ...]) -> list[int]:
    """Rows at which row groups begin, and the end. Depends on the rows alone, so that the same rows give the same bytes."""
    bounds = [0]
    if order:
        first, *parts = order[0].split(".")
        values = table[first]
        for part in parts:
            values = pc.struct_field(values, part)
        if pa.types.is_date(values.type):
            values = pc.year(values)
        told = values.to_pylist()
        for n in range(1, len(told)):
            if told[n] not in (None, told[n - 1]) and n - bounds[-1] >= LEAST_GROUP_ROWS:
                bounds.append(n)
    return [*bounds, table.num_rows]


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
