"""Paths of releases and their files."""

import hashlib

from litestar import Response, get
from litestar.types import ASGIApp

from api.addresses import address, base_url
from api.answering import Asking, archive_of, check_accepts, settings_of
from api.caching import IMMUTABLE, MOVING
from api.downloads import Download, missing, send_file
from api.envelope import ReleaseEntry, ReleaseFile, ReleaseItem, ReleaseList
from api.errors import from_faults
from api.operations import download_operation, plain_operation
from api.parameters import RELEASE
from api.plain_answering import plain_answer
from api.query_string import read_pairs
from api.reading import unknown_release
from dataset.store.archive import ALIASES, Archive
from dataset.versions import MANIFEST

PARQUET = "application/vnd.apache.parquet"
VERSION = (
    "A version, or an alias: " + ", ".join(ALIASES) + ".",
    {"type": "string", "pattern": RELEASE, "maxLength": 20},
)
FILE = ("Name of the file.", {"type": "string", "pattern": r"^[a-z_]{1,60}\.(parquet|json)$"})


def _version(request: Asking) -> str:
    archive = archive_of(request)
    asked = str(request.path_params["version"])
    version = archive.resolve(asked)
    if version is None:
        raise unknown_release(asked, archive)
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
    return [*tables, manifest]


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
        files=_files(archive, version, base),
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
    check_accepts(request, file.media_type)
    headers = {"Dataset-Release": version}
    if request.path_params["version"] in ALIASES:
        headers |= {"Cache-Control": MOVING, "Content-Location": file.url}
    else:
        headers["Cache-Control"] = IMMUTABLE
    return send_file(
        Download(
            path=archive.folder / version / name,
            name=f"onrecord-{version}-{name}",
            media_type=file.media_type,
            size=file.bytes,
            sha256=file.sha256,
            headers=headers,
        )
    )
