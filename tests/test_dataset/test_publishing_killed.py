"""Publishing and building, killed (SIGKILL) before and after every write: what is visible is whole, and a second run completes it."""

import shutil
from pathlib import Path

from dataset import build as building
from dataset.build import build
from dataset.manifest import verify
from dataset.publishing.sending import Step, publish
from dataset.versions import list_versions
from schemas.tables import TABLES
from tests.bucket import Bucket
from tests.killing import Killer, grown
from tests.support import DATA_DATE
from tests.test_dataset.publishing import FIRST, SECOND, alike, listed, state, visible
from tests.test_dataset.test_build import files, sample

YANKED = '{"yanked": [{"version": "2026.11.0", "reason": "A figure was wrong.", "replacement": "2026.12.0"}]}'


def steps_of(address: str, releases: Path, versions: list[str]) -> list[Step]:
    told: list[Step] = []
    publish(address, releases, versions, told.append)
    return told


def test_a_folder_stays_valid_whenever_publishing_is_killed(two: Path, tmp_path: Path, kill: Killer) -> None:
    """The second version comes to a folder that holds the first, which is withdrawn at the same time."""
    releases = alike(two, tmp_path / "here")
    base = tmp_path / "base"
    publish(base.as_uri(), releases, [FIRST])
    (releases / "yanked.json").write_text(YANKED)
    whole = alike(base, tmp_path / "whole")
    steps = steps_of(whole.as_uri(), releases, [SECOND])
    assert len(steps) > 2 * len(TABLES)
    assert [one.name for one in steps[-8::2]] == [
        "releases/yanked.json", "releases/index.json", "releases/latest.json", "releases/stable.json"
    ]  # fmt: skip
    proved: list[dict[str, str | None]] = []
    for at in range(1, len(steps) + 1):
        target = alike(base, tmp_path / str(at))
        assert kill.publish(target.as_uri(), releases, [SECOND], at=at).killed
        left = state(target.as_uri())
        if left in proved:  # after one write and before the next the same stands there
            continue
        proved.append(left)
        sealed, meant = visible(target.as_uri())
        assert sealed in ({FIRST}, {FIRST, SECOND})
        assert set(meant) == {"latest", "stable"}
        assert listed(target.as_uri()) in ([FIRST], [FIRST, SECOND])
        publish(target.as_uri(), releases, [SECOND])
        assert visible(target.as_uri()) == ({FIRST, SECOND}, {"latest": SECOND, "stable": SECOND})
    assert len(proved) == len(steps) // 2 + 1


def test_a_bucket_stays_valid_whenever_publishing_is_killed(two: Path, kill: Killer, bucket: Bucket) -> None:
    """The first version comes to an empty bucket."""
    steps = steps_of(bucket.address("whole"), two, [FIRST])
    assert [one.name for one in steps[-8::2]] == [
        f"releases/{FIRST}/manifest.json", "releases/index.json", "releases/latest.json", "releases/stable.json"
    ]  # fmt: skip
    proved: list[dict[str, str | None]] = []
    for at in range(1, len(steps) + 1):
        address = bucket.address(f"at-{at}")
        assert kill.publish(address, two, [FIRST], at=at, environment=bucket.environment()).killed
        left = state(address)
        if left in proved:
            continue
        proved.append(left)
        sealed, meant = visible(address)
        assert sealed == ({FIRST} if at >= len(steps) - 6 else set())
        assert set(meant.values()) <= {FIRST}
        publish(address, two, [FIRST])
        assert visible(address) == ({FIRST}, {"latest": FIRST, "stable": FIRST})
    assert len(proved) == len(steps) // 2 + 1


def test_releases_stay_valid_whenever_a_build_is_killed(tmp_path: Path, kill: Killer) -> None:
    """Each run meets what the killed ones before it left behind; the last one completes it with the same bytes as ever."""
    build(sample(), FIRST, DATA_DATE, tmp_path, sealed=True)
    before = files(tmp_path / FIRST)
    for at in range(1, building.STEPS + 1):
        assert kill.build(tmp_path, SECOND, at=at).killed
        assert list_versions(tmp_path) == [FIRST]
        assert not (tmp_path / SECOND).exists()
        assert files(tmp_path / FIRST) == before
    verify(tmp_path / FIRST)
    assert kill.build(tmp_path, SECOND, at=building.STEPS + 1).killed
    assert list_versions(tmp_path) == [FIRST, SECOND]
    verify(tmp_path / SECOND)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / FIRST, elsewhere / FIRST)
    assert files(build(grown(), SECOND, DATA_DATE, elsewhere, sealed=True)) == files(tmp_path / SECOND)
