"""Paths of counts: one for each collection of records."""

from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from api.answering import Asking
from api.dated import Answer, Dated, Given, dated_answer
from api.envelope import AnswerMeta, Links
from api.operations import dated_operation
from api.parameters import Parameter
from api.reading import Reading
from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.filters import Condition
from dataset.queries.grouping import (
    DATES,
    GROUPS,
    INTERVALS,
    MEASURED,
    MEASURES,
    MOST_FIELDS,
    Grouping,
    columns_counted,
    groupable,
    read_grouping,
    row_type,
)
from dataset.queries.question import MOST_ROWS
from dataset.queries.sources import SOURCES
from dataset.queries.stats import BINNING, stats
from schemas.answers_stats import Truncated


class StatsMeta(AnswerMeta, kw_only=True):
    """What counts rest on."""

    count: Annotated[int, Meta(description="Records counted, each once; one may stand in several groups.")]
    groups: Annotated[int, Meta(description="Groups there are.")]
    truncated: Annotated[Truncated | None, Meta(description="What is left out; null where nothing is.")]
    date_field: Annotated[str, Meta(description="Date by which records are put into bins.")]
    binning: Annotated[str, Meta(description="How dates that are not exact are put into bins.")] = BINNING


def _parameters(collection: Collection) -> list[Parameter]:
    date_field = DATES[collection.name]
    found = [
        Parameter(
            "group_by",
            f"Up to {MOST_FIELDS} fields parted by commas. A record counts in the group of each element of a list; fields "
            "of one list go by the same element; a record without a value stands under null.",
            {
                "type": "array",
                "items": {
                    "type": "string",
                    "title": f"{collection.name.capitalize()}GroupField",
                    "enum": list(groupable(collection)),
                },
                "minItems": 1,
                "maxItems": MOST_FIELDS,
            },
        ),
        Parameter(
            "interval",
            f"Length of the bins into which `{date_field}` is put: see `meta.binning`.",
            {"type": "string", "title": "Interval", "enum": list(INTERVALS)},
        ),
        Parameter(
            "limit",
            f"Most groups, {GROUPS} where not given; those with the most records are kept, and `meta.truncated` tells how "
            "much is left out.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": GROUPS},
        ),
    ]
    if collection.name in MEASURED:
        found.append(
            Parameter(
                "measure",
                "What to tell of each group, parted by commas: `count` always, and measures of the figures. These need one "
                "`metric`, `scope`, `basis` and, for money, `value.currency`, so that nothing unlike is mixed; `basis__exists=false` "
                "is such a one too. As figures have bounds, a measure has a low and a high.",
                {
                    "type": "array",
                    "items": {"type": "string", "title": "Measure", "enum": ["count", *MEASURES]},
                    "minItems": 1,
                    "maxItems": 1 + len(MEASURES),
                },
            )
        )
    return found


def _route(collection: Collection) -> HTTPRouteHandler:
    title, row = collection.row.__name__, row_type(collection)
    answer = msgspec.defstruct(
        f"{title}Stats",
        [
            ("data", Annotated[list[row], Meta(description="Groups: by time, then the largest first.")]),  # type: ignore[valid-type]
            ("meta", Annotated[StatsMeta, Meta(description="What the answer rests on.")]),
            ("links", Annotated[Links, Meta(description="Addresses of the answer.")]),
        ],
        kw_only=True,
        namespace={"__doc__": f"Counts of {collection.name}."},
        module=__name__,
    )
    path = f"/v1/{collection.name}/stats"
    dated = Dated(
        path=path,
        answer=answer,
        meta=StatsMeta,
        parameters=_parameters(collection),
        collection=collection,
        row=row,
        columns=partial(columns_counted, row),
    )

    def read(reading: Reading, conditions: list[Condition]) -> Grouping:
        limit = reading.limit(GROUPS)
        grouping, faults = read_grouping(collection, reading.pairs, conditions, limit)
        reading.faults.extend(faults)
        return grouping

    def count(given: Given, grouping: Grouping) -> Answer:
        found = stats(given.store, given.of(collection), grouping)
        said: dict[str, Any] = {
            "count": found.count,
            "groups": found.groups,
            "truncated": found.truncated,
            "warnings": found.warnings,
            "date_field": DATES[collection.name],
        }
        return msgspec.convert(found.rows, list[row]), said  # type: ignore[valid-type]

    def handler(request: Asking) -> Response[bytes]:
        return dated_answer(request, dated, read, count)

    handler.__name__ = f"count_{collection.name}"
    handler.__doc__ = f"{collection.name.capitalize()} counted by fields and time."
    return get(
        path,
        operation_class=dated_operation(dated, f"Counts of {collection.name}.", collection.name),
        operation_id=f"count{collection.name.capitalize()}",
        sync_to_thread=True,
    )(handler)


COUNTS = [_route(collection) for collection in (EVENTS, CLAIMS, ENTITIES, SOURCES)]
"""Handlers of all these paths."""
