"""What the tests of publishing share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bucket import Bucket, Buckets, serving_buckets
from tests.killing import Killer, killer
from tests.test_dataset.publishing import make_releases


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two small releases."""
    return make_releases(tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="session")
def kill() -> Iterator[Killer]:
    """Runs jobs in children that are killed."""
    with killer() as found:
        yield found


@pytest.fixture(scope="session")
def buckets() -> Iterator[Buckets]:
    """A server of buckets."""
    with serving_buckets() as found:
        yield found


@pytest.fixture
def bucket(buckets: Buckets, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """An empty bucket, which this process may write into."""
    found = buckets.bucket()
    for key, value in found.environment().items():
        monkeypatch.setenv(key, value)
    return found
