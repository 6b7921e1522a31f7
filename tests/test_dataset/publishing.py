"""What the tests of publishing share: two small releases, and what a reader of a published folder can see."""

import shutil
from datetime import date
from pathlib import Path

import msgspec

from dataset.build import build
from dataset.publishing.index import read_index
from dataset.publishing.reading import verify_at
from dataset.publishing.target import Target
from schemas.publication import Alias
from tests.killing import grown
from tests.support import DATA_DATE
from tests.test_dataset.test_build import sample

FIRST, SECOND = "2026.11.0", "2026.12.0"


def make_releases(folder: Path) -> Path:
    """Two sealed releases, the second 38 days later."""
    build(sample(), FIRST, DATA_DATE, folder, sealed=True)
    build(grown(), SECOND, date(2026, 12, 31), folder, sealed=True)
    return folder


def alike(releases: Path, folder: Path) -> Path:
    """A folder with copies of the releases, to spoil."""
    return Path(shutil.copytree(releases, folder))


def rebuilt(folder: Path) -> Path:
    """Another build of the first version, with another content."""
    build(sample("Another title of it"), FIRST, DATA_DATE, folder, sealed=True)
    return folder


def names(address: str) -> list[str]:
    """Everything that stands under an address, but the lock."""
    target = Target(address)
    found = target.names("releases")
    if target.folder:
        beside = {path.name for path in target.folder.iterdir()}
        assert beside <= {"releases", ".publishing.lock"}
    return sorted(found)


def state(address: str) -> dict[str, str | None]:
    """What stands under an address: the hash of each file."""
    target = Target(address)
    measured = {name: target.measure(name) for name in names(address)}
    return {name: one.sha256 if one else None for name, one in measured.items()}


def aliases(address: str) -> dict[str, str | None]:
    """What each alias means."""
    target, found = Target(address), {}
    for alias in ("latest", "stable"):
        held = target.read(f"releases/{alias}.json")
        if held:
            found[alias] = msgspec.json.decode(held.data, type=Alias).version
    return found


def listed(address: str) -> list[str]:
    """Versions in the index."""
    return [one.version for one in read_index(Target(address))[0].releases]


def visible(address: str) -> tuple[set[str], dict[str, str | None]]:
    """Versions that a reader can find (by a manifest, the index or an alias) and the aliases, all of them proved."""
    standing = names(address)
    sealed = {name.split("/")[1] for name in standing if name.endswith("/manifest.json")}
    known: set[str] = set()
    if "releases/index.json" in standing:
        known = {one.version for one in verify_at(address)}
        assert known <= sealed
    for version in sealed - known:
        assert [one.version for one in verify_at(f"{address}/releases/{version}")] == [version]
    meant = aliases(address)
    assert set(meant.values()) <= known
    return sealed, meant
