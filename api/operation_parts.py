"""Parts of operations as OpenAPI describes them: parameters, headers and links, and the operation that holds them."""

from dataclasses import dataclass
from typing import Any

from litestar.openapi.spec import Operation
from msgspec import Struct

from api.parameters import Parameter
from api.query_schema import term_schema, title_of
from dataset.queries.fields import Kind
from dataset.queries.filters import FilterParameter

Path = dict[str, tuple[str, dict[str, Any]]]
"""Parameters of a path: description and JSON Schema by name."""

STATE = "x-answers"
"""Key under which an operation names the Structs it answers with, until the components are made."""

NEXT: dict[str, dict[str, tuple[str, str]]] = {
    "listEvents": {"getEvent": ("id", "$response.body#/data/0/id")},
    "listClaims": {"getClaim": ("id", "$response.body#/data/0/id")},
    "listEntities": {"getEntity": ("id", "$response.body#/data/0/id")},
    "listSources": {"getSource": ("id", "$response.body#/data/0/id")},
    "listPromises": {
        "getPromise": ("id", "$response.body#/data/0/id"),
        "getClaim": ("id", "$response.body#/data/0/current_claim"),
    },
    "listScorecards": {"getScorecard": ("id", "$response.body#/data/0/id")},
    "listContradictions": {
        "getContradiction": ("id", "$response.body#/data/0/id"),
        "getClaim": ("id", "$response.body#/data/0/claim"),
    },
    "getEvent": {
        "listClaims": ("subject", "$response.body#/data/id"),
        "getEventRelated": ("id", "$response.body#/data/id"),
        "getEventHistory": ("id", "$response.body#/data/id"),
    },
    "getClaim": {
        "listPromises": ("chain", "$response.body#/data/id"),
        "listContradictions": ("claims", "$response.body#/data/id"),
        "getClaimRelated": ("id", "$response.body#/data/id"),
        "getClaimHistory": ("id", "$response.body#/data/id"),
    },
    "getEntity": {
        "listEvents": ("participants.entity", "$response.body#/data/id"),
        "listClaims": ("speakers.entity", "$response.body#/data/id"),
        "listPromises": ("obligors", "$response.body#/data/id"),
        "listScorecards": ("key", "$response.body#/data/id"),
        "getTimeline": ("id", "$response.body#/data/id"),
        "getEntityRelated": ("id", "$response.body#/data/id"),
        "getEntityHistory": ("id", "$response.body#/data/id"),
    },
    "getSource": {
        "listEvents": ("evidence.source", "$response.body#/data/id"),
        "listClaims": ("evidence.source", "$response.body#/data/id"),
        "getSourceRelated": ("id", "$response.body#/data/id"),
        "getSourceHistory": ("id", "$response.body#/data/id"),
    },
    "getPromise": {"getClaim": ("id", "$response.body#/data/current_claim")},
    "getScorecard": {"listPromises": ("obligors", "$response.body#/data/key")},
    "getContradiction": {"getClaim": ("id", "$response.body#/data/claim")},
}
"""Where an answer leads: operation, its parameter, and what in the answer fills it."""


def query_parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter of the query string. Lists are one value parted by commas."""
    found: dict[str, Any] = {"name": name, "in": "query", "description": description, "required": False}
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": False}
    return {**found, "schema": schema}


def common_parameter(parameter: Parameter) -> dict[str, Any]:
    """A parameter of a list or record."""
    return {
        **query_parameter(parameter.name, parameter.description, parameter.schema),
        "required": parameter.required,
    }


def filter_parameter(parameter: FilterParameter) -> dict[str, Any]:
    """A parameter that filters; closed terms by reference."""
    schema = parameter.schema
    old = {"deprecated": True} if parameter.field.deprecated else {}
    if parameter.field.kind is Kind.term and parameter.field.vocabulary and parameter.operator != "exists":
        term = {"$ref": f"#/components/schemas/{term_schema(parameter.field.vocabulary)}"}
        schema = {**schema, "items": term} if parameter.operator == "in" else term
    elif parameter.field.kind is Kind.term and parameter.operator != "exists":
        title = {"title": f"{title_of(parameter.field.name)}Term"}
        schema = {**schema, "items": schema["items"] | title} if parameter.operator == "in" else schema | title
    return {**query_parameter(parameter.name, parameter.description, schema), **old}


def path_parameters(path: Path) -> list[dict[str, Any]]:
    """Parameters of the path."""
    return [
        {"name": name, "in": "path", "description": text, "required": True, "schema": schema}
        for name, (text, schema) in path.items()
    ]


def header_parameter(name: str, description: str, example: str) -> dict[str, Any]:
    """A request header."""
    return {
        "name": name,
        "in": "header",
        "description": description,
        "required": False,
        "schema": {"type": "string"},
        "example": example,
    }


def if_none_match() -> dict[str, Any]:
    """The header for what a client already holds."""
    text = "Validators (ETag) of answers already held: 304 where one is still right."
    return header_parameter("If-None-Match", text, '"5d41402abc4b2a76b9719d911017c592"')


def headers_of(*names: str) -> dict[str, Any]:
    """Headers of an answer, by reference."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def problems_of(*codes: int) -> dict[str, Any]:
    """Answers that paths share, by reference."""
    return {str(code): {"$ref": f"#/components/responses/{code}"} for code in codes}


def _links(operation_id: str, extra: dict[str, tuple[str, str]] | None = None) -> dict[str, Any]:
    steps = {**NEXT.get(operation_id, {}), **(extra or {})}
    return {
        target: {
            "operationId": target,
            "parameters": {name: expression},
            "description": f"{target} with {name} from this answer.",
        }
        for target, (name, expression) in steps.items()
    }


def described_operation(
    parameters: list[dict[str, Any]],
    responses: dict[str, Any],
    answers: list[type[Struct]],
    tag: str,
    body: dict[str, Any] | None = None,
) -> type[Operation]:
    """An operation with what Litestar does not say; `x-links` in its answer are links of its own."""

    @dataclass
    class Described(Operation):
        """An operation with what Litestar does not say."""

        def __post_init__(self) -> None:
            given = dict(responses)
            ok = dict(given["200"])
            links = _links(self.operation_id or "", ok.pop("x-links", None))
            given["200"] = {**ok, **({"links": links} if links else {})}
            self.parameters = parameters or None  # type: ignore[assignment]
            self.responses = given
            self.request_body = body  # type: ignore[assignment]
            self.tags = [tag]
            self.summary = (self.description or "").rstrip(".")

    Described.answers = answers  # type: ignore[attr-defined]
    return Described


ANSWER_HEADERS = ("ETag", "Cache-Control", "Vary", "Dataset-Release", "Content-Location")


def json_content(answer: type[Struct]) -> dict[str, Any]:
    """An answer in JSON."""
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer.__name__}"}}}
