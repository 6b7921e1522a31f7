"""Paths of sources."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.sources import SOURCES


@get("/v1/sources", operation_class=list_operation(SOURCES), operation_id="listSources", sync_to_thread=True)
def list_sources(request: Asking) -> Response[bytes]:
    """Sources, filtered, sorted and in pages."""
    return list_answer(request, SOURCES)


@get("/v1/sources/{id:str}", operation_class=item_operation(SOURCES), operation_id="getSource", sync_to_thread=True)
def get_source(request: Asking) -> Response[bytes]:
    """A source by id."""
    return item_answer(request, SOURCES)
