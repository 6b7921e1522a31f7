"""What the reading tells of texts, keys and values."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from dataset.reading.convert import Reading, converter
from dataset.reading.nodes import node_of
from dataset.reading.records import read_records
from schemas.claim import Claim, Due
from schemas.scalars import parse_partial_date
from schemas.value import Value
from tests.test_dataset.good_story import ENTITIES, STORY, lay_out, problems_of, spoil
from tests.test_dataset.spoilings import READING, Spoiling
from tests.test_dataset.test_checks import assert_told


@pytest.mark.parametrize("one", READING, ids=lambda one: f"{one.code}-{one.old.strip()[:24]}")
def test_spoiled_text(one: Spoiling, tmp_path: Path) -> None:
    assert_told(one, tmp_path)


def test_records_hold_what_the_files_say(tmp_path: Path) -> None:
    records, problems = read_records(lay_out(tmp_path))
    assert problems == []
    assert list(records.claims) == ["c_small-model-in-june", "c_small-model-in-july", "c_small-model-cost"]
    assert (len(records.sources), len(records.entities), len(records.events)) == (5, 4, 3)
    claim = records.claims["c_small-model-cost"]
    assert claim.id == "c_small-model-cost"
    assert claim.value == Value(low=5e6, high=6e6, bound="range", currency="USD", raw="$5-6 million")
    assert claim.asserted == parse_partial_date("2025-08-06")
    assert claim.evidence[1].stance == "mentions"
    assert records.claims["c_small-model-in-july"].due == Due(date=parse_partial_date("2025-07"), kind="by")
    assert records.sources["s_printed-2025"].url is None


def test_marks_tell_where_everything_stands(tmp_path: Path) -> None:
    records, _ = read_records(lay_out(tmp_path))
    lines = STORY.splitlines()
    file, line, column = records.marks.place("c_small-model-in-july", "resolutions", 0, "on")
    assert file.endswith("stories/2025/small-model.yaml")
    assert lines[line - 1][column - 1 :].startswith("2025-08-05, event")
    _, line, column = records.marks.place("e_small-model-postponed")
    assert lines[line - 1][column - 1 :] == "e_small-model-postponed:"
    assert records.marks.place("c_small-model-cost", "due", "date") == records.marks.place("c_small-model-cost")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("60e9", 60e9), ("-1.5", -1.5), ("+7000000", 7e6), (".5", 0.5), ("3.", 3.0), ("1E-3", 0.001), ("012", 12.0)],
)
def test_numbers(text: str, expected: float, tmp_path: Path) -> None:
    records, problems = read_records(lay_out(tmp_path, spoil(STORY, "high: 6000000", f"high: {text}")))
    value = records.claims["c_small-model-cost"].value
    assert problems == []
    assert value is not None
    assert value.high == expected


@pytest.mark.parametrize("text", ["7_000_000", "1,5", "0x10", "nan", ".inf", "1e999", "12:30", "6e", "true", "5 000"])
def test_no_numbers(text: str, tmp_path: Path) -> None:
    story = spoil(
        STORY, "value: {low: 5e6, high: 6000000,", f"value:\n      low: 5e6\n      high: {text}\n      extra: {{"
    )
    found = read_records(lay_out(tmp_path, story))[1]
    assert [one.what for one in found if one.code == "wrong_type"] == [f"`value.high`: {text!r} is no number"]


def test_yaml_makes_no_guesses_of_its_own(tmp_path: Path) -> None:
    story = spoil(
        STORY,
        "statement: Training the small model cost five to six million dollars.",
        "attribution: NO\n    statement: 12:30:45 was said",
    )
    story = spoil(story, "raw: $5-6 million", "raw: 012")
    records, problems = read_records(lay_out(tmp_path, story))
    claim = records.claims["c_small-model-cost"]
    assert problems == []
    assert (claim.attribution, claim.statement) == ("NO", "12:30:45 was said")
    assert claim.value is not None
    assert claim.value.raw == "012"


@pytest.mark.parametrize("text", ["null", "~", ""])
def test_null(text: str, tmp_path: Path) -> None:
    story = spoil(STORY, "basis: point", f"basis: {text}")
    records, problems = read_records(lay_out(tmp_path, story))
    assert problems == []
    assert records.claims["c_small-model-cost"].basis is None


def test_aliases_are_told_each_and_never_followed(tmp_path: Path) -> None:
    story = spoil(STORY, "topics: [open_weights]", "topics: &round [open_weights, *round]")
    found = read_records(lay_out(tmp_path, story))[1]
    assert [(one.code, one.what) for one in found] == [
        ("yaml_alias", "`&round` is an anchor"),
        ("yaml_alias", "`*round` is an alias"),
    ]


def test_sections_stand_in_order(tmp_path: Path) -> None:
    start, end = STORY.index("events:"), STORY.index("claims:")
    found = read_records(lay_out(tmp_path, STORY[:start] + STORY[end:] + STORY[start:end]))[1]
    assert [(one.code, one.line, one.column) for one in found] == [
        ("section_order", STORY.count("\n") - STORY[start:end].count("\n") + 1, 1)
    ]


@pytest.mark.parametrize(
    "name",
    ["stories/small.yaml", "stories/2025/Small_Model.yaml", "stories/2025/a.yml", "entities/deep/a.yaml", "notes.txt"],
)
def test_misplaced_file(name: str, tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(STORY, encoding="utf-8")
    records, problems = read_records(tmp_path)
    assert [(one.code, one.file) for one in problems] == [("misplaced_file", (tmp_path / name).as_posix())]
    assert len(records.claims) == 3


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "missing_key", 1),
        (b"- a\n", "missing_key", 1),
        (b"title: x\nb: \xff\n", "yaml_syntax", 2),
        (b"a: \x07\n", "yaml_syntax", 1),
    ],
)
def test_broken_text(content: bytes, code: str, line: int, tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "stories" / "2025" / "other.yaml").write_bytes(content)
    found = [one for one in read_records(tmp_path)[1] if one.code != "schema_line"]
    assert [(one.code, one.line) for one in found] == [(code, line)]


def test_plain_objects_read_like_files() -> None:
    row = {
        "kind": "estimate", "statement": "It cost five million.", "asserted": "2025", "value": {"best": 5e6},
        "probability": 0.5, "subject_explicit": True, "evidence": [{"source": "s_a", "locator": None}], "knd": 1,
    }  # fmt: skip
    reading = Reading("rows.jsonl")
    claim = converter(inspect.type_info(Claim))(node_of(row, (7, 1)), ("c_a",), reading)
    assert [(one.code, one.line, one.nearest) for one in reading.problems] == [("unknown_key", 7, "kind")]
    assert (claim.value.best, claim.probability, claim.asserted.edtf) == (5e6, 0.5, "2025")


def test_reading_is_fast(tmp_path: Path) -> None:
    """At least 300 records a second; the measure is far from the limit, so that a busy machine does not fail it."""
    for n in range(40):
        text = STORY.replace("small-model", f"model-{n}").replace("2025:", f"{n}:").replace("2025,", f"{n},")
        (lay_out(tmp_path) / "stories" / "2025" / f"story-{n}.yaml").write_text(text, encoding="utf-8")
    start = perf_counter()
    records, _ = read_records(tmp_path)
    count = sum(len(one) for one in (records.sources, records.entities, records.events, records.claims))
    assert count > 240
    assert count / (perf_counter() - start) > 300


PIECES = ["", "null", "[]", "{}", "[a, 1]", "{a: 1}", "- ", "'", '"x"', "&a", "*a", "!t x", "2025", "../2025", "2025/..", "n_maker",
          "e_small-model-released", "c_small-model-in-june", "s_digest-2025", "true", "range", "  ", "\t", "?", ": ", "|", "<<: {}", "kept", "1e400", "é"]  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_no_text_makes_the_check_raise(data: st.DataObject) -> None:
    """Values replaced, lines moved, lost and doubled: the answer is problems, never an exception."""
    texts = []
    for text in (STORY, ENTITIES):
        lines = text.splitlines()
        for _ in range(data.draw(st.integers(0, 3))):
            n = data.draw(st.integers(0, len(lines) - 1))
            match data.draw(st.sampled_from(["value", "item", "lose", "double", "move"])):
                case "value":
                    lines[n] = lines[n].partition(":")[0] + ": " + data.draw(st.sampled_from(PIECES))
                case "item":
                    parts = re.split(r"(?<=[\[{:, ])(?=[^ ])", lines[n])
                    parts[data.draw(st.integers(0, len(parts) - 1))] = data.draw(st.sampled_from(PIECES))
                    lines[n] = "".join(parts)
                case "lose":
                    lines.pop(n)
                case "double":
                    lines.insert(n, lines[n])
                case "move":
                    lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(n))
        texts.append("\n".join(lines) + "\n")
    with TemporaryDirectory() as folder:
        problems = problems_of(Path(folder), *texts)
    for one in problems:
        assert one.what
        assert one.mend
        assert 1 <= one.line <= max(text.count("\n") for text in texts) + 2
