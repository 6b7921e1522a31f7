"""Paths of entities."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.entities import ENTITIES


@get("/v1/entities", operation_class=list_operation(ENTITIES), operation_id="listEntities", sync_to_thread=True)
def list_entities(request: Asking) -> Response[bytes]:
    """Entities, filtered, sorted and in pages."""
    return list_answer(request, ENTITIES)


@get("/v1/entities/{id:str}", operation_class=item_operation(ENTITIES), operation_id="getEntity", sync_to_thread=True)
def get_entity(request: Asking) -> Response[bytes]:
    """An entity by id."""
    return item_answer(request, ENTITIES)
