"""Withdrawn releases and withheld records over HTTP: nowhere shown, and said so where they are asked for."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import litestar_app
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.errors import ReleaseError
from tests.asked import Asked
from tests.changing import FIRST, SECOND, THIRD, changing_releases, withdraw

HELD = ("c_promise", "n_press", "e_fix")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("yanked")
    changing_releases(folder / "releases")
    return folder


@pytest.fixture(scope="module")
def held(folder: Path) -> Iterator[Asked]:
    """A service that withholds records, over a cache in which the releases were prepared before, whole."""
    settings = Settings(releases=folder / "releases", cache=folder / "cache")
    whole = litestar_app(settings)
    for target in (
        "/v1/search?q=statement",
        f"/v1/search?q=press&release={SECOND}",
        f"/v1/diff?from={FIRST}&to={SECOND}",
    ):
        assert Asked(Wrapper(whole)).get(target).status == 200
    whole.state.archive.close()
    withdraw(
        settings.releases,
        {"version": THIRD, "reason": "Built from wrong records.", "replacement": SECOND},
        {"records": ["c_promise", "n_press"], "reason": "A court ordered it."},
        {"records": ["e_fix"], "version": FIRST, "reason": "It names a person.", "replacement": SECOND},
    )
    app = litestar_app(settings)
    yield Asked(Wrapper(app))
    app.state.archive.close()


@pytest.mark.parametrize(
    "target",
    [
        "claims/c_promise",
        "claims/c_promise/history",
        "claims/c_promise/related",
        "promises/c_promise",
        "entities/n_press",
        "entities/n_press/timeline",
        "entities/n_press/related?limit=1",
        f"claims/c_promise?release={THIRD}",
        f"events/e_fix?release={FIRST}",
        "claims/c_promise?format=bibtex",
    ],
)
def test_a_withheld_record_is_a_451_wherever_it_is_asked_for(held: Asked, target: str) -> None:
    problem = held.json(f"/v1/{target}", 451)
    assert problem["type"] == "/problems/withheld"
    wanted = ("It names a person.", SECOND) if "e_fix" in target else ("A court ordered it.", None)
    assert wanted[0] in problem["detail"]
    assert problem["replacement"] == wanted[1]


def test_on_a_day_before_it_was_known_nothing_tells_of_it(held: Asked) -> None:
    assert held.get("/v1/claims/c_promise?known_at=2024-12-31").status == 404


def test_what_is_withheld_in_one_release_is_shown_in_the_others(held: Asked) -> None:
    assert held.json("/v1/events/e_fix")["data"]["title"] == "It met on Tuesday"
    history = held.json("/v1/events/e_fix/history?include=record")["data"]
    assert "Monday" not in json.dumps(history)


@pytest.mark.parametrize("release", [FIRST, SECOND, THIRD])
@pytest.mark.parametrize(
    "target",
    [
        *("events", "claims", "entities", "sources", "promises", "scorecards", "contradictions"),
        *(
            "events?include=claims,entities",
            "claims?include=claims,events,entities,evidence",
            "sources?include=entities",
        ),
        *("claims?limit=all&format=ndjson", "entities?limit=all&format=csv", "promises?limit=all&format=arrow"),
        *(
            "search?q=statement",
            "search?q=press",
            "search",
            "entities/resolve?name=n_press",
            "entities/n_firm/timeline",
        ),
        *("entities/n_firm/related", "sources/s_b/related", "events/e_late/related", "sources/s_b?include=entities"),
        *("claims/stats?group_by=subject", "sources/stats?group_by=publisher", "promises?slipped=true&include=claims"),
    ],
)
def test_no_answer_holds_a_withheld_record(held: Asked, target: str, release: str) -> None:
    reply = held.get(f"/v1/{target}{'&' if '?' in target else '?'}release={release}")
    assert reply.status == 200, reply.body
    body = json.loads(reply.body) if reply.headers["content-type"] == "application/json" else None
    if body:
        body.pop("links")
        body["meta"].pop("asked", None)
    text = json.dumps(body) if body else reply.body.decode("latin-1")
    for id_ in HELD if release == FIRST else HELD[:2]:
        assert id_ not in text, id_


def test_what_changed_is_told_without_them(held: Asked) -> None:
    for target in (
        f"/v1/releases/{SECOND}/changes",
        f"/v1/diff?from={FIRST}&to={SECOND}",
        f"/v1/diff?from={SECOND}&to={THIRD}",
        f"/v1/diff/derived?from={SECOND}&to={THIRD}",
    ):
        text = json.dumps(held.json(f"{target}{'&' if '?' in target else '?'}limit=1000")["data"])
        assert "c_promise" not in text, target
        assert "n_press" not in text, target
    assert "Monday" not in json.dumps(held.json(f"/v1/diff?from={FIRST}&to={SECOND}")["data"])


def test_counts_are_without_them(held: Asked) -> None:
    assert held.json("/v1/claims/stats")["meta"]["count"] == held.json("/v1/claims")["meta"]["count"] == 1
    cards = held.json("/v1/scorecards?key=n_firm&view=obligor")["data"]
    assert [card["promises"] for card in cards] == [1]


def test_a_withdrawn_release_is_no_alias_and_says_so_by_its_number(held: Asked) -> None:
    entries = {entry["version"]: entry for entry in held.json("/v1/releases")["data"]}
    assert [entries[version]["aliases"] for version in (FIRST, SECOND, THIRD)] == [["stable"], ["latest"], []]
    assert entries[THIRD]["withdrawn"] == {"reason": "Built from wrong records.", "replacement": SECOND}
    assert entries[SECOND]["withdrawn"] is None
    assert held.json("/v1/events")["meta"]["release"] == SECOND
    told = f"release {THIRD} is withdrawn: Built from wrong records; use {SECOND} instead"
    for target in ("events", "events/e_keep", "search?q=statement", "coverage", "events/stats"):
        answer = held.json(f"/v1/{target}{'&' if '?' in target else '?'}release={THIRD}")
        assert told in answer["meta"]["warnings"], target


def test_files_of_a_release_that_holds_them_are_not_given(held: Asked) -> None:
    files = {file["name"]: file for file in held.json(f"/v1/releases/{FIRST}")["data"]["files"]}
    assert files["manifest.json"]["withheld"] is None
    assert files["claims.parquet"]["withheld"]["reason"] == "A court ordered it."
    problem = held.json(f"/v1/releases/{FIRST}/files/claims.parquet", 451)
    assert "claims.parquet of release" in problem["detail"]
    assert held.get(f"/v1/releases/{FIRST}/files/manifest.json").status == 200
    assert held.get(f"/v1/releases/{FIRST}/files/claims.parquet", Range="bytes=0-3").status == 451


def test_a_validator_from_before_is_no_longer_right(folder: Path, held: Asked) -> None:
    page = held.get(f"/v1/claims?release={SECOND}")
    without = folder / "without"
    without.mkdir()
    for version in (FIRST, SECOND, THIRD):
        (without / version).symlink_to(folder / "releases" / version)
    app = litestar_app(Settings(releases=without, cache=folder / "cache"))
    whole = Asked(Wrapper(app)).get(f"/v1/claims?release={SECOND}")
    app.state.archive.close()
    assert whole.headers["etag"] != page.headers["etag"]
    assert io.BytesIO(whole.body).getvalue() != page.body
    assert b"c_promise" in whole.body


def test_a_wrong_file_stops_the_service_and_says_why(tmp_path: Path, folder: Path) -> None:
    (tmp_path / SECOND).symlink_to(folder / "releases" / SECOND)
    withdraw(tmp_path, {"version": "2020.01.0", "reason": "x"})
    with pytest.raises(ReleaseError, match=r"there is no release 2020\.01\.0"):
        litestar_app(Settings(releases=tmp_path, cache=tmp_path / "cache"))
