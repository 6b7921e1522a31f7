"""Ids that are gone, over HTTP: redirects, 410 with what replaces them, and filters that follow merges."""

import pytest

from tests.asked import Asked
from tests.changing import FIRST, SECOND, THIRD


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/v1/entities/n_twin", "/v1/entities/n_firm"),
        ("/v1/entities/n_twin/related?limit=3", "/v1/entities/n_firm/related?limit=3"),
        ("/v1/entities/n_twin/timeline?format=ndjson", "/v1/entities/n_firm/timeline?format=ndjson"),
        ("/v1/claims/c_again?include=entities", "/v1/claims/c_promise?include=entities"),
        ("/v1/promises/c_again", "/v1/promises/c_promise"),
    ],
)
def test_a_merged_id_leads_to_where_its_record_went(changing: Asked, target: str, location: str) -> None:
    moving = changing.get(target)
    assert (moving.status, moving.headers["location"]) == (307, location)
    assert "max-age=60" in moving.headers["cache-control"]
    assert changing.get(location).status == 200
    named = f"release={THIRD}&known_at=2026-12-01"
    join = "&" if "?" in target else "?"
    pinned = changing.get(f"{target}{join}{named}")
    assert (pinned.status, pinned.headers["location"]) == (308, f"{location}{join}{named}")
    assert "max-age=86400" in pinned.headers["cache-control"]


def test_the_release_asked_decides(changing: Asked) -> None:
    assert changing.json(f"/v1/entities/n_twin?release={FIRST}")["data"]["id"] == "n_twin"
    assert changing.get(f"/v1/claims/c_again?release={SECOND}").status == 200


def test_a_split_id_is_gone_and_names_its_parts(changing: Asked) -> None:
    problem = changing.json("/v1/events/e_both", 410)
    assert problem["type"] == "/problems/gone"
    assert problem["successors"] == ["e_one", "e_two"]
    assert f"since release {SECOND} (split)" in problem["detail"]


def test_a_deleted_id_is_gone_with_the_reason(changing: Asked) -> None:
    problem = changing.json("/v1/events/e_never/related", 410)
    assert problem["successors"] == []
    assert "(retraction). The source took it back." in problem["detail"]


def test_a_day_on_which_nothing_was_known_of_it_comes_first(changing: Asked) -> None:
    for target in ("events/e_never", "events/e_both", "claims/c_again", "promises/c_again"):
        assert changing.get(f"/v1/{target}?known_at=2024-12-31").status == 404
        assert changing.get(f"/v1/{target}/x?known_at=2024-12-31").status == 404


def test_of_a_split_only_what_was_known_is_named(changing: Asked) -> None:
    """One part became known in 2026: before, the other is all that the id stood for."""
    reply = changing.get("/v1/events/e_both?known_at=2025-12-01")
    assert (reply.status, reply.headers["location"]) == (307, "/v1/events/e_one?known_at=2025-12-01")


def test_a_note_may_tell_of_what_came_later(changing: Asked) -> None:
    assert "took it back" not in changing.json("/v1/events/e_never?known_at=2026-01-01", 410)["detail"]


def test_filters_follow_merges_and_say_so(changing: Asked) -> None:
    answer = changing.json("/v1/claims?subject=n_twin")
    assert answer["meta"]["redirected"] == [{"parameter": "subject", "id": "n_twin", "to": "n_firm"}]
    assert answer["meta"]["warnings"] == []
    assert answer["data"] == changing.json("/v1/claims?subject=n_firm")["data"]
    assert "subject=n_twin" in answer["links"]["self"]
    both = changing.json("/v1/claims?subject__in=n_twin,n_firm")
    assert both["meta"]["count"] == answer["meta"]["count"]
    none = changing.json("/v1/claims?subject__not=n_twin")
    assert none["meta"]["count"] == 0


def test_trees_counts_streams_and_searches_follow_merges_too(changing: Asked) -> None:
    tree = '{"field":"subject","op":"eq","value":"n_twin"}'
    answer = changing.json(f"/v1/claims?where={tree}")
    assert [row["id"] for row in answer["data"]] == ["c_promise"]
    assert answer["meta"]["redirected"][0]["parameter"] == "where"
    counted = changing.json("/v1/claims/stats?subject=n_twin")
    assert counted["meta"]["count"] == 1
    assert counted["meta"]["redirected"][0]["to"] == "n_firm"
    found = changing.json("/v1/search?subject=n_twin&kind=claims")
    assert ([hit["id"] for hit in found["data"]], found["meta"]["redirected"][0]["to"]) == (["c_promise"], "n_firm")
    assert len(changing.get("/v1/claims?subject=n_twin&limit=all&format=ndjson").body.splitlines()) == 1


def test_a_filter_by_what_was_not_known_or_split_follows_nothing(changing: Asked) -> None:
    early = changing.json("/v1/promises?chain=c_again&known_at=2025-01-03")
    assert (early["data"], early["meta"]["redirected"]) == ([], [])
    assert "no claim c_again" in early["meta"]["warnings"][0]
    split = changing.json("/v1/claims?subject=e_both")
    assert (split["data"], split["meta"]["redirected"]) == ([], [])


def test_pages_with_a_merged_filter_go_on(changing: Asked) -> None:
    page = changing.json("/v1/claims?obligors=n_firm&subject=n_twin&release=2026.11.0&limit=1")
    assert page["meta"]["count"] == 2
    assert len(changing.ids("/v1/claims?obligors=n_firm&subject=n_twin&release=2026.11.0&limit=1")) == 2
