"""Paths of releases and their files."""

import hashlib

from litestar import Response, get
from litestar.types import ASGIApp

from api.addresses import address, base_url
from api.answering import Asking, archive_of, check_accepts, settings_of
from api.caching import IMMUTABLE, MOVING
from api.downloads import Download, missing, send_file
from api.envelope import ReleaseEntry, ReleaseFile, ReleaseItem, ReleaseList, Withdrawal
from api.errors import from_faults
from api.operations import download_operation, plain_operation
from api.parameters import RELEASE
from api.plain_answering import plain_answer
from api.query_string import read_pairs
from api.reading import unknown_release
from dataset.queries.faults import WithheldError
from dataset.store.archive import ALIASES, Archive
from dataset.store.whole import Whole, make_whole, whole_files
from dataset.versions import MANIFEST
from schemas.release import OtherFile
from schemas.yanked import Yank

PARQUET = "application/vnd.apache.parquet"
VERSION = (
    "A version, or an alias: " + ", ".join(ALIASES) + ".",
    {"type": "string", "pattern": RELEASE, "maxLength": 20},
)
FILE = (
    "Name of the file, as the release lists it.",
    {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9_.-]{0,79}$"},
)


def _version(request: Asking) -> str:
    archive = archive_of(request)
    asked = str(request.path_params["version"])
    version = archive.resolve(asked)
    if version is None:
        raise unknown_release(asked, archive, "version")
    return version


def _files(archive: Archive, version: str, base: str) -> list[ReleaseFile]:
    def url(name: str) -> str:
        return address(base, f"/v1/releases/{version}/files/{name}")

    raw = archive.manifest_bytes(version)
    manifest = ReleaseFile(
        name=MANIFEST,
        url=url(MANIFEST),
        media_type="application/json",
        bytes=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        table=None,
        rows=None,
    )
    tables = [
        ReleaseFile(
            name=one.name,
            url=url(one.name),
            media_type=PARQUET,
            bytes=one.bytes,
            sha256=one.sha256,
            table=one.table,
            rows=one.rows,
        )
        for one in archive.manifests[version].tables
    ]
    others: list[OtherFile | Whole] = [
        *archive.manifests[version].files,
        *whole_files(archive.folder / version, archive.cache),
    ]
    described = [
        ReleaseFile(
            name=one.name,
            url=url(one.name),
            media_type=one.media_type,
            bytes=one.bytes,
            sha256=one.sha256,
            table=None,
            rows=None,
        )
        for one in others
    ]
    return [*tables, manifest, *described]


def _withdrawal(yank: Yank | None) -> Withdrawal | None:
    return Withdrawal(reason=yank.reason, replacement=yank.replacement) if yank else None


def _withheld(archive: Archive, version: str, name: str) -> Yank | None:
    """Why a file is not given: its release holds a withheld record. The manifest holds none."""
    held = archive.withdrawn.of(version)
    return next(iter(held.values())).yank if held and name != MANIFEST else None


def _marked(file: ReleaseFile, archive: Archive, version: str) -> ReleaseFile:
    file.withheld = _withdrawal(_withheld(archive, version, file.name))
    return file


def _entry(archive: Archive, version: str, base: str) -> ReleaseEntry:
    manifest = archive.manifests[version]
    return ReleaseEntry(
        version=version,
        aliases=[alias for alias in ALIASES if archive.resolve(alias) == version],
        data_date=manifest.data_date,
        previous=manifest.previous,
        schema_version=manifest.schema_version,
        software_version=manifest.software_version,
        licence=manifest.licence,
        withdrawn=_withdrawal(archive.withdrawn.releases.get(version)),
        files=[_marked(one, archive, version) for one in _files(archive, version, base)],
    )


@get(
    "/v1/releases",
    operation_class=plain_operation(
        ReleaseList, "The releases.", links={"getRelease": ("version", "$response.body#/data/0/version")}
    ),
    operation_id="listReleases",
    sync_to_thread=True,
)
def list_releases(request: Asking) -> Response[bytes]:
    """All releases, newest first."""
    archive, base = archive_of(request), base_url(request, settings_of(request))
    entries = [_entry(archive, version, base) for version in reversed(archive.versions)]
    return plain_answer(request, ReleaseList, entries, "/v1/releases")


@get(
    "/v1/releases/{version:str}",
    operation_class=plain_operation(
        ReleaseItem, "The release with its files.", path={"version": VERSION}, released=True
    ),
    operation_id="getRelease",
    sync_to_thread=True,
)
def get_release(request: Asking) -> Response[bytes]:
    """A release with its files, their sizes and hashes."""
    version = _version(request)
    entry = _entry(archive_of(request), version, base_url(request, settings_of(request)))
    return plain_answer(request, ReleaseItem, entry, f"/v1/releases/{version}", release=version)


@get(
    "/v1/releases/{version:str}/files/{name:str}",
    operation_class=download_operation({"version": VERSION, "name": FILE}),
    operation_id="getReleaseFile",
    sync_to_thread=True,
)
def get_release_file(request: Asking) -> ASGIApp:
    """A file of a release, whole or in part."""
    _pairs, faults = read_pairs(request.scope["query_string"], {})
    if faults:
        raise from_faults(faults)
    version, name = _version(request), str(request.path_params["name"])
    archive, base = archive_of(request), base_url(request, settings_of(request))
    file = next((one for one in _files(archive, version, base) if one.name == name), None)
    if file is None:
        raise missing(name, version)
    yank = _withheld(archive, version, name)
    if yank:
        raise WithheldError(f"{name} of release {version}", yank.reason, yank.replacement)
    check_accepts(request, file.media_type)
    whole = make_whole(archive.folder / version, archive.cache, name)
    headers = {"Dataset-Release": version}
    if request.path_params["version"] in ALIASES:
        headers |= {"Cache-Control": MOVING, "Content-Location": file.url}
    else:  # the bytes of what is made from a release may be others once the software changes
        headers["Cache-Control"] = MOVING if whole else IMMUTABLE
    size, sha256 = (whole.bytes, whole.sha256) if whole else (file.bytes, file.sha256)
    assert size is not None
    assert sha256 is not None
    return send_file(
        Download(
            path=whole.path if whole else archive.folder / version / name,
            name=name if whole else f"onrecord-{version}-{name}",
            media_type=file.media_type,
            size=size,
            sha256=sha256,
            headers=headers,
        )
    )
