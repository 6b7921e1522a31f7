"""Ask the app from within, without a server: for examples in the contract that are real answers."""

import asyncio
from typing import Any

from litestar.types import ASGIApp
from msgspec import Struct

TRUSTED = "onrecord.trusted"
"""Key of the scope that says the question is one of the service's own. Nothing that comes from outside can set it."""

HOST = "127.0.0.1:8000"
"""Host under which examples show the service."""


class Reply(Struct):
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes


async def _ask(app: ASGIApp, target: str, headers: dict[str, str], method: str, sent: bytes, trusted: bool) -> Reply:
    path, _, query = target.partition("?")
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in {"Host": HOST, **headers}.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
        TRUSTED: trusted,
    }
    reply = Reply(0, {}, b"")

    whole = iter([{"type": "http.request", "body": sent, "more_body": False}])

    async def receive() -> Any:
        message = next(whole, None)
        return message if message is not None else await asyncio.Event().wait()  # the client stays

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            reply.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            reply.body += message.get("body", b"")

    await app(scope, receive, send)
    return reply


def ask(
    app: ASGIApp,
    target: str,
    headers: dict[str, str] | None = None,
    *,
    method: str = "GET",
    body: bytes = b"",
    trusted: bool = False,
) -> Reply:
    """Ask for a path with its query. Not to be called from within a running event loop."""
    return asyncio.run(_ask(app, target, headers or {}, method, body, trusted))
