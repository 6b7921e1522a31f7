"""Errors as RFC 9457 problem details: every code is declared here, and every error answer is made here."""

from typing import Annotated, Any
from urllib.parse import parse_qs

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import UNSET, Meta, Struct, UnsetType

from api.caching import MOVING, PINNED
from dataset.errors import NotInReleaseError
from dataset.queries.faults import AskError, Fault, GoneError, MovedError, NotVisibleError, WithheldError
from dataset.queries.kinds import RECORDS, kind_of
from dataset.store.archive import ALIASES

PROBLEM_JSON = "application/problem+json"


class Code(Struct, frozen=True):
    """A kind of problem."""

    status: Annotated[int, Meta(description="HTTP status it comes with.")]
    title: Annotated[str, Meta(description="The kind in words.")]
    meaning: Annotated[str, Meta(description="What it means and what to do.")]


CODES = {
    "bad_request": Code(
        400, "The request cannot be read", "A parameter is unknown, repeated, or has a value that does not fit."
    ),
    "sql_off": Code(
        403,
        "SQL is off here",
        "This service runs no SQL of its readers: download a release and ask it yourself, or serve it with `--sql`.",
    ),
    "not_found": Code(
        404,
        "Not found",
        "There is no such path, release, file or record, or the record was not known yet on the day asked.",
    ),
    "method_not_allowed": Code(
        405, "Method not allowed", "The dataset is read only: the Allow header names what this path takes."
    ),
    "not_acceptable": Code(406, "Not acceptable", "The Accept header admits no format of this path."),
    "gone": Code(
        410,
        "Gone",
        "The record was deleted, or split into the successors that are named: the reason is told. Earlier releases hold it.",
    ),
    "withheld": Code(
        451,
        "Withheld",
        "The record, or the file that holds it, is not shown any more: the reason and the release to use instead are told.",
    ),
    "too_large": Code(413, "Too large", "The request carries a body larger than anything that is read here."),
    "unsupported_media_type": Code(
        415, "Unsupported media type", "A question in a body is JSON: send it as application/json, not compressed."
    ),
    "range_not_satisfiable": Code(416, "Range not satisfiable", "The range begins behind the end of the file."),
    "stopped": Code(
        422,
        "Stopped at a limit",
        "The statement met a limit of time, memory or size before it had an answer: ask for less, or download the release.",
    ),
    "too_many": Code(
        429, "Too many at once", "As many statements wait as may: ask again after the seconds that Retry-After names."
    ),
    "internal_error": Code(500, "Internal error", "Something went wrong here; it was logged and is ours to mend."),
}
"""Every problem by its code, which stands at the end of `type`."""

TYPE = "/problems/"
"""Path before the code in `type`; what stands there tells the meaning."""


class ProblemPart(Struct, frozen=True, omit_defaults=True):
    """One fault of the request."""

    reason: Annotated[str, Meta(description="What is wrong with it, and what would be right.")]
    parameter: Annotated[str | None, Meta(description="Parameter that has the fault.")] = None
    suggestion: Annotated[str | None, Meta(description="What was probably meant.")] = None
    pointer: Annotated[
        str | None, Meta(description="JSON Pointer to the fault: in the body, or in a parameter that is JSON.")
    ] = None
    line: Annotated[int | None, Meta(description="Line of a statement in which the fault is, from 1.")] = None
    column: Annotated[int | None, Meta(description="Character of that line, from 1.")] = None


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, as RFC 9457 has it."""

    type: Annotated[str, Meta(description="Kind of the problem; the path leads to its meaning.")]
    title: Annotated[str, Meta(description="The kind in words.")]
    status: Annotated[int, Meta(description="HTTP status.")]
    detail: Annotated[str, Meta(description="What went wrong this time and what to do.")]
    errors: Annotated[list[ProblemPart], Meta(description="Every fault found, where the request has some.")] = []
    successors: Annotated[
        list[str] | UnsetType,
        Meta(
            description="Of a record that is gone: ids of those that hold now what it held; none where it was deleted."
        ),
    ] = UNSET
    replacement: Annotated[
        str | UnsetType | None,
        Meta(description="Of what is withheld: the release to use instead; null where there is none."),
    ] = UNSET


class ProblemError(Exception):
    """An answer that is a problem."""

    def __init__(
        self,
        code: str,
        detail: str,
        errors: list[ProblemPart] | None = None,
        headers: dict[str, str] | None = None,
        **said: Any,
    ) -> None:
        super().__init__(detail)
        self.code, self.detail, self.errors, self.headers = code, detail, errors or [], headers or {}
        self.said = said


def encoded(code: str, detail: str, errors: list[ProblemPart] | None = None, **said: Any) -> bytes:
    """Body of a problem, with what only some kinds of problem say."""
    kind = CODES[code]
    problem = Problem(
        type=TYPE + code, title=kind.title, status=kind.status, detail=detail, errors=errors or [], **said
    )
    return msgspec.json.encode(problem)


def respond(error: ProblemError) -> Response[bytes]:
    """The answer. Never kept by caches: what is missing today may be there tomorrow."""
    return Response(
        encoded(error.code, error.detail, error.errors, **error.said),
        status_code=CODES[error.code].status,
        media_type=PROBLEM_JSON,
        headers={**error.headers, "Cache-Control": "no-store"},
    )


def from_faults(faults: list[Fault]) -> ProblemError:
    """Faults of a question as one problem."""
    parts = [ProblemPart(fault.reason, fault.parameter, fault.suggestion, fault.pointer or None) for fault in faults]
    names = ", ".join(dict.fromkeys(fault.parameter for fault in faults))
    return ProblemError("bad_request", f"Mend {names} as said in errors and ask again.", parts)


def on_problem(_request: Request[Any, Any, Any], error: ProblemError) -> Response[bytes]:
    """Handler of `ProblemError`."""
    return respond(error)


def on_ask_error(_request: Request[Any, Any, Any], error: AskError) -> Response[bytes]:
    """Handler of a question with faults."""
    return respond(from_faults(error.faults))


def on_not_visible(_request: Request[Any, Any, Any], error: NotVisibleError) -> Response[bytes]:
    """Handler of an id that names nothing visible: nothing tells a later record from one that never was."""
    return respond(
        ProblemError("not_found", f"Nothing has the id {str(error)[:200]} in this release as known on that day.")
    )


def on_moved(request: Request[Any, Any, Any], error: MovedError) -> Response[bytes]:
    """Handler of an id that was merged: to the record that holds now what it held, under the same path and question. For
    good where a release is named; as long as an alias means this one otherwise."""
    query: bytes = request.scope["query_string"]
    path = request.scope["path"].split("/")  # "", "v1", collection, id, and what may stand behind it
    if kind_of(error.id) != kind_of(error.successor):
        path[2:] = [RECORDS[kind_of(error.successor) or ""], ""]
    path[3] = error.successor
    location = "/".join(path) + (f"?{query.decode('latin-1')}" if query else "")
    moving = parse_qs(query.decode("latin-1")).get("release", ["latest"])[-1] in ALIASES
    headers = {"Location": location, "Cache-Control": MOVING if moving else PINNED}
    return Response(b"", status_code=307 if moving else 308, headers=headers)


def on_gone(_request: Request[Any, Any, Any], error: GoneError) -> Response[bytes]:
    """Handler of an id whose record was deleted or split."""
    became = f"is split into {', '.join(error.successors)}" if error.successors else "is deleted"
    note = f" {error.note}" if error.note else ""
    detail = f"{error.id} {became} since release {error.release} ({error.reason}).{note}"
    return respond(ProblemError("gone", detail, successors=error.successors))


def on_withheld(_request: Request[Any, Any, Any], error: WithheldError) -> Response[bytes]:
    """Handler of what is not shown any more."""
    instead = f" Use release {error.replacement} instead." if error.replacement else ""
    detail = f"{error.what} is withheld: {error.reason.rstrip('.')}.{instead}"
    return respond(ProblemError("withheld", detail, replacement=error.replacement))


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Handler of what the framework raises: unknown paths and methods."""
    headers = {str(name): str(value) for name, value in (error.headers or {}).items()}
    if error.status_code == 404:
        return respond(
            ProblemError("not_found", f"There is nothing at {request.scope['path'][:200]}: /docs lists what there is.")
        )
    if error.status_code == 405:
        return respond(ProblemError("method_not_allowed", CODES["method_not_allowed"].meaning, headers=headers))
    if error.status_code == 413:
        return respond(ProblemError("too_large", CODES["too_large"].meaning))
    if error.status_code < 500:
        return respond(ProblemError("bad_request", str(error.detail), headers=headers))
    return on_exception(request, error)


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Handler of everything else: logged in full, told in one sentence."""
    structlog.get_logger().error("request failed", path=request.scope["path"], exc_info=error)
    return respond(ProblemError("internal_error", CODES["internal_error"].meaning))


def on_not_in_release(_request: Request[Any, Any, Any], error: NotInReleaseError) -> Response[bytes]:
    """Handler of a table that the release asked does not hold yet."""
    return respond(ProblemError("not_found", str(error), [ProblemPart("ask a later release", "release", "latest")]))


HANDLERS: dict[Any, Any] = {
    ProblemError: on_problem,
    AskError: on_ask_error,
    NotVisibleError: on_not_visible,
    MovedError: on_moved,
    GoneError: on_gone,
    WithheldError: on_withheld,
    NotInReleaseError: on_not_in_release,
    HTTPException: on_http_exception,
    Exception: on_exception,
}
"""Handlers for the app, by what they handle."""
