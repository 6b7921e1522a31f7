"""Read what is withdrawn: the file beside the releases, and what it means for each of them."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
from msgspec import Struct

from dataset.errors import ReleaseError
from dataset.queries.kinds import RECORDS, kind_of
from dataset.versions import list_versions
from schemas.yanked import YANKED, Yank, YankedFile


class Withheld(Struct, frozen=True):
    """A record that a release holds and that is not shown."""

    yank: Yank
    known_on: date
    """First day on which the world could know the record."""


class Withdrawn(Struct, frozen=True):
    """What is withdrawn from a folder of releases."""

    releases: Mapping[str, Yank] = {}
    """Withdrawn releases by version."""
    records: Mapping[str, Mapping[str, Withheld]] = {}
    """Withheld records by version and id."""

    def of(self, version: str) -> Mapping[str, Withheld]:
        """Records withheld in a release, by id."""
        return self.records.get(version, {})

    def digest(self, *versions: str) -> str:
        """Tells what is withheld in releases from any other such list; empty where nothing is."""
        ids = [f"{version} {id_}" for version in versions for id_ in sorted(self.of(version))]
        return hashlib.sha256("\n".join(ids).encode()).hexdigest() if ids else ""


def read_withdrawn(releases: Path) -> Withdrawn:
    """What `yanked.json` in a folder of releases says; nothing where there is no such file.

    Raises `ReleaseError` with every fault: a file that is none, a version or id that there is not, a replacement that is
    withdrawn itself.
    """
    path = releases / YANKED
    if not path.is_file():
        return Withdrawn()
    try:
        yanks = msgspec.json.decode(path.read_bytes(), type=YankedFile).yanked
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: cannot be read ({error}): write {_FORM}") from None
    versions = list_versions(releases)
    whole = {one.version: one for one in yanks if one.version and not one.records}
    held: dict[str, dict[str, Withheld]] = {}
    faults: list[str] = []
    for number, one in enumerate(yanks):
        faults += [f"{path}: yanked[{number}]: {fault}" for fault in _faults(one, versions, whole)]
        for version in [one.version] if one.version in versions else versions if one.version is None else []:
            days = _known_on(releases / str(version), one.records)
            held.setdefault(str(version), {}).update({id_: Withheld(one, day) for id_, day in days.items()})
        faults += [
            f"{path}: yanked[{number}]: {one.version or 'no release'} {'does not hold' if one.version else 'holds'} {id_}: "
            "mend the id"
            for id_ in one.records
            if not any(id_ in ids for version, ids in held.items() if one.version in (None, version))
            and (one.version is None or one.version in versions)
        ]
    if versions and set(versions) <= whole.keys():
        faults.append(f"{path}: withdraws every release: leave one, or serve another folder")
    if faults:
        raise ReleaseError("\n".join(faults))
    return Withdrawn(whole, {version: ids for version, ids in held.items() if ids})


_FORM = '{"yanked": [{"version": "2026.11.0", "reason": "…"}, {"records": ["c_…"], "reason": "…", "replacement": "2026.12.0"}]}'


def _faults(one: Yank, versions: list[str], whole: Mapping[str, Yank]) -> Iterator[str]:
    if not one.version and not one.records:
        yield "names neither a version nor records: write one of them"
    if one.version and one.version not in versions:
        yield f"there is no release {one.version}: there are {', '.join(versions)}"
    if one.replacement and one.replacement not in versions:
        yield f"the replacement {one.replacement} is no release: there are {', '.join(versions)}"
    elif one.replacement and (one.replacement in whole or (one.records and one.version in (None, one.replacement))):
        yield f"the replacement {one.replacement} is withdrawn too, or withholds the records: name another, or none"


def _known_on(release: Path, ids: list[str]) -> dict[str, date]:
    """Day on which each of some records became known, for those that a release holds."""
    found: dict[str, date] = {}
    for kind, table in RECORDS.items():
        mine = [id_ for id_ in ids if kind_of(id_) == kind]
        if mine:
            rows = pq.read_table(release / f"{table}.parquet", columns=["id", "known_on"], filters=[("id", "in", mine)])
            found |= {row["id"]: row["known_on"] for row in rows.to_pylist()}
    return found
