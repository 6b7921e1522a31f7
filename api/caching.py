"""Validators and lifetimes of answers."""

import hashlib
from typing import Any

from litestar import Request

PINNED = "public, max-age=86400, stale-while-revalidate=604800"
"""For an answer that names its release: it does not change, though the software may come to tell it better."""

MOVING = "public, max-age=60, stale-while-revalidate=600"
"""For an answer that follows an alias."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""For the files of a release, which never change."""

VARY = "Accept, Accept-Encoding"


def etag_of(*parts: str | bytes) -> str:
    """A strong validator over what makes the answer."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f'"{digest.hexdigest()[:32]}"'


def is_fresh(request: Request[Any, Any, Any], etag: str) -> bool:
    """Whether `If-None-Match` names the validator: what the client holds is still right."""
    return matches(request.headers.get("if-none-match"), etag)


def matches(header: str | None, etag: str) -> bool:
    """Whether a list of validators names this one, by the weak comparison that RFC 9110 asks for."""
    if header is None:
        return False
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in named or etag in named
