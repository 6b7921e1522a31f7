"""Streams over HTTP: flat in memory, stopped when the client goes, and never half an answer that looks whole."""

import asyncio
import http.client
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.exceptions import LitestarException

from api.formats import sending
from api.in_process import HOST
from dataset.queries import streaming, writers
from dataset.queries.streaming import RowStream
from dataset.store.archive import Archive
from tests.asked import Asked
from tests.scaled import scale_promises
from tests.served import serving

TIMES = 4_000
"""How often each promise stands in the large release: more than 100,000 rows are visible."""


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> list[RowStream]:
    """Every stream that is begun, with small parts."""
    begun: list[RowStream] = []
    first = RowStream.__init__

    def begin(self: RowStream, *arguments: Any) -> None:
        first(self, *arguments)
        begun.append(self)

    monkeypatch.setattr(RowStream, "__init__", begin)
    monkeypatch.setattr(streaming, "PART", 5)
    monkeypatch.setattr(writers, "ROW_GROUP", 5)
    return begun


def is_closed(stream: RowStream) -> bool:
    try:
        stream._order.execute("SELECT 1")
    except Exception as error:
        return "closed" in str(error).lower()
    return False


async def left(app: Any, target: str, after: int, messages: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """What an app sends to a client that goes after so many messages."""
    messages = [] if messages is None else messages
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", HOST.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    gone = asyncio.Event()
    begun = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Any:
        message = next(begun, None)
        if message is None:
            await gone.wait()
            return {"type": "http.disconnect"}
        return message

    async def send(message: Any) -> None:
        messages.append(message)
        if len(messages) == after:
            gone.set()
            await asyncio.sleep(0.05)

    await asyncio.wait_for(app(scope, receive, send), 20)
    return messages


@pytest.mark.parametrize("form", ["ndjson", "csv", "arrow", "parquet"])
def test_a_client_that_goes_ends_the_work(asked: Asked, streams: list[RowStream], form: str) -> None:
    whole = asyncio.run(left(asked.app, f"/v1/claims?limit=all&format={form}", 1_000_000))
    cut = asyncio.run(left(asked.app, f"/v1/claims?limit=all&format={form}", 3))
    assert whole[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert len(cut) <= 4 < len(whole)
    assert cut[-1]["more_body"], "what was cut does not look whole"
    assert [is_closed(stream) for stream in streams] == [True, True]


def test_what_fails_before_the_first_row_is_a_problem(
    asked: Asked, streams: list[RowStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: RowStream) -> list[str]:
        raise RuntimeError("secret")

    monkeypatch.setattr(RowStream, "_ids", fail)
    problem = asked.json("/v1/claims?limit=all&format=csv", 500)
    assert problem["type"] == "/problems/internal_error"
    assert "secret" not in str(problem)
    assert [is_closed(stream) for stream in streams] == [True]


def test_what_fails_later_does_not_look_whole(
    asked: Asked, streams: list[RowStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = RowStream._next_ids
    calls: list[int] = []

    def fail_third(self: RowStream) -> list[str]:
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("secret")
        return first(self)

    monkeypatch.setattr(RowStream, "_next_ids", fail_third)
    messages: list[dict[str, Any]] = []
    with pytest.raises(LitestarException):
        asyncio.run(left(asked.app, "/v1/claims?limit=all&format=csv", 1_000_000, messages))
    assert [one["type"] for one in messages] == ["http.response.start", *["http.response.body"] * 2]
    assert messages[-1]["more_body"]
    assert [is_closed(stream) for stream in streams] == [True]


def test_streams_pack_as_they_go() -> None:
    for encoding in ("gzip", "zstd", None):
        pack = sending.packer(encoding)
        body = b"".join([pack.compress(b"a" * 100_000), pack.compress(b"b" * 100_000), pack.flush()])
        assert (len(body) < 2_000) == (encoding is not None)


@pytest.fixture(scope="module")
def large(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service over a large release."""
    folder = tmp_path_factory.mktemp("large")
    scale_promises(archive.folder / archive.latest, folder, TIMES)
    with serving("--releases", str(folder)) as base:
        yield base


def workers(base: str) -> list[Path]:
    """Processes that serve: those started by the one that was given the port."""
    port = base.rpartition(":")[2].encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--port" in words and port in words:
            found.append(process.name)
    parents = {path: path.joinpath("stat").read_text().rpartition(")")[2].split()[1] for path in _processes()}
    return [path for path, parent in parents.items() if parent in found]


def _processes() -> list[Path]:
    return [path for path in Path("/proc").glob("[0-9]*") if path.joinpath("stat").exists()]


def peak(base: str) -> float:
    """Most memory that a serving process has held so far, in MB."""
    found = []
    for process in workers(base):
        for line in process.joinpath("status").read_text().splitlines():
            if line.startswith("VmHWM"):
                found.append(int(line.split()[1]) / 1024)
    return max(found)


def busy(base: str) -> int:
    """Ticks of the processor that the serving processes have used."""
    stats = [path.joinpath("stat").read_text().rpartition(")")[2].split() for path in workers(base)]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats)


def read(base: str, target: str, most: int | None = None) -> tuple[int, int]:
    """Bytes and lines of an answer, read bit by bit; the connection is dropped after `most` bytes."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=60)
    connection.request("GET", target)
    answer = connection.getresponse()
    assert answer.status == 200
    size = lines = 0
    while body := answer.read(1 << 20 if most is None else 4096):
        size, lines = size + len(body), lines + body.count(b"\n")
        if most is not None and size >= most:
            break
    connection.close()
    return size, lines


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_memory_stays_flat_however_many_rows(large: str) -> None:
    for form in ("ndjson", "parquet"):
        read(large, f"/v1/promises?limit=1000&format={form}")
    before = peak(large)
    size, lines = read(large, "/v1/promises?limit=all&format=ndjson")
    assert lines > 100_000
    read(large, "/v1/promises?limit=all&format=parquet&kind=commitment")
    grown = peak(large) - before
    assert size > 100e6
    assert grown < 150, f"{grown:.0f} MB more after {size / 1e6:.0f} MB"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processor time is read from /proc")
def test_the_server_rests_once_the_client_is_gone(large: str) -> None:
    size, _lines = read(large, "/v1/promises?limit=all&format=csv", 20_000)
    assert size < 1e6
    time.sleep(1.5)
    before = busy(large)
    time.sleep(1)
    assert busy(large) - before < 20, "work goes on for a client that has gone"
