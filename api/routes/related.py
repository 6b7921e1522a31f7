"""Paths of related records: one for each collection."""

from typing import Annotated

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta, Struct

from api.answering import Asking, id_of_path
from api.dated import Answer, Dated, Given, dated_answer
from api.envelope import AnswerMeta, Links
from api.operations import dated_operation
from api.parameters import Parameter
from api.reading import Reading
from dataset.queries.collection import Collection
from dataset.queries.filters import Condition
from dataset.queries.question import LIMIT, MOST_ROWS
from dataset.queries.related import BY_KIND, RelatedItem, related


class RelatedMeta(AnswerMeta, kw_only=True):
    """What a list of related records rests on."""

    count: Annotated[int, Meta(description="Related records there are; those beyond `limit` are left out.")]
    limit: Annotated[int, Meta(description="Most records shown.")]


class RelatedList(Struct, kw_only=True):
    """Records related to one."""

    data: Annotated[
        list[RelatedItem],
        Meta(
            description="Linked ones first, then those that share the most participants, then the most topics; "
            "what is alike goes by nearness in time, then by id."
        ),
    ]
    meta: Annotated[RelatedMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses of the answer.")]


def _route(collection: Collection) -> HTTPRouteHandler:
    dated = Dated(
        path=f"/v1/{collection.name}/{{id}}/related",
        answer=RelatedList,
        meta=RelatedMeta,
        row=RelatedItem,
        parameters=[
            Parameter(
                "limit",
                f"Most records, {LIMIT} where not given.",
                {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": LIMIT},
            )
        ],
    )
    field = collection.fields["id"]
    schema = {"type": "string", "pattern": field.pattern, "maxLength": field.max_length}

    def read(reading: Reading, _conditions: list[Condition]) -> int:
        return reading.limit()

    def handler(request: Asking) -> Response[bytes]:
        id_ = id_of_path(request, collection)

        def answer(given: Given, limit: int) -> Answer:
            found, count = related(given.store, id_, given.known_at, limit)
            return found, {"count": count, "limit": limit}

        return dated_answer(request, dated, read, answer, path=f"/v1/{collection.name}/{id_}/related")

    title = collection.row.__name__
    handler.__name__ = f"get_{collection.kind}_related"
    handler.__doc__ = (
        f"Records related to a{'n' if title[0] in 'AEIOU' else ''} {collection.kind}, each with the reason."
    )
    return get(
        f"/v1/{collection.name}/{{id:str}}/related",
        operation_class=dated_operation(
            dated, "Related records.", collection.name, path={"id": (f"Id of the {collection.kind}.", schema)}
        ),
        operation_id=f"get{title}Related",
        sync_to_thread=True,
    )(handler)


RELATED = [_route(collection) for collection in BY_KIND.values()]
"""Handlers of all these paths."""
