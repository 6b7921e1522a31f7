"""The index of published versions and the aliases: replaced only while nobody else has changed them."""

from collections.abc import Callable, Iterable

import msgspec

from dataset.publishing.places import INDEX, JSON, MAY_CHANGE, alias_file
from dataset.publishing.target import Held, Target
from dataset.publishing.telling import PublishError
from dataset.publishing.withdrawn import yanked_at
from dataset.store.archive import ALIASES, STABLE_AFTER
from dataset.versions import version_key
from schemas.publication import Alias, PublishedRelease, ReleaseIndex

ATTEMPTS = 50
"""Times that somebody else may come first before we give up."""

Write = Callable[[str, Callable[[], bool]], bool]
"""Runs one write, given its name, and tells whether it was done."""


def encoded(content: msgspec.Struct) -> bytes:
    """JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def read_index(target: Target) -> tuple[ReleaseIndex, Held | None]:
    """The index and how it was held; empty where there is none yet. Raises `PublishError` where it cannot be read."""
    held = target.read(INDEX)
    if held is None:
        return ReleaseIndex(releases=[]), None
    try:
        return msgspec.json.decode(held.data, type=ReleaseIndex), held
    except msgspec.DecodeError as error:
        raise PublishError(
            f"{target.shown(INDEX)}: not an index of releases ({error}): remove it and run `onrecord publish … --all`"
        ) from None


def add_to_index(target: Target, entries: Iterable[PublishedRelease], write: Write) -> None:
    """List these versions in the index, beside those that others have listed."""
    entries = list(entries)

    def once() -> bool:
        index, held = read_index(target)
        merged = {one.version: one for one in (*index.releases, *entries)}
        ordered = sorted(merged.values(), key=lambda one: version_key(one.version))
        data = encoded(ReleaseIndex(releases=ordered))
        if held and held.data == data:
            return True
        return write(INDEX, lambda: target.replace(INDEX, data, JSON, MAY_CHANGE, held))

    until(once, target.shown(INDEX))


def meaning(releases: Iterable[PublishedRelease], withdrawn: Iterable[str]) -> dict[str, PublishedRelease | None]:
    """Version that each alias means, of versions in any order; null where all are withdrawn."""
    gone = set(withdrawn)
    kept = sorted((one for one in releases if one.version not in gone), key=lambda one: version_key(one.version))
    if not kept:
        return dict.fromkeys(ALIASES)
    latest = kept[-1]
    settled = [one for one in kept if one.data_date <= latest.data_date - STABLE_AFTER]
    return {"latest": latest, "stable": settled[-1] if settled else latest}


def point_aliases(target: Target, write: Write) -> None:
    """Make each alias mean what the index and the withdrawals say, as they stand there now."""
    for alias in ALIASES:

        def once(alias: str = alias) -> bool:
            # The alias is read before what it follows from: whoever changes that later writes the alias after us, or
            # makes our write fail.
            name = alias_file(alias)
            held = target.read(name)
            index, _ = read_index(target)
            meant = meaning(index.releases, yanked_at(target))[alias]
            data = encoded(
                Alias(
                    alias=alias,
                    version=meant.version if meant else None,
                    manifest_sha256=meant.manifest_sha256 if meant else None,
                )
            )
            if held and held.data == data:
                return True
            write(name, lambda: target.replace(name, data, JSON, MAY_CHANGE, held))
            return False  # looked at once more

        until(once, target.shown(alias_file(alias)))


def until(once: Callable[[], bool], place: str) -> None:
    """Do it again until it is done. Raises `PublishError` where others never let us."""
    for _attempt in range(ATTEMPTS):
        if once():
            return
    raise PublishError(f"{place}: others keep changing it: run the same command again once they are done")
