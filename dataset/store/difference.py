"""Prepare what differs between two releases for asking: computed once into the cache, shared by all processes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa

from dataset.history.between import between
from dataset.history.derived import derived_difference
from dataset.store.prepare import insert, make_once
from dataset.versions import MANIFEST, list_versions, software_version, version_key
from dataset.withdrawal.pruned import without
from dataset.withdrawal.yanked import read_withdrawn
from schemas.arrow import arrow_field
from schemas.changes import Change, DerivedChange
from schemas.tables import TABLES, Table
from schemas.walk import columns

DERIVED = Table("derived_changes", DerivedChange, ("table", "key"))
"""Rows of derived tables that differ between two releases."""

_LAYOUT = "1"
"""Raised when this file lays a database out differently, so that old ones are not met."""


def prepare_difference(old: Path, new: Path, cache: Path, *, derived: bool) -> Path:
    """Path of a database with the table `changes` between two releases of one folder, or with `derived_changes`.

    Records that are withheld in either are left out, and so are derived rows that name one. Raises `ReleaseError` where a
    folder is no release.
    """
    withdrawn = read_withdrawn(old.parent)
    withheld = {*withdrawn.of(old.name), *withdrawn.of(new.name)}
    digest = hashlib.sha256()
    first, last = sorted((old.name, new.name), key=version_key)
    for version in list_versions(old.parent):  # those between give the reasons
        if version_key(first) <= version_key(version) <= version_key(last):
            digest.update((old.parent / version / MANIFEST).read_bytes())
    digest.update(f"|{software_version()}|{duckdb.__version__}|{_LAYOUT}|{sorted(withheld)}".encode())
    name = f"{'derived-' if derived else ''}diff-{old.name}-{new.name}-{digest.hexdigest()[:16]}.duckdb"

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        if derived:
            rows = (row for row in derived_difference(old, new) if not _names(row, withheld))
            insert(connection, DERIVED, _table(DERIVED, rows))
        else:
            kept = (without(change, withheld) for change in between(old, new))
            insert(connection, TABLES["changes"], _table(TABLES["changes"], filter(None, kept)))

    make_once(cache / name, fill)
    return cache / name


def _names(row: DerivedChange, withheld: Iterable[str]) -> bool:
    return any(f'"{id_}"' in text for text in (row.key, row.old, row.new) if text for id_ in withheld)


def _table(table: Table, rows: Iterable[Change | DerivedChange]) -> pa.Table:
    schema = pa.schema([arrow_field(one) for one in columns(table.row)])
    return pa.Table.from_pylist([msgspec.to_builtins(row) for row in rows], schema=schema)
