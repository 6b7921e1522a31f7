"""Search and resolution of names over HTTP."""

from typing import Any

import pytest

from tests.asked import Asked, parts, path_of

PIN = "release=2026.11.0"


def test_a_page_of_hits(asked: Asked) -> None:
    page = asked.json(f"/v1/search?q=Open+AI&limit=2&{PIN}")
    assert list(page) == ["data", "meta", "links", "facets"]
    first = page["data"][0]
    assert (first["kind"], first["id"], first["is_exact"], first["label"]) == ("entities", "n_openai", True, "OpenAI")
    assert first["fragments"][0] == {"field": "name", "html": "<mark>OpenAI</mark>"}
    assert page["meta"]["sort"] == "-score,-date,id"
    assert page["meta"]["kinds"] == ["events", "claims", "entities", "sources"]
    assert page["meta"]["count"] == sum(one["count"] for one in page["facets"]["kind"])
    assert "q=Open%20AI&limit=2&release=2026.11.0&known_at=2026-11-" in page["links"]["cite"]
    assert asked.json(str(path_of(page["links"]["cite"])))["data"] == page["data"]


def test_the_postponement_is_found_by_its_words_and_filters(asked: Asked) -> None:
    page = asked.json(f"/v1/search?q=open-weights+summer&kind=events&type=postponement&{PIN}")
    assert [hit["id"] for hit in page["data"]] == ["e_openai-open-model-postponed"]
    (hit,) = page["data"]
    assert (hit["type"], hit["date"]["edtf"], hit["known_on"]) == ("postponement", "2025-06-10", "2025-06-10")
    assert "<mark>open-weights</mark>" in hit["fragments"][0]["html"]
    assert page["facets"]["type"] == [{"value": "postponement", "count": 1}]
    before = asked.json(f"/v1/search?q=open-weights+summer&kind=events&type=postponement&known_at=2025-06-09&{PIN}")
    assert (before["data"], before["meta"]["count"], before["facets"]["type"]) == ([], 0, [])


def test_facets_lead_to_what_they_count(asked: Asked) -> None:
    page = asked.json(f"/v1/search?q=openai&limit=1&{PIN}")
    for facet, kind in (("type", "events"), ("category", "events"), ("claim_kind", "claims"), ("entity_kind", "entities"),
                        ("source_kind", "sources"), ("topics", ""), ("kind", "")):  # fmt: skip
        one = page["facets"][facet][0]
        chosen = f"&kind={kind}" if kind else ""
        found = asked.json(f"/v1/search?q=openai{chosen}&{facet}={one['value']}&limit=1&{PIN}")
        assert found["meta"]["count"] == one["count"], facet


@pytest.mark.parametrize(
    ("query", "limit", "least"),
    [("q=openai", 37, 100), ("kind=events", 37, 100), ("q=open+model&words=any&claim_kind=commitment", 2, 5)],
)
def test_pages_give_the_whole_list_once(asked: Asked, query: str, limit: int, least: int) -> None:
    whole = [hit["id"] for hit in asked.json(f"/v1/search?{query}&limit=1000&{PIN}")["data"]]
    assert asked.ids(f"/v1/search?{query}&limit={limit}&{PIN}") == whole
    assert len(set(whole)) == len(whole) > least


def test_a_cursor_alone_goes_on(asked: Asked) -> None:
    page = asked.json(f"/v1/search?q=openai&limit=3&count=none&{PIN}")
    assert (page["meta"]["count"], page["facets"]) == (None, None)
    cursor = page["links"]["next"].split("cursor=")[1]
    following = asked.json(f"/v1/search?cursor={cursor}")
    assert following["data"] == asked.json(str(path_of(page["links"]["next"])))["data"]
    assert following["meta"]["limit"] == 3


def test_answers_are_kept_by_their_validator(asked: Asked) -> None:
    for target in (f"/v1/search?q=openai&{PIN}", f"/v1/entities/resolve?name=openai&{PIN}"):
        reply = asked.get(target)
        assert reply.headers["cache-control"].startswith("public, max-age=86400")
        assert asked.get(target, If_None_Match=reply.headers["etag"]).status == 304


def cursor_of(asked: Asked, path: str) -> str:
    return str(asked.json(f"{path}&limit=1&{PIN}")["links"]["next"].split("cursor=")[1])


WRONG: list[tuple[str, dict[str, str | None]]] = [
    ("q=", {"q": None}),
    ("q=" + "a" * 201, {"q": None}),
    ("q=a%00", {"q": None}),
    ("q=" + "a+" * 21, {"q": None}),
    ("q=a&q=b", {"q": None}),
    ("q=a&kind=event", {"kind": "events"}),
    ("q=a&kind=", {"kind": None}),
    ("q=a&words=al", {"words": "all"}),
    ("q=a&limit=0", {"limit": None}),
    ("q=a&limt=1", {"limt": "limit"}),
    ("q=a&count=all", {"count": None}),
    ("q=a&kind=events&type=postponment", {"type": "postponement"}),
    ("q=a&kind=entities&type=postponement", {"type": None}),
    ("type=postponement&metric=revenue", {"type": None, "metric": None}),
    ("q=a&claim_kind=comitment", {"claim_kind": "commitment"}),
    ("q=a&value__gte=1e9", {"value__gte": "value.currency"}),
    ("q=a&known_at=2999-01-01", {"known_at": "2026-11-23"}),
    ("q=a&cursor=abc", {"cursor": None}),
    ("q=a&sort=id", {"sort": None}),
]


@pytest.mark.parametrize(("query", "expected"), WRONG)
def test_bad_input_is_named(asked: Asked, query: str, expected: dict[str, str | None]) -> None:
    found = parts(asked.json(f"/v1/search?{query}", 400))
    assert set(found) == set(expected)
    for name, suggestion in expected.items():
        if suggestion is not None:
            assert found[name][1] == suggestion


def test_a_cursor_and_other_parameters_must_agree(asked: Asked) -> None:
    cursor = cursor_of(asked, "/v1/search?q=openai&kind=events&type=model_release")
    same = asked.json(f"/v1/search?cursor={cursor}&q=openai&kind=events&type=model_release")
    assert len(same["data"]) == 1
    for more in (
        "q=open",
        "kind=claims",
        "type=ruling",
        "words=any",
        "match=within",
        "known_at=2025-01-01",
        "topics=safety",
    ):
        name = more.split("=")[0]
        assert set(parts(asked.json(f"/v1/search?cursor={cursor}&{more}", 400))) == {name}
    assert set(parts(asked.json(f"/v1/events?cursor={cursor}", 400))) == {"cursor"}
    other = cursor_of(asked, "/v1/events?tier=curated")
    assert set(parts(asked.json(f"/v1/search?cursor={other}", 400))) == {"cursor"}


def test_what_names_nothing_is_warned_of(asked: Asked) -> None:
    assert asked.json("/v1/search?q=---")["meta"]["warnings"] == ["q holds no letter or digit, so nothing is a hit"]
    (warning,) = asked.json(f"/v1/search?q=openai&participants.entity=n_nobody&{PIN}")["meta"]["warnings"]
    assert warning.startswith("participants.entity: no entity n_nobody in release 2026.11.0")


def test_names_are_resolved_and_the_path_is_no_id(asked: Asked) -> None:
    answer = asked.json(f"/v1/entities/resolve?name=Open+AI,+Inc.&limit=3&{PIN}")
    assert list(answer) == ["data", "meta", "links"]
    best: dict[str, Any] = answer["data"][0]
    assert (best["id"], best["name"], best["kind"]) == ("n_openai", "OpenAI", "organization")
    assert best["score"] >= 0.9
    assert answer["meta"]["count"] >= len(answer["data"])
    assert asked.json(f"/v1/entities/{best['id']}?{PIN}")["data"]["name"] == "OpenAI"
    assert asked.json("/v1/entities/resolve2", 404)["status"] == 404
    assert asked.json(f"/v1/entities/resolve?name=OpenAI&known_at=2010-01-01&{PIN}")["data"] == []
    people = asked.json(f"/v1/entities/resolve?name=Altman&kind=person&{PIN}")["data"]
    assert people[0]["id"] == "n_sam-altman"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"name"}),
        ("name=", {"name"}),
        ("name=a%00", {"name"}),
        ("name=" + "a" * 201, {"name"}),
        ("name=a&kind=organisation&limit=101", {"kind", "limit"}),
        ("name=a&nmae=b", {"nmae"}),
    ],
)
def test_a_name_that_cannot_be_resolved_is_told(asked: Asked, query: str, expected: set[str]) -> None:
    assert set(parts(asked.json(f"/v1/entities/resolve?{query}", 400))) == expected
