"""What holds for every answer, errors included: HEAD, Allow, one address for each thing, and reading from any origin.

It stands around the app and not in it, since a framework's middleware runs only once a route is found.
"""

import re
import time
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

REAL_METHOD = "onrecord.method"
"""Key of the scope under which the method really asked stands: HEAD is answered as GET without its body."""

READS = "GET, HEAD, OPTIONS"
ASKS = "OPTIONS, POST"
"""Methods of a path that is asked with a body."""

_OPEN = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, Next-Cursor, Dataset-Release, Content-Location, Content-Range, Accept-Ranges, Content-Disposition, Repr-Digest, Result-Rows, Result-Truncated, Retry-After, Deprecation, Sunset, Allow",
    ),
    (b"x-content-type-options", b"nosniff"),
]
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS, POST"),
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, If-Range, Range"),
    (b"access-control-max-age", b"86400"),
]


class Wrapper:
    """The app with all that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass on what is no request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        method: Any = scope["method"]
        scope[REAL_METHOD] = method  # type: ignore[literal-required]
        if method == "HEAD":
            scope["method"] = "GET"
        location = _canonical(scope)
        answer = _Answer(send, method)
        if location is not None:
            await _redirect(answer, location)
        else:
            await self.app(scope, receive, answer)
        structlog.get_logger().info(
            "request",
            method=method,
            path=scope["path"],
            status=answer.status,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )


class _Answer:
    """Sends the answer on, with the headers that every one carries, and without a body for HEAD."""

    def __init__(self, send: Send, method: str) -> None:
        self.send, self.method, self.status = send, method, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [(name, value) for name, value in message["headers"] if name.lower() != b"allow"]
            allowed = next((value for name, value in message["headers"] if name.lower() == b"allow"), None)
            if allowed is not None or self.status == 405:
                headers.append((b"allow", (ASKS if b"POST" in (allowed or b"") else READS).encode()))
            headers += _OPEN
            if self.method == "OPTIONS":
                headers += _PREFLIGHT
            message["headers"] = headers
        elif message["type"] == "http.response.body" and self.method == "HEAD":
            message["body"] = b""
        await self.send(message)


def _canonical(scope: Scope) -> bytes | None:
    """Where the one address of a thing lies, if it was asked under another: slashes doubled or at the end."""
    raw: bytes = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
    single = re.sub(rb"/{2,}", b"/", raw)
    canonical = single.rstrip(b"/") or b"/"
    if canonical == raw:
        return None
    query: bytes = scope["query_string"]
    return canonical + (b"?" + query if query else b"")


async def _redirect(send: _Answer, location: bytes) -> None:
    headers = [(b"location", location), (b"content-length", b"0"), (b"cache-control", b"public, max-age=86400")]
    await send({"type": "http.response.start", "status": 308, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
