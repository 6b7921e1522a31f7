"""Prepare a release for asking: one DuckDB file in a cache folder, made once and shared by all processes."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from dataset.manifest import open_release
from dataset.versions import MANIFEST, software_version
from dataset.withdrawal.pruned import pruned_tables
from dataset.withdrawal.yanked import read_withdrawn
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


def prepared_path(release: Path, cache: Path, withheld: str = "") -> Path:
    """Where the database of a release stands: named by what it was made from and with, and by what is withheld."""
    made_of = (release / MANIFEST).read_bytes() + f"|{software_version()}|{duckdb.__version__}|{_LAYOUT}".encode()
    digest = hashlib.sha256(made_of + withheld.encode()).hexdigest()
    return cache / f"{release.name}-{digest[:16]}.duckdb"


def prepare(release: Path, cache: Path) -> Path:
    """Path of the release's database, made where it is not there yet; without the records that `yanked.json` withholds.

    Several processes may ask at once: one makes it, the others wait. It appears whole or not at all.
    Raises `ReleaseError` for a release that does not open.
    """
    open_release(release)
    withdrawn = read_withdrawn(release.parent)
    withheld = withdrawn.of(release.name)

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        if withheld:
            _fill_pruned(connection, release, withheld)
        else:
            fill_tables(connection, release)
        _index(connection)

    path = prepared_path(release, cache, withdrawn.digest(release.name))
    make_once(path, fill)
    return path


def make_once(path: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """A database at a path of the cache, filled where it is not there yet: as `once`."""

    def make(partial: Path) -> None:
        connection = duckdb.connect(str(partial))
        try:
            fill(connection)
            connection.execute("CHECKPOINT")
        finally:
            connection.close()

    once(path, make)


def once(path: Path, make: Callable[[Path], None]) -> None:
    """A file at a path of the cache, made (at the path given to `make`) where it is not there yet. Several processes may ask
    at once: one makes it, the others wait. It appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        with tempfile.TemporaryDirectory(prefix=".making-", dir=path.parent) as work:
            partial = Path(work) / path.name
            make(partial)
            os.replace(partial, path)


def insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> None:
    """Make a table and put rows into it."""
    for statement in create_table(table):
        connection.execute(statement)
    connection.register("incoming", rows)
    connection.execute(f'INSERT INTO "{table.name}" BY NAME SELECT * FROM incoming')
    connection.unregister("incoming")


def _fill_pruned(connection: duckdb.DuckDBPyConnection, release: Path, withheld: Collection[str]) -> None:
    tables = pruned_tables(release, withheld)
    for table in tables_at(open_release(release).schema_version).values():
        insert(connection, table, tables[table.name])


def fill_tables(connection: duckdb.DuckDBPyConnection, release: Path) -> None:
    """Put every table of a release into an empty database, in the columns of today's schema."""
    schema_version = open_release(release).schema_version
    for table in tables_at(schema_version).values():
        for statement in create_table(table):
            connection.execute(statement)
        file = str(release / f"{table.name}.parquet")
        connection.execute(
            f'INSERT INTO "{table.name}" BY NAME SELECT *{_lacking(table, schema_version)} FROM read_parquet(?)',
            [file],
        )


def _index(connection: duckdb.DuckDBPyConnection) -> None:
    for name, column in _INDEXED.items():
        connection.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')


def _lacking(table: Table, schema_version: str) -> str:
    """Columns that a release of an older schema has not, as further ones that hold nothing: null, or an empty list."""
    return "".join(
        f', {"[]" if one.kind == "list" else "NULL"} AS "{one.name}"'
        for one in columns_at(table)
        if not is_in(one, schema_version)
    )
