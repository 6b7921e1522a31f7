"""Prepare a release for asking: one DuckDB file in a cache folder, made once and shared by all processes."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dataset.manifest import open_release
from dataset.versions import MANIFEST, software_version
from schemas.ddl import create_table
from schemas.tables import Table, columns_at, tables_at
from schemas.walk import is_in

_LAYOUT = "2"
"""Raised when this file lays a database out differently, so that old ones are not met."""

_INDEXED = {
    "events": "id",
    "claims": "id",
    "entities": "id",
    "sources": "id",
    "event_status": "event",
    "claim_status": "claim",
}
"""Columns by which single rows are looked up."""


def prepared_path(release: Path, cache: Path) -> Path:
    """Where the database of a release stands: named by what it was made from and with."""
    made_of = (release / MANIFEST).read_bytes() + f"|{software_version()}|{duckdb.__version__}|{_LAYOUT}".encode()
    return cache / f"{release.name}-{hashlib.sha256(made_of).hexdigest()[:16]}.duckdb"


def prepare(release: Path, cache: Path) -> Path:
    """Path of the release's database, made where it is not there yet.

    Several processes may ask at once: one makes it, the others wait. It appears whole or not at all.
    Raises `ReleaseError` for a release that does not open.
    """
    open_release(release)
    cache.mkdir(parents=True, exist_ok=True)
    path = prepared_path(release, cache)
    if not path.exists():
        with _lock(path.with_suffix(".lock")):
            if not path.exists():
                _make(release, path)
    return path


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(release: Path, path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".making-", dir=path.parent) as work:
        partial = Path(work) / path.name
        connection = duckdb.connect(str(partial))
        try:
            schema_version = open_release(release).schema_version
            for table in tables_at(schema_version).values():
                for statement in create_table(table):
                    connection.execute(statement)
                file = str(release / f"{table.name}.parquet")
                connection.execute(
                    f'INSERT INTO "{table.name}" BY NAME SELECT *{_lacking(table, schema_version)} FROM read_parquet(?)',
                    [file],
                )
            for name, column in _INDEXED.items():
                connection.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        os.replace(partial, path)


def _lacking(table: Table, schema_version: str) -> str:
    """Columns that a release of an older schema has not, as further ones that hold nothing: null, or an empty list."""
    return "".join(
        f', {"[]" if one.kind == "list" else "NULL"} AS "{one.name}"'
        for one in columns_at(table)
        if not is_in(one, schema_version)
    )
