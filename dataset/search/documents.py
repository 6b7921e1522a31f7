"""What is searched of each record: its texts, each under a field with its weight and the day it became known."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import duckdb
from msgspec import Struct

WEIGHTS: dict[str, int] = {
    "name": 5,
    "title": 5,
    "statement": 5,
    "aliases": 4,
    "quote": 4,
    "source_title": 3,
    "summary": 2,
    "entities": 1,
}
"""Fields with what a word found in them counts. `source_title` is a source's `title`; `entities` holds the names and
aliases of those that a record names: participants, speakers, obligors, subject, publisher, author."""


class Text(Struct, frozen=True):
    """A text of a record."""

    field: str
    text: str
    known_on: date


class Document(Struct, frozen=True):
    """A record with its texts."""

    id: str
    known_on: date
    texts: list[Text]


TEXTS: dict[str, dict[str, str]] = {
    "events": {"title": "title", "summary": "summary"},
    "claims": {"statement": "statement", "quote": "quote.text"},
    "entities": {"name": "name"},
    "sources": {"source_title": "title"},
}
"""Of each table the columns by field; aliases of entities, which have days of their own, come beside them."""

NAMED: dict[str, str] = {
    "events": "list_transform(participants, lambda x: x.entity)",
    "claims": (
        "list_concat(list_concat(list_transform(speakers, lambda x: x.entity), "
        "list_transform(speakers, lambda x: x.on_behalf_of)), list_concat(obligors, [subject]))"
    ),
    "entities": "[]::VARCHAR[]",
    "sources": "[publisher, author]",
}
"""Of each table the ids of whom a record names; nulls and ids of other records among them give no names."""


class _Names:
    """Names of entities, each with its day."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, release: Path, withheld: Collection[str]) -> None:
        self._by_id = {
            id_: [(name, known_on), *((alias["name"], alias["known_on"]) for alias in aliases)]
            for id_, name, aliases, known_on in connection.execute(
                "SELECT id, name, aliases, known_on FROM read_parquet(?)", [str(release / "entities.parquet")]
            ).fetchall()
            if id_ not in withheld
        }

    def aliases(self, id_: str) -> list[tuple[str, date]]:
        return self._by_id[id_][1:] if id_ in self._by_id else []

    def named(self, ids: list[str | None]) -> Iterator[tuple[str, date]]:
        for id_ in dict.fromkeys(ids):
            yield from self._by_id.get(id_ or "", ())


def documents(release: Path, withheld: Collection[str] = ()) -> Iterator[Document]:
    """Every record of a release but the withheld ones, table by table, in the order of ids."""
    connection = duckdb.connect()
    try:
        names = _Names(connection, release, withheld)
        for table, columns in TEXTS.items():
            rows = connection.execute(
                f"SELECT id, known_on, {NAMED[table]}, [{', '.join(columns.values())}] FROM read_parquet(?) ORDER BY id",
                [str(release / f"{table}.parquet")],
            )
            while row := rows.fetchone():
                id_, known_on, ids, texts = row
                if id_ in withheld:
                    continue
                given = [Text(field, text, known_on) for field, text in zip(columns, texts, strict=True) if text]
                given += [Text("aliases", name, max(day, known_on)) for name, day in names.aliases(id_)]
                given += [Text("entities", name, max(day, known_on)) for name, day in names.named(ids)]
                yield Document(id_, known_on, given)
    finally:
        connection.close()
