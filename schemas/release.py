"""Release: a version of the dataset, sealed by its manifest."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described
from schemas.ids import ReleaseVersion

SCHEMA_VERSION = "1.3.0"
"""SemVer of the tables: a removed or retyped column is a major step, a new one a minor step, a wording a patch."""

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class TableFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One Parquet file of a release."""

    name: Annotated[str, described("File name.", example="events.parquet")]
    table: Annotated[str, described("Table it holds.", example="events")]
    bytes: Annotated[int, described("Size.", unit="bytes")]
    sha256: Annotated[Sha256, described("SHA-256 of the file.")]
    rows: Annotated[int, described("Number of rows.", unit="count")]
    schema_fingerprint: Annotated[Sha256, described("SHA-256 over the names, types, units and key of its columns.")]
    content_sha256: Annotated[
        Sha256, described("SHA-256 over the rows as canonical JSON lines, whatever library wrote the file.")
    ]


class OtherFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of a release that describes it: for readers, for catalogues, for citing."""

    name: Annotated[str, described("File name.", example="CHANGELOG.md")]
    media_type: Annotated[str, described("Media type.", example="text/markdown; charset=utf-8")]
    bytes: Annotated[int, described("Size.", unit="bytes")]
    sha256: Annotated[Sha256, described("SHA-256 of the file.")]


class Manifest(Struct, frozen=True, kw_only=True):
    """What a release holds. Written last: a folder without one is no release."""

    version: Annotated[ReleaseVersion, described("Version, `YYYY.MM.N`.", example="2026.11.0")]
    data_date: Annotated[date, described("Day up to which the release speaks; the default of `known_at`.")]
    previous: Annotated[ReleaseVersion | None, described("Version of the release before; null for the first.")]
    schema_version: Annotated[str, described("SemVer of the tables.", example=SCHEMA_VERSION)]
    schema_fingerprint: Annotated[Sha256, described("SHA-256 over the fingerprints of all tables.")]
    software_version: Annotated[str, described("Version of the software that built it.")]
    licence: Annotated[str, described("Licence of the data, as an SPDX id.")] = "CC-BY-4.0"
    tables: Annotated[list[TableFile], described("Its tables, each a Parquet file.")]
    files: Annotated[list[OtherFile], described("Its other files.")] = []


def files_of(manifest: Manifest) -> list[TableFile | OtherFile]:
    """Every file of a release but the manifest itself: its tables, then the others."""
    return [*manifest.tables, *manifest.files]
