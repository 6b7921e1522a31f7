"""Paths of metrics and their figures."""

from typing import Annotated, Any

from litestar import Response, get
from msgspec import Meta, Struct

from api.answering import Asking
from api.dated import Answer, Dated, Given, dated_answer
from api.envelope import AnswerMeta, Links
from api.errors import ProblemError, ProblemPart
from api.operations import dated_operation
from api.parameters import Parameter
from api.reading import Reading
from dataset.queries.faults import nearest
from dataset.queries.filters import Condition
from dataset.queries.metrics import MOST_POINTS, POINTS, metrics_known, series
from dataset.queries.sql import Bound
from schemas.answers_metrics import MetricKnown, Series
from schemas.vocabulary.metrics import METRIC


class MetricsMeta(AnswerMeta, kw_only=True):
    """What counts of figures rest on."""

    count: Annotated[int, Meta(description="Metrics of the vocabulary.")]


class MetricsList(Struct, kw_only=True):
    """All metrics."""

    data: Annotated[list[MetricKnown], Meta(description="The metrics in the order of the vocabulary.")]
    meta: Annotated[MetricsMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses of the answer.")]


class SeriesMeta(AnswerMeta, kw_only=True):
    """What series rest on."""

    count: Annotated[int, Meta(description="Figures there are.")]
    left_out: Annotated[int, Meta(description="Figures not shown: those known last, beyond `limit`.")]


class SeriesList(Struct, kw_only=True):
    """Figures of a metric."""

    data: Annotated[
        list[Series],
        Meta(description="Series, each of one subject, scope, basis and currency, so that nothing unlike is mixed."),
    ]
    meta: Annotated[SeriesMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses of the answer.")]


ALL = Dated(path="/v1/metrics", answer=MetricsList, meta=MetricsMeta, row=MetricKnown)
SERIES = Dated(
    path="/v1/metrics/{metric}/series",
    answer=SeriesList,
    meta=SeriesMeta,
    collection=POINTS,
    row=Series,
    parameters=[
        Parameter(
            "limit",
            f"Most figures, {MOST_POINTS} where not given.",
            {"type": "integer", "minimum": 1, "maximum": MOST_POINTS, "default": MOST_POINTS},
        )
    ],
)
PATH = {"metric": ("The metric.", {"type": "string", "pattern": "^[a-z_]{1,60}$"})}


@get(
    ALL.path,
    operation_class=dated_operation(
        ALL, "The metrics.", "metrics", links={"getSeries": ("metric", "$response.body#/data/0/name")}
    ),
    operation_id="listMetrics",
    sync_to_thread=True,
)
def list_metrics(request: Asking) -> Response[bytes]:
    """The metrics, each with how many figures are known."""

    def answer(given: Given, _own: None) -> Answer:
        found = metrics_known(given.store, Bound(given.known_at))
        return found, {"count": len(found)}

    return dated_answer(request, ALL, lambda _reading, _conditions: None, answer)


@get(
    "/v1/metrics/{metric:str}/series",
    operation_class=dated_operation(SERIES, "Series of the metric.", "metrics", path=PATH),
    operation_id="getSeries",
    sync_to_thread=True,
)
def get_series(request: Asking) -> Response[bytes]:
    """Figures of a metric over time, each with who said it."""
    metric = str(request.path_params["metric"])
    if metric not in METRIC.terms:
        part = ProblemPart("there is no such metric: /v1/metrics lists them", "metric", nearest(metric, METRIC.terms))
        raise ProblemError("not_found", f"There is no metric {metric[:60]}.", [part])

    def read(reading: Reading, _conditions: list[Condition]) -> int:
        return reading.limit(MOST_POINTS)

    def answer(given: Given, limit: int) -> Answer:
        found = series(given.store, metric, given.of(POINTS), limit)
        said: dict[str, Any] = {"count": found.points, "left_out": found.left_out, "warnings": found.warnings}
        return found.series, said

    return dated_answer(request, SERIES, read, answer, path=f"/v1/metrics/{metric}/series")
