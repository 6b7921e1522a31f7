"""What is on its way out says so: in headers, in the contract and on the page for people."""

from datetime import date
from typing import Annotated, Any

import msgspec
import pytest
from litestar import Litestar, get
from litestar.openapi.spec import Operation
from msgspec import Struct

from api.app import litestar_app
from api.deprecating import announcing, mark, notices
from api.in_process import ask
from api.openapi_file import spec_of
from api.operation_parts import described_operation, filter_parameter
from api.pages.docs import docs_page
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.queries.fields import declare_all
from dataset.queries.filters import filter_parameters
from schemas.annotations import described
from schemas.deprecation import OPERATIONS, Deprecation
from tests.asked import Asked

GOING = Deprecation(since=date(2026, 12, 1), gone=date(2027, 12, 1), instead="Use `size` instead.")


class Part(Struct):
    """A part of an answer."""

    length: Annotated[float, described("How long it is.", deprecated=GOING)]
    size: Annotated[float, described("How large it is.")]


class Whole(Struct):
    """An answer."""

    data: list[Part]


def operation(answer: type[Struct]) -> type[Operation]:
    return described_operation([], {"200": {"description": "It."}}, [answer], "service")


@get("/going", operation_class=operation(Whole), operation_id="getGoing", sync_to_thread=False)
def going() -> dict[str, Any]:
    """An answer with a field on its way out."""
    return {}


class Plain(Struct):
    """An answer in which nothing is on its way out."""

    size: float


@get("/staying", operation_class=operation(Plain), operation_id="getStaying", sync_to_thread=False)
def staying() -> dict[str, Any]:
    """An answer in which nothing is on its way out."""
    return {}


def test_an_answer_with_a_field_on_its_way_out_says_since_when_and_until_when() -> None:
    routes = [going, staying]
    app = Wrapper(Litestar(routes, before_send=[announcing(notices(routes))], openapi_config=None))
    headers = ask(app, "/going").headers
    assert headers["deprecation"] == "@1796083200"
    assert headers["sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert headers["link"] == '</docs>; rel="deprecation"; type="text/html"'
    assert {"deprecation", "sunset", "link"}.isdisjoint(ask(app, "/staying").headers)


def test_the_contract_marks_the_field_and_its_filter() -> None:
    (schema,), components = msgspec.json.schema_components([Part], ref_template="{name}")
    assert schema == {"$ref": "Part"}
    length = components["Part"]["properties"]["length"]
    assert length["deprecated"] is True
    assert "Deprecated since 2026-12-01, gone from 2027-12-01 on. Use `size` instead." in length["description"]
    filters = filter_parameters(declare_all(Part, "length", "size"))
    assert filter_parameter(filters["length__gte"])["deprecated"] is True
    assert "deprecated" not in filter_parameter(filters["size__gte"])
    paths: dict[str, Any] = {"/going": {"get": {"operationId": "getGoing", "responses": {"200": {}}}}}
    mark(paths, notices([going]))
    assert set(paths["/going"]["get"]["responses"]["200"]["headers"]) == {"Deprecation", "Sunset"}
    assert "deprecated" not in paths["/going"]["get"]


def test_a_path_on_its_way_out_says_so_everywhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPERATIONS, "getCoverage", Deprecation(since=date(2026, 12, 1), instead="Count with `/stats`."))
    app = litestar_app(settings)
    asked = Asked(Wrapper(app))
    assert asked.get("/v1/coverage").headers["deprecation"] == "@1796083200"
    assert "sunset" not in asked.get("/v1/coverage").headers
    assert "deprecation" not in asked.get("/health").headers
    marked = spec_of(app)["paths"]["/v1/coverage"]["get"]
    assert marked["deprecated"] is True
    assert marked["description"].endswith("Deprecated since 2026-12-01. Count with `/stats`.")
    assert b"Deprecated since 2026-12-01. Count with <code>/stats</code>." in docs_page(spec_of(app))
    app.state.archive.close()


def test_nothing_is_on_its_way_out_now(asked: Asked) -> None:
    assert OPERATIONS == {}
    assert asked.app.app.state.archive  # type: ignore[attr-defined]
    assert notices(asked.app.app.state.routes) == {}  # type: ignore[attr-defined]
