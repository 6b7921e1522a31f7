"""Paths of events."""

from asyncio import to_thread

from litestar import Response, get, post

from api.answering import Asking, item_answer, list_answer, query_answer
from api.operations import item_operation, list_operation, query_operation
from api.posted import MOST_BYTES
from dataset.queries.events import EVENTS


@get("/v1/events", operation_class=list_operation(EVENTS), operation_id="listEvents", sync_to_thread=True)
def list_events(request: Asking) -> Response[bytes]:
    """Events, filtered, sorted and in pages."""
    return list_answer(request, EVENTS)


@post(
    "/v1/events/query",
    operation_class=query_operation(EVENTS),
    operation_id="queryEvents",
    request_max_body_size=MOST_BYTES,
    status_code=200,
)
async def query_events(request: Asking) -> Response[bytes]:
    """Events, asked with a tree of conditions in a body."""
    return await to_thread(query_answer, request, EVENTS, await request.body())


@get("/v1/events/{id:str}", operation_class=item_operation(EVENTS), operation_id="getEvent", sync_to_thread=True)
def get_event(request: Asking) -> Response[bytes]:
    """An event by id."""
    return item_answer(request, EVENTS)
