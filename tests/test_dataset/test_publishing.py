"""Publishing to a folder and to a bucket: what stands there after, what a second run sends, two publishers at once."""

import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dataset.errors import DatasetError
from dataset.manifest import verify
from dataset.publishing.command import publish as publish_command
from dataset.publishing.index import add_to_index, meaning
from dataset.publishing.plan import sha256
from dataset.publishing.reading import verify_at
from dataset.publishing.sending import Published, Step, publish
from dataset.publishing.target import Target
from dataset.store.archive import ALIASES, Archive
from dataset.versions import list_versions
from schemas.publication import PublishedRelease
from tests.bucket import Bucket
from tests.support import DATA_DATE
from tests.test_dataset.publishing import FIRST, SECOND, aliases, alike, listed, names, rebuilt, visible
from tests.test_dataset.test_build import files


@pytest.fixture(params=["folder", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both kinds of place to publish to."""
    if request.param == "folder":
        return (tmp_path / "a place").as_uri()
    bucket: Bucket = request.getfixturevalue("bucket")
    return bucket.address()


class CutError(Exception):
    """Stops a publisher."""


def cut_after(number: int, told: list[str]) -> Callable[[Step], None]:
    def step(one: Step) -> None:
        if one.done:
            told.append(one.name)
            if len(told) == number:
                raise CutError

    return step


def test_round_trip(address: str, two: Path) -> None:
    expected = {version: files(two / version) for version in (FIRST, SECOND)}
    assert publish(address, two, [FIRST, SECOND]) == [
        Published(version, len(expected[version]) - 1, was_there=False) for version in (FIRST, SECOND)
    ]
    assert [one.version for one in verify_at(address)] == [FIRST, SECOND]
    stand = {f"releases/{version}/{name}" for version, held in expected.items() for name in held}
    beside = {"releases/index.json", *(f"releases/{alias}.json" for alias in ALIASES)}
    assert set(names(address)) == stand | beside
    target = Target(address)
    for version, held in expected.items():
        for name, data in held.items():
            there = target.read(f"releases/{version}/{name}")
            assert there is not None
            assert there.data == data
    hashes = {version: sha256(held["manifest.json"]) for version, held in expected.items()}
    index = target.read("releases/index.json")
    assert index is not None
    assert json.loads(index.data) == {
        "releases": [
            {"version": FIRST, "data_date": str(DATA_DATE), "manifest_sha256": hashes[FIRST]},
            {"version": SECOND, "data_date": "2026-12-31", "manifest_sha256": hashes[SECOND]},
        ]
    }
    for alias, version in (("latest", SECOND), ("stable", FIRST)):
        pointer = target.read(f"releases/{alias}.json")
        assert pointer is not None
        assert json.loads(pointer.data) == {"alias": alias, "version": version, "manifest_sha256": hashes[version]}


def test_aliases_mean_what_the_service_means_by_them(two: Path, tmp_path: Path) -> None:
    publish(tmp_path.as_uri(), two, [FIRST, SECOND])
    archive = Archive(tmp_path / "releases", tmp_path / "cache")
    assert aliases(tmp_path.as_uri()) == {alias: archive.resolve(alias) for alias in ALIASES}
    archive.close()


def test_a_bucket_is_told_types_and_how_long_to_keep(bucket: Bucket, two: Path) -> None:
    publish(bucket.address(), two, [FIRST])
    kept = {
        f"data/releases/{FIRST}/events.parquet": ("application/vnd.apache.parquet", "immutable"),
        f"data/releases/{FIRST}/SHA256SUMS": ("text/plain; charset=utf-8", "immutable"),
        f"data/releases/{FIRST}/manifest.json": ("application/json", "immutable"),
        "data/releases/index.json": ("application/json", "max-age=60"),
        "data/releases/latest.json": ("application/json", "max-age=60"),
    }
    for name, (media_type, cache) in kept.items():
        _data, headers = bucket.read(name)
        assert headers["content-type"] == media_type
        assert cache in headers["cache-control"]


def test_nothing_is_sent_twice(address: str, two: Path) -> None:
    publish(address, two, [FIRST])
    again: list[Step] = []
    assert publish(address, two, [FIRST], again.append) == [Published(FIRST, 0, was_there=True)]
    assert again == []


@pytest.mark.parametrize("number", [1, 9, 20])
def test_what_was_cut_goes_on_where_it_stopped(address: str, two: Path, number: int) -> None:
    first: list[str] = []
    with pytest.raises(CutError):
        publish(address, two, [FIRST], cut_after(number, first))
    assert visible(address) == (set(), {})
    second: list[Step] = []
    (done,) = publish(address, two, [FIRST], second.append)
    sent = [one.name for one in second if one.done]
    total = {f"releases/{FIRST}/{name}" for name in files(two / FIRST)}
    assert set(first) & set(sent) == set()
    assert {*first, *sent} == total | {"releases/index.json", "releases/latest.json", "releases/stable.json"}
    assert done.sent == len(total) - 1 - number
    assert (second[-1].sent, second[-1].total) == (second[0].total, second[0].total)
    assert visible(address) == ({FIRST}, {"latest": FIRST, "stable": FIRST})


def test_what_a_cut_write_left_staged_in_a_folder_is_gone(two: Path, tmp_path: Path) -> None:
    half = tmp_path / "releases" / FIRST / "events.parquet#1"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"PAR1")
    publish(tmp_path.as_uri(), two, [FIRST])
    assert not half.exists()
    assert verify(tmp_path / "releases" / FIRST).version == FIRST
    assert list_versions(tmp_path / "releases") == [FIRST]


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """What each gives or raises, all begun at the same moment."""
    found: list[Any] = [None] * len(work)
    start = threading.Barrier(len(work))

    def run(number: int) -> None:
        start.wait()
        try:
            found[number] = work[number]()
        except DatasetError as error:
            found[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_publish_the_same_at_once(address: str, two: Path) -> None:
    found = at_once(*[lambda: publish(address, two, [FIRST])] * 3)
    assert [one[0].version for one in found] == [FIRST] * 3
    assert visible(address) == ({FIRST}, {"latest": FIRST, "stable": FIRST})


def test_two_publish_different_versions_at_once(address: str, two: Path) -> None:
    found = at_once(lambda: publish(address, two, [SECOND]), lambda: publish(address, two, [FIRST]))
    assert [one[0].version for one in found] == [SECOND, FIRST]
    assert visible(address) == ({FIRST, SECOND}, {"latest": SECOND, "stable": FIRST})
    assert listed(address) == [FIRST, SECOND]


def test_two_publish_different_builds_of_a_version_at_once(address: str, two: Path, tmp_path: Path) -> None:
    other = rebuilt(tmp_path / "other")
    found = at_once(lambda: publish(address, two, [FIRST]), lambda: publish(address, other, [FIRST]))
    refused = [one for one in found if isinstance(one, DatasetError)]
    assert refused
    assert all("another content" in str(one) for one in refused)
    assert visible(address)[0] == ({FIRST} if len(refused) == 1 else set())


def test_the_index_is_merged_however_many_write_it(bucket: Bucket) -> None:
    entries = [
        PublishedRelease(version=f"2026.11.{number}", data_date=DATA_DATE, manifest_sha256=f"{number:064}")
        for number in range(6)
    ]

    def add(entry: PublishedRelease) -> Callable[[], None]:
        return lambda: add_to_index(Target(bucket.address(), writable=True), [entry], lambda _name, action: action())

    assert at_once(*map(add, entries)) == [None] * 6
    assert listed(bucket.address()) == [entry.version for entry in entries]


def test_a_withdrawn_version_is_no_alias(address: str, two: Path, tmp_path: Path) -> None:
    releases = alike(two, tmp_path / "here")
    publish(address, releases, [FIRST, SECOND])
    yanked = releases / "yanked.json"
    yanked.write_text(json.dumps({"yanked": [{"version": SECOND, "reason": "Wrong.", "replacement": FIRST}]}))
    assert publish(address, releases, [SECOND]) == [Published(SECOND, 0, was_there=True)]
    assert visible(address) == ({FIRST, SECOND}, {"latest": FIRST, "stable": FIRST})
    held = Target(address).read("releases/yanked.json")
    assert held is not None
    assert held.data == yanked.read_bytes()
    yanked.unlink()  # a publisher without the file lifts nothing
    publish(address, releases, [SECOND])
    assert aliases(address) == {"latest": FIRST, "stable": FIRST}
    yanked.write_text('{"yanked": []}')
    with pytest.raises(DatasetError, match=r"withdraws 2026\.12\.0, which .*yanked\.json does not: take that over"):
        publish(address, releases, [SECOND])
    assert aliases(address) == {"latest": FIRST, "stable": FIRST}


def test_aliases_of_any_versions() -> None:
    nine, ten, next_ = (
        PublishedRelease(version=version, data_date=date.fromisoformat(day), manifest_sha256="0" * 64)
        for version, day in (("2026.11.9", "2026-11-09"), ("2026.11.10", "2026-11-10"), ("2026.12.0", "2026-12-09"))
    )
    assert meaning([ten, nine], ()) == {"latest": ten, "stable": ten}
    assert meaning([next_, ten, nine], ()) == {"latest": next_, "stable": nine}
    assert meaning([next_, ten, nine], ["2026.12.0"]) == {"latest": ten, "stable": ten}
    assert meaning([ten], ["2026.11.10"]) == {"latest": None, "stable": None}


def test_the_command_tells_what_it_did(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = (tmp_path / "out").as_uri()
    assert publish_command(address, releases=two) == 0
    count = len(files(two / SECOND)) - 1
    assert (
        capsys.readouterr().out
        == f"{SECOND} is published, {count} files and the manifest sent, at {address}/releases/{SECOND}/\n"
    )
    assert publish_command(address, all_=True, releases=two) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{FIRST} is published, {count} files and the manifest sent, at {address}/releases/{FIRST}/",
        f"{SECOND} was published before, with the same content: nothing to send, at {address}/releases/{SECOND}/",
    ]
