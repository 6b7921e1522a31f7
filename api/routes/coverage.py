"""Path of the coverage."""

from typing import Annotated

from litestar import Response, get
from msgspec import Meta, Struct

from api.answering import Asking
from api.dated import Answer, Dated, Given, dated_answer
from api.envelope import AnswerMeta, Links
from api.operations import dated_operation
from dataset.queries.coverage import coverage
from schemas.answers_coverage import Coverage


class CoverageItem(Struct, kw_only=True):
    """What the dataset holds."""

    data: Annotated[Coverage, Meta(description="What is held, and what that does not say.")]
    meta: Annotated[AnswerMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses of the answer.")]


COVERAGE = Dated(path="/v1/coverage", answer=CoverageItem)


@get(
    COVERAGE.path,
    operation_class=dated_operation(COVERAGE, "The coverage.", "service"),
    operation_id="getCoverage",
    sync_to_thread=True,
)
def get_coverage(request: Asking) -> Response[bytes]:
    """What the dataset holds as known on a day, by year, category, tier and country."""

    def answer(given: Given, _own: None) -> Answer:
        return coverage(given.store, given.known_at), {}

    return dated_answer(request, COVERAGE, lambda _reading, _conditions: None, answer)
