"""What tests share: two small committed releases, opened once, and the service over them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import litestar_app
from api.logs import configure
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.store.archive import Archive
from dataset.store.store import Store
from tests.asked import Asked
from tests.changing import changing_releases

SMALL = ("2026.11.0", "2026.11.1")
"""Releases that tests ask: of a few hundred records, and the same for ever. Later ones only get larger, so that what is true
of every release is tried on these; `committed` has them all."""


@pytest.fixture(scope="session")
def small_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of links to the small releases."""
    folder = tmp_path_factory.mktemp("releases")
    for version in SMALL:
        (folder / version).symlink_to(Settings().releases / version)
    return folder


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, small_releases: Path) -> Settings:
    """Settings over the small releases, with a cache of their own."""
    return Settings(releases=small_releases, cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over every committed release, with a cache of their own."""
    return Settings(cache=tmp_path_factory.mktemp("whole-cache"))


@pytest.fixture(scope="session")
def archive(settings: Settings) -> Iterator[Archive]:
    """The small releases."""
    found = Archive(settings.releases, settings.cache)
    yield found
    found.close()


@pytest.fixture(scope="session")
def store(archive: Archive) -> Store:
    """The latest release."""
    return archive.store(archive.latest)


@pytest.fixture(scope="session")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """The service over releases in which everything happens to records that can."""
    folder = tmp_path_factory.mktemp("changing")
    settings = Settings(releases=changing_releases(folder / "releases"), cache=folder / "cache")
    configure(settings.log_level)
    app = litestar_app(settings)
    yield Asked(Wrapper(app))
    app.state.archive.close()


@pytest.fixture(scope="session")
def asked(settings: Settings) -> Iterator[Asked]:
    """The service, asked within the process."""
    configure(settings.log_level)
    app = litestar_app(settings)
    yield Asked(Wrapper(app))
    app.state.archive.close()
