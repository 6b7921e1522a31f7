"""Pages: with any limit and order they give the whole list, once each; a cursor holds its question."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.collection import Collection
from dataset.queries.cursor import decode, encode
from dataset.queries.order import sort_terms
from tests.asked import Asked, parts, path_of


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_pages_give_the_whole_list_exactly(asked: Asked, data: st.DataObject) -> None:
    collection: Collection = data.draw(st.sampled_from(COLLECTIONS))
    terms = data.draw(st.lists(st.sampled_from(sort_terms(collection.fields)), min_size=1, max_size=3))
    day = data.draw(st.sampled_from(["2025-03-01", "2025-08-06", "2026-11-01"]))
    target = f"/v1/{collection.name}?sort={','.join(terms)}&known_at={day}"
    whole = [row["id"] for row in asked.json(f"{target}&limit=1000")["data"]]
    limit = data.draw(st.integers(max(1, len(whole) // 12), max(2, len(whole) + 2)))
    assert asked.ids(f"{target}&limit={limit}") == whole
    assert len(set(whole)) == len(whole)


def cursor_of(page: dict[str, Any]) -> str:
    return str(page["links"]["next"]).rpartition("cursor=")[2]


@pytest.fixture(scope="module")
def page(asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = asked.json(
        "/v1/claims?kind=guidance&sort=-asserted,id&known_at=2026-05-01&limit=2&include=evidence&match=within"
    )
    return found


def test_a_cursor_alone_goes_on_with_the_same_question(asked: Asked, page: dict[str, Any]) -> None:
    alone = asked.json(f"/v1/claims?cursor={cursor_of(page)}")
    linked = asked.json(str(path_of(page["links"]["next"])))
    assert alone["data"] == linked["data"]
    assert alone["meta"] == linked["meta"]
    assert alone["meta"]["limit"] == 2
    assert alone["meta"]["known_at"] == "2026-05-01"
    assert alone["meta"]["count"] == page["meta"]["count"]
    assert set(alone["included"]) == {"sources"}
    assert not {row["id"] for row in alone["data"]} & {row["id"] for row in page["data"]}


def test_the_next_page_repeats_every_parameter(page: dict[str, Any]) -> None:
    following = page["links"]["next"]
    for part in (
        "kind=guidance",
        "sort=-asserted,id",
        "known_at=2026-05-01",
        "limit=2",
        "include=evidence",
        "release=",
    ):
        assert part in following


@pytest.mark.parametrize("given_release", ["latest", "stable"])
def test_an_alias_beside_a_cursor_is_ignored(asked: Asked, page: dict[str, Any], given_release: str) -> None:
    alone = asked.json(f"/v1/claims?cursor={cursor_of(page)}")
    assert asked.json(f"/v1/claims?cursor={cursor_of(page)}&release={given_release}")["data"] == alone["data"]


@pytest.mark.parametrize(
    ("more", "faulty"),
    [
        ("release=2020.01.0", "release"),
        ("kind=target", "kind"),
        ("metric=revenue", "metric"),
        ("sort=id", "sort"),
        ("known_at=2026-05-02", "known_at"),
        ("match=overlaps", "match"),
    ],
)
def test_what_differs_from_the_cursor_is_refused(asked: Asked, page: dict[str, Any], more: str, faulty: str) -> None:
    problem = asked.json(f"/v1/claims?cursor={cursor_of(page)}&{more}", 400)
    assert set(parts(problem)) == {faulty}


@pytest.mark.parametrize("more", ["limit=1", "count=none", "include=entities", "kind=guidance", "sort=-asserted,id"])
def test_what_the_cursor_leaves_open_or_says_itself_may_be_given(asked: Asked, page: dict[str, Any], more: str) -> None:
    alone = asked.json(f"/v1/claims?cursor={cursor_of(page)}")
    found = asked.json(f"/v1/claims?cursor={cursor_of(page)}&{more}")
    assert found["data"] == alone["data"][: len(found["data"])]
    assert found["data"]


def test_a_cursor_that_is_none_is_refused(asked: Asked, page: dict[str, Any]) -> None:
    real = cursor_of(page)
    held = decode(real)
    forged = [
        *("", "x", "%00", "AAAA", real[:-3], real + "AA", real.swapcase()),
        encode(replace(held, place=[])),
        encode(replace(held, place=[["x"], 1, "c_a"])),
        encode(replace(held, filters=[("nothing", "1")])),
        encode(replace(held, filters=[("kind", "nothing")])),
        encode(replace(held, sort="nothing")),
        encode(replace(held, include=["nothing"])),
        encode(replace(held, release="2020.01.0")),
        encode(replace(held, known_at=held.known_at.replace(year=2999))),
        encode(replace(held, limit=10**9)),
    ]
    for cursor in forged:
        assert set(parts(asked.json(f"/v1/claims?cursor={cursor}", 400))) == {"cursor"}, cursor
    assert set(parts(asked.json(f"/v1/events?cursor={real}", 400))) == {"cursor"}


def test_counting_can_be_left_out(asked: Asked) -> None:
    assert asked.json("/v1/events?limit=1&count=none")["meta"]["count"] is None
    assert asked.json("/v1/events?limit=1")["meta"]["count"] == len(asked.ids("/v1/events?limit=1000"))


def test_the_last_page_has_no_next(asked: Asked) -> None:
    reply = asked.get("/v1/events?limit=1000")
    assert "link" not in reply.headers
    assert asked.json("/v1/events?limit=1000")["links"]["next"] is None
    first = asked.get("/v1/events?limit=1")
    following = asked.json("/v1/events?limit=1")["links"]["next"]
    assert first.headers["link"] == f'<{following}>; rel="next"'
