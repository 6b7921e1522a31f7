"""Paths of claims."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.claims import CLAIMS


@get("/v1/claims", operation_class=list_operation(CLAIMS), operation_id="listClaims", sync_to_thread=True)
def list_claims(request: Asking) -> Response[bytes]:
    """Claims, filtered, sorted and in pages."""
    return list_answer(request, CLAIMS)


@get("/v1/claims/{id:str}", operation_class=item_operation(CLAIMS), operation_id="getClaim", sync_to_thread=True)
def get_claim(request: Asking) -> Response[bytes]:
    """A claim by id."""
    return item_answer(request, CLAIMS)
