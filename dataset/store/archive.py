"""All releases in a folder: their versions, what the aliases mean, and the stores of those in use."""

import threading
from collections import OrderedDict
from datetime import timedelta
from pathlib import Path

from dataset.errors import ReleaseError
from dataset.manifest import open_release
from dataset.search.prepare import prepare_index
from dataset.store.prepare import prepare
from dataset.store.store import Store
from dataset.versions import MANIFEST, list_versions
from schemas.release import Manifest

ALIASES = {
    "latest": "The newest release.",
    "stable": "The newest release that speaks up to a day at least 30 days before the latest one's; the latest where there is none.",
}
"""Names that stand for a release, and which one."""

STABLE_AFTER = timedelta(days=30)
OPEN_AT_ONCE = 6
"""Most stores kept open; the least used is let go."""


class Archive:
    """A folder of releases. What stands in it is read once: a new release is met after a restart."""

    def __init__(self, releases: Path, cache: Path) -> None:
        """Raises `ReleaseError` where the folder holds no release, or one of them does not open."""
        self.folder, self.cache = releases, cache
        versions = list_versions(releases)
        if not versions:
            raise ReleaseError(
                f"{releases}: holds no release: build one with `onrecord build`, or point --releases elsewhere"
            )
        self.manifests: dict[str, Manifest] = {version: open_release(releases / version) for version in versions}
        self._stores: OrderedDict[str, Store] = OrderedDict()
        self._lock = threading.Lock()
        self._opening = {version: threading.Lock() for version in versions}

    @property
    def versions(self) -> list[str]:
        """Versions, oldest first."""
        return list(self.manifests)

    @property
    def latest(self) -> str:
        """The newest version."""
        return self.versions[-1]

    @property
    def stable(self) -> str:
        """See `ALIASES`."""
        until = self.manifests[self.latest].data_date - STABLE_AFTER
        settled = [version for version, manifest in self.manifests.items() if manifest.data_date <= until]
        return settled[-1] if settled else self.latest

    def resolve(self, name: str) -> str | None:
        """Version that a version or alias means; null where there is none."""
        aliases = {"latest": self.latest, "stable": self.stable}
        return aliases.get(name, name if name in self.manifests else None)

    def manifest_bytes(self, version: str) -> bytes:
        """The manifest of a version as it stands in its folder."""
        return (self.folder / version / MANIFEST).read_bytes()

    def store(self, version: str) -> Store:
        """Store of a version that exists, prepared and opened where it is not yet."""
        held = self._held(version)
        if held:
            return held
        with self._opening[version]:  # its own lock: those who ask for other releases do not wait for this one
            return self._held(version) or self._hold(version, self._open(version))

    def _held(self, version: str) -> Store | None:
        with self._lock:
            if version in self._stores:
                self._stores.move_to_end(version)
            return self._stores.get(version)

    def _hold(self, version: str, store: Store) -> Store:
        with self._lock:
            self._stores[version] = store
            if len(self._stores) > OPEN_AT_ONCE:
                self._stores.popitem(last=False)  # closed once the last request that holds it is answered
        return store

    def _open(self, version: str) -> Store:
        folder = self.folder / version
        database = prepare(folder, self.cache)
        return Store(self.manifests[version], folder, database, prepare_index(folder, self.cache))

    def close(self) -> None:
        """Let every store go."""
        with self._lock:
            for store in self._stores.values():
                store.close()
            self._stores.clear()
