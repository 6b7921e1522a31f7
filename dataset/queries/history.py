"""The history of a record: what each release did to it, as known on a day."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import msgspec
import pyarrow.parquet as pq
from msgspec import UNSET, Meta, Struct, UnsetType

from dataset.queries.as_of import records_as_known
from dataset.queries.by_ids import by_ids
from dataset.queries.collection import Collection
from dataset.queries.gone import GoneRecord, absent, check_shown, gone_records
from dataset.queries.sql import Bound
from dataset.stamp import STAMPS
from dataset.store.archive import Archive
from dataset.versions import version_key
from schemas.answers_changes import FieldChange, Version

UNDECLARED, NEW = "undeclared", "new"

_Row = dict[str, Any]


_MADE: dict[str, type[Struct]] = {}


def version_row(collection: Collection) -> type[Struct]:
    """What a release did to a record of a collection, with the record where it is asked for."""
    if collection.name not in _MADE:
        _MADE[collection.name] = _version_row(collection)
    return _MADE[collection.name]


def _version_row(collection: Collection) -> type[Struct]:
    about = f"The {collection.kind} as that release has it, as known on the day; null where it was removed."
    return msgspec.defstruct(
        f"{collection.row.__name__}Version",
        [("record", Annotated[collection.row | UnsetType | None, Meta(description=about)], UNSET)],
        bases=(Version,),
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=True,
        namespace={"__doc__": f"What a release did to a{'n' if collection.kind[0] in 'ae' else ''} {collection.kind}."},
        module=__name__,
    )


class History(Struct, frozen=True):
    """Versions of a record, the oldest first."""

    versions: list[Any]
    warnings: list[str]


def history(
    archive: Archive, release: str, collection: Collection, id_: str, known_at: date, *, records: bool
) -> History:
    """What each release up to one did to a record, as known on a day; `records` puts the record beside each.

    A change that touches only what became known later is not told. Raises as `find` does for an id of which nothing is
    visible; one that is gone has a history, which ends with what became of it.
    """
    here = archive.store(release)
    check_shown(here, id_, known_at)
    if _stamps(archive, release, collection, id_) and _row(archive, release, collection, id_, known_at) is None:
        raise absent(here, id_, known_at)
    gone = gone_records(here, [id_], known_at).get(id_)
    telling = _Telling(archive, collection, id_, known_at, gone)
    until = version_key(release)
    for version in archive.versions:
        if version_key(version) <= until and id_ not in archive.withdrawn.of(version):
            telling.tell(version)
    if not telling.versions:
        raise absent(here, id_, known_at)
    if records:
        telling.put_records()
    row: Any = version_row(collection)
    return History(msgspec.convert(telling.versions, list[row]), telling.warnings)


class _Telling:
    """Goes through the releases and tells what each did."""

    def __init__(
        self, archive: Archive, collection: Collection, id_: str, known_at: date, gone: GoneRecord | None
    ) -> None:
        self.archive, self.collection, self.id, self.known_at, self.gone = archive, collection, id_, known_at, gone
        self.versions: list[_Row] = []
        self.warnings: list[str] = []
        self.before: _Row | None = None
        """The record as the release before has it."""

    def tell(self, version: str) -> None:
        stamps = _stamps(self.archive, version, self.collection, self.id)
        if stamps is None:
            if self.before is not None:
                self._removed(version)
            return
        first, last = stamps
        if self.before is not None and last == self.before[STAMPS[1]]:
            return
        now = _row(self.archive, version, self.collection, self.id, self.known_at)
        if now is None:
            return
        if self.before is None:
            self._add(first, "added", [])
            if last != first:
                self._unseen(last)
        else:
            fields = list(_differing(self.before, now))
            if fields:
                self._add(last, "changed", fields)
        self.before = now

    def _unseen(self, release: str) -> None:
        """A change whose earlier side is not at hand."""
        self._add(release, "changed", [])
        self.warnings.append(
            f"what releases up to {release} changed in {self.id} cannot be told: the releases before are not served here"
        )

    def _removed(self, version: str) -> None:
        self.before = None
        if self.gone:
            released = self.gone.release
            told: _Row = {"reason": self.gone.reason, "note": self._note(released, self.gone.note)}
            self._put(released, "removed", [], {**told, "successors": self.gone.successors})
        else:
            self._add(version, "removed", [])

    def _add(self, release: str, change: str, fields: list[FieldChange]) -> None:
        names = [one.field for one in fields] or ["*"]
        self._put(release, change, fields, {**self._why(release, change, names), "successors": []})

    def _why(self, release: str, change: str, names: list[str]) -> _Row:
        """Reason and note that a release gave, where it is at hand and of a schema that tells."""
        otherwise = {"reason": NEW if change == "added" else UNDECLARED, "note": None}
        if release not in self.archive.manifests:
            return otherwise
        store = self.archive.store(release)
        if not store.holds("changes"):
            return otherwise
        rows = store.rows("SELECT field, reason, note FROM changes WHERE record = $id ORDER BY field", {"id": self.id})
        rows.sort(key=lambda row: row["field"] not in names)
        return {"reason": rows[0]["reason"], "note": self._note(release, rows[0]["note"])} if rows else otherwise

    def _note(self, release: str, note: str | None) -> str | None:
        manifest = self.archive.manifests.get(release)
        return note if manifest and self.known_at >= manifest.data_date else None

    def _put(self, release: str, change: str, fields: list[FieldChange], told: _Row) -> None:
        manifest = self.archive.manifests.get(release)
        self.versions.append(
            {
                "release": release,
                "data_date": manifest.data_date if manifest else None,
                "change": change,
                "fields": [msgspec.to_builtins(one, builtin_types=(date,)) for one in fields],
                **told,
            }
        )

    def put_records(self) -> None:
        for one in self.versions:
            one["record"] = None
            if one["release"] in self.archive.manifests and one["change"] != "removed":
                store = self.archive.store(one["release"])
                found = by_ids(store, self.collection, [self.id], min(self.known_at, store.data_date))
                one["record"] = found.get(self.id)


def _stamps(archive: Archive, version: str, collection: Collection, id_: str) -> tuple[str, str] | None:
    """First and last-changed release of a record in a release; null where the release does not hold it."""
    path = archive.folder / version / f"{collection.name}.parquet"
    rows = pq.read_table(path, columns=list(STAMPS), filters=[("id", "=", id_)]).to_pylist()
    return (rows[0][STAMPS[0]], rows[0][STAMPS[1]]) if rows else None


def _row(archive: Archive, version: str, collection: Collection, id_: str, known_at: date) -> _Row | None:
    """A record as a release has it, as known on a day."""
    bound = Bound(known_at)
    sql = f"SELECT k.* FROM ({records_as_known(collection.name).select()}) k WHERE k.id = {bound.bind(id_)}"
    rows = archive.store(version).rows(sql, bound.values)
    return rows[0] if rows else None


def _differing(before: _Row, now: _Row) -> Iterator[FieldChange]:
    for name in now:
        if name not in STAMPS and before.get(name) != now[name]:
            yield FieldChange(field=name, old=before.get(name), new=now[name])
