"""All releases in a folder: their versions, what the aliases mean, and the stores of those in use."""

from datetime import timedelta
from pathlib import Path

from dataset.errors import ReleaseError
from dataset.manifest import open_release
from dataset.search.prepare import prepare_index
from dataset.store.difference import prepare_difference
from dataset.store.opened import Opened
from dataset.store.prepare import prepare
from dataset.store.store import Store
from dataset.versions import MANIFEST, list_versions
from dataset.withdrawal.yanked import read_withdrawn
from schemas.release import Manifest

ALIASES = {
    "latest": "The newest release that is not withdrawn.",
    "stable": "The newest one that speaks up to a day at least 30 days before the latest one's; the latest where there is none.",
}
"""Names that stand for a release, and which one."""

STABLE_AFTER = timedelta(days=30)
OPEN_AT_ONCE = 6
"""Most stores kept open; the least used is let go."""


class Archive:
    """A folder of releases. What stands in it, `yanked.json` among it, is read once: what is new is met after a restart."""

    def __init__(self, releases: Path, cache: Path) -> None:
        """Raises `ReleaseError` where the folder holds no release, or one of them does not open."""
        self.folder, self.cache = releases, cache
        versions = list_versions(releases)
        if not versions:
            raise ReleaseError(
                f"{releases}: holds no release: build one with `onrecord build`, or point --releases elsewhere"
            )
        self.manifests: dict[str, Manifest] = {version: open_release(releases / version) for version in versions}
        self.withdrawn = read_withdrawn(releases)
        self._stores, self._differences = Opened(OPEN_AT_ONCE), Opened(OPEN_AT_ONCE)

    @property
    def versions(self) -> list[str]:
        """Versions, oldest first."""
        return list(self.manifests)

    @property
    def latest(self) -> str:
        """See `ALIASES`."""
        return self._offered()[-1]

    @property
    def stable(self) -> str:
        """See `ALIASES`."""
        until = self.manifests[self.latest].data_date - STABLE_AFTER
        settled = [version for version in self._offered() if self.manifests[version].data_date <= until]
        return settled[-1] if settled else self.latest

    def _offered(self) -> list[str]:
        return [version for version in self.versions if version not in self.withdrawn.releases]

    def resolve(self, name: str) -> str | None:
        """Version that a version or alias means; null where there is none."""
        aliases = {"latest": self.latest, "stable": self.stable}
        return aliases.get(name, name if name in self.manifests else None)

    def manifest_bytes(self, version: str) -> bytes:
        """The manifest of a version as it stands in its folder."""
        return (self.folder / version / MANIFEST).read_bytes()

    def store(self, version: str) -> Store:
        """Store of a version that exists, prepared and opened where it is not yet."""
        return self._stores.get(version, lambda: self._open(version))

    def difference(self, old: str, new: str, *, derived: bool = False) -> Store:
        """Store of what differs between two versions that exist, computed where that was not done yet: the table
        `changes`, or the one of the rows of derived tables."""

        def opened() -> Store:
            database = prepare_difference(self.folder / old, self.folder / new, self.cache, derived=derived)
            return Store(self.manifests[new], self.folder / new, database, lambda: database)

        return self._differences.get(f"{old} {new} {derived}", opened)

    def _open(self, version: str) -> Store:
        folder = self.folder / version
        return Store(
            self.manifests[version],
            folder,
            prepare(folder, self.cache),
            lambda: prepare_index(folder, self.cache),
            withheld=self.withdrawn.of(version),
        )

    def close(self) -> None:
        """Let every store go."""
        self._stores.close()
        self._differences.close()
