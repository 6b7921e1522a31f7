"""Release versions, compared as numbers, and the version of this software."""

import re
from datetime import date
from importlib import metadata
from pathlib import Path

from dataset.errors import ReleaseError

MANIFEST = "manifest.json"
"""File that makes a folder a release; written last."""


def software_version() -> str:
    """Version of the installed distribution, from `pyproject.toml`."""
    return metadata.version("onrecord")


def version_key(version: str) -> tuple[int, int, int]:
    """Numeric key of a CalVer version. Raises `ReleaseError` where it is none."""
    match = re.fullmatch(r"([0-9]{4})\.(0[1-9]|1[0-2])\.(0|[1-9][0-9]*)", version)
    if not match:
        raise ReleaseError(f"{version!r} is no release version: write YYYY.MM.N, such as 2026.11.0")
    year, month, number = map(int, match.groups())
    return year, month, number


def list_versions(releases: Path) -> list[str]:
    """Versions in a folder of releases, oldest first. A folder without a manifest is not a release."""
    if not releases.is_dir():
        return []
    found = []
    for folder in releases.iterdir():
        if folder.is_dir() and not folder.name.startswith(".") and (folder / MANIFEST).is_file():
            found.append(folder.name)
    return sorted(found, key=version_key)


def next_version(releases: Path, data_date: date) -> str:
    """The next free version in the month of `data_date`."""
    month = (data_date.year, data_date.month)
    taken = [version_key(version)[2] for version in list_versions(releases) if version_key(version)[:2] == month]
    return f"{month[0]:04}.{month[1]:02}.{max(taken, default=-1) + 1}"
