"""The contract: fresh, valid, and with nothing left undescribed."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.app import litestar_app
from api.command import CONTRACT
from api.openapi_file import as_yaml, make_spec
from api.settings import Settings
from api.wrapper import Wrapper
from schemas.vocabulary import VOCABULARIES
from tests.asked import Asked


@pytest.fixture(scope="module")
def whole(committed: Settings) -> Iterator[Asked]:
    """The service over every committed release: the contract takes its examples from the latest."""
    app = litestar_app(committed)
    yield Asked(Wrapper(app))
    app.state.archive.close()


@pytest.fixture(scope="module")
def spec(committed: Settings) -> dict[str, Any]:
    return make_spec(litestar_app(committed))


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in spec["paths"].items():
        for operation in methods.values():
            yield path, operation


def untold(spec: dict[str, Any]) -> set[str]:
    """Operations that no committed release answers yet: their table came with a later schema than all of theirs."""
    told = spec["paths"]["/v1/releases"]["get"]["responses"]["200"]["content"]["application/json"]["example"]["data"]
    return set() if any(file["table"] == "changes" for one in told for file in one["files"]) else {"listChanges"}


def resolved(spec: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part, or what its reference points at."""
    if "$ref" not in part:
        return part
    found = spec
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_the_committed_file_is_fresh(spec: dict[str, Any]) -> None:
    assert CONTRACT.read_bytes() == as_yaml(spec), "openapi.yaml has drifted: run `.venv/bin/onrecord openapi`"


def test_it_is_valid_openapi(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    validate(yaml.load(CONTRACT.read_bytes(), Loader=yaml.CSafeLoader))


def test_operations_are_named_described_and_sorted_under_a_tag(spec: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in spec["tags"] if tag["description"]}
    names = [operation["operationId"] for _path, operation in operations(spec)]
    assert len(names) == len(set(names))
    for _path, operation in operations(spec):
        assert len(operation["operationId"]) <= 20
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["tags"]) <= tags


def test_every_parameter_is_described_and_has_an_example_that_fits(spec: dict[str, Any]) -> None:
    for path, operation in operations(spec):
        for parameter in operation.get("parameters", ()):
            where = f"{path} {parameter['name']}"
            assert len(parameter["description"]) > 10, where
            assert "example" in parameter, where
            schema = {**parameter["schema"], "components": spec["components"]}
            Draft202012Validator(schema).validate(parameter["example"])


def test_every_answer_and_header_is_described_and_has_an_example(spec: dict[str, Any]) -> None:
    for name, header in spec["components"]["headers"].items():
        assert header["description"], name
        assert header["example"], name
    for path, operation in operations(spec):
        for status, response in operation["responses"].items():
            found = resolved(spec, response)
            where = f"{path} {status}"
            assert found["description"], where
            for media_type, content in found.get("content", {}).items():
                shown = operation["operationId"] not in ("getReleaseFile", *untold(spec))
                if media_type.endswith("json") and (shown or status not in ("200", "206")):
                    assert "example" in content, where


def test_every_answer_example_fits_its_schema(spec: dict[str, Any]) -> None:
    for path, operation in operations(spec):
        for status, response in operation["responses"].items():
            for content in resolved(spec, response).get("content", {}).values():
                if "schema" in content and (status != "200" or operation["operationId"] not in untold(spec)):
                    schema = {**content["schema"], "components": spec["components"]}
                    errors = [error.message for error in Draft202012Validator(schema).iter_errors(content["example"])]
                    assert errors == [], f"{path} {status}"


def test_every_field_of_an_answer_is_described(spec: dict[str, Any]) -> None:
    bare = [
        f"{name}.{field}"
        for name, schema in spec["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if not part.get("description")
    ]
    assert bare == []


def test_closed_terms_are_enums_when_asked_and_strings_when_answered(spec: dict[str, Any]) -> None:
    schemas = spec["components"]["schemas"]
    assert schemas["EventTypeTerm"]["enum"] == list(VOCABULARIES["event_type"].terms)
    answered = schemas["Event"]["properties"]["type"]
    assert (answered["type"], "enum" in answered) == ("string", False)
    assert answered["x-known-values"] == list(VOCABULARIES["event_type"].terms)
    answers = {name for _path, operation in operations(spec) for name in referred(spec, operation["responses"])}
    assert {"EventPage", "Slip", "Problem", "RelatedEvent"} <= answers
    assert [name for name in answers if "'enum':" in str(schemas[name])] == []


def referred(spec: dict[str, Any], part: Any) -> set[str]:
    """Names of the schemas to which a part leads."""
    found: set[str] = set()
    waiting = [json.dumps(part), json.dumps(spec["components"]["responses"])]
    while waiting:
        for name in set(re.findall(r'"#/components/schemas/(\w+)"', waiting.pop())) - found:
            found.add(name)
            waiting.append(json.dumps(spec["components"]["schemas"][name]))
    return found


def test_links_lead_to_operations_and_parameters_that_exist(spec: dict[str, Any]) -> None:
    parameters = {
        operation["operationId"]: {one["name"] for one in operation.get("parameters", ())}
        for _path, operation in operations(spec)
    }
    linked = set()
    for _path, operation in operations(spec):
        for link in operation["responses"]["200"].get("links", {}).values():
            linked.add((operation["operationId"], link["operationId"]))
            assert set(link["parameters"]) <= parameters[link["operationId"]]
            assert link["description"]
    lists = {"Events": "Event", "Claims": "Claim", "Entities": "Entity", "Sources": "Source", "Promises": "Promise"}
    assert {(f"list{many}", f"get{one}") for many, one in lists.items()} <= linked


def test_apps_over_other_releases_leave_the_document_alone(settings: Settings, spec: dict[str, Any]) -> None:
    small = make_spec(litestar_app(settings))
    assert small["components"]["headers"]["ETag"] != spec["components"]["headers"]["ETag"]


def test_the_service_gives_the_same_document(whole: Asked, spec: dict[str, Any]) -> None:
    assert whole.get("/openapi.yaml").body == CONTRACT.read_bytes()
    assert whole.json("/openapi.json") == msgspec.json.decode(msgspec.json.encode(spec))


def test_every_example_of_a_parameter_is_answered(whole: Asked, spec: dict[str, Any]) -> None:
    """Each example really works: asked alone, it gives 200."""
    for path, operation in operations(spec):
        if operation["operationId"] in untold(spec):
            continue
        target = path
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                target = target.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
        for parameter in operation.get("parameters", ()):
            if parameter["in"] != "query":
                continue
            example = parameter["example"]
            text = ",".join(map(str, example)) if isinstance(example, list) else str(example)
            text = text.lower() if isinstance(example, bool) else text
            named = {other["name"] for other in operation["parameters"]}
            extra = "&limit=1&count=none" if {"limit", "count"} <= named else ""
            for other in operation["parameters"]:
                if other["in"] == "query" and other["required"] and other is not parameter:
                    extra += f"&{other['name']}={quote(str(other['example']))}"
            name = parameter["name"]
            if name in ("limit", "count", "cursor", "sample", "seed"):  # these have no limit or count beside them
                extra = extra.removeprefix("&limit=1&count=none")
            if name == "seed":
                extra += "&sample=1"
            figure = re.fullmatch(r"((?:\w+\.)?\w*value)(?:\.(?:low|best|high))?__(?:gte|lte|gt|lt)", name)
            if figure and f"{figure[1]}.currency" in named:
                extra += f"&{figure[1]}.currency=USD"
            whole.json(f"{target}?{name}={quote(text)}{extra}")
