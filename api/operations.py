"""Operations as OpenAPI describes them: parameters, answers, headers and links of each path.

Litestar finds paths and names; everything else is said here, since its own words for parameters and answers know no
headers and no links. Examples are put in by `api.openapi_file`, from real answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar.openapi.spec import Operation
from msgspec import Struct

from api.citing import CslEntry
from api.dated import Dated
from api.envelope import ANSWERS
from api.formats.contract import item_content, list_content, pages_of
from api.parameters import Parameter, item_parameters, list_parameters
from api.posted import MOST_BYTES
from api.query_schema import body_component, term_schema
from dataset.queries.collection import Collection
from dataset.queries.fields import Kind
from dataset.queries.filters import FilterParameter

TITLE = "OnRecord"

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
    },
    "getClaim": {
        "listPromises": ("chain", "$response.body#/data/id"),
        "listContradictions": ("claims", "$response.body#/data/id"),
        "getClaimRelated": ("id", "$response.body#/data/id"),
    },
    "getEntity": {
        "listEvents": ("participants.entity", "$response.body#/data/id"),
        "listClaims": ("speakers.entity", "$response.body#/data/id"),
        "listPromises": ("obligors", "$response.body#/data/id"),
        "listScorecards": ("key", "$response.body#/data/id"),
        "getTimeline": ("id", "$response.body#/data/id"),
        "getEntityRelated": ("id", "$response.body#/data/id"),
    },
    "getSource": {
        "listEvents": ("evidence.source", "$response.body#/data/id"),
        "listClaims": ("evidence.source", "$response.body#/data/id"),
        "getSourceRelated": ("id", "$response.body#/data/id"),
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


def _common(parameter: Parameter) -> dict[str, Any]:
    return {
        **query_parameter(parameter.name, parameter.description, parameter.schema),
        "required": parameter.required,
    }


def _filter(parameter: FilterParameter) -> dict[str, Any]:
    schema = parameter.schema
    if parameter.field.kind is Kind.term and parameter.field.vocabulary and parameter.operator != "exists":
        term = {"$ref": f"#/components/schemas/{term_schema(parameter.field.vocabulary)}"}
        schema = {**schema, "items": term} if parameter.operator == "in" else term
    return query_parameter(parameter.name, parameter.description, schema)


def _path(path: Path) -> list[dict[str, Any]]:
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


def _if_none_match() -> dict[str, Any]:
    text = "Validators (ETag) of answers already held: 304 where one is still right."
    return header_parameter("If-None-Match", text, '"5d41402abc4b2a76b9719d911017c592"')


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problems(*codes: int) -> dict[str, Any]:
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


def _operation(
    parameters: list[dict[str, Any]],
    responses: dict[str, Any],
    answers: list[type[Struct]],
    tag: str,
    body: dict[str, Any] | None = None,
) -> type[Operation]:
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


_ANSWER_HEADERS = ("ETag", "Cache-Control", "Vary", "Dataset-Release", "Content-Location")


def _json(answer: type[Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer.__name__}"}}}


def list_operation(
    collection: Collection, page_type: type[Struct] | None = None, *, path: Path | None = None, tag: str | None = None
) -> type[Operation]:
    """Operation of a list; what the catalogue does not hold is given."""
    pages = pages_of(page_type or ANSWERS[collection.name].page, collection)
    ok = {
        "description": f"A page of {collection.name}.",
        "headers": _headers(*_ANSWER_HEADERS, "Link", "Content-Disposition"),
        "content": list_content(collection, pages),
    }
    parameters = [
        *_path(path or {}),
        *(_common(one) for one in list_parameters(collection)),
        *(_filter(one) for one in collection.filters.values()),
        _if_none_match(),
    ]
    codes = (304, *((308,) if path else ()), 400, 404, 406, 431, 500)
    return _operation(parameters, {"200": ok, **_problems(*codes)}, [*pages, CslEntry], tag or collection.name)


def query_operation(collection: Collection) -> type[Operation]:
    """Operation of a list asked in a body."""
    pages = pages_of(ANSWERS[collection.name].page, collection)
    ok = {
        "description": f"A page of {collection.name}.",
        "headers": _headers(
            "Cache-Control", "Vary", "Dataset-Release", "Content-Location", "Link", "Next-Cursor", "Content-Disposition"
        ),
        "content": list_content(collection, pages),
    }
    body = {
        "description": f"The question, in at most {MOST_BYTES} bytes.",
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{body_component(collection)}"}}},
    }
    codes = (400, 404, 406, 413, 415, 431, 500)
    return _operation([], {"200": ok, **_problems(*codes)}, [*pages, CslEntry], collection.name, body)


def item_operation(collection: Collection) -> type[Operation]:
    """Operation of a single record."""
    answer = ANSWERS[collection.name].item
    field = collection.fields["id"]
    schema = {"type": "string", "pattern": field.pattern, "maxLength": field.max_length}
    ok = {
        "description": f"The {collection.kind}.",
        "headers": _headers(*_ANSWER_HEADERS, "Link", "Content-Disposition"),
        "content": item_content(answer),
    }
    parameters = [
        *_path({"id": (f"Id of the {collection.kind}.", schema)}),
        *(_common(one) for one in item_parameters(collection)),
        _if_none_match(),
    ]
    return _operation(
        parameters, {"200": ok, **_problems(304, 308, 400, 404, 406, 431, 500)}, [answer, CslEntry], collection.name
    )


def plain_operation(
    answer: type[Struct],
    description: str,
    *,
    path: Path | None = None,
    links: dict[str, tuple[str, str]] | None = None,
    released: bool = False,
    cached: bool = True,
) -> type[Operation]:
    """Operation without parameters of the query. `released` where the answer is of one release."""
    headers = ["Cache-Control", *(["ETag", "Vary"] if cached else []), *(["Dataset-Release"] if released else [])]
    ok = {"description": description, "headers": _headers(*headers), "content": _json(answer), "x-links": links}
    codes = [400, 431, 500, *([304, 406] if cached else []), *([308, 404] if path else [])]
    parameters = [*_path(path or {}), *([_if_none_match()] if cached else [])]
    tag = "releases" if released or answer.__name__.startswith("Release") else "vocabularies" if cached else "service"
    return _operation(parameters, {"200": ok, **_problems(*sorted(codes))}, [answer], tag)


def download_operation(path: Path) -> type[Operation]:
    """Operation that sends a file."""
    headers = (
        "ETag",
        "Cache-Control",
        "Dataset-Release",
        "Content-Location",
        "Accept-Ranges",
        "Repr-Digest",
        "Content-Disposition",
    )
    binary: dict[str, Any] = {"application/vnd.apache.parquet": {}, "application/json": {}}
    whole = {"description": "The file.", "headers": _headers(*headers), "content": binary}
    part = {
        "description": "The range of the file.",
        "headers": _headers(*headers, "Content-Range"),
        "content": binary,
    }
    parameters = [
        *_path(path),
        header_parameter(
            "Range", "One range of bytes; several, or what cannot be read, give the whole file.", "bytes=0-99"
        ),
        header_parameter(
            "If-Range", "The ETag for which the range is asked; where it differs, the whole file comes.", '"…"'
        ),
        _if_none_match(),
    ]
    responses = {"200": whole, "206": part, **_problems(304, 308, 400, 404, 406, 416, 431, 500)}
    return _operation(parameters, responses, [], "releases")


def dated_operation(
    dated: Dated,
    description: str,
    tag: str,
    *,
    path: Path | None = None,
    links: dict[str, tuple[str, str]] | None = None,
) -> type[Operation]:
    """Operation of a path with parameters of its own."""
    ok = {
        "description": description,
        "headers": _headers(*_ANSWER_HEADERS),
        "content": _json(dated.answer),
        "x-links": links,
    }
    parameters = [
        *_path(path or {}),
        *(_common(one) for one in dated.common),
        *(_filter(one) for one in dated.filters.values()),
        _if_none_match(),
    ]
    codes = (304, *((308,) if path else ()), 400, 404, 406, 431, 500)
    return _operation(parameters, {"200": ok, **_problems(*codes)}, [dated.answer], tag)


def search_operation(
    answer: type[Struct], parameters: list[Parameter], filters: Mapping[str, Mapping[str, FilterParameter]]
) -> type[Operation]:
    """Operation of a search: `filters` are those of every collection searched, by name and collection."""
    ok = {
        "description": "A page of hits.",
        "headers": _headers(*_ANSWER_HEADERS, "Link"),
        "content": _json(answer),
    }
    described = [
        *(_common(one) for one in parameters),
        *(_shared({name: _filter(one) for name, one in having.items()}) for having in filters.values()),
        _if_none_match(),
    ]
    return _operation(described, {"200": ok, **_problems(304, 400, 404, 406, 431, 500)}, [answer], "search")


def _shared(having: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One parameter for those of one name that several collections have: it takes what any of them takes."""
    found = list(having.values())
    texts = {one["description"] for one in found}
    schemas = [one["schema"] for one in found]
    schema = schemas[0]
    if any(other != schema for other in schemas):
        alike = {key: value for key, value in schema.items() if key != "items"}
        if "items" in schema:
            schema = {**alike, "items": {"anyOf": [one["items"] for one in schemas]}}
        else:
            schema = {"anyOf": schemas}
    told = texts.pop() if len(texts) == 1 else " ".join(f"{name}: {one['description']}" for name, one in having.items())
    return {**found[0], "schema": schema, "description": f"Filter of {', '.join(having)}. {told}"}
