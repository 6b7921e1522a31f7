"""Answers that take no parameters and are the same on every day."""

from typing import Any

import msgspec
from litestar import Response

from api.addresses import address, base_url
from api.answering import Asking, check_accepts, encoded, report_url, settings_of
from api.caching import MOVING, VARY, etag_of, is_fresh
from api.encoding import negotiated
from api.envelope import Links, PlainMeta
from api.errors import from_faults
from api.query_string import read_pairs
from schemas.release import SCHEMA_VERSION


def plain_answer(request: Asking, kind: Any, data: Any, path: str, *, release: str | None = None) -> Response[bytes]:
    """Such an answer; `release` where it is of one."""
    check_accepts(request)
    _pairs, faults = read_pairs(request.scope["query_string"], {})
    if faults:
        raise from_faults(faults)
    here = address(base_url(request, settings_of(request)), path)
    answer = kind(
        data=data,
        meta=PlainMeta(count=len(data) if isinstance(data, list) else None, schema_version=SCHEMA_VERSION),
        links=Links(self_=here, cite=here, report=report_url(request)),
    )
    body = msgspec.json.encode(answer)
    encoding = negotiated(request.headers.get("accept-encoding")) or "identity"
    etag = etag_of(body, encoding)
    headers = {"ETag": etag, "Cache-Control": MOVING, "Vary": VARY}
    if release:
        headers["Dataset-Release"] = release
    if is_fresh(request, etag):
        return Response(b"", status_code=304, headers=headers)
    return encoded(request, body, headers)
