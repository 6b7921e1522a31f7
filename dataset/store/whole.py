"""A whole release in one file, for those who take everything: a DuckDB database, and an archive of its folder.

Both are made from the release into the cache, when first asked for, and are no part of it: another version of this software may
make other bytes of them. Hash and size are kept beside each file, so that nobody waits for them twice.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import msgspec
from msgspec import Struct

from dataset.manifest import open_release
from dataset.store.prepare import fill_tables, once
from dataset.tables import file_sha256
from dataset.versions import MANIFEST, software_version
from schemas.release import files_of

_LAYOUT = "1"
"""Raised when this file makes them differently, so that old ones are not met."""


class Whole(Struct, frozen=True, kw_only=True):
    """One of the two files."""

    name: str
    media_type: str
    path: Path
    bytes: int | None
    """Null where it is not made yet, as is `sha256`."""
    sha256: str | None


class _Made(Struct, frozen=True):
    bytes: int
    sha256: str


def whole_files(release: Path, cache: Path) -> list[Whole]:
    """Both files of a release, with size and hash where they are made."""
    return [_whole(release, cache, suffix) for suffix in _MAKERS]


def make_whole(release: Path, cache: Path, name: str) -> Whole | None:
    """The file of that name, made where it is not there yet; null where there is none of the name.

    Raises `ReleaseError` for a release that does not open.
    """
    suffix = next((suffix for suffix in _MAKERS if _name(release, suffix) == name), None)
    if suffix is None:
        return None
    path = _path(release, cache, suffix)

    def make(beside: Path) -> None:
        partial = beside.with_suffix(suffix)
        _MAKERS[suffix][1](release, partial)
        made = _Made(partial.stat().st_size, file_sha256(partial))
        os.replace(partial, path)
        beside.write_bytes(msgspec.json.encode(made))  # appears last: without it the file counts as not made

    if not path.exists():
        _beside(path).unlink(missing_ok=True)  # somebody cleared a part of the cache
    once(_beside(path), make)
    return _whole(release, cache, suffix)


def _name(release: Path, suffix: str) -> str:
    return f"onrecord-{release.name}{suffix}"


def _path(release: Path, cache: Path, suffix: str) -> Path:
    made_of = (release / MANIFEST).read_bytes() + f"|{software_version()}|{duckdb.__version__}|{_LAYOUT}".encode()
    return cache / f"{_name(release, '')}-{hashlib.sha256(made_of).hexdigest()[:16]}{suffix}"


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _whole(release: Path, cache: Path, suffix: str) -> Whole:
    path = _path(release, cache, suffix)
    made = None
    if path.exists() and _beside(path).exists():
        made = msgspec.json.decode(_beside(path).read_bytes(), type=_Made)
    return Whole(
        name=_name(release, suffix),
        media_type=_MAKERS[suffix][0],
        path=path,
        bytes=made.bytes if made else None,
        sha256=made.sha256 if made else None,
    )


def _write_database(release: Path, path: Path) -> None:
    """Every table, with its comments and without the indexes that the service has."""
    open_release(release)
    with duckdb.connect(str(path)) as connection:
        fill_tables(connection, release)
        connection.execute("CHECKPOINT")


def _write_archive(release: Path, path: Path) -> None:
    """The release's folder as it is, named by its version, so that it can be verified where it is unpacked. The times of its
    entries are the day up to which it speaks."""
    manifest = open_release(release)
    day = manifest.data_date
    with zipfile.ZipFile(path, "w") as archive:
        for name in (*sorted(file.name for file in files_of(manifest)), MANIFEST):
            entry = zipfile.ZipInfo(f"{release.name}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, (release / name).read_bytes())


_MAKERS: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    ".duckdb": ("application/octet-stream", _write_database),
    ".zip": ("application/zip", _write_archive),
}
"""Media type and maker of each file, by how its name ends."""
