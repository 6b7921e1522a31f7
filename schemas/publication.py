"""What a published folder of releases says of itself: the index of its versions, and what each alias means."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described
from schemas.ids import ReleaseVersion
from schemas.release import Sha256


class PublishedRelease(Struct, frozen=True, kw_only=True):
    """A version whose manifest stands in the published folder."""

    version: Annotated[ReleaseVersion, described("Version, `YYYY.MM.N`.", example="2026.11.0")]
    data_date: Annotated[date, described("Day up to which the release speaks.")]
    manifest_sha256: Annotated[Sha256, described("SHA-256 of its manifest, which has those of its files.")]


class ReleaseIndex(Struct, frozen=True, kw_only=True):
    """`releases/index.json`: every published version, oldest first."""

    releases: Annotated[list[PublishedRelease], Meta(description="The versions.")]


class Alias(Struct, frozen=True, kw_only=True):
    """`releases/<alias>.json`: the version that an alias means."""

    alias: Annotated[str, described("The alias.", example="latest")]
    version: Annotated[ReleaseVersion | None, described("Version that it means; null where all are withdrawn.")]
    manifest_sha256: Annotated[Sha256 | None, described("SHA-256 of that version's manifest.")]
