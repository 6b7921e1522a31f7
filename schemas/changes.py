"""What changed from one release to the next, and what became of ids that are gone."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.ids import AnyId, ReleaseVersion
from schemas.vocabulary.changes import CHANGE, CHANGE_REASON, DERIVED_CAUSE

RecordKind = Literal["event", "claim", "entity", "source"]


class Change(Struct, kw_only=True, forbid_unknown_fields=True):
    """A field of a record that differs between two releases, or a record that only one of them holds."""

    record: Annotated[AnyId, described("The record.")]
    field: Annotated[
        str, described("The field; `*` for the whole record, where it was added or removed.", example="date")
    ]
    kind: Annotated[RecordKind, described("Kind of the record.")]
    change: Annotated[Annotated[str, term_of(CHANGE)], described("What became of the record.")]
    old: Annotated[
        str | None,
        described("The field, or the record, as the earlier release has it: JSON; null where it has none."),
    ]
    new: Annotated[
        str | None, described("The field, or the record, as the later release has it: JSON; null where it has none.")
    ]
    reason: Annotated[Annotated[str, term_of(CHANGE_REASON)], described("Why.")]
    note: Annotated[str | None, described("The reason in a sentence, where one was written.")]
    release: Annotated[
        ReleaseVersion, described("Release that made the change; the latest where several did between the two.")
    ]


class DerivedChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """A row of a derived table that differs between two releases."""

    table: Annotated[str, described("The table.", example="promises")]
    key: Annotated[str, described("The row's key columns as a JSON object.")]
    change: Annotated[Annotated[str, term_of(CHANGE)], described("What became of the row.")]
    cause: Annotated[
        Annotated[str, term_of(DERIVED_CAUSE)], described("Why: the first that holds, in the order of the vocabulary.")
    ]
    old: Annotated[str | None, described("The row as the earlier release has it: JSON; null where it has none.")]
    new: Annotated[str | None, described("The row as the later release has it: JSON; null where it has none.")]


class Changed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a record changed in a release."""

    release: Annotated[ReleaseVersion, described("The release.")]
    reason: Annotated[Annotated[str, term_of(CHANGE_REASON)], described("Why.")]
    note: Annotated[Annotated[str, Meta(max_length=300)] | None, described("The reason in a sentence.")] = None


class Gone(Struct, kw_only=True, forbid_unknown_fields=True):
    """An id that was released once and is given up: what replaces it, or why nothing does."""

    id: Annotated[AnyId, described("The id.", derived=True)]
    release: Annotated[ReleaseVersion, described("First release without it.")]
    reason: Annotated[Annotated[str, term_of(CHANGE_REASON)], described("Why.")]
    successors: Annotated[
        list[AnyId],
        described(
            "Records that hold now what it held: one after a merge, several after a split, none where it was deleted."
        ),
    ] = []
    note: Annotated[Annotated[str, Meta(max_length=300)] | None, described("The reason in a sentence.")] = None


class GoneFile(Struct, kw_only=True, forbid_unknown_fields=True):
    """Ids that are given up."""

    gone: Annotated[dict[AnyId, Gone], described("Ids given up, each with what became of it.")]


class Redirect(Struct, kw_only=True, forbid_unknown_fields=True):
    """An id that was merged into another record or split into several."""

    id: Annotated[AnyId, described("The id that is gone.")]
    successors: Annotated[list[AnyId], described("Records that hold now what it held; one after a merge.")]
    reason: Annotated[Annotated[str, term_of(CHANGE_REASON)], described("Why.")]
    release: Annotated[ReleaseVersion, described("First release without the id.")]
    note: Annotated[str | None, described("The reason in a sentence.")]
    known_on: Annotated[
        date | None,
        described(
            "First UTC day on which the world could know the record, as it was last released; null where that is not known.",
            since="1.3.0",
        ),
    ] = None


class Tombstone(Struct, kw_only=True, forbid_unknown_fields=True):
    """An id whose record was deleted and is replaced by none."""

    id: Annotated[AnyId, described("The id that is gone.")]
    reason: Annotated[Annotated[str, term_of(CHANGE_REASON)], described("Why.")]
    release: Annotated[ReleaseVersion, described("First release without the id.")]
    note: Annotated[str | None, described("The reason in a sentence.")]
    known_on: Annotated[
        date | None,
        described(
            "First UTC day on which the world could know the record, as it was last released; null where that is not known.",
            since="1.3.0",
        ),
    ] = None
