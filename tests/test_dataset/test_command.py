"""The commands of a curator: what they print and how they end."""

import json
from pathlib import Path

import pytest

from dataset.command import check, generate
from dataset.generated import render, stale, write
from tests.test_dataset.good_story import STORY, lay_out, spoil


def test_check_prints_like_a_compiler(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, spoil(STORY, "type: postponement", "type: postponment"))
    assert check(tmp_path) == 1
    place = f"{tmp_path.as_posix()}/stories/2025/small-model.yaml:19:11"
    assert capsys.readouterr().out.splitlines() == [
        f"{place}: error unknown_term: `type`: 'postponment' is no term of `event_type`",
        "    mend: use one of: the vocabulary, as the editor or the docs list it",
        "    nearest: postponement",
        "1 error, 0 warnings in 5 sources, 4 entities, 3 events, 3 claims (unknown_term 1)",
    ]


def test_warnings_alone_end_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, spoil(STORY, "summary: The model needs", "summary: Until 2026 it needs"))
    assert check(tmp_path) == 0
    assert "warning later_year" in capsys.readouterr().out
    assert check(tmp_path, warnings=False) == 0
    assert (
        capsys.readouterr().out == "0 errors, 1 warning in 5 sources, 4 entities, 3 events, 3 claims (later_year 1)\n"
    )


def test_json_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, spoil(STORY, "subject: n_small\n", "subject: n_smal\n"))
    assert check(tmp_path, format="json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["problems"][0] == {
        "severity": "error",
        "code": "dangling_id",
        "file": f"{tmp_path.as_posix()}/stories/2025/small-model.yaml",
        "line": 67,
        "column": 14,
        "what": "no file declares `n_smal`",
        "mend": "correct the id, or declare the entity or event",
        "nearest": "n_small",
    }
    assert answer["counts"] == {"errors": 1, "warnings": 0, "sources": 5, "entities": 4, "events": 3, "claims": 3}


def test_folder_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "none") == 1
    assert "is no folder of records" in capsys.readouterr().err


def test_generated_files_are_fresh() -> None:
    assert stale() == [], "run `onrecord generate`"


def test_generated_files_are_written_where_they_drifted(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == set(render())
    assert stale(tmp_path) == []
    drifted = next(iter(render()))
    (tmp_path / drifted).write_text("{}", encoding="utf-8")
    assert write(tmp_path) == [drifted]


def test_generate_check_tells_that_nothing_drifted(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(check=True) == 0
    assert "fresh" in capsys.readouterr().out
