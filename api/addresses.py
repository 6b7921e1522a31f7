"""Absolute addresses of answers."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request

from api.settings import Settings

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")


def base_url(request: Request[Any, Any, Any], settings: Settings) -> str:
    """Scheme and host under which the service is reached, without a slash at the end."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        server = request.scope.get("server") or ("localhost", None)
        host = server[0] if server[1] is None else f"{server[0]}:{server[1]}"
    return f"{request.scope['scheme']}://{host}"


def address(base: str, path: str, pairs: list[tuple[str, str]] | None = None) -> str:
    """An address with its parameters; commas and colons stay readable."""
    query = urlencode(pairs or [], safe=",:/", quote_via=quote)
    return f"{base}{path}" + (f"?{query}" if query else "")
