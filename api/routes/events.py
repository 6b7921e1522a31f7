"""Paths of events."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.events import EVENTS


@get("/v1/events", operation_class=list_operation(EVENTS), operation_id="listEvents", sync_to_thread=True)
def list_events(request: Asking) -> Response[bytes]:
    """Events, filtered, sorted and in pages."""
    return list_answer(request, EVENTS)


@get("/v1/events/{id:str}", operation_class=item_operation(EVENTS), operation_id="getEvent", sync_to_thread=True)
def get_event(request: Asking) -> Response[bytes]:
    """An event by id."""
    return item_answer(request, EVENTS)
