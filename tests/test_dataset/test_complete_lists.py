"""Lists that are declared complete: read, checked, released, and shown as known on a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dataset.build import build
from dataset.checks.findings import Findings
from dataset.checks.lists import complete_lists
from dataset.known_on import complete
from dataset.manifest import open_release
from dataset.queries.coverage import coverage
from dataset.reading.records import Records, read_records
from dataset.store.archive import Archive
from dataset.store.store import Store
from schemas.complete_list import CompleteList
from tests.support import DATA_DATE
from tests.test_dataset.good_story import LISTS, lay_out, problems_of, spoil

TINY = "{item: The tiny model, gap: none_made, reason: It was never announced.}"
BOTH = "`, or `gap` and `reason`"


def laid_out(folder: Path, text: str = LISTS) -> Path:
    lay_out(folder).joinpath("complete-lists.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_declared_list_has_no_problem_and_derived_days(tmp_path: Path) -> None:
    assert problems_of(laid_out(tmp_path)) == []
    (found,) = complete(read_records(tmp_path)[0]).complete_lists.values()
    assert found.id == "small-models"
    days = [item.known_on for item in found.items]
    assert days == [date(2025, 3, 31), date(2025, 8, 5), date(2025, 8, 5)]  # the gap with the last item


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "told"),
    [
        ("e_small-model-announced]", "e_small-model-anounced]", "dangling_id", 10, "e_small-model-announced"),
        ("gap: none_made, ", "", "list_item", 13, BOTH),
        (", reason: It was never announced.", "", "list_item", 13, BOTH),
        ("{item: The tiny model, ", "{item: The tiny model, records: [c_small-model-cost], ", "list_item", 13, BOTH),
        (TINY, "item: The tiny model", "list_item", 13, BOTH),
        ("The cost of the small model", "The small model", "list_item", 11, "one of the two"),
        ("until: 2025-12", "until: 2025-02", "list_span", 7, "`since` or `until`"),
        ("gap: none_made", "gap: nothing", "unknown_term", 13, "not_reached"),
        ("  small-models:", "  Small Models:", "wrong_form", 3, "hyphens"),
        ("[c_small-model-cost]", "[n_maker]", "wrong_id", 12, "`e_`"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, code: str, line: int, told: str
) -> None:
    problem = problems_of(laid_out(tmp_path, spoil(LISTS, old, new)))[0]
    assert (problem.code, problem.line, problem.file.endswith("complete-lists.yaml")) == (code, line, True)
    assert told in f"{problem.mend} {problem.nearest}"


def test_candidates_alone_tell_no_item(tmp_path: Path) -> None:
    found = complete(read_records(laid_out(tmp_path))[0])
    found.claims["c_small-model-cost"].tier = "candidate"
    assert told_of(found) == ["`The cost of the small model` of `small-models` rests on candidates alone"]


def told_of(records: Records) -> list[str]:
    findings = Findings(records)
    complete_lists(findings)
    return [one.problem.what for one in findings.found]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = laid_out(tmp_path_factory.mktemp("records"))
    releases = tmp_path_factory.mktemp("releases")
    build(read_records(folder)[0], "2026.11.0", DATA_DATE, releases)
    archive = Archive(releases, tmp_path_factory.mktemp("cache"))
    yield archive.store("2026.11.0")
    archive.close()


def shown(found: list[CompleteList]) -> dict[str, Any]:
    return {item.item: item.records for one in found for item in one.items}


def test_coverage_shows_what_was_known_on_the_day(store: Store) -> None:
    (whole,) = coverage(store, DATA_DATE).complete_lists
    assert (whole.title, whole.since.edtf, whole.until.edtf) == ("Every small model of Maker", "2025-03", "2025-12")
    assert shown([whole]) == {
        "The small model": ["c_small-model-cost", "e_small-model-released", "e_small-model-announced"],
        "The cost of the small model": ["c_small-model-cost"],
        "The tiny model": [],
    }
    assert whole.items[2].gap == "none_made"
    assert shown(coverage(store, date(2025, 4, 1)).complete_lists) == {"The small model": ["e_small-model-announced"]}
    assert coverage(store, date(2025, 3, 30)).complete_lists == []
    assert any("1 list is declared complete" in said for said in coverage(store, DATA_DATE).statement)
    assert not any("declared complete:" in said for said in coverage(store, date(2025, 3, 30)).statement)


def test_a_release_of_an_older_schema_has_none(archive: Archive) -> None:
    old = archive.store("2026.11.1")
    assert open_release(old.folder).schema_version == "1.1.0"
    assert coverage(old, old.data_date).complete_lists == []
