"""Rows of answers read back in every format, for comparing them with those of JSON."""

import io
import json
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.walk import Column
from tests.asked import Asked, path_of

Rows = list[dict[str, Any]]


def read_csv(text: str) -> Rows:
    """RFC 4180, told apart as `csv` does not: what is not quoted and empty is null."""
    records: list[list[str | None]] = [[]]
    at = 0
    while at < len(text):
        if text[at] == '"':
            cell, at = "", at + 1
            while True:
                end = text.index('"', at)
                cell += text[at:end]
                if text[end + 1 : end + 2] != '"':
                    break
                cell, at = cell + '"', end + 2
            records[-1].append(cell)
            at = end + 1
        else:
            end = min(found for sign in (",", "\r\n") if (found := text.find(sign, at)) >= 0)
            assert '"' not in text[at:end]
            records[-1].append(text[at:end] or None)
            at = end
        if text[at] == ",":
            at += 1
        else:
            assert text[at : at + 2] == "\r\n"
            at += 2
            records.append([])
    assert records.pop() == []
    return [dict(zip(records[0], one, strict=True)) for one in records[1:]]  # type: ignore[arg-type]


def as_cells(row: dict[str, Any] | None, columns: tuple[Column, ...], before: str = "") -> dict[str, Any]:
    """A row as the cells of CSV should tell it: structs dotted, everything but text as JSON."""
    found: dict[str, Any] = {}
    for column in columns:
        value = (row or {}).get(column.name)
        if column.kind == "struct":
            found |= as_cells(value, column.children, f"{before}{column.name}.")
        else:
            text = value if value is None or isinstance(value, str) else json.loads(json.dumps(value))
            found[before + column.name] = text
    return found


def cells(rows: Rows, columns: tuple[Column, ...]) -> Rows:
    """Cells read back from CSV, those that are no text read as JSON."""
    texts = {name for name, kind in leaves(columns) if kind in ("string", "date")}
    return [
        {name: text if text is None or name in texts else json.loads(text) for name, text in row.items()}
        for row in rows
    ]


def leaves(columns: tuple[Column, ...], before: str = "") -> list[tuple[str, str]]:
    found = []
    for column in columns:
        name = before + column.name
        found += leaves(column.children, f"{name}.") if column.kind == "struct" else [(name, column.kind)]
    return found


def plain(rows: Any) -> Rows:
    """Rows of Arrow as JSON tells them."""
    found: Rows = msgspec.json.decode(msgspec.json.encode(rows))
    return found


def in_format(asked: Asked, target: str, form: str) -> bytes:
    reply = asked.get(f"{target}&format={form}")
    assert reply.status == 200, reply.body[:500]
    return reply.body


def every_row(asked: Asked, target: str) -> Rows:
    """Rows of all pages in JSON."""
    found: Rows = []
    following: str | None = target
    while following:
        page = asked.json(following)
        found += page["data"]
        following = path_of(page["links"]["next"])
    return found


def check(asked: Asked, target: str, expected: Rows, columns: tuple[Column, ...]) -> None:
    lines = in_format(asked, target, "ndjson").decode().splitlines()
    assert [msgspec.json.decode(line) for line in lines] == expected
    arrow = pa.ipc.open_stream(in_format(asked, target, "arrow")).read_all()
    assert plain(arrow.to_pylist()) == expected
    parquet = pq.read_table(io.BytesIO(in_format(asked, target, "parquet")))
    assert plain(parquet.to_pylist()) == expected
    assert parquet.schema.equals(arrow.schema)
    assert [one.metadata[b"description"] for one in parquet.schema] == [
        one.metadata[b"description"] for one in arrow.schema
    ]
    text = in_format(asked, target, "csv").decode()
    assert cells(read_csv(text), columns) == [as_cells(row, columns) for row in expected]
    assert text.partition("\r\n")[0].split(",") == [name for name, _kind in leaves(columns)]
