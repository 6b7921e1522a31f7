"""Say what is on its way out: in the headers of answers (RFC 9745, RFC 8594), and in the contract."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any, get_args, get_type_hints

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import Message, Scope
from msgspec import Struct

from schemas.deprecation import OPERATIONS, Deprecation

Notices = Mapping[str, list[Deprecation]]
"""What is on its way out in the answers of an operation, or the operation itself, by its name."""


def notices(routes: Iterable[HTTPRouteHandler]) -> Notices:
    """What each operation has to say."""
    found: dict[str, list[Deprecation]] = {}
    for route in routes:
        name = str(route.operation_id)
        mine = [OPERATIONS[name]] if name in OPERATIONS else []
        for answer in getattr(route.operation_class, "answers", ()):
            mine += [one for one in _inside(answer, set()) if one not in mine]
        if mine:
            found[name] = mine
    return found


def _inside(kind: Any, met: set[Any]) -> Iterator[Deprecation]:
    """Deprecations of fields of a type, and of the types in it."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        if kind not in met:
            met.add(kind)
            for hint in get_type_hints(kind, include_extras=True).values():
                yield from _inside(hint, met)
        return
    for one in getattr(kind, "__metadata__", ()):
        if isinstance(one, msgspec.Meta) and (one.extra or {}).get("deprecated"):
            yield (one.extra or {})["deprecated"]
    for part in get_args(kind):
        yield from _inside(part, met)


def announcing(said: Notices) -> Any:
    """A hook that puts the headers into each answer of an operation that has something to say."""

    async def announce(message: Message, scope: Scope) -> None:
        name = str(getattr(scope.get("route_handler"), "operation_id", None))
        if message["type"] == "http.response.start" and name in said:
            message["headers"] = [*message["headers"], *_headers(said[name])]

    return announce


def _headers(mine: list[Deprecation]) -> Iterator[tuple[bytes, bytes]]:
    """The earliest day on which something should no longer be used, and the earliest on which it may be gone."""
    yield b"deprecation", f"@{int(_start(min(one.since for one in mine)).timestamp())}".encode()
    ends = [one.gone for one in mine if one.gone]
    if ends:
        yield b"sunset", format_datetime(_start(min(ends)), usegmt=True).encode()
    yield b"link", b'</docs>; rel="deprecation"; type="text/html"'


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def mark(paths: Mapping[str, Any], said: Notices) -> None:
    """Say in the contract of operations what is on its way out, and name the headers that tell it."""
    for methods in paths.values():
        for operation in methods.values():
            mine = said.get(operation["operationId"], [])
            if mine:
                names = ("Deprecation", *(("Sunset",) if any(one.gone for one in mine) else ()))
                headers = operation["responses"]["200"].setdefault("headers", {})
                headers |= {name: {"$ref": f"#/components/headers/{name}"} for name in names}
            own = OPERATIONS.get(operation["operationId"])
            if own:
                operation["deprecated"] = True
                operation["description"] = f"{operation.get('description', '')} {own.text}".strip()
