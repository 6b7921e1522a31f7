"""Paths of claims."""

from asyncio import to_thread

from litestar import Response, get, post

from api.answering import Asking, item_answer, list_answer, query_answer
from api.operations import item_operation, list_operation, query_operation
from api.posted import MOST_BYTES
from dataset.queries.claims import CLAIMS


@get("/v1/claims", operation_class=list_operation(CLAIMS), operation_id="listClaims", sync_to_thread=True)
def list_claims(request: Asking) -> Response[bytes]:
    """Claims, filtered, sorted and in pages."""
    return list_answer(request, CLAIMS)


@post(
    "/v1/claims/query",
    operation_class=query_operation(CLAIMS),
    operation_id="queryClaims",
    request_max_body_size=MOST_BYTES,
    status_code=200,
)
async def query_claims(request: Asking) -> Response[bytes]:
    """Claims, asked with a tree of conditions in a body."""
    return await to_thread(query_answer, request, CLAIMS, await request.body())


@get("/v1/claims/{id:str}", operation_class=item_operation(CLAIMS), operation_id="getClaim", sync_to_thread=True)
def get_claim(request: Asking) -> Response[bytes]:
    """A claim by id."""
    return item_answer(request, CLAIMS)
