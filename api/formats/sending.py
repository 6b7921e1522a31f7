"""A stream over HTTP: sent part by part, stopped when the client goes, and always closed."""

import asyncio
import threading
import zlib
from collections.abc import Iterator
from typing import Any

import zstandard
from litestar import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from api.wrapper import REAL_METHOD
from dataset.queries.streaming import RowStream
from dataset.queries.writers import Writer

_END = object()


class StreamedResponse(Response[bytes]):
    """The answer to a question as a stream. Nothing is asked before it is sent, and nothing at all for HEAD."""

    def __init__(
        self, rows: RowStream, writer: Writer, *, content_type: str, headers: dict[str, str], encoding: str | None
    ) -> None:
        super().__init__(b"")
        self._rows, self._writer = rows, writer
        given = {**headers, "Content-Type": content_type, **({"Content-Encoding": encoding} if encoding else {})}
        self._start = [(name.lower().encode(), text.encode("latin-1")) for name, text in given.items()]
        self._encoding = encoding
        self._pulling = threading.Lock()

    def to_asgi_response(self, *_arguments: Any, **_named: Any) -> ASGIApp:  # type: ignore[override]
        """The app that sends it."""
        return self._send

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        gone = asyncio.Event()
        watcher = asyncio.create_task(self._watch(receive, gone))
        bodies = _bodies(self._rows, self._writer, self._encoding)
        try:
            if scope.get(REAL_METHOD) == "HEAD":
                await send({"type": "http.response.start", "status": 200, "headers": self._start})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            body: Any = await loop.run_in_executor(None, self._pull, bodies)  # what fails here is still a problem
            await send({"type": "http.response.start", "status": 200, "headers": self._start})
            while body is not _END and not gone.is_set():
                if body:
                    await send({"type": "http.response.body", "body": body, "more_body": True})
                body = await loop.run_in_executor(None, self._pull, bodies)
            if not gone.is_set():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watcher.cancel()
            self._rows.interrupt()
            await asyncio.shield(loop.run_in_executor(None, self._close, bodies))

    async def _watch(self, receive: Receive, gone: asyncio.Event) -> None:
        """Stop the work as soon as the client is gone, also while a part is being made."""
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()
        self._rows.interrupt()

    def _pull(self, bodies: Iterator[bytes]) -> Any:
        with self._pulling:
            return next(bodies, _END)

    def _close(self, bodies: Any) -> None:
        with self._pulling:  # a part that is still being made was told to stop
            bodies.close()
            self._rows.close()


def _bodies(rows: RowStream, writer: Writer, encoding: str | None) -> Iterator[bytes]:
    """Bytes ready to be sent; the first come with the first rows."""
    pack = packer(encoding)
    head = writer.start()
    for part in rows:
        yield pack.compress(head + writer.part(part))
        head = b""
    yield pack.compress(writer.end()) + pack.flush()


class _Plain:
    """Packs nothing."""

    def compress(self, body: bytes) -> bytes:
        return body

    def flush(self) -> bytes:
        return b""


def packer(encoding: str | None) -> Any:
    """Compresses what is given piece by piece, the same bytes for the same pieces."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=5).compressobj()
    if encoding == "gzip":
        return zlib.compressobj(6, zlib.DEFLATED, 31)
    return _Plain()
