"""What tests share: the committed releases, opened once, and the service over them."""

from collections.abc import Iterator

import pytest

from api.app import litestar_app
from api.logs import configure
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.store.archive import Archive
from dataset.store.store import Store
from tests.asked import Asked


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over the committed releases, with a cache of their own."""
    return Settings(cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def archive(settings: Settings) -> Iterator[Archive]:
    """The committed releases."""
    found = Archive(settings.releases, settings.cache)
    yield found
    found.close()


@pytest.fixture(scope="session")
def store(archive: Archive) -> Store:
    """The latest release."""
    return archive.store(archive.latest)


@pytest.fixture(scope="session")
def asked(settings: Settings) -> Iterator[Asked]:
    """The service, asked within the process."""
    configure(settings.log_level)
    app = litestar_app(settings)
    yield Asked(Wrapper(app))
    app.state.archive.close()
