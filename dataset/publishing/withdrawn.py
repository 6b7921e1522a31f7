"""The withdrawals beside the releases: what they keep from being published, and sending them along."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from dataset.publishing.places import JSON, MAY_CHANGE, YANKED_AT
from dataset.publishing.target import Target
from dataset.publishing.telling import PublishError
from dataset.withdrawal.yanked import read_withdrawn
from schemas.yanked import Yank, YankedFile


def withheld(releases: Path, versions: list[str]) -> dict[str, list[str]]:
    """Ids of records that must not be shown, by version that holds some in its files. Raises `ReleaseError` as reading does."""
    withdrawn = read_withdrawn(releases)
    return {version: sorted(withdrawn.of(version)) for version in versions if withdrawn.of(version)}


def read_yanks(data: bytes, place: str) -> list[Yank]:
    """The withdrawals in a file. Raises `PublishError` where it cannot be read."""
    try:
        return msgspec.json.decode(data, type=YankedFile).yanked
    except msgspec.DecodeError as error:
        raise PublishError(f"{place}: not a list of withdrawals ({error}): mend it, then publish again") from None


def yanked_at(target: Target) -> frozenset[str]:
    """Versions that are withdrawn as a whole, as published."""
    held = target.read(YANKED_AT)
    yanks = read_yanks(held.data, target.shown(YANKED_AT)) if held else []
    return frozenset(one.version for one in yanks if one.version and not one.records)


def send_yanked(target: Target, data: bytes, place: str, write: Callable[[str, Callable[[], bool]], bool]) -> bool:
    """Make the published withdrawals those of `data`; false where somebody else changed them meanwhile.

    What is withdrawn there is never lifted by being left out here: that raises `PublishError`.
    """
    held = target.read(YANKED_AT)
    if held and held.data == data:
        return True
    ours = {_what(one) for one in read_yanks(data, place)}
    theirs = read_yanks(held.data, target.shown(YANKED_AT)) if held else []
    lifted = [one for one in theirs if _what(one) not in ours]
    if lifted:
        names = ", ".join(" ".join(filter(None, (one.version, *one.records))) for one in lifted)
        raise PublishError(
            f"{target.shown(YANKED_AT)}: withdraws {names}, which {place} does not: take that over, or remove it there if it "
            "was wrong, and run the same command again"
        )
    return write(YANKED_AT, lambda: target.replace(YANKED_AT, data, JSON, MAY_CHANGE, held))


def _what(one: Yank) -> tuple[str | None, tuple[str, ...]]:
    return one.version, tuple(sorted(one.records))
