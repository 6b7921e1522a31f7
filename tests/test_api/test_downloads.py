"""Files of a release: whole, in part, and proved."""

import base64
import hashlib
from pathlib import Path

import pytest

from dataset.store.archive import Archive
from dataset.versions import MANIFEST
from tests.asked import Asked

NAME = "events.parquet"


@pytest.fixture(scope="module")
def content(archive: Archive) -> bytes:
    return Path(archive.folder / archive.latest / NAME).read_bytes()


@pytest.fixture(scope="module")
def target(archive: Archive) -> str:
    return f"/v1/releases/{archive.latest}/files/{NAME}"


def test_the_whole_file_with_its_proofs(asked: Asked, archive: Archive, target: str, content: bytes) -> None:
    reply = asked.get(target)
    digest = hashlib.sha256(content)
    assert (reply.status, reply.body) == (200, content)
    assert reply.headers["etag"] == f'"{digest.hexdigest()}"'
    assert reply.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert reply.headers["content-length"] == str(len(content))
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["cache-control"].endswith("immutable")
    assert reply.headers["content-disposition"] == f'attachment; filename="onrecord-{archive.latest}-{NAME}"'
    assert reply.headers["dataset-release"] == archive.latest
    assert "last-modified" not in reply.headers


@pytest.mark.parametrize(
    ("asked_range", "first", "last"),
    [("bytes=0-3", 0, 3), ("bytes=10-", 10, None), ("bytes=-4", -4, None), ("bytes=5-99999999", 5, None)],
)
def test_one_range(asked: Asked, target: str, content: bytes, asked_range: str, first: int, last: int | None) -> None:
    reply = asked.get(target, Range=asked_range)
    expected = content[first:] if last is None else content[first : last + 1]
    start = first if first >= 0 else len(content) + first
    assert (reply.status, reply.body) == (206, expected)
    assert reply.headers["content-range"] == f"bytes {start}-{start + len(expected) - 1}/{len(content)}"


@pytest.mark.parametrize("asked_range", ["bytes=0-1,5-6", "bytes=5-2", "lines=1-2", "bytes=a-b", "bytes", "bytes=-"])
def test_what_is_no_single_range_gives_the_whole(asked: Asked, target: str, content: bytes, asked_range: str) -> None:
    reply = asked.get(target, Range=asked_range)
    assert (reply.status, reply.body) == (200, content)


@pytest.mark.parametrize("asked_range", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end(asked: Asked, target: str, content: bytes, asked_range: str) -> None:
    reply = asked.get(target, Range=asked_range)
    assert reply.status == 416
    assert reply.headers["content-range"] == f"bytes */{len(content)}"


def test_a_range_is_given_only_of_the_file_it_was_asked_for(asked: Asked, target: str, content: bytes) -> None:
    etag = asked.get(target).headers["etag"]
    assert asked.get(target, Range="bytes=0-3", If_Range=etag).status == 206
    assert asked.get(target, Range="bytes=0-3", If_Range='"other"').body == content


def test_under_an_alias_it_says_what_it_is(asked: Asked, archive: Archive, target: str, content: bytes) -> None:
    reply = asked.get(f"/v1/releases/latest/files/{NAME}")
    assert reply.body == content
    assert reply.headers["content-location"].endswith(target)
    assert "immutable" not in reply.headers["cache-control"]


def test_every_listed_file_is_there_with_its_hash(asked: Asked, archive: Archive) -> None:
    for file in asked.json("/v1/releases/latest")["data"]["files"]:
        asked.get("/" + file["url"].split("/", 3)[3])  # those that hold a whole release are made when first asked for
    files = asked.json("/v1/releases/latest")["data"]["files"]
    assert {MANIFEST, "events.parquet", "promises.parquet"} <= {file["name"] for file in files}
    for file in files:
        reply = asked.get("/" + file["url"].split("/", 3)[3])
        assert hashlib.sha256(reply.body).hexdigest() == file["sha256"]
        assert len(reply.body) == file["bytes"]
        assert reply.headers["content-type"] == file["media_type"]
