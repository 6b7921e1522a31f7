"""The history tables of a release being built, and what is missing for it to be sealed."""

from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.errors import BuildError
from dataset.history.diff import difference
from dataset.history.gone import gone_tables, vanished
from dataset.history.reasons import with_reasons
from dataset.history.shaping import record_tables
from dataset.manifest import open_release
from dataset.reading.records import Records
from dataset.tables import to_arrow
from schemas.arrow import arrow_schema, fingerprint
from schemas.changes import Changed
from schemas.release import SCHEMA_VERSION
from schemas.tables import HISTORY_TABLES, TABLES, tables_at
from schemas.vocabulary.changes import DECLARED_REASONS, GONE_REASONS
from schemas.walk import version_of


def made_history(
    records: Records, stamped: dict[str, pa.Table], version: str, previous: Path | None
) -> tuple[dict[str, pa.Table], list[str]]:
    """The tables `changes`, `redirects` and `tombstones` by name, and a sentence for each thing that is undeclared.

    The first release of all has no changes: everything in it is new.
    """
    gone = gone_tables(records, version, previous)
    faults = [
        f"{id_}: {previous.name if previous else ''} holds it and this release does not: declare under `gone` in gone.yaml "
        f"what became of it (reason: {', '.join(GONE_REASONS)}; successors where it was merged or split)"
        for id_ in vanished(records, gone, previous)
    ]
    changes = []
    if previous:
        changes = list(difference(record_tables(previous), stamped, version))
        reasons = {
            row["id"]: Changed(release=version, reason=row["reason"], note=row["note"])
            for table in gone.values()
            for row in table.to_pylist()
        }
        without = with_reasons(changes, records, version, reasons)
        buried = {one.record for one in changes if one.change == "removed"}
        faults += [
            f"{id_}: it changed ({', '.join(one.field for one in changes if one.record == id_)}) and nothing says why: add to "
            f"the record `changed: [{{release: {version}, reason: …, note: …}}]` (reason: {', '.join(DECLARED_REASONS)})"
            for id_ in without
            if id_ not in buried
        ]
    changes.sort(key=lambda one: (one.record, one.field))
    tables = {"changes": to_arrow("changes", changes), **gone}
    assert list(tables) == [table.name for table in HISTORY_TABLES]
    return tables, faults


def check_schema_step(previous: Path | None) -> None:
    """Raises `BuildError` where the tables differ from those of the previous release and `SCHEMA_VERSION` does not say so:
    a column or table that is gone or holds something else takes a major step, a new one a minor step."""
    if previous is None:
        return
    manifest = open_release(previous)
    theirs, ours = version_of(manifest.schema_version), version_of(SCHEMA_VERSION)
    then = {file.table: file.schema_fingerprint for file in manifest.tables}
    lost, other, further = [], [], [f"table {name}" for name in TABLES if name not in then]
    for name in then:
        if name not in TABLES:
            lost.append(f"table {name}")
        elif then[name] != fingerprint(TABLES[name]):
            gone, new = _columns_changed(previous / f"{name}.parquet", name)
            lost += gone
            further += new
            other += [] if gone or new else [f"table {name}"]
    needed = (theirs[0] + 1, 0, 0) if lost or other else (theirs[0], theirs[1] + 1, 0) if further else theirs
    if ours < needed or (ours == theirs and tables_at(manifest.schema_version).keys() != TABLES.keys()):
        told = "; ".join(
            f"{what}: {', '.join(names)}"
            for what, names in (("gone or retyped", [*lost, *other]), ("new", further))
            if names
        )
        raise BuildError(
            f"the schema differs from that of release {previous.name} ({told}), which has schema version "
            f"{manifest.schema_version}: raise SCHEMA_VERSION in schemas/release.py to at least "
            f"{'.'.join(map(str, needed))}, and give what is new its `since`"
        )


def _columns_changed(path: Path, name: str) -> tuple[list[str], list[str]]:
    """Columns of a table that are gone or retyped, and new ones, against an older file of it."""
    metadata = pq.read_schema(path).metadata or {}
    then = {one["name"]: one for one in msgspec.json.decode(metadata.get(b"onrecord:columns", b"[]"))}
    now = {one["name"]: one for one in msgspec.json.decode((arrow_schema(name).metadata or {})[b"onrecord:columns"])}
    gone = [f"{name}.{column}" for column in then if column not in now or _bare(then[column]) != _bare(now[column])]
    return gone, [f"{name}.{column}" for column in now if column not in then]


def _bare(column: dict[str, object]) -> object:
    """A column without its wording."""
    children = column.get("children")
    inner = [_bare(child) for child in children] if isinstance(children, list) else []
    return (column["name"], column["type"], column["nullable"], column.get("unit"), tuple(inner))
