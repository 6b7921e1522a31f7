"""The command `onrecord audit`."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from dataset.audit.audit import audit as audit_release
from dataset.audit.figures import Audit
from dataset.audit.goals import BASELINE
from dataset.audit.opened import baseline_of
from dataset.audit.page import page
from dataset.build import build
from dataset.checks.run import check
from dataset.errors import BuildError, ReleaseError
from dataset.folders import RECORDS, RELEASES
from dataset.versions import list_versions, next_version


def audit(
    *,
    release: str | None = None,
    records: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
    records_folder: Path = RECORDS,
    releases: Path = RELEASES,
) -> int:
    """Count what a release holds: the goals for its depth, coverage, sources, precision, open promises past due.

    Parameters
    ----------
    release
        Version to audit. Default: the newest.
    records
        Audit what stands in the folder of records now, built for it aside and thrown away.
    json
        For programs: `{"release": …, "goals": […], "sections": […]}`.
    records_folder
        Folder of records. Default: the records of this project.
    releases
        Folder that holds the releases. Default: the releases of this project.
    """
    if release and records:
        raise ReleaseError("`--release` and `--records` exclude each other: give one")
    found = _of_records(records_folder, releases) if records else audit_release(_folder(releases, release))
    if json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
    else:
        sys.stdout.write(page(found))
    return 0


def latest(releases: Path) -> Path:
    """Folder of the newest release. Raises `ReleaseError` where there is none."""
    return _folder(releases, None)


def _folder(releases: Path, version: str | None) -> Path:
    versions = list_versions(releases)
    if not versions:
        raise ReleaseError(f"{releases} holds no release: build one with `onrecord build`")
    if version and version not in versions:
        raise ReleaseError(f"{releases} holds no release {version}: name one of {', '.join(versions)}")
    return releases / (version or versions[-1])


def _of_records(folder: Path, releases: Path) -> Audit:
    """Audit of the records as they stand, up to the last day on which a source was read."""
    records, problems = check(folder)
    days = [source.accessed for source in records.sources.values()]
    if not days:
        raise BuildError(f"{folder} holds no records: name the folder that holds stories/ and entities/")
    errors = sum(one.severity == "error" for one in problems)
    if errors:
        raise BuildError(f"{folder} holds {errors} errors: mend what `onrecord check` tells, then audit")
    version = next_version(releases, max(days))
    with tempfile.TemporaryDirectory() as work:
        return audit_release(
            build(records, version, max(days), Path(work)), baseline=baseline_of(releases / version, BASELINE)
        )
