"""Trees of conditions over HTTP: in an address, in a body, in pages, and written wrongly."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from api.app import litestar_app
from api.in_process import Reply, ask
from api.posted import MOST_BYTES
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.build import build
from tests.asked import Asked, path_of
from tests.support import DATA_DATE, claim, entity, records, source

ACQUIRED = {
    "all": [
        {"field": "kind", "op": "in", "value": ["guidance", "target"]},
        {"some": "speakers", "where": {"field": "entity", "op": "eq", "value": "n_meta"}},
    ]
}


def post(asked: Asked, path: str, body: Any, **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = {"Content-Type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
    return ask(asked.app, path, told, method="POST", body=raw)


def answer(reply: Reply, status: int = 200) -> Any:
    assert reply.status == status, reply.body[:500]
    return msgspec.json.decode(reply.body)


def test_a_body_and_an_address_ask_the_same(asked: Asked) -> None:
    body = {"where": ACQUIRED, "sort": "-asserted,id", "limit": 3, "include": ["entities"], "cursor": None}
    posted = answer(post(asked, "/v1/claims/query", body))
    assert posted["data"]
    got = asked.json(str(path_of(posted["links"]["self"])))
    assert got == posted
    assert asked.json(str(path_of(posted["links"]["cite"])))["data"] == posted["data"]


def test_a_body_takes_orders_and_fields_as_text_or_as_lists(asked: Asked) -> None:
    one = answer(post(asked, "/v1/claims/query", {"where": ACQUIRED, "sort": "-asserted,id", "fields": "id,kind"}))
    other = answer(
        post(asked, "/v1/claims/query", {"where": ACQUIRED, "sort": ["-asserted", "id"], "fields": ["id", "kind"]})
    )
    assert one == other
    assert {frozenset(row) for row in one["data"]} == {frozenset(["id", "kind"])}


def test_an_answer_to_a_body_is_kept_by_no_cache_and_names_its_address(asked: Asked) -> None:
    reply = post(asked, "/v1/claims/query", {"where": ACQUIRED}, If_None_Match="*")
    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-location"] == answer(reply)["links"]["cite"]
    assert "etag" not in reply.headers


def test_pages_of_a_body_go_on_by_the_cursor_alone(asked: Asked) -> None:
    whole = [row["id"] for row in answer(post(asked, "/v1/claims/query", {"where": ACQUIRED, "sort": "id"}))["data"]]
    found: list[str] = []
    body: dict[str, Any] | None = {"where": ACQUIRED, "sort": "id", "limit": 2}
    while body:
        page = answer(post(asked, "/v1/claims/query", body))
        found += [row["id"] for row in page["data"]]
        body = {"cursor": page["meta"]["next_cursor"]} if page["meta"]["next_cursor"] else None
    assert found == whole
    assert len(whole) > 2


def test_a_tree_too_long_for_an_address_is_posted(asked: Asked) -> None:
    ids = [f"c_{'x' * 90}-{number}" for number in range(95)]
    tree = {"not": {"field": "id", "op": "in", "value": ids}}
    problem = asked.json(f"/v1/claims?where={quote(json.dumps(tree))}", 400)
    assert problem["errors"][0]["parameter"] == "where"
    assert "/v1/claims/query" in problem["errors"][0]["reason"]
    page = answer(post(asked, "/v1/claims/query", {"where": tree, "limit": 1}))
    assert page["links"]["next"] is None
    assert page["links"]["cite"].endswith("/v1/claims/query")
    following = answer(post(asked, "/v1/claims/query", {"cursor": page["meta"]["next_cursor"]}))
    assert following["data"][0]["id"] != page["data"][0]["id"]
    assert following["meta"]["count"] == page["meta"]["count"]


def test_a_tree_beside_a_cursor_must_be_its_own(asked: Asked) -> None:
    cursor = answer(post(asked, "/v1/claims/query", {"where": ACQUIRED, "limit": 1}))["meta"]["next_cursor"]
    assert answer(post(asked, "/v1/claims/query", {"where": ACQUIRED, "cursor": cursor}))["data"]
    problem = answer(post(asked, "/v1/claims/query", {"where": ACQUIRED["all"][0], "cursor": cursor}), 400)
    assert [one["pointer"] for one in problem["errors"]] == ["/where"]


def test_ids_in_a_tree_that_name_nothing_are_warned_of(asked: Asked) -> None:
    tree = {"some": "obligors", "where": {"field": "id", "op": "eq", "value": "n_nobody-at-all"}}
    page = answer(post(asked, "/v1/claims/query", {"where": tree}))
    assert page["data"] == []
    assert page["meta"]["warnings"][0].startswith("where/where: no entity n_nobody-at-all")


def test_includes_go_two_steps(asked: Asked) -> None:
    page = asked.json("/v1/events?id=e_openai-open-model-announced&include=claims.evidence,claims.entities")
    included = page["included"]
    sources = {one["source"] for row in included["claims"] for one in row["evidence"]}
    assert included["claims"]
    assert {row["id"] for row in included["sources"]} == sources
    speakers = {one["entity"] for row in included["claims"] for one in row["speakers"]}
    assert speakers <= {row["id"] for row in included["entities"]}
    assert set(included) == {"claims", "sources", "entities"}
    one_step = asked.json("/v1/events?id=e_openai-open-model-announced&include=claims")["included"]
    assert one_step == {"claims": included["claims"]}
    item = asked.json("/v1/events/e_openai-open-model-announced?include=claims.evidence")["included"]
    assert item["sources"] == included["sources"]


DEEP: Any = {"field": "kind", "op": "eq", "value": "target"}
for _level in range(9):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize(
    ("tree", "pointer", "suggestion"),
    [
        ([], "", None),
        ("kind", "", None),
        ({}, "", None),
        ({"al": []}, "", "all"),
        ({"all": []}, "/all", None),
        ({"all": {}}, "/all", None),
        ({"all": [1]}, "/all/0", None),
        ({"any": []}, "/any", None),
        ({"not": []}, "/not", None),
        ({"all": [ACQUIRED], "any": []}, "/any", None),
        ({"field": "kind", "op": "eq", "value": "target", "fild": 1}, "/fild", "field"),
        ({"field": "kind", "op": "eq"}, "", None),
        ({"field": "knd", "op": "eq", "value": "target"}, "/field", "kind"),
        ({"field": 7, "op": "eq", "value": "target"}, "/field", None),
        ({"field": {"name": "kind"}, "op": "eq", "value": "target"}, "/field", None),
        ({"field": "kind", "op": "equals", "value": "target"}, "/op", None),
        ({"field": "kind", "op": ["eq"], "value": "target"}, "/op", None),
        ({"field": "kind", "op": "gte", "value": "target"}, "/op", None),
        ({"field": "kind", "op": "eq", "value": "targt"}, "/value", "target"),
        ({"field": "kind", "op": "eq", "value": None}, "/value", None),
        ({"field": "kind", "op": "eq", "value": ["target"]}, "/value", None),
        ({"field": "kind", "op": "in", "value": "target"}, "/value", None),
        ({"field": "kind", "op": "in", "value": []}, "/value", None),
        ({"field": "kind", "op": "in", "value": ["target"] * 101}, "/value", None),
        ({"field": "subject", "op": "eq", "value": "openai"}, "/value", None),
        ({"field": "is_disputed", "op": "eq", "value": "true"}, "/value", None),
        ({"field": "venue", "op": "exists", "value": "yes"}, "/value", None),
        ({"field": "asserted", "op": "gte", "value": "June"}, "/value", None),
        ({"field": "asserted", "op": "gte", "value": 2025}, "/value", None),
        ({"field": "asserted", "op": "gte", "value": "../2025"}, "/value", None),
        ({"field": "known_on", "op": "eq", "value": "2025-02-30"}, "/value", None),
        ({"field": "probability", "op": "gte", "value": "0.5"}, "/value", None),
        ({"field": "probability", "op": "gte", "value": True}, "/value", None),
        ({"field": "statement", "op": "eq", "value": "a\u0000b"}, "/value", None),
        ({"field": "statement", "op": "eq", "value": ""}, "/value", None),
        ({"field": "statement", "op": "eq", "value": "x" * 501}, "/value", None),
        ({"field": "value", "op": "gte", "value": 5}, "", "value.currency"),
        ({"any": [{"field": "value", "op": "gte", "value": 5}]}, "/any/0", "value.currency"),
        ({"not": {"field": "value.low", "op": "gte", "value": 5}}, "/not", "value.currency"),
        ({"some": "resolutions", "where": {"field": "value", "op": "lt", "value": 5}}, "/where", "value.currency"),
        ({"some": "speaker"}, "/some", "speakers"),
        ({"some": 1}, "/some", None),
        ({"some": "speakers", "were": {}}, "/were", "where"),
        ({"some": "speakers", "where": {"field": "kind", "op": "eq", "value": "person"}}, "/where/field", None),
        (DEEP, "/not" * 8, None),
        ({"any": [{"field": "kind", "op": "eq", "value": "target"}] * 100}, "", None),
        ({"any": [{"some": "speakers"}] * 9}, "", None),
    ],
)
def test_a_tree_written_wrongly_is_told_by_its_place(
    asked: Asked, tree: Any, pointer: str, suggestion: str | None
) -> None:
    errors = answer(post(asked, "/v1/claims/query", {"where": tree}), 400)["errors"]
    assert (f"/where{pointer}", suggestion) in [(one.get("pointer"), one.get("suggestion")) for one in errors]
    assert all(one["reason"] for one in errors)
    text = json.dumps(tree)
    if len(text) < 8000:
        problem = asked.json(f"/v1/claims?where={quote(text)}", 400)
        found = [(one["parameter"], one.get("pointer", ""), one.get("suggestion")) for one in problem["errors"]]
        assert ("where", pointer, suggestion) in found


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b"", [""]),
        (b"null", [""]),
        (b"[]", [""]),
        (b"{", [""]),
        (b"{}{}", [""]),
        (b"\xff\xfe{}", [""]),
        (b"\x00", [""]),
        (b'{"limit": NaN}', [""]),
        (b'{"limit": 1e999}', [""]),
        (b'{"limit": 1, "limit": 2}', [""]),
        (b'{"where": {"all": [], "all": []}}', [""]),
        (b'{"where": "\\ud800"}', [""]),
        (b"[" * 60_000, [""]),
        (b'{"a":' * 10_000, [""]),
        (b'{"limit": ' + b"9" * 400 + b"}", ["/limit"]),
        (b'{"limit": ' + b"9" * 6_000 + b"}", [""]),
        (b'{"limit": 0}', ["/limit"]),
        (b'{"limit": "5"}', ["/limit"]),
        (b'{"limit": true}', ["/limit"]),
        (b'{"limit": 1.5}', ["/limit"]),
        (b'{"limit": "all"}', ["/limit"]),
        (b'{"sort": "asserted_at"}', ["/sort"]),
        (b'{"sort": 1}', ["/sort"]),
        (b'{"sort": []}', ["/sort"]),
        (b'{"sort": ["id,kind"]}', ["/sort"]),
        (b'{"include": ["claim"]}', ["/include"]),
        (b'{"include": ["claims.claims.claims"]}', ["/include"]),
        (b'{"match": "maybe"}', ["/match"]),
        (b'{"known_at": "2999-01-01"}', ["/known_at"]),
        (b'{"known_at": "yesterday"}', ["/known_at"]),
        (b'{"release": "newest"}', ["/release"]),
        (b'{"cursor": "garbage"}', ["/cursor"]),
        (b'{"cursor": ""}', ["/cursor"]),
        (b'{"kind": "target"}', ["/kind"]),
        (b'{"limt": 5, "srt": "id", "a/b~": 1}', ["/limt", "/srt", "/a~1b~0"]),
        (b'{"format": "xlsx"}', ["/format"]),
    ],
)
def test_a_body_written_wrongly_is_a_400_that_names_each_fault(asked: Asked, body: bytes, pointers: list[str]) -> None:
    errors = answer(post(asked, "/v1/claims/query", body), 400)["errors"]
    assert [one.get("pointer") for one in errors] == pointers
    assert all(one["reason"] for one in errors)


def test_words_are_suggested(asked: Asked) -> None:
    errors = answer(post(asked, "/v1/claims/query", {"limt": 5, "include": ["entites"]}), 400)["errors"]
    assert {one["pointer"]: one["suggestion"] for one in errors} == {"/limt": "limit", "/include": "entities"}


@pytest.mark.parametrize(
    "told", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""]
)
def test_another_type_of_body_is_a_415(asked: Asked, told: str) -> None:
    assert (
        answer(post(asked, "/v1/events/query", {}, Content_Type=told), 415)["type"]
        == "/problems/unsupported_media_type"
    )


def test_a_compressed_body_is_a_415(asked: Asked) -> None:
    assert post(asked, "/v1/events/query", {}, Content_Encoding="gzip").status == 415


def test_a_body_too_large_is_a_413(asked: Asked) -> None:
    assert answer(post(asked, "/v1/events/query", b" " * (MOST_BYTES + 1)), 413)["type"] == "/problems/too_large"
    assert post(asked, "/v1/events/query", b"{}" + b" " * (MOST_BYTES - 2)).status == 200


def test_parameters_beside_a_body_are_refused(asked: Asked) -> None:
    problem = answer(post(asked, "/v1/events/query?limit=5", {}), 400)
    assert problem["errors"][0]["parameter"] == "limit"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/events/query", "OPTIONS, POST"),
        ("DELETE", "/v1/claims/query", "OPTIONS, POST"),
        ("POST", "/v1/claims", "GET, HEAD, OPTIONS"),
        ("POST", "/v1/entities", "GET, HEAD, OPTIONS"),
    ],
)
def test_other_methods_are_told_what_the_path_takes(asked: Asked, method: str, path: str, allowed: str) -> None:
    reply = ask(asked.app, path, {"Content-Type": "application/json"}, method=method, body=b"{}")
    assert (reply.status, reply.headers["allow"]) == (405, allowed)


def test_an_unknown_release_in_a_body_is_a_404(asked: Asked) -> None:
    assert answer(post(asked, "/v1/claims/query", {"release": "2020.01.0"}), 404)["errors"][0]["pointer"] == "/release"


def test_only_events_and_claims_take_a_tree(asked: Asked) -> None:
    assert asked.json('/v1/entities?where={"all":[]}', 400)["errors"][0]["parameter"] == "where"


def _app(releases: Path, cache: Path) -> Asked:
    return Asked(Wrapper(litestar_app(Settings(releases=releases, cache=cache))))


def test_pages_go_on_in_their_release_while_a_newer_one_goes_live(tmp_path: Path) -> None:
    """With every limit the pages of the old release are the old list, though each is asked of a service that has since
    met a release with other records."""

    def release(version: str, days: range) -> None:
        made = records(
            source("s_one", "2025-01-05"),
            entity("n_firm"),
            *(claim(f"c_{day}", f"2025-03-{day:02}", "s_one", topics=["safety"]) for day in days),
        )
        build(made, version, DATA_DATE, tmp_path / "releases")

    tree = {"any": [{"field": "topics", "op": "eq", "value": "safety"}, {"some": "resolutions"}]}
    target = f"/v1/claims?sort=-asserted&where={quote(json.dumps(tree))}"
    release("2026.11.0", range(1, 10))
    before = _app(tmp_path / "releases", tmp_path / "cache")
    whole = [row["id"] for row in before.json(f"{target}&limit=1000")["data"]]
    assert len(whole) == 9
    firsts = {limit: before.json(f"{target}&limit={limit}") for limit in range(1, 11)}
    posted = {
        limit: answer(post(before, "/v1/claims/query", {"where": tree, "sort": "-asserted", "limit": limit}))
        for limit in (1, 4)
    }
    release("2026.12.0", range(3, 15))
    after = _app(tmp_path / "releases", tmp_path / "cache")
    assert len(after.json(f"{target}&limit=1000")["data"]) == 12
    for page in firsts.values():
        found = [row["id"] for row in page["data"]]
        if page["links"]["next"]:
            found += after.ids(str(path_of(page["links"]["next"])))
        assert found == whole
    for page in posted.values():
        found = [row["id"] for row in page["data"]]
        while page["meta"]["next_cursor"]:
            page = answer(post(after, "/v1/claims/query", {"cursor": page["meta"]["next_cursor"]}))
            assert page["meta"]["release"] == "2026.11.0"
            found += [row["id"] for row in page["data"]]
        assert found == whole
