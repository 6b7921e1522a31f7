"""The app: every path of the service on one screen."""

import logging

import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.openapi.config import OpenAPIConfig
from litestar.types import ASGIApp

from api.errors import HANDLERS
from api.operations import TITLE
from api.routes import claims, entities, events, promises, releases, service, sources, vocabularies
from api.settings import Settings, from_environment
from api.wrapper import Wrapper
from dataset.store.archive import Archive
from dataset.versions import software_version

ROUTES = [
    events.list_events,
    events.get_event,
    claims.list_claims,
    claims.get_claim,
    entities.list_entities,
    entities.get_entity,
    sources.list_sources,
    sources.get_source,
    promises.list_promises,
    promises.get_promise,
    vocabularies.list_vocabularies,
    vocabularies.get_vocabulary,
    releases.list_releases,
    releases.get_release,
    releases.get_release_file,
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
    return Litestar(
        ROUTES,
        exception_handlers=HANDLERS,
        state=State({"settings": settings, "archive": archive}),
        openapi_config=OpenAPIConfig(title=TITLE, version=software_version(), render_plugins=[], path="/-/openapi"),
        on_shutdown=[archive.close],
        logging_config=None,
        debug=False,
    )


def create() -> ASGIApp:
    """What a server runs: the app with settings from the environment."""
    settings = from_environment()
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
    )
    return Wrapper(litestar_app(settings))
