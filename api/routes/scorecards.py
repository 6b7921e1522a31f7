"""Paths of scorecards."""

from litestar import Response, get

from api.answering import Asking, item_answer, list_answer
from api.operations import item_operation, list_operation
from dataset.queries.scorecards import SCORECARDS


@get("/v1/scorecards", operation_class=list_operation(SCORECARDS), operation_id="listScorecards", sync_to_thread=True)
def list_scorecards(request: Asking) -> Response[bytes]:
    """Scorecards, filtered, sorted and in pages."""
    return list_answer(request, SCORECARDS)


@get(
    "/v1/scorecards/{id:str}",
    operation_class=item_operation(SCORECARDS),
    operation_id="getScorecard",
    sync_to_thread=True,
)
def get_scorecard(request: Asking) -> Response[bytes]:
    """A scorecard by id."""
    return item_answer(request, SCORECARDS)
