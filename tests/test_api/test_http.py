"""What holds for every path over a real server: HEAD, OPTIONS, other methods, slashes, reading from any origin."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.served import serving

PATHS = [
    "/v1/events?limit=1",
    "/v1/claims?nothing=1",
    "/v1/sources/s_no-such-source",
    "/v1/vocabularies/event_type",
    "/v1/releases/latest/files/events.parquet",
    "/health",
    "/docs",
    "/openapi.yaml",
    "/",
    "/nowhere",
]


@pytest.fixture(scope="module")
def base(small_releases: Path) -> Iterator[str]:
    with serving("--releases", str(small_releases)) as address:
        yield address


def ask(base: str, method: str, target: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_body(base: str, path: str) -> None:
    got, body = ask(base, "GET", path)
    head, nothing = ask(base, "HEAD", path, Range="bytes=0-3")
    assert nothing == b""
    assert head.status == got.status
    changing = {"date"}
    assert {name: value for name, value in head.getheaders() if name not in changing} == {
        name: value for name, value in got.getheaders() if name not in changing
    }
    assert head.getheader("content-length") == str(len(body))


@pytest.mark.parametrize("path", PATHS[:-1])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_other_methods_are_refused_with_what_is_allowed(base: str, path: str, method: str) -> None:
    reply, body = ask(base, method, path)
    assert reply.status == 405
    assert reply.getheader("allow") == "GET, HEAD, OPTIONS"
    assert reply.getheader("content-type") == "application/problem+json"
    assert b"method_not_allowed" in body


@pytest.mark.parametrize("path", PATHS[:-1])
def test_any_origin_may_read(base: str, path: str) -> None:
    reply, _body = ask(base, "OPTIONS", path, Origin="https://example.org", Access_Control_Request_Method="GET")
    assert reply.status == 204
    assert reply.getheader("allow") == "GET, HEAD, OPTIONS"
    assert reply.getheader("access-control-allow-origin") == "*"
    assert reply.getheader("access-control-allow-methods") == "GET, HEAD, OPTIONS, POST"
    assert "If-None-Match" in str(reply.getheader("access-control-allow-headers"))
    read, _body = ask(base, "GET", path, Origin="https://example.org")
    assert read.getheader("access-control-allow-origin") == "*"
    exposed = str(read.getheader("access-control-expose-headers"))
    assert {"ETag", "Link", "Dataset-Release", "Content-Location"} <= {name.strip() for name in exposed.split(",")}


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/v1/events/", "/v1/events"),
        ("/v1//events?limit=1", "/v1/events?limit=1"),
        ("/v1/events///?type=listing", "/v1/events?type=listing"),
        ("//v1/events", "/v1/events"),
        ("//example.org/", "/example.org"),
    ],
)
def test_everything_has_one_address(base: str, target: str, location: str) -> None:
    reply, _body = ask(base, "GET", target)
    assert (reply.status, reply.getheader("location")) == (308, location)


def test_the_root_leads_to_the_documents(base: str) -> None:
    reply, _body = ask(base, "GET", "/")
    assert (reply.status, reply.getheader("location")) == (307, "/docs")
    page, body = ask(base, "GET", "/docs")
    assert str(page.getheader("content-type")).startswith("text/html")
    assert b"listPromises" in body
    assert b"<script" not in body


def test_health_is_asked_anew_each_time(base: str) -> None:
    reply, body = ask(base, "GET", "/health")
    assert reply.getheader("cache-control") == "no-store"
    assert b'"status":"ok"' in body


def test_an_address_that_is_too_long_is_refused(base: str) -> None:
    reply, _body = ask(base, "GET", "/v1/events?title=" + "x" * 200_000)
    assert reply.status == 431
