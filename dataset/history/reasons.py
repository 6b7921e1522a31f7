"""Why each record changed: as curators declare it, as an importer's run explains it, or as it follows from another change."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from dataset.checks.ids import ids_of
from dataset.history.diff import WHOLE
from dataset.queries.kinds import RECORDS
from dataset.reading.imported import IMPORTED
from dataset.reading.records import Records
from schemas.changes import Change, Changed
from schemas.tables import RECORD_TABLES, TABLES
from schemas.type_tree import bare, extra_of

_IMPORTED = re.compile(rf"(.*/)?{IMPORTED}")


def with_reasons(changes: list[Change], records: Records, version: str, gone: dict[str, Changed]) -> list[str]:
    """Put the reason and note into each change; returns the ids of changed records for which there is none.

    `gone` has the reasons of ids that are gone. In this order: the reason that the record's `changed` declares for this
    release; `import_refresh` for what an importer wrote; for a record of which only derived fields differ, the reason of
    a changed record that it names.
    """
    by_record: dict[str, list[Change]] = {}
    for one in changes:
        by_record.setdefault(one.record, []).append(one)
    found = {id_: _own_reason(id_, mine, records, version, gone) for id_, mine in by_record.items()}
    following = [id_ for id_, reason in found.items() if reason is None and _only_derived(by_record[id_])]
    for id_ in following:
        found[id_] = _followed(id_, records, found) or Changed(
            release=version, reason="source_update", note="Other records that name it change what is derived of it."
        )
    for id_, reason in found.items():
        for one in by_record[id_]:
            if reason:
                one.reason, one.note = reason.reason, reason.note
    return sorted(id_ for id_, reason in found.items() if reason is None)


def _record(id_: str, kind: str, records: Records) -> Any:
    return getattr(records, RECORDS[kind]).get(id_)


def _own_reason(
    id_: str, mine: list[Change], records: Records, version: str, gone: dict[str, Changed]
) -> Changed | None:
    what, kind = mine[0].change, mine[0].kind
    if what == "removed":
        return gone.get(id_)
    record = _record(id_, kind, records)
    declared = next((one for one in record.changed if one.release == version), None)
    if declared:
        return Changed(release=version, reason=declared.reason, note=declared.note)
    if what == "added":
        return Changed(release=version, reason="new")
    rest = [one for one in mine if not _only_derived([one])]
    if _IMPORTED.fullmatch(records.marks.files.get(id_, "")) or (
        rest and all(_is_added_to(one, records) for one in rest)
    ):
        return Changed(release=version, reason="import_refresh")
    return None


def _is_added_to(one: Change, records: Records) -> bool:
    """Whether a list of a curated record only gained what an importer adds to it."""
    was, now = msgspec.json.decode(one.old or "[]"), msgspec.json.decode(one.new or "[]")
    if not isinstance(was, list) or not isinstance(now, list):
        return False
    own = [
        item
        for n, item in enumerate(now)
        if not _IMPORTED.fullmatch(records.marks.elsewhere.get((one.record, one.field, n), ("", 0, 0))[0])
    ]
    return len(own) < len(now) and own == was[: len(own)]


def _followed(id_: str, records: Records, found: dict[str, Changed | None]) -> Changed | None:
    """The reason of the first changed record that this one names."""
    kind = next(table.name for table in RECORD_TABLES if id_ in getattr(records, table.name))
    for _path, named, _kinds in ids_of(getattr(records, kind)[id_]):
        cause = found.get(named)
        if cause and cause.reason != "new":
            return Changed(release=cause.release, reason=cause.reason, note=f"Follows from {named}.")
    return None


def _only_derived(mine: Iterable[Change]) -> bool:
    """Whether the record differs in nothing but what the build fills in."""
    return all(
        one.field != WHOLE
        and one.change == "changed"
        and (
            one.field in _derived(TABLES[RECORDS[one.kind]].row)
            or _bared(one.old, one.kind, one.field) == _bared(one.new, one.kind, one.field)
        )
        for one in mine
    )


@cache
def _derived(row: type[msgspec.Struct]) -> frozenset[str]:
    """Names of a Struct's fields that the build fills in."""
    info = inspect.type_info(row)
    assert isinstance(info, inspect.StructType)
    return frozenset(field.encode_name for field in info.fields if extra_of(field.type).get("derived"))


def _bared(text: str | None, kind: str, name: str) -> Any:
    """A value of a field without what the build fills in."""
    info = inspect.type_info(TABLES[RECORDS[kind]].row)
    assert isinstance(info, inspect.StructType)
    field = next((one for one in info.fields if one.encode_name == name), None)
    return _without_derived(msgspec.json.decode(text), bare(field.type)) if text is not None and field else None


def _without_derived(value: Any, kind: inspect.Type) -> Any:
    if isinstance(kind, inspect.ListType) and isinstance(value, list):
        return [_without_derived(item, bare(kind.item_type)) for item in value]
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        kinds = {field.encode_name: bare(field.type) for field in inspect.type_info(kind.cls).fields}  # type: ignore[attr-defined]
        return {
            name: _without_derived(item, kinds[name])
            for name, item in value.items()
            if name in kinds and name not in _derived(kind.cls)
        }
    return value
