"""Cursors: opaque texts that hold a whole question and the place from which its next page goes on.

Nothing in one is trusted. It is read strictly and its filters are read again like any others; the check sum only
tells a cut or mistyped cursor from a whole one, it keeps nobody out.
"""

import base64
import binascii
import hashlib
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from dataset.queries.filters import Match
from dataset.queries.order import PLACES, Key
from schemas.ids import ReleaseVersion

Plain = str | int | float | bool | None | list[int]


class Cursor(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A question, resolved, and the keys of the last row already given."""

    collection: str
    release: ReleaseVersion
    known_at: date
    sort: str
    filters: list[tuple[str, str]]
    match: Match
    count: Literal["exact", "none"]
    limit: Annotated[int, Meta(ge=1, le=1000)]
    include: list[str]
    place: list[Plain]
    outcomes_at: date | None = None
    fields: list[str] = []
    where: str | None = None
    """The tree of conditions as it is canonically written."""


_CHECK = 6


def encode(cursor: Cursor) -> str:
    """The cursor as URL-safe text."""
    body = msgspec.json.encode(cursor)
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:_CHECK] + body).decode().rstrip("=")


def decode(text: str) -> Cursor:
    """The cursor a text holds. Raises `ValueError` where it is none."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        check, body = raw[:_CHECK], raw[_CHECK:]
        if hashlib.sha256(body).digest()[:_CHECK] != check:
            raise ValueError("cut or mistyped")
        return msgspec.json.decode(body, type=Cursor)
    except (msgspec.MsgspecError, binascii.Error, UnicodeError) as error:
        raise ValueError("not a cursor") from error


def place(keys: list[Key], plain: list[Plain]) -> list[Any]:
    """Values of the keys as they are bound. Raises `ValueError` where they do not fit the order."""
    if len(keys) != len(plain):
        raise ValueError("not a place in this order")
    try:
        return [
            msgspec.convert(value, PLACES.get(key.kind, str | None)) for key, value in zip(keys, plain, strict=True)
        ]
    except msgspec.ValidationError as error:
        raise ValueError("not a place in this order") from error
