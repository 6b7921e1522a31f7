"""Open and verify a release by its manifest. Nothing is ever half loaded: a release opens whole or not at all."""

from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.errors import ReleaseError
from dataset.tables import content_sha256, file_sha256
from dataset.versions import MANIFEST
from schemas.arrow import arrow_schema, fingerprint
from schemas.release import SCHEMA_VERSION, Manifest, OtherFile, TableFile, files_of
from schemas.tables import tables_at
from schemas.walk import version_of

RESTORE = "restore the folder from a good copy (`git checkout` for the committed ones), or build the release again"


def open_release(folder: Path) -> Manifest:
    """Manifest of a release whose files are all there in the right size. Raises `ReleaseError` naming the file."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ReleaseError(f"{folder}: no such release folder")
    if not path.is_file():
        raise ReleaseError(f"{path}: missing, so the folder is no release: {RESTORE}")
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.DecodeError as error:
        raise ReleaseError(f"{path}: not a manifest ({error}): {RESTORE}") from None
    if manifest.version != folder.name:
        raise ReleaseError(f"{path}: says version {manifest.version}, but the folder is named {folder.name}: {RESTORE}")
    _check_schema(path, manifest)
    problems = [*_listing_problems(folder, manifest)]
    problems += [
        f"{folder / file.name}: table {file.table} must stand in {file.table}.parquet"
        for file in manifest.tables
        if file.name != f"{file.table}.parquet"
    ]
    for file in files_of(manifest):
        problems += _size_problems(folder / file.name, file)
    if problems:
        raise ReleaseError("\n".join(f"{problem}: {RESTORE}" for problem in problems))
    return manifest


def _check_schema(path: Path, manifest: Manifest) -> None:
    try:
        theirs = version_of(manifest.schema_version)
    except ValueError:
        raise ReleaseError(f"{path}: schema_version {manifest.schema_version!r} is no version: {RESTORE}") from None
    if theirs > version_of(SCHEMA_VERSION):
        raise ReleaseError(
            f"{path}: schema version {manifest.schema_version} is newer than this software's {SCHEMA_VERSION}: "
            "update the software"
        )


def _listing_problems(folder: Path, manifest: Manifest) -> list[str]:
    tables = tables_at(manifest.schema_version)
    listed = [file.table for file in manifest.tables]
    problems = [f"{folder / MANIFEST}: does not list table {name}" for name in tables if name not in listed]
    problems += [
        f"{folder / MANIFEST}: lists table {name} twice" for name in sorted(set(listed)) if listed.count(name) > 1
    ]
    problems += [f"{folder / MANIFEST}: lists an unknown table {name}" for name in listed if name not in tables]
    problems += [
        f"{folder / MANIFEST}: table {file.table} has schema fingerprint {file.schema_fingerprint[:12]}…, "
        f"this software expects {fingerprint(tables[file.table], manifest.schema_version)[:12]}…"
        for file in manifest.tables
        if file.table in tables and file.schema_fingerprint != fingerprint(tables[file.table], manifest.schema_version)
    ]
    known = {MANIFEST, *(file.name for file in files_of(manifest))}
    problems += [f"{path}: not listed in {MANIFEST}" for path in sorted(folder.iterdir()) if path.name not in known]
    return problems


def _size_problems(path: Path, file: TableFile | OtherFile) -> list[str]:
    if not path.is_file():
        return [f"{path}: missing"]
    if path.stat().st_size != file.bytes:
        return [f"{path}: {path.stat().st_size} bytes, {MANIFEST} says {file.bytes}"]
    return []


def verify(folder: Path, *, contents: bool = True) -> Manifest:
    """Prove a release: sizes, hashes, and with `contents` also schemas, row counts and the hash over the rows.

    Raises `ReleaseError` with a line for each file that is not what the manifest says.
    """
    manifest = open_release(folder)
    problems = []
    for file in files_of(manifest):
        path = folder / file.name
        if file_sha256(path) != file.sha256:
            problems.append(f"{path}: SHA-256 differs from {MANIFEST}: the file is damaged or was changed")
        elif contents and isinstance(file, TableFile):
            problems += _content_problems(path, file, manifest.schema_version)
    if problems:
        raise ReleaseError("\n".join(f"{problem}: {RESTORE}" for problem in problems))
    return manifest


def _content_problems(path: Path, file: TableFile, schema_version: str) -> list[str]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        return [f"{path}: not readable as Parquet ({str(error).splitlines()[0]})"]
    if not table.schema.equals(arrow_schema(file.table, schema_version)):
        return [f"{path}: its columns are not those of table {file.table}"]
    if table.num_rows != file.rows:
        return [f"{path}: {table.num_rows} rows, {MANIFEST} says {file.rows}"]
    if content_sha256(table) != file.content_sha256:
        return [f"{path}: the hash over its rows differs from {MANIFEST}"]
    return []
