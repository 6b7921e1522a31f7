"""Ids that are gone: the redirects and tombstones of a release, and the records that vanished without either."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.reading.records import Records
from dataset.tables import to_arrow
from schemas.changes import Gone, Redirect, Tombstone
from schemas.tables import RECORD_TABLES

UPSTREAM_REMOVED = "upstream_removed"


def gone_tables(records: Records, version: str, previous: Path | None) -> dict[str, pa.Table]:
    """The tables `redirects` and `tombstones`: every id that any release held and this one does not, as far as it is declared.

    A redirect leads to records of this release: one that was merged further is followed to the end, and one of which all
    successors were deleted is a tombstone.
    """
    here = _ids(records)
    known = {**_carried(previous), **_removed_upstream(records, version, previous), **records.gone}
    redirects, tombstones = [], []
    for id_, one in sorted(known.items()):
        if id_ in here:  # an importer's row that came back
            continue
        successors = _final(one, known)
        if successors:
            redirects.append(
                Redirect(id=id_, successors=successors, reason=one.reason, release=one.release, note=one.note)
            )
        else:
            tombstones.append(Tombstone(id=id_, reason=one.reason, release=one.release, note=one.note))
    return {"redirects": to_arrow("redirects", redirects), "tombstones": to_arrow("tombstones", tombstones)}


def vanished(records: Records, tables: Mapping[str, pa.Table], previous: Path | None) -> list[str]:
    """Ids of records that the previous release holds, and this one neither holds nor redirects nor buries."""
    buried = {*tables["redirects"]["id"].to_pylist(), *tables["tombstones"]["id"].to_pylist()}
    return sorted(_held(previous) - _ids(records) - buried)


def _ids(records: Records) -> set[str]:
    return {id_ for table in RECORD_TABLES for id_ in getattr(records, table.name)}


def _held(release: Path | None) -> set[str]:
    if release is None:
        return set()
    return {
        id_
        for table in RECORD_TABLES
        for id_ in pq.read_table(release / f"{table.name}.parquet", columns=["id"])["id"].to_pylist()
    }


def _carried(previous: Path | None) -> dict[str, Gone]:
    """What the previous release says of ids gone by then; one of an older schema says nothing."""
    found = {}
    for name in ("redirects", "tombstones"):
        path = previous / f"{name}.parquet" if previous else None
        for row in pq.read_table(path).to_pylist() if path and path.is_file() else ():
            found[row["id"]] = Gone(successors=row.pop("successors", []), **row)
    return found


def _removed_upstream(records: Records, version: str, previous: Path | None) -> dict[str, Gone]:
    """Ids of rows that their data sets hold no more, as far as a release held them."""
    removed = records.removed_upstream - _ids(records)
    held: Iterable[str] = removed & _held(previous) if removed else ()
    return {id_: Gone(id=id_, release=version, reason=UPSTREAM_REMOVED) for id_ in held}


def _final(one: Gone, known: Mapping[str, Gone]) -> list[str]:
    """Successors that are not gone themselves, each once. A circle leads nowhere."""
    final: list[str] = []
    met = {one.id}
    waiting = list(one.successors)
    while waiting:
        id_ = waiting.pop(0)
        if id_ in met:
            continue
        met.add(id_)
        if id_ in known:
            waiting = [*known[id_].successors, *waiting]
        else:
            final.append(id_)
    return final
