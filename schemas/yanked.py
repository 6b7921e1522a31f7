"""What is withdrawn after it was released: whole releases, and records that may not be shown any more."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described
from schemas.ids import AnyId, ReleaseVersion

YANKED = "yanked.json"
"""File beside the releases that says so."""


class Yank(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A withdrawal: of a release, or of records.

    A version alone is no longer what an alias means, and is still answered by its number. Records are shown nowhere any
    more: in that version where one stands beside them, else in every release.
    """

    version: Annotated[ReleaseVersion | None, described("Release withdrawn, or in which the records are withheld.")] = (
        None
    )
    records: Annotated[list[AnyId], described("Records withheld; none where the release is withdrawn.")] = []
    reason: Annotated[
        Annotated[str, Meta(min_length=1, max_length=300)], described("Why, in a sentence for everybody.")
    ]
    replacement: Annotated[ReleaseVersion | None, described("Release to use instead.")] = None


class YankedFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is withdrawn."""

    yanked: Annotated[list[Yank], described("The withdrawals.")]
