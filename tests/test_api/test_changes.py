"""What changed in a release and between releases, over HTTP."""

import io
import json
from typing import Any

import pyarrow.parquet as pq
import pytest

from dataset.queries.cursor import decode
from tests.asked import Asked, parts, path_of
from tests.changing import FIRST, NOTE, SECOND, THIRD
from tests.rows_read import read_csv


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["record"], row["field"], row["change"]) for row in rows]


def test_a_release_tells_what_it_changed_by_field_with_values_and_reasons(changing: Asked) -> None:
    answer = changing.json(f"/v1/releases/{SECOND}/changes")
    assert told(answer["data"]) == [
        ("c_promise", "subject", "changed"),
        ("e_both", "*", "removed"),
        ("e_fix", "title", "changed"),
        ("e_never", "*", "removed"),
        ("e_one", "*", "added"),
        ("e_two", "*", "added"),
        ("n_twin", "*", "removed"),
    ]
    assert answer["data"][2] == {
        "id": "e_fix~title",
        "record": "e_fix",
        "field": "title",
        "kind": "event",
        "change": "changed",
        "old": "It met on Monday",
        "new": "It met on Tuesday",
        "reason": "correction",
        "note": NOTE,
        "release": SECOND,
    }
    assert answer["data"][4]["new"]["date"]["edtf"] == "2025-02-01"
    assert answer["meta"]["release"] == SECOND
    assert answer["meta"]["count"] == 7


@pytest.mark.parametrize(
    ("query", "records"),
    [
        ("record=e_fix", ["e_fix"]),
        ("record__in=e_fix,n_twin", ["e_fix", "n_twin"]),
        ("field=title", ["e_fix"]),
        ("reason__in=split,retraction", ["e_both", "e_never"]),
        ("kind=claim", ["c_promise"]),
        ("change=added&sort=-record", ["e_two", "e_one"]),
        ("record=e_nothing-of-the-kind", []),
    ],
)
def test_changes_are_filtered_and_sorted(changing: Asked, query: str, records: list[str]) -> None:
    assert [row["record"] for row in changing.json(f"/v1/releases/{SECOND}/changes?{query}")["data"]] == records


def test_the_first_release_changed_nothing(changing: Asked) -> None:
    assert changing.json(f"/v1/releases/{FIRST}/changes")["data"] == []


def test_pages_give_every_change_once_and_stay_in_their_release(changing: Asked) -> None:
    rows, following = [], path_of(changing.json("/v1/releases/latest/changes?limit=1")["links"]["self"])
    while following:
        page = changing.json(following)
        rows += page["data"]
        following = path_of(page["links"]["next"])
        assert not following or f"/v1/releases/{THIRD}/changes?" in following
    assert [row["id"] for row in rows] == ["c_again~*", "c_promise~resolutions"]
    cursor = decode(str(changing.json("/v1/releases/latest/changes?limit=1")["meta"]["next_cursor"]))
    assert cursor.release == THIRD
    page = changing.json(f"/v1/releases/{SECOND}/changes?limit=1")
    strange = changing.json(f"/v1/releases/{THIRD}/changes?cursor={page['meta']['next_cursor']}", 400)
    assert "goes on in release" in parts(strange)["release"][0]


@pytest.mark.parametrize("path", [f"/v1/releases/{SECOND}/changes", f"/v1/diff?from={FIRST}&to={SECOND}"])
def test_every_format_holds_the_same_rows(changing: Asked, path: str) -> None:
    join = "&" if "?" in path else "?"
    rows = changing.json(f"{path}{join}limit=100")["data"]
    lines = changing.get(f"{path}{join}limit=all&format=ndjson").body.splitlines()
    assert [json.loads(line) for line in lines] == rows
    as_text = [
        {
            name: json.dumps(value) if name in ("old", "new") and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]
    table = pq.read_table(io.BytesIO(changing.get(f"{path}{join}limit=all&format=parquet").body)).to_pylist()
    for kept in (table, read_csv(changing.get(f"{path}{join}limit=all&format=csv").body.decode())):
        assert len(kept) == len(rows)
        for one, other in zip(kept, as_text, strict=True):
            assert {name: one[name] for name in ("id", "reason", "note")} == {
                name: other[name] for name in ("id", "reason", "note")
            }
            for name in ("old", "new"):
                assert (one[name] and json.loads(one[name])) == (other[name] and json.loads(other[name]))


def test_a_release_of_an_older_schema_does_not_tell(asked: Asked) -> None:
    problem = asked.json("/v1/releases/2026.11.1/changes", 404)
    assert "does not hold the table changes" in problem["detail"]


@pytest.mark.parametrize(
    ("target", "status", "parameter"),
    [
        (f"/v1/releases/{SECOND}/changes?known_at=2025-01-01", 400, "known_at"),
        (f"/v1/releases/{SECOND}/changes?release={THIRD}&include=claims", 400, "include"),
        (f"/v1/releases/{SECOND}/changes?reason=corection", 400, "reason"),
        ("/v1/releases/2020.01.0/changes", 404, "version"),
        ("/v1/releases/newest/changes", 404, "version"),
        (f"/v1/diff?from={FIRST}", 400, "to"),
        (f"/v1/diff?from=yesterday&to={FIRST}", 400, "from"),
        (f"/v1/diff?from={FIRST}&to={FIRST}&to={SECOND}", 400, "to"),
        (f"/v1/diff?from={FIRST}&to=2020.01.0", 404, "to"),
        (f"/v1/diff?from={FIRST}&to={SECOND}&known_at=2025-01-01", 400, "known_at"),
        (f"/v1/diff/derived?from={FIRST}&to={SECOND}&cause=time", 400, "cause"),
        (f"/v1/diff?from={FIRST}&to={SECOND}&cursor=x", 400, "cursor"),
    ],
)
def test_bad_questions_are_told(changing: Asked, target: str, status: int, parameter: str) -> None:
    assert parameter in parts(changing.json(target, status))


def test_any_two_releases_are_compared_either_way(changing: Asked) -> None:
    answer = changing.json(f"/v1/diff?from={FIRST}&to=latest")
    rows = {(row["record"], row["field"]): row for row in answer["data"]}
    assert (answer["meta"]["from"], answer["meta"]["to"], answer["meta"]["release"]) == (FIRST, THIRD, THIRD)
    assert (rows["e_fix", "title"]["reason"], rows["e_fix", "title"]["release"]) == ("correction", SECOND)
    assert (rows["c_again", "*"]["reason"], rows["c_again", "*"]["new"]) == ("merge", None)
    assert f"from={FIRST}&to={THIRD}" in answer["links"]["cite"]
    back = changing.json(f"/v1/diff?from=latest&to={FIRST}")["data"]
    turned = {(row["record"], row["field"]): (row["new"], row["old"]) for row in back}
    assert turned == {key: (row["old"], row["new"]) for key, row in rows.items()}
    assert changing.json("/v1/diff?from=latest&to=stable&limit=1")["meta"]["to"] == SECOND
    assert changing.json(f"/v1/diff?from={THIRD}&to=latest")["data"] == []


def test_a_difference_is_paged_by_its_own_cursors(changing: Asked) -> None:
    base = f"/v1/diff?from={FIRST}&to={THIRD}"
    assert changing.ids(f"{base}&limit=2") == [row["id"] for row in changing.json(f"{base}&limit=100")["data"]]
    cursor = changing.json(f"{base}&limit=2")["meta"]["next_cursor"]
    problem = changing.json(f"/v1/diff?from={FIRST}&to={SECOND}&cursor={cursor}", 400)
    assert "it belongs to diff" in parts(problem)["cursor"][0]


def test_derived_rows_tell_why_they_differ(changing: Asked) -> None:
    base = f"/v1/diff/derived?from={FIRST}&to={THIRD}"
    rows = {(row["table"], row["key"].get("id", "")): row for row in changing.json(f"{base}&table=promises")["data"]}
    promise = rows["promises", "c_promise"]
    assert {row["cause"] for row in rows.values()} == {"record_change"}
    assert promise["table"] == "promises"
    assert changing.json(f"{base}&table=nothing")["data"] == []
    assert {row["change"] for row in changing.json(f"{base}&cause=record_change&change=removed")["data"]} == {"removed"}


def test_answers_are_cached_as_their_releases_are_named(changing: Asked) -> None:
    pinned = changing.get(f"/v1/diff?from={FIRST}&to={SECOND}")
    assert "max-age=86400" in pinned.headers["cache-control"]
    assert changing.get(f"/v1/diff?from={FIRST}&to={SECOND}", If_None_Match=pinned.headers["etag"]).status == 304
    moving = changing.get(f"/v1/diff?from={FIRST}&to=latest")
    assert "max-age=60" in moving.headers["cache-control"]
    assert f"to={THIRD}" in moving.headers["content-location"]
    named = changing.get(f"/v1/diff?from={FIRST}&to={SECOND}&format=csv").headers["content-disposition"]
    assert named == f'attachment; filename="onrecord-diff-{FIRST}-{SECOND}-{SECOND}.csv"'
