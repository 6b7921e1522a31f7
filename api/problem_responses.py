"""Answers other than 200 that paths share, each with a real one as its example."""

from collections.abc import Callable
from typing import Any

import msgspec

from api.errors import CODES, PROBLEM_JSON, encoded
from api.in_process import Reply

Ask = Callable[..., Reply]

_WRONG: dict[int, tuple[str, dict[str, str]]] = {
    400: ("/v1/events?tipe=model_release&date__gte=June", {}),
    404: ("/v1/events/e_no-such-event", {}),
    406: ("/v1/events", {"Accept": "application/xml"}),
    416: ("/v1/releases/latest/files/events.parquet", {"Range": "bytes=999999999-"}),
}
"""Requests that show each problem."""


_SAID: dict[int, dict[str, Any]] = {410: {"successors": []}, 451: {"replacement": "2026.12.0"}}
"""What some problems say besides."""


def problem_responses(ask: Ask) -> dict[str, Any]:
    """Components for 304, 308 and every problem that a path may answer with."""
    no_store = {"Cache-Control": {"$ref": "#/components/headers/Cache-Control"}}
    found: dict[str, Any] = {
        "304": {
            "description": "The answer already held is still right; no body.",
            "headers": {
                name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Cache-Control", "Dataset-Release")
            },
        },
        "307": {
            "description": "The record was merged into another, as the release that the alias means has it; no body.",
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("Location", "Cache-Control")},
        },
        "308": {
            "description": "The address has slashes too many, or the record was merged into another; no body.",
            "headers": {"Location": {"$ref": "#/components/headers/Location"}},
        },
    }
    found["431"] = {"description": "The address and headers are longer than 64 kB together; no body."}
    for code, kind in CODES.items():
        if kind.status == 405:
            continue
        if kind.status in _WRONG:
            target, headers = _WRONG[kind.status]
            reply = ask(target, headers)
            if reply.status != kind.status:
                raise RuntimeError(f"{target} answered {reply.status}, not {kind.status}")
            example = msgspec.json.decode(reply.body)
        else:
            example = msgspec.json.decode(encoded(code, kind.meaning, **_SAID.get(kind.status, {})))
        own = {416: "Content-Range", 429: "Retry-After"}.get(kind.status)
        more = {own: {"$ref": f"#/components/headers/{own}"}} if own else {}
        found[str(kind.status)] = {
            "description": f"{kind.title}. {kind.meaning}",
            "headers": {**no_store, **more},
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
        }
    return found
