"""Paths of promises."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.promises import PROMISES


@get("/v1/promises", operation_class=list_operation(PROMISES), operation_id="listPromises", sync_to_thread=True)
def list_promises(request: Asking) -> Response[bytes]:
    """Promises, filtered, sorted and in pages."""
    return list_answer(request, PROMISES)


@get("/v1/promises/{id:str}", operation_class=item_operation(PROMISES), operation_id="getPromise", sync_to_thread=True)
def get_promise(request: Asking) -> Response[bytes]:
    """A promise by id."""
    return item_answer(request, PROMISES)
