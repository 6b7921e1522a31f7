"""Every rule is broken once, and told at its place with its remedy."""

from datetime import date
from pathlib import Path

import pytest

from dataset.checks.registry import CHECKS
from dataset.checks.run import check
from dataset.generated import ROOT
from tests.test_dataset.good_story import ENTITIES, STORY, lay_out, mark, problems_of, spoil
from tests.test_dataset.spoilings import READING, RULES, Spoiling


def test_good_story_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == []


@pytest.mark.parametrize("one", RULES, ids=lambda one: f"{one.code}-{one.old.strip()[:24]}")
def test_spoiled_rule(one: Spoiling, tmp_path: Path) -> None:
    assert_told(one, tmp_path)


def assert_told(one: Spoiling, folder: Path) -> None:
    """The check tells the problem of a spoiling, at its place, naming the thing, the remedy and the nearest."""
    texts = {"story": STORY, "entities": ENTITIES}
    spoiled = "entities" if one.entities else "story"
    text = spoil(texts[spoiled], one.old, one.new)
    texts[spoiled], place = mark(spoil(text, one.at, f"§{one.at}") if one.at else text)
    found = problems_of(folder, texts["story"], texts["entities"])
    told = [problem for problem in found if problem.code == one.code]
    assert told, found
    assert [(problem.line, problem.column) for problem in told] == [place]
    problem = told[0]
    assert problem.file.endswith("entities/all.yaml" if one.entities else "stories/2025/small-model.yaml")
    assert problem.severity == CHECKS[one.code].severity
    assert one.what in problem.what
    assert one.mend in problem.mend
    assert problem.nearest == one.nearest


def test_every_check_is_spoiled_once() -> None:
    elsewhere = {
        "misplaced_file",
        "section_order",
        "json_syntax",
        "after_data_date",
        "list_item",
        "list_span",
        "weak_list_item",
        "gone_reason",
    }
    assert {one.code for one in (*READING, *RULES)} | elsewhere == set(CHECKS)


def test_many_faults_are_told_in_one_run(tmp_path: Path) -> None:
    story, expected = STORY, {"schema_line"}
    story = story.removeprefix("# ")
    for one in (
        ("type: postponement", "type: postponment", "unknown_term"),
        ("summary: The model", "sumary: The model", "unknown_key"),
        ("subject: n_small\n", "subject: n_smal\n", "dangling_id"),
        ("date: 2025-03-31\n    stage", "date: 2025-02-30\n    stage", "impossible_date"),
        (
            "relation: revises, target: c_small-model-in-june",
            "relation: revises, target: c_small-model-in-july",
            "self_link",
        ),
        ("{outcome: late, on", "{outcome: kept, on", "outcome_against_slip"),
        ("high: 6000000", "high: 4e6", "value_order"),
        ("scope: final_run", "scope: pre_money", "scope_not_of_metric"),
        (", currency: USD", "", "currency"),
        ("it will be worth the wait", "wait " * 30, "quote_length"),
        ("date: 2025-07, kind: by", "date: 2025-05, kind: by", "due_before_asserted"),
        ("maker.example/release", "maker.example/plan", "same_source_twice"),
        ("published: 2025-08-09", "published: 2026-12", "published_after_accessed"),
        ("    stage: announced\n", "    stage: announced\n    known_on: 2025-01-01\n", "derived_key"),
    ):
        story = spoil(story, one[0], one[1])
        expected.add(one[2])
    assert {problem.code for problem in problems_of(tmp_path, story) if problem.severity == "error"} == expected


def test_a_fault_is_told_once_and_nothing_follows_from_it(tmp_path: Path) -> None:
    spoiled = spoil(STORY, "asserted: 2025-08-06", "asserted: 2025-13")
    spoiled = spoil(spoiled, "high: 6000000", "high: six million")
    spoiled = spoil(spoiled, "    kind: estimate\n", "    kind: target\n    obligors: [Maker]\n")
    spoiled = spoil(
        spoiled, "    evidence: [{source: s_maker-release-2025}, {source: s_digest-2025, stance: mentions}]\n", ""
    )
    assert [problem.code for problem in problems_of(tmp_path, spoiled)] == [
        "missing_key",
        "wrong_id",
        "wrong_type",
        "impossible_date",
    ]


def test_one_id_in_two_files_is_told_with_both_places(tmp_path: Path) -> None:
    second = STORY[: STORY.index("events:")].replace("small model", "second model")
    found = [one for one in problems_of(tmp_path, zweite=second) if one.code == "duplicate_id"]
    assert [(one.line, one.column) for one in found] == [(line, 3) for line in range(4, 9)]
    assert all(one.file.endswith("zweite.yaml") for one in found)
    assert found[0].what.endswith("stories/2025/small-model.yaml:4 too")


def test_an_unreadable_file_does_not_make_its_ids_dangle(tmp_path: Path) -> None:
    found = problems_of(tmp_path, spoil(STORY, "summary: The", "summary: x: The"))
    assert [one.code for one in found if one.code in ("yaml_syntax", "dangling_id")] == ["yaml_syntax"]


def test_warning_is_silenced_where_it_stands(tmp_path: Path) -> None:
    old, new = "{source: s_maker-release-2025}, {source: s_digest", "{source: s_paper-report-2025}, {source: s_digest"
    spoiled = spoil(STORY, old, new)
    assert [one.code for one in problems_of(tmp_path, spoiled)] == ["no_primary_source"]
    reason = "    accept: [{check: no_primary_source, reason: The paper itself made the estimate.}]\n"
    accepted = spoil(spoiled, "    asserted: 2025-08-06\n", f"    asserted: 2025-08-06\n{reason}")
    assert problems_of(tmp_path, accepted) == []


def test_distinct_events_are_no_duplicates(tmp_path: Path) -> None:
    near = next(one for one in RULES if one.code == "near_duplicate")
    spoiled = spoil(STORY, near.old, near.new)
    distinct = spoil(spoiled, "    date: 2025-08\n", "    date: 2025-08\n    distinct_from: [e_small-model-released]\n")
    assert [one.code for one in problems_of(tmp_path, distinct)] == []


def test_editions_of_a_data_set_behind_one_address_are_two_sources(tmp_path: Path) -> None:
    old = "s_digest-2025: {url: https://digest.example/all,"
    one, other = (f"{old} citation: Table of {month}," for month in ("May", "June"))
    named = "publisher: n_paper, kind: dataset, language: en, accessed: 2026-11-20"
    twice = f"{one} {named}}}\n  {other.replace('digest-2025', 'digest-2')}"
    assert problems_of(tmp_path, spoil(STORY, old, twice)) == []
    same = twice.replace("June", "May")
    assert [problem.code for problem in problems_of(tmp_path, spoil(STORY, old, same))] == ["same_source_twice"]


def test_nothing_is_known_after_the_data_date(tmp_path: Path) -> None:
    lay_out(tmp_path)
    assert check(tmp_path, date(2026, 11, 20))[1] == []
    found = check(tmp_path, date(2025, 8, 4))[1]
    assert {one.code for one in found} == {"after_data_date"}
    assert [one.what.split("`")[1] for one in found] == [
        "s_maker-release-2025",
        "s_digest-2025",
        "e_small-model-released",
        "c_small-model-cost",
    ]


def test_obligation_may_be_revised_by_the_authority_that_set_it(tmp_path: Path) -> None:
    story = STORY.replace("kind: commitment", "kind: obligation").replace("obligors: [n_maker]", "obligors: [n_small]")
    assert problems_of(tmp_path, story) == []


@pytest.mark.parametrize(
    ("due", "on", "outcome", "codes"),
    [
        ("{date: 2025-06, kind: in}", "2025-08-05", "late", []),
        ("{date: 2025-22, kind: in}", "2025-08-05", "kept", []),
        ("{date: 2025-22, kind: in}", "2025-08-05", "late", ["outcome_against_slip"]),
        ("{date: 2025-07-15, kind: by}", "2025-07", "late", []),  # undetermined contradicts neither
        ("{date: 2025-07-15, kind: by}", "2025-07", "kept", []),
        ("{date: null, kind: by, text: in the coming months}", "2025-08-05", "kept", []),
        ("{date: 2025-09, kind: not_before}", "2025-08-05", "kept", ["outcome_against_slip"]),
        ("{date: 2025-07, kind: not_before}", "2025-08-05", "kept", []),
    ],
)
def test_outcome_against_slip(due: str, on: str, outcome: str, codes: list[str], tmp_path: Path) -> None:
    story = spoil(STORY, "{date: 2025-07, kind: by}", due)
    story = spoil(story, "outcome: late, on: 2025-08-05", f"outcome: {outcome}, on: {on}")
    assert [one.code for one in problems_of(tmp_path, story)] == codes


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("{best: 6e6, bound: exact, currency: USD}", []),
        ("{low: 6e6, best: 6e6, high: 6e6, bound: about, currency: USD}", []),
        ("{low: 5e6, best: 6e6, bound: about, currency: USD}", ["bound"]),
        ("{low: 6e6, bound: at_least, currency: USD}", []),
        ("{best: 6e6, bound: at_least, currency: USD}", ["bound"]),
        ("{high: 6e6, bound: at_most, currency: EUR}", []),
        ("{low: 5e6, best: 5.5e6, high: 6e6, bound: range, currency: USD}", []),
        ("{low: 5e6, bound: range, currency: USD}", ["bound"]),
        ("{best: 6e6, currency: USD}", ["bound"]),
        ("{bound: exact, state: unknown}", ["bound"]),
        ("{state: undisclosed}", []),
    ],
)
def test_bounds(value: str, codes: list[str], tmp_path: Path) -> None:
    story = spoil(STORY, "{low: 5e6, high: 6000000, bound: range, currency: USD, raw: $5-6 million}", value)
    assert [one.code for one in problems_of(tmp_path, story)] == codes


def test_committed_records_are_free_of_errors() -> None:
    _, problems = check(ROOT / "dataset" / "records")
    assert [f"{one.file}:{one.line} {one.code}: {one.what}" for one in problems if one.severity == "error"] == []
