"""Operations as OpenAPI describes them: parameters, answers, headers and links of each path.

Litestar finds paths and names; everything else is said here, since its own words for parameters and answers know no
headers and no links. Examples are put in by `api.openapi_file`, from real answers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar.openapi.spec import Operation
from msgspec import Struct

from api.citing import CslEntry
from api.dated import Dated
from api.envelope import ANSWERS
from api.formats.contract import item_content, list_content, pages_of
from api.formats.reading import formats_of
from api.operation_parts import (
    ANSWER_HEADERS,
    Path,
    common_parameter,
    described_operation,
    filter_parameter,
    header_parameter,
    headers_of,
    if_none_match,
    json_content,
    path_parameters,
    problems_of,
)
from api.parameters import Parameter, item_parameters, list_parameters
from api.posted import MOST_BYTES
from api.query_schema import body_component
from api.sql_question import OFFERED
from dataset.queries.collection import Collection
from dataset.queries.filters import FilterParameter

TITLE = "OnRecord"

FILE_TYPES = (
    "application/vnd.apache.parquet",
    "application/json",
    "application/ld+json",
    "application/octet-stream",
    "application/yaml",
    "application/zip",
    "text/markdown; charset=utf-8",
    "text/plain; charset=utf-8",
)
"""Media types of the files of a release."""

BY_ID = (307, 308, 410, 451)
"""Answers of a path with the id of a record: what became of one that is not there."""


def list_operation(
    collection: Collection,
    page_type: type[Struct] | None = None,
    *,
    path: Path | None = None,
    tag: str | None = None,
    further: Sequence[Parameter] = (),
) -> type[Operation]:
    """Operation of a list; what the catalogue does not hold is given."""
    pages = pages_of(page_type or ANSWERS[collection.name].page, collection)
    ok = {
        "description": f"A page of {collection.name}.",
        "headers": headers_of(*ANSWER_HEADERS, "Link", "Content-Disposition"),
        "content": list_content(formats_of(collection.row), pages),
    }
    parameters = [
        *path_parameters(path or {}),
        *(common_parameter(one) for one in (*further, *list_parameters(collection))),
        *(filter_parameter(one) for one in collection.filters.values()),
        if_none_match(),
    ]
    codes = (304, *(BY_ID if path else ()), 400, 404, 406, 431, 500)
    return described_operation(
        parameters, {"200": ok, **problems_of(*codes)}, [*pages, CslEntry], tag or collection.name
    )


def query_operation(collection: Collection) -> type[Operation]:
    """Operation of a list asked in a body."""
    pages = pages_of(ANSWERS[collection.name].page, collection)
    ok = {
        "description": f"A page of {collection.name}.",
        "headers": headers_of(
            "Cache-Control", "Vary", "Dataset-Release", "Content-Location", "Link", "Next-Cursor", "Content-Disposition"
        ),
        "content": list_content(formats_of(collection.row), pages),
    }
    body = {
        "description": f"The question, in at most {MOST_BYTES} bytes.",
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{body_component(collection)}"}}},
    }
    codes = (400, 404, 406, 413, 415, 431, 500)
    return described_operation([], {"200": ok, **problems_of(*codes)}, [*pages, CslEntry], collection.name, body)


def item_operation(collection: Collection) -> type[Operation]:
    """Operation of a single record."""
    answer = ANSWERS[collection.name].item
    field = collection.fields["id"]
    schema = {"type": "string", "pattern": field.pattern, "maxLength": field.max_length}
    ok = {
        "description": f"The {collection.kind}.",
        "headers": headers_of(*ANSWER_HEADERS, "Link", "Content-Disposition"),
        "content": item_content(answer),
    }
    parameters = [
        *path_parameters({"id": (f"Id of the {collection.kind}.", schema)}),
        *(common_parameter(one) for one in item_parameters(collection)),
        if_none_match(),
    ]
    return described_operation(
        parameters,
        {"200": ok, **problems_of(304, *BY_ID, 400, 404, 406, 431, 500)},
        [answer, CslEntry],
        collection.name,
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
    ok = {
        "description": description,
        "headers": headers_of(*headers),
        "content": json_content(answer),
        "x-links": links,
    }
    codes = [400, 431, 500, *([304, 406] if cached else []), *([308, 404] if path else [])]
    parameters = [*path_parameters(path or {}), *([if_none_match()] if cached else [])]
    tag = "releases" if released or answer.__name__.startswith("Release") else "vocabularies" if cached else "service"
    return described_operation(parameters, {"200": ok, **problems_of(*sorted(codes))}, [answer], tag)


def sql_operation(answer: type[Struct]) -> type[Operation]:
    """Operation that runs a statement."""
    content: dict[str, Any] = json_content(answer)
    for one in OFFERED.values():
        if one.rows and one.text:
            content[one.media_type] = {"schema": {"type": "string", "description": one.about}}
        elif one.rows:
            content[one.media_type] = {"x-rows": f"{one.about} The same rows as in JSON."}
    named = ("Cache-Control", "Vary", "Dataset-Release", "Result-Rows", "Result-Truncated", "Content-Disposition")
    ok = {"description": "Rows of the statement.", "headers": headers_of(*named), "content": content}
    body = {
        "description": f"The question, in at most {MOST_BYTES} bytes.",
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SqlQuestion"}}},
    }
    codes = (400, 403, 404, 406, 413, 415, 422, 429, 431, 500)
    return described_operation([], {"200": ok, **problems_of(*codes)}, [answer], "sql", body)


def sql_schema_operation(answer: type[Struct], parameters: list[Parameter]) -> type[Operation]:
    """Operation that describes what statements may name."""
    ok = {
        "description": "Tables, columns and functions.",
        "headers": headers_of(*ANSWER_HEADERS),
        "content": json_content(answer),
    }
    described = [*(common_parameter(one) for one in parameters), if_none_match()]
    codes = (304, 400, 404, 406, 431, 500)
    return described_operation(described, {"200": ok, **problems_of(*codes)}, [answer], "sql")


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
    binary: dict[str, Any] = {media_type: {} for media_type in FILE_TYPES}
    whole = {"description": "The file.", "headers": headers_of(*headers), "content": binary}
    part = {
        "description": "The range of the file.",
        "headers": headers_of(*headers, "Content-Range"),
        "content": binary,
    }
    parameters = [
        *path_parameters(path),
        header_parameter(
            "Range", "One range of bytes; several, or what cannot be read, give the whole file.", "bytes=0-99"
        ),
        header_parameter(
            "If-Range", "The ETag for which the range is asked; where it differs, the whole file comes.", '"…"'
        ),
        if_none_match(),
    ]
    responses = {"200": whole, "206": part, **problems_of(304, 308, 400, 404, 406, 416, 431, 451, 500)}
    return described_operation(parameters, responses, [], "releases")


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
        "headers": headers_of(*ANSWER_HEADERS, *(("Link", "Content-Disposition") if dated.row else ())),
        "content": list_content(dated.formats, [dated.answer]),
        "x-links": links,
    }
    parameters = [
        *path_parameters(path or {}),
        *(common_parameter(one) for one in dated.common),
        *(filter_parameter(one) for one in dated.filters.values()),
        if_none_match(),
    ]
    codes = (304, *(BY_ID if path else ()), 400, 404, 406, 431, 500)
    return described_operation(parameters, {"200": ok, **problems_of(*codes)}, [dated.answer, CslEntry], tag)


def search_operation(
    answer: type[Struct],
    row: type[Struct],
    parameters: list[Parameter],
    filters: Mapping[str, Mapping[str, FilterParameter]],
) -> type[Operation]:
    """Operation of a search: `filters` are those of every collection searched, by name and collection."""
    ok = {
        "description": "A page of hits.",
        "headers": headers_of(*ANSWER_HEADERS, "Link", "Content-Disposition"),
        "content": list_content(formats_of(row), [answer]),
    }
    described = [
        *(common_parameter(one) for one in parameters),
        *(_shared({name: filter_parameter(one) for name, one in having.items()}) for having in filters.values()),
        if_none_match(),
    ]
    return described_operation(
        described, {"200": ok, **problems_of(304, 400, 404, 406, 431, 500)}, [answer, CslEntry], "search"
    )


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
