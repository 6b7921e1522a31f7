"""Validators, lifetimes, encodings and the release that answered."""

import gzip

import pytest
import zstandard

from tests.asked import Asked, path_of

TARGETS = [
    "/v1/events",
    "/v1/claims?limit=3&include=evidence",
    "/v1/promises?release=latest",
    "/v1/vocabularies",
    "/v1/vocabularies/event_type",
    "/v1/releases",
    "/v1/releases/latest",
    "/v1/releases/latest/files/promises.parquet",
    "/openapi.yaml",
    "/openapi.json",
    "/docs",
]


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_already_held_is_not_sent_again(asked: Asked, target: str) -> None:
    reply = asked.get(target)
    etag = reply.headers["etag"]
    assert etag.startswith('"')
    assert asked.get(target).headers["etag"] == etag
    for header in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = asked.get(target, If_None_Match=header)
        assert (again.status, again.body) == (304, b""), header
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == reply.headers["cache-control"]
    assert asked.get(target, If_None_Match='"other"').status == 200


def test_nothing_that_is_not_there_is_held(asked: Asked) -> None:
    assert asked.get("/v1/events/e_no-such-event", If_None_Match="*").status == 404


def test_a_pinned_answer_is_kept_for_a_day_and_a_moving_one_for_a_minute(asked: Asked) -> None:
    moving = asked.get("/v1/events?limit=1")
    version = moving.headers["dataset-release"]
    assert moving.headers["cache-control"].startswith("public, max-age=60,")
    pinned_at = path_of(moving.headers["content-location"])
    assert pinned_at is not None
    assert f"release={version}" in pinned_at
    pinned = asked.get(pinned_at)
    assert pinned.headers["cache-control"].startswith("public, max-age=86400,")
    assert "content-location" not in pinned.headers
    assert pinned.headers["dataset-release"] == version
    assert pinned.headers["etag"] != moving.headers["etag"]


def test_the_order_of_parameters_does_not_matter(asked: Asked) -> None:
    one = asked.get("/v1/events?limit=2&type=model_release&stage=occurred")
    other = asked.get("/v1/events?stage=occurred&type=model_release&limit=2")
    assert (one.body, one.headers["etag"]) == (other.body, other.headers["etag"])


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip;q=0.5, identity", None),
        ("", None),
    ],
)
def test_answers_are_compressed_as_the_client_likes(asked: Asked, accepted: str, encoding: str | None) -> None:
    plain = asked.get("/v1/events")
    reply = asked.get("/v1/events", Accept_Encoding=accepted)
    assert reply.headers.get("content-encoding") == encoding
    assert reply.headers["vary"] == "Accept, Accept-Encoding"
    body = reply.body
    if encoding == "gzip":
        body = gzip.decompress(body)
    if encoding == "zstd":
        body = zstandard.ZstdDecompressor().decompress(body)
    assert body == plain.body
    assert (reply.headers["etag"] == plain.headers["etag"]) == (encoding is None)


@pytest.mark.parametrize(
    "accepted", ["*/*", "application/json", "text/html,application/xhtml+xml", "application/*;q=0.5"]
)
def test_json_is_given_to_who_takes_it(asked: Asked, accepted: str) -> None:
    assert asked.get("/v1/events?limit=1", Accept=accepted).headers["content-type"] == "application/json"


@pytest.mark.parametrize("accepted", ["application/xml", "application/json;q=0", "image/*"])
def test_nothing_is_given_to_who_takes_none_of_it(asked: Asked, accepted: str) -> None:
    assert asked.get("/v1/events?limit=1", Accept=accepted).status == 406


def test_addresses_follow_the_host_that_was_asked(asked: Asked) -> None:
    assert asked.json("/v1/events?limit=1", Host="data.example.org")["links"]["self"].startswith(
        "http://data.example.org/v1/events"
    )
    assert asked.get("/v1/events?limit=1", Host='x"><script>').status == 400
