"""One envelope and one error shape, over every path."""

from typing import Any

import msgspec
import pytest

from api.errors import CODES, Problem
from tests.asked import Asked, parts, path_of

LISTS = ("events", "claims", "entities", "sources", "promises")
PLAIN = ("vocabularies", "releases")


def first(asked: Asked, name: str) -> str:
    return str(asked.json(f"/v1/{name}?limit=1")["data"][0]["id"])


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_items_answer_in_one_envelope(asked: Asked, name: str) -> None:
    page = asked.json(f"/v1/{name}?limit=2&known_at=2025-08-06")
    assert list(page) == ["data", "meta", "links"]
    assert {
        "release",
        "data_date",
        "known_at",
        "count",
        "limit",
        "sort",
        "next_cursor",
        "warnings",
        "redirected",
    } == set(page["meta"])
    assert page["meta"]["known_at"] == "2025-08-06"
    assert len(page["data"]) == 2
    assert set(page["links"]) == {"self", "next", "cite", "report"}
    item = asked.json(f"/v1/{name}/{page['data'][0]['id']}?known_at=2025-08-06")
    assert list(item) == ["data", "meta", "links"]
    assert item["data"] == page["data"][0]
    assert {"release", "data_date", "known_at", "warnings", "redirected"} == set(item["meta"])
    for answer in (page, item):
        assert f"release={answer['meta']['release']}&known_at=2025-08-06" in answer["links"]["cite"]
        assert asked.json(str(path_of(answer["links"]["cite"])))["data"] == answer["data"]
        assert asked.json(str(path_of(answer["links"]["self"])))["data"] == answer["data"]


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_the_same_every_day_has_the_envelope_too(asked: Asked, name: str) -> None:
    answer = asked.json(f"/v1/{name}")
    assert list(answer) == ["data", "meta", "links"]
    assert answer["meta"]["count"] == len(answer["data"])
    key = answer["data"][0]["name" if name == "vocabularies" else "version"]
    item = asked.json(f"/v1/{name}/{key}")
    assert item["data"] == answer["data"][0]
    assert item["meta"]["count"] is None


@pytest.mark.parametrize("name", LISTS)
def test_includes_stand_beside_the_data_only_when_asked(asked: Asked, name: str) -> None:
    id_ = first(asked, name)
    assert "included" not in asked.json(f"/v1/{name}/{id_}")
    with_entities = asked.json(f"/v1/{name}/{id_}?include=entities")
    assert list(with_entities) == ["data", "meta", "links", "included"]
    assert list(with_entities["included"]) == ["entities"]


WRONG: list[tuple[str, int, dict[str, str], str]] = [
    *((f"/v1/{name}?nothing=1", 400, {}, "bad_request") for name in (*LISTS, *PLAIN)),
    *((f"/v1/{name}/e_c_no-such-thing", 404, {}, "not_found") for name in (*LISTS, *PLAIN)),
    *((f"/v1/{name}", 406, {"Accept": "application/xml"}, "not_acceptable") for name in (*LISTS, *PLAIN)),
    *((f"/v1/{name}?release=2020.01.0", 404, {}, "not_found") for name in LISTS),
    *((f"/v1/{name}?known_at=2999-01-01", 400, {}, "bad_request") for name in LISTS),
    *((f"/v1/{name}?limit=0", 400, {}, "bad_request") for name in LISTS),
    ("/v1", 404, {}, "not_found"),
    ("/v1/events/%00", 404, {}, "not_found"),
    ("/v1/events/%ff", 404, {}, "not_found"),
    ("/health?x=1", 400, {}, "bad_request"),
    ("/problems/none", 404, {}, "not_found"),
    ("/v1/releases/latest/files/none.parquet", 404, {}, "not_found"),
    ("/v1/releases/2020.01.0/files/events.parquet", 404, {}, "not_found"),
    ("/v1/releases/latest/files/events.parquet?x=1", 400, {}, "bad_request"),
    ("/v1/releases/latest/files/events.parquet", 416, {"Range": "bytes=99999999-"}, "range_not_satisfiable"),
]


@pytest.mark.parametrize(("target", "status", "headers", "code"), WRONG)
def test_every_error_is_a_problem(asked: Asked, target: str, status: int, headers: dict[str, str], code: str) -> None:
    reply = asked.get(target, **headers)
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["access-control-allow-origin"] == "*"
    problem = msgspec.json.decode(reply.body, type=Problem)
    assert (problem.status, problem.type, problem.title) == (status, f"/problems/{code}", CODES[code].title)
    assert problem.detail


@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_problem_tells_its_meaning(asked: Asked, code: str) -> None:
    found = asked.json(f"/problems/{code}")
    assert found == {"status": CODES[code].status, "title": CODES[code].title, "meaning": CODES[code].meaning}


def test_every_fault_is_told_at_once_with_what_was_meant(asked: Asked) -> None:
    problem = asked.json(
        "/v1/events?tpye=x&type=model_relase&date=1&limit=5000&sort=-dat&count=all&match=with&include=claim"
        "&release=lates&known_at=June&known_on=a&known_on=b&id=%zz&title=%ff",
        400,
    )
    found = parts(problem)
    assert set(found) == {
        *("tpye", "type", "date", "limit", "sort", "count", "match", "include", "release", "known_at"),
        *("known_on", "id", "title"),
    }
    suggested = {name: suggestion for name, (_reason, suggestion) in found.items() if suggestion}
    assert suggested == {
        "tpye": "type",
        "type": "model_release",
        "sort": "-date",
        "include": "claims",
        "release": "latest",
        "match": "within",
    }
    assert "more than once" in found["known_on"][0]
    assert "% escape" in found["id"][0]
    assert "UTF-8" in found["title"][0]


def test_a_list_may_be_given_value_by_value(asked: Asked) -> None:
    """Many clients repeat the parameter: it is read as one list, and told as one."""
    one = asked.json("/v1/events?type__in=postponement,model_release&include=claims,entities&fields=id,title&limit=5")
    other = asked.json(
        "/v1/events?type__in=postponement&include=claims&fields=id&fields=title&limit=5&include=entities"
        "&type__in=model_release"
    )
    assert other == one
    assert asked.json("/v1/search?kind=events&kind=claims&limit=1") == asked.json(
        "/v1/search?kind=events,claims&limit=1"
    )
    problem = asked.json("/v1/events?type__in=postponement&type__in=", 400)
    assert set(parts(problem)) == {"type__in"}


def test_a_failure_of_ours_tells_nothing_of_the_inside(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("api.answering.list_page", fail)
    problem = asked.json("/v1/events", 500)
    assert problem["type"] == "/problems/internal_error"
    assert "secret" not in str(problem)
