"""The service's answers that count, compare and relate: their shape, their faults, and releases without the tables."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.asked import Asked, parts, path_of

PINNED = "release=2026.11.1"
EVENT = "e_openai-open-model-postponed"
PATHS = (
    "events/stats?group_by=category",
    "claims/stats?interval=quarter",
    "entities/stats?group_by=kind",
    "sources/stats?group_by=kind",
    "scorecards?view=obligor",
    "contradictions?certainty=certain",
    "metrics?",
    "metrics/revenue/series?subject=n_openai",
    "entities/n_openai/timeline?type=event",
    f"events/{EVENT}/related?",
    "claims/c_openai-open-model-in-june/related?",
    "entities/n_openai/related?",
    "sources/s_fr-article-openai-open-model-2025/related?",
    "coverage?",
    "promises?obligors=n_openai&outcomes_at=2026-01-01&known_at=2025-05-01",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_envelope_and_can_be_cited(asked: Asked, path: str) -> None:
    reply = asked.get(f"/v1/{path}&{PINNED}")
    found = asked.json(f"/v1/{path}&{PINNED}")
    assert list(found) == ["data", "meta", "links"]
    assert found["data"]
    meta = found["meta"]
    assert (meta["release"], meta["data_date"]) == ("2026.11.1", "2026-11-23")
    assert reply.headers["dataset-release"] == "2026.11.1"
    assert reply.headers["cache-control"].startswith("public, max-age=86400")
    cite = path_of(found["links"]["cite"])
    assert cite
    assert PINNED in cite
    assert f"known_at={meta['known_at']}" in cite
    assert asked.json(cite)["data"] == found["data"]
    again = asked.get(f"/v1/{path}&{PINNED}", If_None_Match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["scorecards", "contradictions", "metrics", "metrics/revenue/series", "scorecards/obligor~n_openai"]
)
def test_a_release_without_the_table_says_so(asked: Asked, path: str) -> None:
    problem = asked.json(f"/v1/{path}?release=2026.11.0", 404)
    assert problem["type"] == "/problems/not_found"
    assert problem["detail"].startswith("Release 2026.11.0 does not hold the table ")
    assert parts(problem)["release"] == ("ask a later release", "latest")


@pytest.mark.parametrize(
    "path", ["events/stats?group_by=type", "coverage?", "entities/n_openai/timeline?", f"events/{EVENT}/related?"]
)
def test_what_needs_no_new_table_is_answered_over_every_release(asked: Asked, path: str) -> None:
    assert asked.json(f"/v1/{path}&release=2026.11.0")["data"]


@pytest.mark.parametrize(
    ("target", "faults"),
    [
        ("events/stats?group_by=tipe", {"group_by": "type"}),
        ("events/stats?group_by=type,category,tier,stage", {"group_by": None}),
        ("events/stats?group_by=", {"group_by": None}),
        ("events/stats?interval=week", {"interval": None}),
        ("events/stats?measure=median", {"measure": None}),
        ("events/stats?groupby=type&limit=0", {"groupby": "group_by", "limit": None}),
        ("events/stats?limit=1001&known_at=2030-01-01", {"limit": None, "known_at": "2026-11-23"}),
        ("claims/stats?measure=medain", {"measure": "median"}),
        ("claims/stats?measure=median&metric=users", {"scope": None, "basis": None}),
        ("claims/stats?measure=max&metric=revnue", {"metric": "revenue", "scope": None, "basis": None, "value.currency": None}),
        ("events/stats?interval=year&interval=month", {"interval": None}),
        ("scorecards?view=obligors", {"view": "obligor"}),
        ("scorecards?promises__gte=many", {"promises__gte": None}),
        ("contradictions?certainty=sure", {"certainty": None}),
        ("metrics?metric=revenue", {"metric": None}),
        ("metrics/revenue/series?scope=whole", {"scope": None}),
        ("metrics/revenue/series?currency=dollar&bassis=x", {"currency": None, "bassis": "basis"}),
        ("entities/n_openai/timeline?type=events", {"type": "event"}),
        ("entities/n_openai/timeline?entity=n_meta", {"entity": None}),
        ("entities/n_openai/timeline?cursor=abc", {"cursor": None}),
        ("entities/n_openai/related?limit=x", {"limit": None}),
        ("coverage?year=2025", {"year": None}),
        ("claims?outcomes_at=2025-01-01&known_at=2025-06-01", {"outcomes_at": None}),
        ("promises?outcomes_at=2030-01-01", {"outcomes_at": "2026-11-23"}),
        ("promises?outcomes_at=soon", {"outcomes_at": None}),
        ("events?outcomes_at=2026-01-01", {"outcomes_at": None}),
    ],
)  # fmt: skip
def test_every_fault_is_named(asked: Asked, target: str, faults: dict[str, str | None]) -> None:
    found = parts(asked.json(f"/v1/{target}", 400))
    assert {name: suggestion for name, (_reason, suggestion) in found.items()} == faults
    assert all(reason for reason, _suggestion in found.values())


@pytest.mark.parametrize(
    "target",
    [
        "metrics/revnue/series",
        "entities/n_no-such/timeline",
        "entities/e_wrong/timeline",
        "events/e_no-such/related",
        f"events/{EVENT}/related?known_at=2025-06-01",
        "entities/n_openai/timeline?known_at=2015-12-10",
        "scorecards/obligor~n_no-such",
        "contradictions/c_a~c_b",
        "scorecards?release=2020.01.0",
        "claims/x/related",
    ],
)
def test_what_is_not_there_or_not_known_yet_is_a_404(asked: Asked, target: str) -> None:
    assert asked.json(f"/v1/{target}", 404)["type"] == "/problems/not_found"


def test_an_unknown_metric_has_a_suggestion(asked: Asked) -> None:
    assert parts(asked.json("/v1/metrics/revnue/series", 404))["metric"][1] == "revenue"


def test_an_unknown_id_in_a_filter_is_a_warning(asked: Asked) -> None:
    for path in ("claims/stats?subject=n_no-such", "metrics/revenue/series?subject=n_no-such"):
        found = asked.json(f"/v1/{path}&{PINNED}")
        assert found["data"] == []
        (warning,) = found["meta"]["warnings"]
        assert warning.startswith("subject: no entity n_no-such in release 2026.11.1")


def test_scorecards_tell_how_they_may_be_read(asked: Asked) -> None:
    meta = asked.json(f"/v1/scorecards?{PINNED}")["meta"]
    assert meta["least_n"] == 5
    assert meta["note"].startswith("The ledger is selected, not sampled")
    assert "note" not in asked.json(f"/v1/contradictions?{PINNED}")["meta"]


def test_counts_declare_their_bins_and_what_they_leave_out(asked: Asked) -> None:
    found = asked.json(f"/v1/events/stats?group_by=type&interval=month&limit=2&{PINNED}")
    meta = found["meta"]
    assert meta["date_field"] == "date"
    assert "`match=within`" in meta["binning"]
    assert meta["truncated"]["groups"] == meta["groups"] - 2
    assert 0 < meta["truncated"]["records"] < meta["count"]
    assert all(set(row) == {"group", "bin", "count"} and set(row["group"]) == {"type"} for row in found["data"])


def walked(asked: Asked, target: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    following: str | None = target
    while following:
        page = asked.json(following)
        found += [(item["type"], item["id"]) for item in page["data"]]
        following = path_of(page["links"]["next"])
    return found


@pytest.mark.parametrize("more", ["", "&sort=-date", "&known_at=2025-07-01&tier__not=imported"])
def test_a_timeline_in_pages_is_the_whole_one(asked: Asked, more: str) -> None:
    target = f"/v1/entities/n_openai/timeline?{PINNED}{more}"
    whole = asked.json(f"{target}&limit=1000")
    items = [(item["type"], item["id"]) for item in whole["data"]]
    assert len(items) == whole["meta"]["count"] == len(set(items))
    assert {kind for kind, _id in items} == {"event", "claim", "role_change"}
    for limit in (7, 50):
        assert walked(asked, f"{target}&limit={limit}") == items


def test_a_cursor_of_one_timeline_goes_on_with_no_other(asked: Asked) -> None:
    page = asked.json(f"/v1/entities/n_openai/timeline?limit=1&{PINNED}")
    cursor = page["links"]["next"].partition("cursor=")[2]
    for path in ("entities/n_meta/timeline", "events"):
        assert "cursor" in parts(asked.json(f"/v1/{path}?cursor={quote(cursor)}", 400))


def test_outcomes_are_repeated_from_page_to_page(asked: Asked) -> None:
    page = asked.json(f"/v1/promises?limit=1&known_at=2025-05-01&outcomes_at=2026-01-01&{PINNED}")
    following = path_of(page["links"]["next"])
    assert following
    assert "outcomes_at=2026-01-01" in following
    second: dict[str, Any] = asked.json(following)["data"][0]
    assert second["outcome_at"]["as_of"] == "2026-01-01"
    cursor = following.partition("cursor=")[2]
    assert "outcomes_at" in parts(asked.json(f"/v1/promises?cursor={cursor}&outcomes_at=2026-02-01", 400))
    item = asked.json(
        f"/v1/claims/c_openai-open-model-later-this-summer?known_at=2025-06-15&outcomes_at=2026-01-01&{PINNED}"
    )
    assert item["data"]["outcome_at"]["status"] == "revised"
    assert "outcome_at" not in asked.json(f"/v1/claims/c_openai-open-model-in-june?{PINNED}")["data"]


def test_the_open_model_in_figures(asked: Asked) -> None:
    """OpenAI's promise of an open-weights model, counted before and after the second postponement and the release."""
    counts = {}
    for day in ("2025-05-01", "2025-07-11", "2025-08-05"):
        card = asked.json(f"/v1/scorecards/obligor~n_openai?known_at={day}&{PINNED}")["data"]
        counts[day] = (card["late"], card["slip_n"])
    assert counts == {"2025-05-01": (0, 0), "2025-07-11": (0, 0), "2025-08-05": (1, 1)}
