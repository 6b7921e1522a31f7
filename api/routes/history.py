"""Paths of the history of records: one for each collection."""

from functools import partial
from typing import Annotated, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta, defstruct

from api.answering import Asking, archive_of, id_of_path
from api.dated import Answer, Dated, Given, dated_answer
from api.envelope import AnswerMeta, Links
from api.operations import dated_operation
from api.parameters import Parameter
from api.reading import Reading
from dataset.queries.collection import Collection
from dataset.queries.faults import nearest
from dataset.queries.filters import Condition
from dataset.queries.history import history, version_row
from dataset.queries.projecting import layout_with
from dataset.queries.related import BY_KIND
from dataset.queries.values import shown

RECORD = "record"
"""What `include` may ask."""


class HistoryMeta(AnswerMeta, kw_only=True):
    """What a history rests on."""

    count: Annotated[int, Meta(description="Versions told.")]


def _columns(row: Any, records: bool) -> Any:
    return layout_with(row, (RECORD,) if records else ())


def _route(collection: Collection) -> HTTPRouteHandler:
    title, row = collection.row.__name__, version_row(collection)
    answer = defstruct(
        f"{title}History",
        [
            ("data", Annotated[list[row], Meta(description="Versions, the oldest first.")]),  # type: ignore[valid-type]
            ("meta", Annotated[HistoryMeta, Meta(description="What the answer rests on.")]),
            ("links", Annotated[Links, Meta(description="Addresses of the answer.")]),
        ],
        kw_only=True,
        namespace={"__doc__": f"What releases did to one {collection.kind}."},
        module=__name__,
    )
    dated = Dated(
        path=f"/v1/{collection.name}/{{id}}/history",
        answer=answer,
        meta=HistoryMeta,
        row=row,
        columns=partial(_columns, row),
        parameters=[
            Parameter(
                "include",
                f"`{RECORD}` puts beside each version the {collection.kind} as that release has it.",
                {"type": "string", "title": "HistoryInclude", "enum": [RECORD]},
            )
        ],
    )
    field = collection.fields["id"]
    schema = {"type": "string", "pattern": field.pattern, "maxLength": field.max_length}

    def read(reading: Reading, _conditions: list[Condition]) -> bool:
        text = reading.pairs.get("include", RECORD)
        if text != RECORD:
            reading.fault("include", f"{shown(text)} cannot be included here: {RECORD} can", nearest(text, [RECORD]))
        return "include" in reading.pairs

    def handler(request: Asking) -> Response[bytes]:
        id_ = id_of_path(request, collection)

        def answered(given: Given, records: bool) -> Answer:
            found = history(archive_of(request), given.store.version, collection, id_, given.known_at, records=records)
            return found.versions, {"count": len(found.versions), "warnings": found.warnings}

        return dated_answer(request, dated, read, answered, path=f"/v1/{collection.name}/{id_}/history")

    handler.__name__ = f"get_{collection.kind}_history"
    handler.__doc__ = f"What each release did to a{'n' if title[0] in 'AEIOU' else ''} {collection.kind}, and why."
    return get(
        f"/v1/{collection.name}/{{id:str}}/history",
        operation_class=dated_operation(
            dated, "The history.", collection.name, path={"id": (f"Id of the {collection.kind}.", schema)}
        ),
        operation_id=f"get{title}History",
        sync_to_thread=True,
    )(handler)


HISTORIES = [_route(collection) for collection in BY_KIND.values()]
"""Handlers of all these paths."""
