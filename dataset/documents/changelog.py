"""CHANGELOG.md of a release, made from its changes: what was corrected, merged, taken back and added since the one before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from dataset.documents.document import Contents
from schemas.changes import Change
from schemas.vocabulary.changes import CHANGE_REASON

_LISTED = 400
"""Most records listed one by one under a reason; the rest are in the table `changes`."""

_VALUE = 120
"""Most characters of a value."""

_FIRST_OF_ALL = "The first release: everything in it is new.\n"

_NAMES = ("title", "statement", "name", "url", "citation")
"""Fields by which a record is known to people, the first that it has."""

_COUNTED = ("new", "import_refresh")
"""Reasons whose records are counted, not listed."""


def changelog(contents: Contents) -> bytes:
    """The file's text: a table of counts, then every record that was not simply added or imported anew, by reason."""
    manifest = contents.manifest
    lines = [
        f"# Release {manifest.version}",
        "",
        f"Speaks up to {manifest.data_date}; schema {manifest.schema_version}.",
    ]
    if manifest.previous is None:
        return "\n".join([*lines, "", _FIRST_OF_ALL]).encode()
    changes = [msgspec.convert(row, Change) for row in contents.tables["changes"].to_pylist()]
    lines += ["", f"Changes since {manifest.previous}; field by field they stand in the table `changes`.", ""]
    lines += _counts(changes)
    if not changes:
        lines += ["", "No record changed."]
    for reason in CHANGE_REASON.terms.values():
        mine = [one for one in changes if one.reason == reason.name]
        if mine and reason.name not in _COUNTED:
            lines += ["", f"## {reason.name.replace('_', ' ').capitalize()}", "", reason.definition, ""]
            lines += _listed(mine, contents)
    return ("\n".join(lines) + "\n").encode()


def _counts(changes: Iterable[Change]) -> list[str]:
    records = {one.record: one for one in changes}.values()
    found = Counter((one.kind, one.change, one.reason) for one in records)
    if not found:
        return ["Records: none changed."]
    rows = [f"| {kind} | {change} | {reason} | {n:,} |" for (kind, change, reason), n in sorted(found.items())]
    return ["| kind | change | reason | records |", "|---|---|---|---:|", *rows]


def _listed(changes: list[Change], contents: Contents) -> Iterator[str]:
    names = _names(contents)
    records = [(id_, list(mine)) for id_, mine in groupby(changes, key=lambda one: one.record)]
    following = [id_ for id_, mine in records if all(one.field == "known_on" for one in mine)]
    if following:
        yield f"- {len(following):,} records are known since another day, since records that they hang on or that name them changed"
        records = [(id_, mine) for id_, mine in records if id_ not in set(following)]
    for id_, mine in records[:_LISTED]:
        yield f"- `{id_}`: {names.get(id_) or _name(msgspec.json.decode(mine[0].old or '{}'))}" + (
            f" {_marked(mine[0].note)}" if mine[0].note else ""
        )
        for one in mine:
            if one.change == "changed":
                yield f"  - {one.field}: {_short(one.old)} → {_short(one.new)}"
    if len(records) > _LISTED:
        yield f"- and {len(records) - _LISTED:,} more"


def _marked(note: str) -> str:
    return f"*{note}*"


def _names(contents: Contents) -> dict[str, str]:
    return {
        row["id"]: _name(row)
        for table in ("events", "claims", "entities", "sources")
        for row in contents.tables[table]
        .select([name for name in ("id", *_NAMES) if name in contents.tables[table].column_names])
        .to_pylist()
    }


def _name(row: dict[str, Any]) -> str:
    return next((str(row[name]) for name in _NAMES if row.get(name)), "")


def _short(text: str | None) -> str:
    if text is None:
        return "nothing"
    return f"`{text}`" if len(text) <= _VALUE else f"`{text[:_VALUE]}…`"
