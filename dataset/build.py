"""Build a release: checked records in, an immutable folder of Parquet files out, its manifest last."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa

from dataset.derive import derive
from dataset.documents.every import DOCUMENTS, Contents, Document
from dataset.errors import BuildError
from dataset.history.making import check_schema_step, made_history
from dataset.known_on import complete
from dataset.manifest import open_release
from dataset.reading.records import Records
from dataset.stamp import stamp
from dataset.tables import content_sha256, file_sha256, to_arrow, write_parquet
from dataset.versions import MANIFEST, list_versions, software_version, version_key
from schemas.arrow import fingerprint, schema_fingerprint
from schemas.release import SCHEMA_VERSION, Manifest, OtherFile, TableFile
from schemas.tables import LISTS, RECORD_TABLES, TABLES

STEPS = 2 * len(TABLES) + len(DOCUMENTS) + 1
"""Steps that `on_step` is called for: each table made, each file written, the manifest last."""


def build(
    records: Records,
    version: str,
    data_date: date,
    releases: Path,
    on_step: Callable[[str], None] = lambda _text: None,
    *,
    sealed: bool = False,
) -> Path:
    """Write release `version` of checked `records` into `releases/<version>` and return that folder.

    A function of the records, the previous release, `data_date` and the lock file: built twice, the same bytes.
    `sealed` asks for a reason for every change since the release before, and for what became of every id that vanished;
    without it the folder is a draft.

    Raises `BuildError` where the version exists or is not newer than the newest, a record lies after `data_date`, the
    schema changed without its step, or a sealed release lacks reasons: with all of them at once.
    """
    target = releases / version
    previous = _previous(releases, version)
    complete(records)
    late = [
        f"{record.id} is known only on {record.known_on}"
        for kind in (records.sources, records.entities, records.events, records.claims)
        for record in kind.values()
        if record.known_on > data_date
    ]
    if late:
        raise BuildError(
            f"the release speaks up to {data_date}, but " + "; ".join(late) + ". Give a later --data-date."
        )
    check_schema_step(previous)
    stamped = _record_tables(records, version, previous)
    history, faults = made_history(records, stamped, version, previous)
    if sealed and faults:
        raise BuildError("\n".join(faults))
    declared = {LISTS.name: to_arrow(LISTS.name, records.complete_lists.values()).sort_by("id"), **history}
    for name in declared:
        on_step(f"make {name}")
    tables = {**derive(stamped, version, data_date, lambda name: on_step(f"derive {name}")), **declared}
    releases.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{version}.", dir=releases) as work:
        folder = Path(work) / version
        folder.mkdir()
        manifest = Manifest(
            version=version,
            data_date=data_date,
            previous=previous.name if previous else None,
            schema_version=SCHEMA_VERSION,
            schema_fingerprint=schema_fingerprint(),
            software_version=software_version(),
            tables=[_write(folder, name, table, on_step) for name, table in tables.items()],
        )
        for document in DOCUMENTS:
            manifest.files.append(_write_document(folder, document, Contents(manifest, folder, tables, previous)))
            on_step(f"write {document.name}")
        _write_manifest(folder, manifest)
        on_step(f"write {MANIFEST}")
        open_release(folder)
        if target.exists():  # without a manifest: what a build that was cut left behind
            shutil.rmtree(target)
        folder.rename(target)
    return target


def _previous(releases: Path, version: str) -> Path | None:
    key = version_key(version)
    versions = list_versions(releases)
    if version in versions:
        raise BuildError(f"release {version} exists in {releases} and is immutable: give the next --version")
    newer = [one for one in versions if version_key(one) > key]
    if newer:
        raise BuildError(f"release {newer[-1]} is newer than {version}: give a later --version")
    if not versions:
        return None
    open_release(releases / versions[-1])
    return releases / versions[-1]


def _record_tables(records: Records, version: str, previous: Path | None) -> dict[str, pa.Table]:
    return {
        table.name: stamp(table.name, to_arrow(table.name, getattr(records, table.name).values()), version, previous)
        for table in RECORD_TABLES
    }


def _write(folder: Path, name: str, table: pa.Table, on_step: Callable[[str], None]) -> TableFile:
    path = folder / f"{name}.parquet"
    write_parquet(table, name, path)
    on_step(f"write {path.name}")
    return TableFile(
        name=path.name,
        table=name,
        bytes=path.stat().st_size,
        sha256=file_sha256(path),
        rows=table.num_rows,
        schema_fingerprint=fingerprint(TABLES[name]),
        content_sha256=content_sha256(table),
    )


def _write_document(folder: Path, document: Document, contents: Contents) -> OtherFile:
    path = folder / document.name
    path.write_bytes(document.render(contents))
    return OtherFile(
        name=document.name, media_type=document.media_type, bytes=path.stat().st_size, sha256=file_sha256(path)
    )


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    partial = folder / f".{MANIFEST}"
    with partial.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / MANIFEST)
