"""What changed between releases, as it is answered."""

from datetime import date
from typing import Annotated, Any

from msgspec import Struct

from schemas.annotations import described, term_of
from schemas.changes import Change, DerivedChange
from schemas.ids import AnyId, ReleaseVersion
from schemas.vocabulary.changes import CHANGE, CHANGE_REASON


class ChangeTold(Change, kw_only=True, forbid_unknown_fields=True):
    """A field of a record that differs between two releases, or a record that only one of them holds."""

    id: Annotated[str, described("The record and the field.", example="e_gpt-4-release~title")]
    old: Annotated[Any, described("The field, or the record, as the earlier release has it; null where it has none.")]
    new: Annotated[Any, described("The field, or the record, as the later release has it; null where it has none.")]


class DerivedChangeTold(DerivedChange, kw_only=True, forbid_unknown_fields=True):
    """A row of a derived table that differs between two releases."""

    id: Annotated[str, described("The table and the key.")]
    key: Annotated[Any, described("The row's key columns.")]
    old: Annotated[Any, described("The row as the earlier release has it; null where it has none.")]
    new: Annotated[Any, described("The row as the later release has it; null where it has none.")]


class FieldChange(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A field that a release has otherwise than the one before."""

    field: Annotated[str, described("The field.", example="date")]
    old: Annotated[Any, described("As the release before has it; null where it has nothing.")]
    new: Annotated[Any, described("As this release has it; null where it has nothing.")]


class Version(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a release did to a record: it added, changed or removed it."""

    release: Annotated[ReleaseVersion, described("The release.")]
    data_date: Annotated[date | None, described("Day up to which it speaks; null where it is not served here.")]
    change: Annotated[Annotated[str, term_of(CHANGE)], described("What became of the record.")]
    reason: Annotated[Annotated[str, term_of(CHANGE_REASON)], described("Why.")]
    note: Annotated[
        str | None,
        described(
            "The reason in a sentence, where one was written; null where `known_at` lies before the release's day, since it "
            "may tell of what came later."
        ),
    ]
    successors: Annotated[
        list[AnyId],
        described(
            "Where it was removed: records that hold now what it held, one after a merge, several after a split."
        ),
    ]
    fields: Annotated[list[FieldChange], described("Fields that changed; none where the record was added or removed.")]


class Redirected(Struct, kw_only=True, frozen=True):
    """An id in a question that was merged into another record, and was taken for that one."""

    parameter: Annotated[str, described("Parameter, or `where`.")]
    id: Annotated[AnyId, described("The id as asked.")]
    to: Annotated[AnyId, described("The record that it was taken for.")]
