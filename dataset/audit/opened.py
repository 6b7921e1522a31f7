"""The tables of a release in memory, with the groups of records that every count of the audit starts from."""

from pathlib import Path

import duckdb

from dataset.importers.every import IMPORTERS
from dataset.manifest import open_release
from dataset.versions import MANIFEST, version_key
from schemas.ddl import create_table
from schemas.tables import TABLES
from schemas.vocabulary.claims import DUE_BEARING_KINDS
from schemas.vocabulary.entities import PRIMARY_SOURCE_KINDS, WEAK_SOURCE_KINDS

_TERMS = {
    "due_bearing_kinds": DUE_BEARING_KINDS,
    "primary_kinds": PRIMARY_SOURCE_KINDS,
    "weak_kinds": WEAK_SOURCE_KINDS,
}

_GROUPS = (Path(__file__).parent / "groups.sql").read_text(encoding="utf-8")


def opened(release: Path, baseline: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection to the release's tables and the views of `groups.sql`; its holder closes it.

    A table that came after the release is empty. Raises `ReleaseError` for a folder that is no release.
    """
    manifest = open_release(release)
    connection = duckdb.connect()
    connection.execute(
        "create table release as select ? as version, ?::date as data_date",
        [
            manifest.version,
            manifest.data_date,
        ],
    )
    held = {file.table for file in manifest.tables}
    for name, table in TABLES.items():
        for statement in create_table(table):
            connection.execute(statement)
        if name in held:
            path = str(release / f"{name}.parquet")
            connection.execute(f"insert into {name} by name select * from read_parquet(?)", [path])
    for name, terms in _TERMS.items():
        connection.execute(f"create table {name} as select unnest(?) as term", [list(terms)])
    slugs = {one.name: one.data_set.slug for one in IMPORTERS.values()}
    connection.execute(
        "create table importers as select unnest(?) as importer, unnest(?) as slug", [list(slugs), list(slugs.values())]
    )
    connection.execute("create table before (id varchar)")
    connection.execute("create table pairs_before (claim varchar, other varchar)")
    if baseline is not None:
        _remember(connection, baseline)
    connection.execute(_GROUPS)
    return connection


def _remember(connection: duckdb.DuckDBPyConnection, baseline: Path) -> None:
    """What the baseline held, by id."""
    held = {file.table for file in open_release(baseline).tables}
    for name in ("events", "claims"):
        connection.execute("insert into before select id from read_parquet(?)", [str(baseline / f"{name}.parquet")])
    if "contradictions" in held:
        path = str(baseline / "contradictions.parquet")
        connection.execute("insert into pairs_before select claim, other from read_parquet(?)", [path])


def baseline_of(release: Path, version: str) -> Path | None:
    """Folder of the baseline where it stands beside a release that came after it."""
    folder = release.parent / version
    is_later = version_key(release.name) > version_key(version)
    return folder if is_later and (folder / MANIFEST).is_file() else None
