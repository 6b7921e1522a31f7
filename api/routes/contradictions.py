"""Paths of contradictions."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.contradictions import CONTRADICTIONS


@get(
    "/v1/contradictions",
    operation_class=list_operation(CONTRADICTIONS),
    operation_id="listContradictions",
    sync_to_thread=True,
)
def list_contradictions(request: Asking) -> Response[bytes]:
    """Contradictions, filtered, sorted and in pages."""
    return list_answer(request, CONTRADICTIONS)


@get(
    "/v1/contradictions/{id:str}",
    operation_class=item_operation(CONTRADICTIONS),
    operation_id="getContradiction",
    sync_to_thread=True,
)
def get_contradiction(request: Asking) -> Response[bytes]:
    """A contradiction by id."""
    return item_answer(request, CONTRADICTIONS)
