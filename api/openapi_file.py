"""The contract: OpenAPI 3.1, made from the app and from real answers of its latest release."""

from copy import deepcopy
from functools import partial
from typing import Any

import msgspec
import yaml
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from msgspec import Struct

from api.contract_examples import fill_examples
from api.contract_parts import HEADERS, INFO, TAGS, term_components
from api.contract_terms import name_terms, open_terms
from api.deprecating import mark, notices
from api.errors import Problem
from api.in_process import ask
from api.operations import TITLE
from api.problem_responses import problem_responses
from api.query_schema import query_components
from api.sql_question import question_schema
from api.wrapper import Wrapper
from dataset.versions import software_version


def _roots(routes: list[HTTPRouteHandler]) -> list[type[Struct]]:
    """Structs from which the components follow: those that the routes answer with, and problems."""
    answers = [kind for route in routes for kind in getattr(route.operation_class, "answers", ())]
    return list(dict.fromkeys([*answers, Problem]))


def make_spec(app: Litestar) -> dict[str, Any]:
    """The contract of the app as plain data. The same for the same software and release."""
    config = OpenAPIConfig(title=TITLE, version=software_version(), use_handler_docstrings=True)
    found = Litestar(app.state.routes, openapi_config=config).openapi_schema.to_schema()
    schemas = msgspec.json.schema_components(_roots(app.state.routes), ref_template="#/components/schemas/{name}")[1]
    open_terms(schemas)
    spec: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": software_version(), **INFO},
        "servers": [{"url": "/", "description": "The service that gives this document."}],
        "security": [],
        "tags": TAGS,
        "paths": found["paths"],
        "components": {
            "schemas": {**schemas, **term_components(), **query_components(), **question_schema()},
            "headers": deepcopy(HEADERS),  # the examples that are put in are those of this app
        },
    }
    asking = partial(ask, Wrapper(app), trusted=True)
    spec["components"]["responses"] = problem_responses(asking)
    fill_examples(spec, app.state.archive, asking)
    mark(spec["paths"], notices(app.state.routes))
    name_terms(spec)
    return msgspec.to_builtins(spec)  # type: ignore[no-any-return]


def spec_of(app: Litestar) -> dict[str, Any]:
    """The contract, made once."""
    if "spec" not in app.state:
        app.state["spec"] = make_spec(app)
    spec: dict[str, Any] = app.state["spec"]
    return spec


class _Dumper(yaml.CSafeDumper):
    """Repeats what is shared: readers of the file should not have to follow aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(spec: dict[str, Any]) -> bytes:
    """The contract as YAML."""
    head = "# Made by `onrecord openapi` from the app and the latest release: do not edit.\n"
    text = yaml.dump(spec, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return (head + text).encode()


def as_json(spec: dict[str, Any]) -> bytes:
    """The contract as JSON."""
    return msgspec.json.encode(spec)
