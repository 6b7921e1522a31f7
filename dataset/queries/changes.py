"""Changes: what differs between two releases; what can be asked of it. They are of the dataset, on no day."""

from datetime import date
from typing import Any

import msgspec

from dataset.queries.answered import answered
from dataset.queries.as_of import AsKnown
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from dataset.queries.sql import quoted
from dataset.store.store import Store
from schemas.answers_changes import ChangeTold, DerivedChangeTold
from schemas.changes import Change, DerivedChange
from schemas.walk import field_names


def _rows(row: type[msgspec.Struct], table: str, first: str, second: str) -> AsKnown:
    """The rows of a table that knows no days; each has the id made of two of its columns."""
    kept = {name: f"s.{quoted(name)}" for name in field_names(row)}
    return AsKnown(
        {"id": f"s.{quoted(first)} || '~' || s.{quoted(second)}", **kept},
        f"FROM {quoted(table)} s WHERE $known_at IS NOT NULL",
    )


def _decoded(*names: str) -> Any:
    def decode(_store: Store, rows: list[dict[str, Any]], _known_at: date) -> None:
        for row in rows:
            for name in names:
                row[name] = None if row[name] is None else msgspec.json.decode(row[name])

    return decode


CHANGES = Collection(
    name="changes",
    kind="change",
    id_kind="change",
    row=answered("Change", ChangeTold),
    as_known=_rows(Change, "changes", "record", "field"),
    fields=declare_all(ChangeTold, "record", "field", "kind", "change", "reason", "note", "release"),
    default_sort="record",
    includes={},
    needs=("changes",),
    complete=_decoded("old", "new"),
    dated=False,
)
"""What a release changed."""


def difference_of(old: str, new: str) -> Collection:
    """What differs between two releases, asked of a store of their difference."""
    return msgspec.structs.replace(CHANGES, name=f"diff/{old}/{new}", needs=())


DERIVED_CHANGES = Collection(
    name="derived_changes",
    kind="derived_change",
    id_kind="derived_change",
    row=answered("DerivedChange", DerivedChangeTold),
    as_known=_rows(DerivedChange, "derived_changes", "table", "key"),
    fields=declare_all(DerivedChangeTold, "table", "change", "cause"),
    default_sort="table",
    includes={},
    complete=_decoded("key", "old", "new"),
    dated=False,
)
"""Rows of derived tables that differ between two releases."""


def derived_difference_of(old: str, new: str) -> Collection:
    """The same between two releases, asked of a store of their difference."""
    return msgspec.structs.replace(DERIVED_CHANGES, name=f"diff/{old}/{new}/derived")
