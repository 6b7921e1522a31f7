"""What the reading tells of importers' files: each problem at its file and line."""

from pathlib import Path

import pytest

from dataset.checks.run import check
from dataset.reading.records import read_records
from tests.test_dataset.good_story import lay_out

EVENT = '{"id":"e_other","type":"model_release","title":"Another model comes out","date":"2025-09","stage":"occurred","evidence":[{"source":"s_maker-page-2025"}],"tier":"imported"}'
ADDED = '{"adds_to":"e_small-model-released","evidence":[{"source":"s_paper-report-2025","locator":"row 1"}]}'

LEDGER = '{"key":"row 9","since":"2026-01-01","ids":{"record":"e_row-nine"},"gone":"2026-02-01"}\n{"key":"row 1","since":"2026-01-01","ids":{"record":"e_other"}}\n'


def laid_out(folder: Path, *lines: str) -> Path:
    lay_out(folder)
    (folder / "imported" / "ledger").mkdir(parents=True)
    (folder / "imported" / "some-table.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / "imported" / "ledger" / "some-table.jsonl").write_text(LEDGER, encoding="utf-8")
    return folder


def test_records_and_additions_are_read(tmp_path: Path) -> None:
    records, problems = read_records(laid_out(tmp_path, ADDED, EVENT))
    assert problems == []
    assert records.events["e_other"].title == "Another model comes out"
    assert [one.locator for one in records.events["e_small-model-released"].evidence] == [None, "row 1"]
    file, line, column = records.marks.place("e_other", "evidence", 0)
    assert (Path(file).name, line, column) == ("some-table.jsonl", 2, 1)


def test_rows_gone_upstream_are_known_by_their_ids(tmp_path: Path) -> None:
    assert read_records(laid_out(tmp_path, EVENT))[0].removed_upstream == {"e_row-nine"}


def test_a_damaged_ledger_is_told(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, EVENT)
    (folder / "imported" / "ledger" / "some-table.jsonl").write_text("{}\n", encoding="utf-8")
    (told,) = read_records(folder)[1]
    assert (told.code, Path(told.file).name) == ("json_syntax", "some-table.jsonl")
    assert "no line of a ledger" in told.what


def test_an_importer_is_read_only_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, EVENT)
    assert "e_other" in read_records(folder, ("some-table",))[0].events
    assert "e_other" not in read_records(folder, ())[0].events


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("{", "json_syntax", "no JSON"),
        ("[1]", "json_syntax", "no JSON object"),
        ('{"title":"x"}', "json_syntax", "names no record"),
        ('{"id":"x_1"}', "json_syntax", "names no record"),
        ('{"adds_to":"s_maker-page-2025","evidence":[]}', "json_syntax", "names no record"),
        ('{"adds_to":"e_none","evidence":[]}', "dangling_id", "to which this line adds"),
        ('{"adds_to":"n_small","aliasses":[]}', "unknown_key", "aliasses"),
        (EVENT.replace("e_other", "e_small-model-released"), "duplicate_id", "small-model.yaml:"),
        (EVENT.replace("model_release", "model_relase"), "unknown_term", "model_relase"),
        (EVENT.replace("2025-09", "2025-13"), "impossible_date", "2025-13"),
        (EVENT.replace('"stage":"occurred",', ""), "missing_key", "stage"),
        (EVENT.replace("s_maker-page-2025", "s_none"), "dangling_id", "s_none"),
        (ADDED.replace("s_paper-report-2025", "s_none"), "dangling_id", "s_none"),
    ],
)
def test_problems_name_the_line(tmp_path: Path, line: str, code: str, what: str) -> None:
    problems = check(laid_out(tmp_path, "", line))[1]
    told = [one for one in problems if one.severity == "error"]
    assert [(one.code, Path(one.file).name, one.line) for one in told] == [(code, "some-table.jsonl", 2)]
    assert what in told[0].what


def test_other_files_in_the_folder_are_misplaced(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, EVENT)
    (folder / "imported" / "table.csv").write_text("a\n", encoding="utf-8")
    assert [one.code for one in read_records(folder)[1]] == ["misplaced_file"]


def test_events_of_one_importer_are_not_compared(tmp_path: Path) -> None:
    twin = EVENT.replace("e_other", "e_another").replace(
        '"evidence"', '"participants":[{"entity":"n_maker","role":"developer"}],"evidence"'
    )
    first = twin.replace("e_another", "e_first")
    assert [one.code for one in check(laid_out(tmp_path, first, twin))[1]] == []
