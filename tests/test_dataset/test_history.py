"""What a release says of its changes: every field, every reason, every id that is gone."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dataset.build import build
from dataset.checks.run import check
from dataset.errors import BuildError
from dataset.manifest import verify
from dataset.reading.records import Records
from schemas.changes import Changed, Gone
from tests.support import DATA_DATE, claim, entity, event, records, source
from tests.test_dataset.good_story import STORY, lay_out

FIRST, SECOND, THIRD = "2026.11.0", "2026.11.1", "2026.11.2"


def sample(*further: Any, **fields: Any) -> Records:
    """A few records; `fields` are those of the event."""
    return records(
        source("s_a", "2025-01-01"),
        entity("n_firm"),
        event("e_a", fields.pop("date", "2025-01-02"), "s_a", **{"title": "Something happened", **fields}),
        claim("c_a", "2025-01-03", "s_a", due=("by", "2025-06"), subject="e_a"),
        *further,
    )


def gone(id_: str, release: str, reason: str, *successors: str, note: str | None = None) -> Gone:
    return Gone(id=id_, release=release, reason=reason, successors=list(successors), note=note)


def why(release: str, reason: str, note: str | None = None) -> list[Changed]:
    return [Changed(release=release, reason=reason, note=note)]


def made(folder: Path, records_: Records, version: str) -> dict[str, list[dict[str, Any]]]:
    """A sealed release's history tables."""
    release = build(records_, version, DATA_DATE, folder, sealed=True)
    verify(release)
    return {
        name: pq.read_table(release / f"{name}.parquet").to_pylist() for name in ("changes", "redirects", "tombstones")
    }


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder with one release, of the sample and one event more."""
    build(sample(event("e_b", "2025-02-01", "s_a")), FIRST, DATA_DATE, tmp_path, sealed=True)
    return tmp_path


def both() -> Any:
    return event("e_b", "2025-02-01", "s_a")


def test_the_first_release_has_no_changes(tmp_path: Path) -> None:
    assert made(tmp_path, sample(), FIRST) == {"changes": [], "redirects": [], "tombstones": []}


def test_a_change_is_told_by_field_with_its_reason(releases: Path) -> None:
    changed = sample(both(), title="Something else happened", changed=why(SECOND, "correction", "The page says else."))
    (row,) = made(releases, changed, SECOND)["changes"]
    assert row == {
        "record": "e_a",
        "field": "title",
        "kind": "event",
        "change": "changed",
        "old": '"Something happened"',
        "new": '"Something else happened"',
        "reason": "correction",
        "note": "The page says else.",
        "release": SECOND,
    }


def test_what_is_new_needs_no_reason(releases: Path) -> None:
    rows = made(releases, sample(both(), event("e_c", "2025-03-01", "s_a")), SECOND)["changes"]
    assert [(row["record"], row["field"], row["reason"]) for row in rows] == [("e_c", "*", "new")]
    assert '"id":"e_c"' in rows[0]["new"]


def test_a_sealed_release_refuses_a_change_without_a_reason_and_tells_every_one(releases: Path) -> None:
    changed = sample(both(), title="Something else happened")
    changed.claims["c_a"].statement = "Another statement"
    changed.events["e_a"].changed = why(FIRST, "correction")  # a reason for another release counts for nothing
    with pytest.raises(BuildError) as caught:
        build(changed, SECOND, DATA_DATE, releases, sealed=True)
    told = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in told] == ["c_a", "e_a"]
    assert "it changed (statement)" in told[0]
    assert f"changed: [{{release: {SECOND}, reason: …" in told[1]
    assert not (releases / SECOND).exists()


def test_a_draft_marks_what_is_undeclared(releases: Path) -> None:
    draft = build(sample(both(), title="Something else happened"), SECOND, DATA_DATE, releases)
    assert [row["reason"] for row in pq.read_table(draft / "changes.parquet").to_pylist()] == ["undeclared"]


def test_a_record_that_vanishes_needs_an_entry(releases: Path) -> None:
    with pytest.raises(BuildError, match=r"e_b: 2026\.11\.0 holds it and this release does not"):
        build(sample(), SECOND, DATA_DATE, releases, sealed=True)


def test_a_deleted_record_leaves_a_tombstone_for_ever(releases: Path) -> None:
    without = sample()
    without.gone["e_b"] = gone("e_b", SECOND, "retraction", note="The source took it back.")
    tables = made(releases, without, SECOND)
    (row,) = tables["changes"]
    assert (row["record"], row["change"], row["reason"], row["new"]) == ("e_b", "removed", "retraction", None)
    buried = [{"id": "e_b", "reason": "retraction", "release": SECOND, "note": "The source took it back."}]
    assert tables["tombstones"] == buried
    later = made(releases, sample(), THIRD)  # the entry need not be repeated: the release before has it
    assert (later["changes"], later["tombstones"]) == ([], buried)


def test_a_merge_is_followed_to_its_end(releases: Path) -> None:
    merged = sample(event("e_c", "2025-02-01", "s_a"))
    merged.gone["e_b"] = gone("e_b", SECOND, "merge", "e_c")
    tables = made(releases, merged, SECOND)
    assert {row["record"]: row["reason"] for row in tables["changes"]} == {"e_b": "merge", "e_c": "new"}
    again = sample()
    again.gone["e_c"] = gone("e_c", THIRD, "merge", "e_a")
    redirects = {row["id"]: (row["successors"], row["release"]) for row in made(releases, again, THIRD)["redirects"]}
    assert redirects == {"e_b": (["e_a"], SECOND), "e_c": (["e_a"], THIRD)}


def test_a_split_names_all_parts_and_outlives_none_of_them(releases: Path) -> None:
    split = sample(event("e_c", "2025-02-01", "s_a"), event("e_d", "2025-02-02", "s_a"))
    split.gone["e_b"] = gone("e_b", SECOND, "split", "e_c", "e_d")
    assert made(releases, split, SECOND)["redirects"][0]["successors"] == ["e_c", "e_d"]
    fewer = sample()
    fewer.gone["e_c"] = gone("e_c", THIRD, "retraction")
    fewer.gone["e_d"] = gone("e_d", THIRD, "retraction")
    tables = made(releases, fewer, THIRD)
    assert tables["redirects"] == []
    assert [row["id"] for row in tables["tombstones"]] == ["e_b", "e_c", "e_d"]


def test_a_row_that_its_data_set_lost_leaves_a_tombstone_by_itself(releases: Path) -> None:
    without = sample()
    without.removed_upstream = {"e_b", "e_never-released"}
    tables = made(releases, without, SECOND)
    assert [(row["id"], row["reason"]) for row in tables["tombstones"]] == [("e_b", "upstream_removed")]
    assert made(releases, sample(both()), THIRD)["tombstones"] == []  # it came back


def test_what_follows_from_another_change_takes_its_reason(releases: Path) -> None:
    earlier = records(
        source("s_a", "2025-01-01"),
        entity("n_firm"),
        event("e_a", "2025-01-01", "s_a", title="Something happened", changed=why(SECOND, "correction")),
        claim("c_a", "2025-01-03", "s_a", due=("by", "2025-06"), subject="e_a"),
        both(),
    )
    rows = {(row["record"], row["field"]): row for row in made(releases, earlier, SECOND)["changes"]}
    assert rows["e_a", "date"]["reason"] == rows["e_a", "known_on"]["reason"] == "correction"
    assert {record for record, _field in rows} == {"e_a"} | ({"n_firm"} & {record for record, _ in rows})


def test_an_importers_addition_explains_itself(releases: Path) -> None:
    added = sample(both(), source("s_set", "2025-05-01", kind="dataset"))
    held = added.events["e_a"]
    held.evidence = [*held.evidence, event("e_x", "2025-01-02", "s_set").evidence[0]]
    added.marks.elsewhere["e_a", "evidence", 1] = ("records/imported/some-set.jsonl", 4, 1)
    rows = made(releases, added, SECOND)["changes"]
    assert {row["record"]: row["reason"] for row in rows} == {"e_a": "import_refresh", "s_set": "new"}


GONE = "# yaml-language-server: $schema=gone.schema.json\ngone:\n"


def told(folder: Path, lines: str, **changed: str) -> list[tuple[str, int, str]]:
    """What the check tells of the good story with a file of ids that are gone."""
    lay_out(folder, **changed)
    (folder / "gone.yaml").write_text(GONE + lines, encoding="utf-8")
    return [(one.code, one.line, one.what) for one in check(folder)[1]]


def test_ids_that_are_gone_are_read_and_checked(tmp_path: Path) -> None:
    fine = "  e_old: {release: 2026.11.1, reason: merge, successors: [e_small-model-released], note: The same.}\n"
    assert told(tmp_path, fine) == []
    assert check(tmp_path)[0].gone["e_old"].successors == ["e_small-model-released"]
    wrong = (
        "  e_one: {release: 2026.11.1, reason: merge}\n"
        "  e_two: {release: 2026.11.1, reason: split, successors: [e_small-model-released]}\n"
        "  e_three: {release: 2026.11.1, reason: source_update}\n"
        "  e_four: {release: 2026.11.1, reason: merge, successors: [e_nowhere]}\n"
    )
    assert [(code, line) for code, line, _what in told(tmp_path, wrong)] == [
        ("gone_reason", 3),
        ("gone_reason", 4),
        ("gone_reason", 5),
        ("dangling_id", 6),
    ]
    alive = "  e_small-model-released: {release: 2026.11.1, reason: retraction}\n"
    assert "duplicate_id" in {code for code, _line, _what in told(tmp_path, alive)}


def test_a_record_may_not_name_an_id_that_is_gone(tmp_path: Path) -> None:
    story = STORY.replace("subject: n_small\n", "subject: n_tiny\n")
    found = told(tmp_path, "  n_tiny: {release: 2026.11.1, reason: merge, successors: [n_small]}\n", story=story)
    assert ("dangling_id", "`n_tiny` is given up since 2026.11.1") in {(code, what) for code, _line, what in found}
