"""The second reading and its page, and the generated part of docs/inclusion.md."""

import re
from pathlib import Path

import msgspec
import pytest

from dataset.audit.lists_page import BEGIN, END, filled
from dataset.audit.quality_page import FEWER, page
from dataset.audit.second_reading import KINDS, LEAST_CHECKED, Reading, read, tallies, wilson
from dataset.build import build
from dataset.errors import DatasetError
from dataset.folders import RECORDS, RELEASES
from dataset.reading.records import read_records
from tests.support import DATA_DATE
from tests.test_dataset.good_story import LISTS, lay_out

PAGE = "https://paper.example/report"


def reading(record: str, kind: str, verdict: str, **fields: str) -> Reading:
    given = {"record": record, "kind": kind, "field": kind, "verdict": verdict, **fields}
    return msgspec.convert(given, Reading)


READINGS = [
    reading("c_a", "date", "right", source=PAGE),
    reading("c_b", "date", "wrong", was="2025-03", **{"is": "2025-03-04"}, source=PAGE, note="too wide"),
    reading("c_c", "date", "not_reached"),
    reading("e_a", "participant", "wrong", **{"is": "unsupported"}, note="no [such] part", gone="taken out"),
]


@pytest.mark.parametrize(
    ("wrong", "checked", "low", "high"),
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (9, 300, 0.0159, 0.0560), (10, 10, 0.7225, 1.0)],
)
def test_wilson_s_interval(wrong: int, checked: int, low: float, high: float) -> None:
    assert wilson(wrong, checked) == pytest.approx((low, high), abs=5e-5)


def test_rates_are_of_what_was_reached() -> None:
    date, participant = tallies(READINGS)
    assert (date.kind, date.checked, date.wrong, date.too_wide, date.not_reached) == ("date", 2, 1, 1, 1)
    assert (date.rate, participant.rate) == (0.5, 1.0)
    (none,) = tallies(READINGS[2:3])
    assert (none.checked, none.rate, none.interval) == (0, None, None)


def test_the_page_tells_rates_and_what_was_mended() -> None:
    lines = page(READINGS).splitlines()
    (row,) = (line for line in lines if line.startswith("| date "))
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert [cells[0], *cells[2:]] == ["date", "2", "1", "50.0%", "9.5% to 90.5%", "1", "1"]
    assert f"- `c_b`, date: 2025-03 → 2025-03-04. too wide ([source]({PAGE}))" in lines
    assert r"- `e_a` (taken out), participant: unsupported. no \[such\] part" in lines
    assert "4 curated records were read a second time against their sources, 4 fields in all." in lines


def test_a_reading_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl"
    rows = [
        {"record": "c_a", "kind": "date", "field": "date", "verdict": "right"},
        {"record": "c_a", "kind": "twin", "field": "date", "verdict": "right", "source": PAGE},
        {"record": "c_a", "kind": "date", "field": "date", "verdict": "wrong", "source": PAGE},
        {"record": "n_a", "kind": "date", "field": "date", "verdict": "not_reached"},
    ]
    path.write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
    with pytest.raises(DatasetError) as told:
        read(path)
    lines = str(told.value).splitlines()
    assert [line.removeprefix(f"{path}:")[:1] for line in lines] == ["1", "2", "3", "4"]
    assert "write `source`" in lines[0]
    assert "twin" in lines[1]
    assert "write `is`" in lines[2]


def test_every_reading_is_of_a_record_that_is_there_or_told_to_be_gone() -> None:
    texts = (file.read_text(encoding="utf-8") for file in (RECORDS / "stories").rglob("*.yaml"))
    declared = {id_ for text in texts for id_ in re.findall(r"^ +([ec]_[a-z0-9-]+):", text, re.MULTILINE)}
    strange = {one.record: one.gone for one in read() if (one.record in declared) == bool(one.gone)}
    assert strange == {}, "set `gone` where a record is no longer there, and only there"


def test_enough_of_each_kind_was_read() -> None:
    checked = {one.kind: one.checked for one in tallies(read()) if one.round == 1}
    assert set(checked) == set(KINDS)
    few = {kind: n for kind, n in checked.items() if n < LEAST_CHECKED and kind not in FEWER}
    assert few == {}, "read more, or say why there are fewer in FEWER"


def test_the_generated_part_is_as_the_release_has_it(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "records")
    folder.joinpath("complete-lists.yaml").write_text(LISTS, encoding="utf-8")
    release = build(read_records(folder)[0], "2026.11.0", DATA_DATE, tmp_path / "releases")
    text = filled(f"Before\n{BEGIN}\nwhatever\n{END}\nafter\n", release)
    assert text.startswith(f"Before\n{BEGIN}\n\nRelease 2026.11.0 declares 1 list complete.\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "`small-models`, complete from 2025-03 to 2025-12: 3 items, 1 of them without a record." in text
    assert "| The cost of the small model | `c_small-model-cost` |" in text
    assert "| The tiny model              | none made: It was never announced. |" in text
    assert filled(text, release) == text


def test_a_page_without_its_marks_is_refused_and_an_old_release_has_no_lists() -> None:
    old = RELEASES / "2026.11.1"
    with pytest.raises(DatasetError, match="put back"):
        filled("no marks", old)
    assert "declares no lists complete" in filled(f"{BEGIN}\n{END}\n", old)
