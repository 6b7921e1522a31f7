"""Paths of the service itself: its health, its documents, the meaning of its problems."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response, get

from api.answering import Asking, archive_of, encoded
from api.caching import MOVING, etag_of, is_fresh
from api.envelope import Health
from api.errors import CODES, Code, ProblemError, from_faults
from api.openapi_file import as_json, as_yaml, spec_of
from api.operations import plain_operation
from api.pages.docs import docs_page
from api.query_string import read_pairs
from dataset.queries.counting import answers
from dataset.versions import software_version

CODE = ("Code of the problem, which ends its `type`.", {"type": "string", "pattern": "^[a-z_]{1,40}$"})


def _no_parameters(request: Asking) -> None:
    _pairs, faults = read_pairs(request.scope["query_string"], {})
    if faults:
        raise from_faults(faults)


@get(
    "/health",
    operation_class=plain_operation(Health, "It answers.", cached=False),
    operation_id="getHealth",
    sync_to_thread=True,
)
def get_health(request: Asking) -> Response[bytes]:
    """Whether the service can answer: it puts a question to the latest release."""
    _no_parameters(request)
    archive = archive_of(request)
    answers(archive.store(archive.latest))
    health = Health(
        status="ok",
        latest=archive.latest,
        data_date=archive.manifests[archive.latest].data_date,
        software_version=software_version(),
    )
    return Response(msgspec.json.encode(health), media_type="application/json", headers={"Cache-Control": "no-store"})


@get(
    "/problems/{code:str}",
    operation_class=plain_operation(Code, "The problem.", path={"code": CODE}, cached=False),
    operation_id="getProblem",
    sync_to_thread=True,
)
def get_problem(request: Asking) -> Response[bytes]:
    """What a kind of problem means."""
    _no_parameters(request)
    code = str(request.path_params["code"])
    if code not in CODES:
        raise ProblemError("not_found", f"There is no problem {code[:40]}; there are {', '.join(CODES)}.")
    return Response(msgspec.json.encode(CODES[code]), media_type="application/json", headers={"Cache-Control": MOVING})


def _document(request: Asking, make: Callable[[dict[str, Any]], bytes], media_type: str) -> Response[bytes]:
    """A document made from the contract, once."""
    name = f"document:{media_type}"
    if name not in request.app.state:
        request.app.state[name] = make(spec_of(request.app))
    body: bytes = request.app.state[name]
    etag = etag_of(body, request.headers.get("accept-encoding", ""))
    headers = {"ETag": etag, "Cache-Control": MOVING, "Vary": "Accept-Encoding"}
    if is_fresh(request, etag):
        return Response(b"", status_code=304, headers=headers)
    answer = encoded(request, body, headers)
    answer.media_type = media_type
    return answer


@get("/openapi.yaml", include_in_schema=False, sync_to_thread=True)
def get_openapi_yaml(request: Asking) -> Response[bytes]:
    """The contract as YAML."""
    return _document(request, as_yaml, "application/yaml")


@get("/openapi.json", include_in_schema=False, sync_to_thread=True)
def get_openapi_json(request: Asking) -> Response[bytes]:
    """The contract as JSON."""
    return _document(request, as_json, "application/json")


@get("/docs", include_in_schema=False, sync_to_thread=True)
def get_docs(request: Asking) -> Response[bytes]:
    """The contract as a page for people."""
    return _document(request, docs_page, "text/html; charset=utf-8")


@get("/", include_in_schema=False, sync_to_thread=False)
def get_root() -> Response[bytes]:
    """Where to begin."""
    return Response(b"", status_code=307, headers={"Location": "/docs", "Cache-Control": MOVING})
