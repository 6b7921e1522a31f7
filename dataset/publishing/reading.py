"""Prove releases where they are published: sizes and hashes of what a reader gets, all problems at once."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from dataset.publishing.index import meaning, read_index
from dataset.publishing.places import FOLDER, INDEX, alias_file
from dataset.publishing.plan import sha256
from dataset.publishing.target import Held, Target
from dataset.publishing.telling import PublishError
from dataset.publishing.withdrawn import yanked_at
from dataset.store.archive import ALIASES
from dataset.versions import MANIFEST
from schemas.publication import Alias, PublishedRelease
from schemas.release import SCHEMA_VERSION, Manifest, files_of
from schemas.tables import tables_at
from schemas.walk import version_of

_VERSION = re.compile(r"[0-9]{4}\.[0-9]{2}\.[0-9]+")
_API_RELEASE = re.compile(r"/v1/releases/[^/]+")

Told = Callable[[str], None]


def verify_at(address: str, on_file: Told = lambda _name: None) -> list[Manifest]:
    """Prove what is published under an address: one release, or all that an index lists, with the aliases.

    `address` is that of a release (a folder, bucket or web server, also `…/v1/releases/{version}/files/` of the API), or the
    one that was published to. `on_file` is told each file before it is read. Raises `PublishError` with all problems.
    """
    target = Target(address)
    held = target.read(MANIFEST)
    if held is None and _API_RELEASE.fullmatch(urlsplit(target.address).path):
        target = Target(f"{target.address}/files")
        held = target.read(MANIFEST)
    problems: list[str] = []
    if held is not None:
        name = target.address.removesuffix("/files").rsplit("/", 1)[-1]
        expected = name if _VERSION.fullmatch(name) else None  # an alias otherwise, or a folder of any name
        found = [_release(target, "", held, expected, problems, on_file)]
    elif target.read(INDEX) is not None:
        found = _published(target, problems, on_file)
    else:
        raise PublishError(
            f"{target.address}: neither a {MANIFEST} nor a {INDEX} is there, so this is no release and no place of releases: "
            "check the address, and whether the publishing was finished"
        )
    if problems:
        raise PublishError("\n".join([*problems, MEND]))
    return [one for one in found if one is not None]


MEND = "do not use what is named above; whoever publishes it should restore those files from a good copy"


def _published(target: Target, problems: list[str], on_file: Told) -> list[Manifest | None]:
    index, _ = read_index(target)
    found = []
    for entry in index.releases:
        prefix = f"{FOLDER}/{entry.version}/"
        held = target.read(prefix + MANIFEST)
        if held is None:
            problems.append(f"{target.shown(prefix + MANIFEST)}: missing, but {INDEX} lists the version")
        else:
            if sha256(held.data) != entry.manifest_sha256:
                problems.append(f"{target.shown(prefix + MANIFEST)}: its SHA-256 is not the one that {INDEX} gives")
            found.append(_release(target, prefix, held, entry.version, problems, on_file))
    problems += _alias_problems(target, index.releases)
    return found


def _alias_problems(target: Target, releases: list[PublishedRelease]) -> list[str]:
    """An alias may lag behind the index for a moment, but never names what is not in it."""
    known = {one.version: one.manifest_sha256 for one in releases}
    meant = meaning(releases, yanked_at(target))
    problems = []
    for alias in ALIASES:
        name = alias_file(alias)
        held = target.read(name)
        if held is None:
            continue
        try:
            said = msgspec.json.decode(held.data, type=Alias)
        except msgspec.DecodeError as error:
            problems.append(f"{target.shown(name)}: not an alias ({error})")
            continue
        if said.version is None:
            if meant[alias] is not None:
                problems.append(f"{target.shown(name)}: names no version, though there are some")
        elif known.get(said.version) != said.manifest_sha256:
            problems.append(f"{target.shown(name)}: names version {said.version} otherwise than {INDEX} has it")
    return problems


def _release(
    target: Target, prefix: str, held: Held, expected: str | None, problems: list[str], on_file: Told
) -> Manifest | None:
    place = target.shown(prefix + MANIFEST)
    try:
        manifest = msgspec.json.decode(held.data, type=Manifest)
        schema = version_of(manifest.schema_version)
    except (msgspec.DecodeError, ValueError) as error:
        problems.append(f"{place}: not a manifest ({error})")
        return None
    if expected and manifest.version != expected:
        problems.append(f"{place}: says version {manifest.version}, but stands under {expected}")
    names = [file.name for file in files_of(manifest)]
    problems += [f"{place}: lists {name} twice" for name in sorted(set(names)) if names.count(name) > 1]
    if schema <= version_of(SCHEMA_VERSION):
        listed = {file.table for file in manifest.tables}
        problems += [
            f"{place}: does not list table {name}" for name in tables_at(manifest.schema_version) if name not in listed
        ]
    for file in files_of(manifest):
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", file.name):
            problems.append(f"{place}: {file.name!r} is no plain file name")
            continue
        on_file(prefix + file.name)
        shown = target.shown(prefix + file.name)
        try:
            there = target.measure(prefix + file.name)
        except PublishError as error:
            problems.append(str(error))
            continue
        if there is None:
            problems.append(f"{shown}: missing")
        elif there.bytes != file.bytes:
            problems.append(f"{shown}: {there.bytes} bytes, {MANIFEST} says {file.bytes}")
        elif there.sha256 != file.sha256:
            problems.append(f"{shown}: SHA-256 differs from {MANIFEST}: the file is damaged or was changed")
    return manifest
