"""What publishing refuses, and what stands in its way: each told with its place and what to do, nothing half published."""

import json
import re
from pathlib import Path

import pytest

from dataset.errors import DatasetError
from dataset.publishing.command import publish as publish_command
from dataset.publishing.reading import verify_at
from dataset.publishing.sending import publish
from tests.bucket import Bucket
from tests.killing import Killer
from tests.test_dataset.publishing import FIRST, SECOND, aliases, alike, listed, names, rebuilt, state, visible
from tests.test_dataset.test_manifest import edit, flip, table


def refused(address: str, releases: Path, versions: list[str]) -> list[str]:
    """Lines of the refusal."""
    with pytest.raises(DatasetError) as error:
        publish(address, releases, versions)
    return str(error.value).splitlines()


def test_a_published_version_is_never_written_over(two: Path, tmp_path: Path, bucket: Bucket) -> None:
    other = rebuilt(tmp_path / "other")
    for address in ((tmp_path / "out").as_uri(), bucket.address()):
        publish(address, two, [FIRST])
        before = state(address)
        first, last = refused(address, other, [FIRST])
        assert first.startswith(f"{address}/releases/{FIRST}/manifest.json: version {FIRST} is published with another")
        assert "make the next version with `onrecord release`" in first
        assert last == "nothing was published"
        assert state(address) == before


def test_what_another_build_left_unfinished_is_not_mixed_with_ours(two: Path, tmp_path: Path) -> None:
    other = rebuilt(tmp_path / "other")
    there = tmp_path / "out" / "releases" / FIRST
    there.mkdir(parents=True)
    (there / "events.parquet").write_bytes((other / FIRST / "events.parquet").read_bytes())
    first, last = refused((tmp_path / "out").as_uri(), two, [FIRST])
    assert re.search(
        r"events\.parquet: a file with another content, of a version 2026\.11\.0 without a manifest", first
    )
    assert f"remove {(tmp_path / 'out').as_uri()}/releases/{FIRST}/ and run the same command again" in first
    assert last == "nothing was published"
    assert [path.name for path in there.iterdir()] == ["events.parquet"]


def test_a_spoilt_release_is_not_published_and_neither_is_any_other_with_it(two: Path, tmp_path: Path) -> None:
    spoilt = alike(two, tmp_path / "spoilt")
    flip(spoilt / FIRST / "claims.parquet")
    edit(spoilt / SECOND, lambda manifest: table(manifest, "events").update(rows=7))
    address = (tmp_path / "out").as_uri()
    told = refused(address, spoilt, [FIRST, SECOND])
    assert "claims.parquet: SHA-256 differs from manifest.json" in told[0]
    assert "events.parquet: 1 rows, manifest.json says 7" in told[1]
    assert told[2] == "nothing was published"
    assert names(address) == []


def test_a_file_that_changes_while_it_is_published(two: Path, tmp_path: Path) -> None:
    releases = alike(two, tmp_path / "here")
    address = (tmp_path / "out").as_uri()

    def spoil(_step: object) -> None:
        (releases / FIRST / "sources.parquet").write_bytes(b"PAR1")

    with pytest.raises(DatasetError, match=r"sources\.parquet: changed while it was being published"):
        publish(address, releases, [FIRST], spoil)
    assert visible(address) == (set(), {})


def test_a_bucket_that_denies_writing(two: Path, bucket: Bucket) -> None:
    bucket.deny("s3:PutObject")
    (only,) = refused(bucket.address(), two, [FIRST])
    assert only.startswith(f"{bucket.address()}/releases/{FIRST}/")
    assert only.endswith(
        "refused: the credentials lack a right there; publishing needs GetObject, PutObject and ListBucket"
    )
    assert names(bucket.address()) == []


def test_a_bucket_that_denies_reading(two: Path, bucket: Bucket) -> None:
    bucket.deny("s3:GetObject")
    assert "the credentials lack a right there" in refused(bucket.address(), two, [FIRST])[0]
    assert bucket.puts() == []


def test_a_bucket_that_is_not_there(two: Path, bucket: Bucket) -> None:
    told = refused("s3://no-such-bucket/data", two, [FIRST])
    assert told[0] == (
        f"s3://no-such-bucket/data/releases/{FIRST}/manifest.json: there is no such bucket: create the bucket, or correct its "
        "name, AWS_REGION or AWS_ENDPOINT_URL"
    )


def test_no_credentials(two: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    told = refused(bucket.address(), two, [FIRST])
    assert "no credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" in told[0]


def test_a_network_that_is_down(two: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    told = refused(bucket.address(), two, [FIRST])
    assert "was not reached, or the connection broke: check the address and the network" in told[0]


def test_plain_http_is_refused_unless_allowed(two: Path, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    assert "use https, or set AWS_ALLOW_HTTP=true" in refused(bucket.address(), two, [FIRST])[0]


def test_a_disk_without_room(two: Path, tmp_path: Path, kill: Killer) -> None:
    """A limit on the size of files makes the same writes fail as a full disk, for every file larger than it."""
    address = (tmp_path / "out").as_uri()
    ended = kill.publish(address, two, [FIRST], largest_file=6_000)
    assert ended.failed
    assert "a limit of this process does not take a file of this size: raise the limit or make room" in ended.said
    assert visible(address) == (set(), {})
    assert not [name for name in names(address) if "#" in name]
    publish(address, two, [FIRST])
    assert visible(address) == ({FIRST}, {"latest": FIRST, "stable": FIRST})


def test_a_folder_that_cannot_be_written(two: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (only,) = refused((tmp_path / "file").as_uri(), two, [FIRST])
    assert only == f"{(tmp_path / 'file').as_uri()}: is a file, not a folder: name a folder"
    (only,) = refused((tmp_path / "file" / "deep").as_uri(), two, [FIRST])
    assert only.endswith("a part of the path is a file, not a folder: name another folder")


@pytest.mark.parametrize(
    "address", ["out", "/out", "file://out", "s3://", "https://example.org/x", "ftp://example.org", "s3://bucket/x?y=1"]
)
def test_an_address_that_is_none(two: Path, address: str) -> None:
    (only,) = refused(address, two, [FIRST])
    assert "write file:///folder or s3://bucket/prefix" in only or "leave out what follows ? or #" in only


def test_an_index_that_is_none(two: Path, tmp_path: Path) -> None:
    publish(tmp_path.as_uri(), two, [FIRST])
    (tmp_path / "releases" / "index.json").write_text("[]")
    (only,) = refused(tmp_path.as_uri(), two, [SECOND])
    assert "index.json: not an index of releases" in only
    (tmp_path / "releases" / "index.json").unlink()
    publish(tmp_path.as_uri(), two, [FIRST, SECOND])
    assert listed(tmp_path.as_uri()) == [FIRST, SECOND]


def test_a_release_with_a_withheld_record_does_not_go_out(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    releases = alike(two, tmp_path / "here")
    address = (tmp_path / "out").as_uri()
    publish(address, releases, [FIRST])
    withheld = {"records": ["s_b"], "reason": "Asked for by its author."}
    (releases / "yanked.json").write_text(json.dumps({"yanked": [withheld]}))
    first, last = refused(address, releases, [SECOND])
    assert first == (
        f"{releases / SECOND}: holds s_b, withheld by {releases / 'yanked.json'}, and is not published yet: publish a release "
        "without it"
    )
    assert last == "nothing was published"
    assert publish_command(address, all_=True, releases=releases) == 0
    assert f"{SECOND} is left out: it holds s_b, withheld by yanked.json" in capsys.readouterr().err
    assert visible(address) == ({FIRST}, {"latest": FIRST, "stable": FIRST})
    assert aliases(address)["latest"] == FIRST


def test_withdrawals_that_cannot_be_read(two: Path, tmp_path: Path) -> None:
    releases = alike(two, tmp_path / "here")
    (releases / "yanked.json").write_text('{"yanked": [{"version": "2027.01.0", "reason": "Wrong."}]}')
    (only,) = refused((tmp_path / "out").as_uri(), releases, [FIRST])
    assert "there is no release 2027.01.0" in only
    assert not (tmp_path / "out").exists()


def test_the_command_refuses_what_it_cannot_choose(two: Path, tmp_path: Path) -> None:
    out = tmp_path.as_uri()
    with pytest.raises(DatasetError, match=r"no release 2026\.11\.7 in .*: choose from 2026\.11\.0, 2026\.12\.0"):
        publish_command(out, release="2026.11.7", releases=two)
    with pytest.raises(DatasetError, match="exclude each other"):
        publish_command(out, release=FIRST, all_=True, releases=two)
    with pytest.raises(DatasetError, match="holds no release"):
        publish_command(out, releases=tmp_path / "none")
    with pytest.raises(DatasetError, match=r"neither a manifest\.json nor a releases/index\.json"):
        verify_at(out)
