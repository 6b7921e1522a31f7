"""What publishing a version takes: proved here, compared with what stands there, before anything is sent."""

import hashlib
from pathlib import Path

import msgspec

from dataset.errors import DatasetError
from dataset.manifest import open_release, verify
from dataset.publishing.places import release_file
from dataset.publishing.target import Target
from dataset.publishing.telling import PublishError
from dataset.versions import MANIFEST
from schemas.publication import PublishedRelease
from schemas.release import Manifest, OtherFile, TableFile, files_of

LARGEST = 5 * 2**30
"""Bytes that one conditional PUT takes in S3; what is sent in parts cannot be conditional in every store."""


class Plan(msgspec.Struct, frozen=True):
    """One version to publish."""

    folder: Path
    manifest: Manifest
    raw: bytes
    """The manifest, byte for byte."""
    sealed: bool
    """The same version is published already: nothing to send."""
    missing: list[TableFile | OtherFile]
    """Files that do not stand there yet."""

    @property
    def entry(self) -> PublishedRelease:
        """Its line in the index."""
        return PublishedRelease(
            version=self.manifest.version, data_date=self.manifest.data_date, manifest_sha256=sha256(self.raw)
        )


def sha256(data: bytes) -> str:
    """Hash in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def plans(target: Target, folders: list[Path]) -> list[Plan]:
    """A plan for each release folder. Raises `DatasetError` with all that stands in the way of any of them."""
    found, problems = [], []
    for folder in folders:
        try:
            found.append(_plan(target, folder))
        except DatasetError as error:
            problems.append(str(error))
    if problems:
        raise PublishError("\n".join([*problems, "nothing was published"]))
    return found


def _plan(target: Target, folder: Path) -> Plan:
    path = folder / MANIFEST
    raw = path.read_bytes() if path.is_file() else b""
    if raw and sealed(target, folder.name, raw):
        return Plan(folder, open_release(folder), raw, sealed=True, missing=[])
    manifest = verify(folder)
    there = target.names(release_file(manifest.version, "").rstrip("/"))
    problems, missing = [], []
    for file in files_of(manifest):
        if file.bytes > LARGEST:
            problems.append(f"{folder / file.name}: {file.bytes:,} bytes, more than the {LARGEST:,} that one PUT takes")
        elif release_file(manifest.version, file.name) not in there or not stands(target, manifest.version, file):
            missing.append(file)
    if problems:
        raise PublishError("\n".join(problems))
    return Plan(folder, manifest, raw, sealed=False, missing=missing)


def sealed(target: Target, version: str, raw: bytes) -> bool:
    """Whether the version is published with this manifest. Raises `PublishError` where it is with another."""
    name = release_file(version, MANIFEST)
    there = target.read(name)
    if there is None:
        return False
    if there.data != raw:
        raise PublishError(
            f"{target.shown(name)}: version {version} is published with another content (its manifest has SHA-256 "
            f"{sha256(there.data)[:12]}…, the one here {sha256(raw)[:12]}…), and a published version never changes: make the "
            "next version with `onrecord release`, and withdraw this one in yanked.json if it is wrong"
        )
    return True


def stands(target: Target, version: str, file: TableFile | OtherFile) -> bool:
    """Whether the file is there as the manifest has it. Raises `PublishError` where another one is."""
    name = release_file(version, file.name)
    there = target.measure(name)
    if there is None:
        return False
    if (there.bytes, there.sha256) != (file.bytes, file.sha256):
        raise PublishError(
            f"{target.shown(name)}: a file with another content, of a version {version} without a manifest: somebody else "
            "is publishing another build of it, or left it unfinished. If nobody is, remove "
            f"{target.shown(release_file(version, ''))} and run the same command again"
        )
    return True
