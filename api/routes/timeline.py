"""Path of the stream of an entity."""

from typing import Annotated

import msgspec
from litestar import Response, get
from msgspec import UNSET, Meta, Struct, UnsetType

from api.answering import Asking, id_of_path, list_answer
from api.envelope import IncludedRecords, Links, ListMeta
from api.operations import list_operation
from dataset.queries.entities import ENTITIES
from dataset.queries.timeline import TIMELINE, TimelineItem, timeline_of

TimelinePage: type[Struct] = msgspec.defstruct(
    "TimelinePage",
    [
        ("data", Annotated[list[TimelineItem], Meta(description="Items in the order asked, each told by its `type`.")]),
        ("meta", Annotated[ListMeta, Meta(description="What the answer rests on.")]),
        ("links", Annotated[Links, Meta(description="Addresses of the answer.")]),
        (
            "included",
            Annotated[IncludedRecords | UnsetType, Meta(description="Records named; only with `include`.")],
            UNSET,
        ),
    ],
    kw_only=True,
    namespace={"__doc__": "A page of the stream of an entity."},
    module=__name__,
)

_ID = ENTITIES.fields["id"]
PATH = {"id": ("Id of the entity.", {"type": "string", "pattern": _ID.pattern, "maxLength": _ID.max_length})}


@get(
    "/v1/entities/{id:str}/timeline",
    operation_class=list_operation(TIMELINE, TimelinePage, path=PATH, tag="entities"),
    operation_id="getTimeline",
    sync_to_thread=True,
)
def get_timeline(request: Asking) -> Response[bytes]:
    """Events, claims and changes of roles of an entity, in one order and in pages."""
    return list_answer(request, timeline_of(id_of_path(request, ENTITIES)), TimelinePage)
