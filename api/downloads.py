"""Files of a release over HTTP: validators, digests and ranges."""

import base64
import re
from pathlib import Path
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct
from starlette.responses import FileResponse, Response

from api.caching import matches
from api.errors import ProblemError, encoded
from api.wrapper import REAL_METHOD

_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")


class Download(Struct, frozen=True, kw_only=True):
    """A file to send."""

    path: Path
    name: str
    """Name under which it is saved."""
    media_type: str
    size: int
    sha256: str
    headers: dict[str, str]


def send_file(download: Download) -> ASGIApp:
    """An app that sends the file, a range of it, 304 where the client holds it, or 416."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        given = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        etag = f'"{download.sha256}"'
        headers = {
            **download.headers,
            "ETag": etag,
            "Accept-Ranges": "bytes",
            "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(download.sha256)).decode()}:",
        }
        response: Any
        if matches(given.get("if-none-match"), etag):
            response = Response(status_code=304, headers=headers)
        else:
            wanted = _wanted(given, etag) if scope.get(REAL_METHOD) == "GET" else None
            if wanted is not None and _unsatisfiable(wanted, download.size):
                detail = f"The file has {download.size} bytes; the range begins behind its end."
                response = Response(
                    encoded("range_not_satisfiable", detail),
                    status_code=416,
                    media_type="application/problem+json",
                    headers={"Content-Range": f"bytes */{download.size}", "Cache-Control": "no-store"},
                )
            else:
                kept = [one for one in scope["headers"] if one[0].lower() not in (b"range", b"if-range")]
                scope["headers"] = [*kept, (b"range", wanted.encode())] if wanted else kept
                response = FileResponse(
                    download.path,
                    stat_result=download.path.stat(),
                    media_type=download.media_type,
                    filename=download.name,
                    headers={**headers, "Content-Type": download.media_type},
                )
                del response.headers["last-modified"]  # when this copy was written, which says nothing of its content
        await response(scope, receive, send)

    return answer


def _wanted(given: dict[str, str], etag: str) -> str | None:
    """The one range asked, where it can be read and the file is still the one it was asked for. Several ranges at once
    answer the whole file, as does what cannot be read (RFC 9110 lets a server ignore it)."""
    match = _RANGE.fullmatch(given.get("range", "").replace(" ", ""))
    if not match or given.get("if-range", etag).strip() != etag:
        return None
    first, last, _suffix = match.groups()
    if first and last and int(first) > int(last):
        return None
    return match[0]


def _unsatisfiable(wanted: str, size: int) -> bool:
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    return int(first) >= size if first else int(last) == 0


def missing(name: str, version: str) -> ProblemError:
    """A file that a release does not have."""
    return ProblemError(
        "not_found", f"Release {version} has no file {name[:80]}: /v1/releases/{version} lists its files."
    )
