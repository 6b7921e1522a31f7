"""Counts and figures of groups, as they are answered."""

from typing import Annotated

from msgspec import Struct

from schemas.annotations import described


class GroupCount(Struct, frozen=True, kw_only=True):
    """How many records stand in a group."""

    certain: Annotated[int, described("Records whose date lies wholly in the bin; all of the group without bins.")]
    possible: Annotated[int, described("Records whose date may lie in the bin, the certain ones among them.")]


class Ends(Struct, frozen=True, kw_only=True):
    """Bounds of a measure over figures that have bounds themselves; equal where all figures are exact."""

    low: Annotated[float | None, described("The measure of the lows; null where it falls on one that is open.")]
    high: Annotated[float | None, described("The measure of the highs; null where it falls on one that is open.")]


class Truncated(Struct, frozen=True, kw_only=True):
    """What an answer leaves out."""

    groups: Annotated[int, described("Groups left out: those with the fewest records.")]
    records: Annotated[int, described("Records that stand in no group shown.")]
