"""The history of records over HTTP: what each release did to them, as known on a day."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.asked import Asked, parts
from tests.changing import DAYS, FIRST, NOTE, SECOND, THIRD

ADDED: dict[str, Any] = {
    "release": FIRST,
    "data_date": str(DAYS[FIRST]),
    "change": "added",
    "reason": "new",
    "note": None,
    "successors": [],
    "fields": [],
}


def test_a_corrected_record_tells_what_it_said_before_and_why(changing: Asked) -> None:
    answer = changing.json("/v1/events/e_fix/history")
    assert answer["data"] == [
        ADDED,
        {
            "release": SECOND,
            "data_date": str(DAYS[SECOND]),
            "change": "changed",
            "reason": "correction",
            "note": NOTE,
            "successors": [],
            "fields": [{"field": "title", "old": "It met on Monday", "new": "It met on Tuesday"}],
        },
    ]
    assert answer["meta"]["count"] == 2
    assert "release=2026.12.0&known_at=2026-12-20" in answer["links"]["cite"]


def test_a_record_that_never_changed_has_one_version(changing: Asked) -> None:
    assert changing.json("/v1/events/e_keep/history")["data"] == [ADDED]


def test_the_release_asked_ends_the_history(changing: Asked) -> None:
    assert changing.json(f"/v1/events/e_fix/history?release={FIRST}")["data"] == [ADDED]


@pytest.mark.parametrize(
    ("target", "release", "reason", "note", "successors"),
    [
        ("entities/n_twin", SECOND, "merge", None, ["n_firm"]),
        ("events/e_both", SECOND, "split", None, ["e_one", "e_two"]),
        ("events/e_never", SECOND, "retraction", "The source took it back.", []),
        ("claims/c_again", THIRD, "merge", None, ["c_promise"]),
    ],
)
def test_an_id_that_is_gone_tells_what_became_of_it(
    changing: Asked, target: str, release: str, reason: str, note: str | None, successors: list[str]
) -> None:
    added, removed = changing.json(f"/v1/{target}/history")["data"]
    assert added == ADDED
    assert removed == {
        "release": release,
        "data_date": str(DAYS[release]),
        "change": "removed",
        "reason": reason,
        "note": note,
        "successors": successors,
        "fields": [],
    }


def test_the_record_stands_beside_each_version_where_asked(changing: Asked) -> None:
    first, second = changing.json("/v1/events/e_fix/history?include=record")["data"]
    for version in (first, second):
        item = changing.json(f"/v1/events/e_fix?release={version['release']}")["data"]
        assert version["record"] == item
    assert changing.json("/v1/events/e_never/history?include=record")["data"][1]["record"] is None


def test_a_change_that_became_known_later_is_not_told_before(changing: Asked) -> None:
    later = changing.json("/v1/claims/c_promise/history")["data"]
    assert [(one["release"], one["fields"][0]["field"]) for one in later[1:]] == [
        (SECOND, "subject"),
        (THIRD, "resolutions"),
    ]
    before = changing.json("/v1/claims/c_promise/history?known_at=2025-12-01")["data"]
    assert [one["release"] for one in before] == [FIRST, SECOND]
    assert [one["note"] for one in later] == [None, "Its subject was merged.", "It came late."]
    assert [one["note"] for one in before] == [None, None]  # a note may tell of what came later


def _known_on(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("known_on"), str):
            yield part["known_on"]
        for one in part.values():
            yield from _known_on(one)
    elif isinstance(part, list):
        for one in part:
            yield from _known_on(one)


@pytest.mark.parametrize("day", ["2024-12-31", "2025-01-03", "2025-02-15", "2025-05-31", "2025-12-31", "2026-03-01"])
def test_nothing_known_later_shows_in_any_history(changing: Asked, day: str) -> None:
    ids = ["events/e_keep", "events/e_late", "events/e_both", "events/e_never", "events/e_one", "events/e_two"]
    ids += ["claims/c_promise", "claims/c_again", "entities/n_twin", "entities/n_firm", "sources/s_a", "sources/s_b"]
    shown = {}
    for path in ids:
        reply = changing.get(f"/v1/{path}/history?include=record&known_at={day}")
        assert reply.status in (200, 404), path
        if reply.status == 200:
            shown[path] = changing.json(f"/v1/{path}/history?include=record&known_at={day}")["data"]
            assert all(one <= day for one in _known_on(shown[path])), path
        if path.split("_")[1] not in ("both", "never", "twin", "again"):
            assert changing.get(f"/v1/{path}?known_at={day}").status == reply.status, path
    successors = {one for versions in shown.values() for version in versions for one in version["successors"]}
    assert successors <= {path.split("/")[1] for path in shown}


@pytest.mark.parametrize(
    ("target", "status", "parameter"),
    [
        ("/v1/events/e_nothing/history", 404, None),
        ("/v1/events/nonsense/history", 404, None),
        ("/v1/events/e_never/history?known_at=2025-01-01", 404, None),
        ("/v1/events/e_fix/history?include=records", 400, "include"),
        ("/v1/events/e_fix/history?release=2020.01.0", 404, "release"),
        ("/v1/events/e_fix/history?limit=1", 400, "limit"),
    ],
)
def test_bad_questions_are_told(changing: Asked, target: str, status: int, parameter: str | None) -> None:
    assert set(parts(changing.json(target, status))) == ({parameter} if parameter else set())


def test_histories_of_the_older_releases_need_no_table_of_changes(asked: Asked) -> None:
    id_ = asked.json("/v1/claims?limit=1")["data"][0]["id"]
    (version,) = asked.json(f"/v1/claims/{id_}/history")["data"]
    assert (version["change"], version["reason"]) == ("added", "new")
