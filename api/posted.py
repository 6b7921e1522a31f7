"""Questions asked in a body: read strictly, and turned into the parameters that an address would have."""

from typing import Any

from litestar import Request

from api.errors import ProblemError, ProblemPart
from api.parameters import Parameter, list_parameters
from api.query_string import read_pairs
from api.reading import Asked, Reading, asked_of
from dataset.queries.collection import Collection
from dataset.queries.faults import nearest
from dataset.queries.tree import canonical, read_json
from dataset.queries.values import UnreadableError, shown
from dataset.store.archive import Archive

MOST_BYTES = 65_536
"""Most bytes of a body."""


def check_content(request: Request[Any, Any, Any]) -> None:
    """Raises where the body is said to be anything but plain JSON."""
    media_type, *rest = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charsets = [part for part in rest if part.startswith("charset=")]
    plain = request.headers.get("content-encoding", "identity").lower() == "identity"
    if media_type == "application/json" and all(one in ("charset=utf-8", 'charset="utf-8"') for one in charsets):
        if plain:
            return
        raise ProblemError("unsupported_media_type", "Send the body as it is, without Content-Encoding.")
    told = request.headers.get("content-type", "")[:80] or "nothing"
    raise ProblemError("unsupported_media_type", f"Content-Type says {told}: send application/json, in UTF-8.")


def read_posted(raw: bytes, query: bytes, collection: Collection, archive: Archive, accept: str | None) -> Asked:
    """What a body asks of a list; the address takes no parameters beside it. Raises `ProblemError` with every fault,
    each with its place in the body."""
    _none, beside = read_pairs(query, {})
    if beside:
        parts = [
            ProblemPart("stands in the address: write it into the body", one.parameter, pointer=None) for one in beside
        ]
        raise ProblemError("bad_request", "A question in a body takes no parameters in its address.", parts)
    reading = Reading({}, [])
    try:
        plain = read_json(raw)
        if not isinstance(plain, dict):
            raise UnreadableError('write an object, such as {"where": {…}, "limit": 10}')
    except UnreadableError as error:
        raise ProblemError("bad_request", "The body cannot be read.", [ProblemPart(error.reason, pointer="")]) from None
    _read_members(reading, plain, {one.name: one for one in list_parameters(collection)})
    try:
        return asked_of(reading, collection, archive, accept, posted=True)
    except ProblemError as error:
        parts = [
            ProblemPart(one.reason, None, one.suggestion, f"/{_escaped(one.parameter or '')}{one.pointer or ''}")
            for one in error.errors
        ]
        raise ProblemError(error.code, error.detail, parts) from None


def _read_members(reading: Reading, plain: dict[str, Any], known: dict[str, Parameter]) -> None:
    for name, value in plain.items():
        if name not in known:
            reading.fault(name[:120], "there is no such member here", nearest(name, known))
        elif value is None:
            continue
        elif name == "where":
            reading.pairs[name] = canonical(value)
        else:
            text = _text(value, known[name].schema)
            if text is None:
                reading.fault(name, f"{shown(str(value))} is not of its type: see the schema of the body")
            else:
                reading.pairs[name] = text


def _text(value: Any, schema: dict[str, Any]) -> str | None:
    """A member as a parameter writes it; null where it is of another type."""
    for branch in schema.get("anyOf", [schema]):
        if "const" in branch and value == branch["const"]:
            return str(value)
        kind = branch.get("type")
        if kind == "integer" and isinstance(value, int | float) and not isinstance(value, bool):
            return repr(value)
        if kind == "string" and isinstance(value, str):
            return value
        if kind == "array" and isinstance(value, str):
            return value
        listed = kind == "array" and isinstance(value, list) and value
        if listed and all(isinstance(one, str) and one and "," not in one for one in value):
            return ",".join(value)
    return None


def _escaped(name: str) -> str:
    """A member's name within a JSON Pointer."""
    return name.replace("~", "~0").replace("/", "~1")
