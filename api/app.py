"""The app: every path of the service on one screen."""

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ASGIApp

from api.deprecating import announcing, notices
from api.errors import HANDLERS
from api.logs import configure
from api.routes import (
    changes,
    claims,
    contradictions,
    coverage,
    entities,
    events,
    history,
    metrics,
    promises,
    related,
    releases,
    scorecards,
    search,
    service,
    sources,
    sql,
    stats,
    timeline,
    vocabularies,
)
from api.settings import Settings, from_environment, limits_of, with_sql_for
from api.wrapper import Wrapper
from dataset.store.archive import Archive
from dataset.user_sql.pool import Pool

ROUTES = [
    events.list_events,
    events.query_events,
    events.get_event,
    claims.list_claims,
    claims.query_claims,
    claims.get_claim,
    entities.list_entities,
    entities.get_entity,
    sources.list_sources,
    sources.get_source,
    promises.list_promises,
    promises.get_promise,
    scorecards.list_scorecards,
    scorecards.get_scorecard,
    contradictions.list_contradictions,
    contradictions.get_contradiction,
    *stats.COUNTS,
    search.search_records,
    search.resolve_entity,
    metrics.list_metrics,
    metrics.get_series,
    timeline.get_timeline,
    *related.RELATED,
    *history.HISTORIES,
    coverage.get_coverage,
    vocabularies.list_vocabularies,
    vocabularies.get_vocabulary,
    releases.list_releases,
    releases.get_release,
    releases.get_release_file,
    changes.list_changes,
    changes.get_difference,
    changes.get_derived_difference,
    sql.query_sql,
    sql.get_sql_schema,
    service.get_health,
    service.get_problem,
    service.get_openapi_yaml,
    service.get_openapi_json,
    service.get_docs,
    service.get_root,
]


def litestar_app(settings: Settings) -> Litestar:
    """The app over the releases that the settings name. Raises `ReleaseError` where there is none to serve."""
    archive = Archive(settings.releases, settings.cache)
    archive.store(archive.latest)
    pool = Pool(limits_of(settings), settings.sql_processes, settings.sql_queue)
    return Litestar(
        ROUTES,
        exception_handlers=HANDLERS,
        state=State({"settings": settings, "archive": archive, "routes": ROUTES, "sql": pool}),
        openapi_config=None,  # it brings pages of its own; the contract is made from the routes by `api.openapi_file`
        before_send=[announcing(notices(ROUTES))],
        on_shutdown=[archive.close, pool.close],
        logging_config=None,
        debug=False,
    )


def create() -> ASGIApp:
    """What a server runs: the app with settings from the environment."""
    settings = with_sql_for(from_environment(), None)  # what listens has settled it, or it stays off
    configure(settings.log_level)
    return Wrapper(litestar_app(settings))
