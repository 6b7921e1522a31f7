"""What `yanked.json` says, checked; and tables of a release without what is withheld."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from dataset.derive import derive
from dataset.errors import ReleaseError
from dataset.history.diff import rows_by_id
from dataset.withdrawal.pruned import pruned_tables, without
from dataset.withdrawal.yanked import read_withdrawn
from schemas.changes import Change
from schemas.tables import RECORD_TABLES
from schemas.yanked import YankedFile
from tests.changing import DAYS, FIRST, SECOND, THIRD, changing_releases, withdraw


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changing_releases(tmp_path_factory.mktemp("withdrawn"))


def test_without_the_file_nothing_is_withdrawn(releases: Path) -> None:
    (releases / "yanked.json").unlink(missing_ok=True)
    found = read_withdrawn(releases)
    assert (found.releases, found.records, found.digest(FIRST)) == ({}, {}, "")


def test_a_version_is_withdrawn_and_records_are_withheld_where_they_stand(releases: Path) -> None:
    withdraw(
        releases,
        {"version": THIRD, "reason": "Built from wrong records.", "replacement": SECOND},
        {"records": ["e_never", "s_b"], "reason": "A court ordered it."},
        {"records": ["e_fix"], "version": FIRST, "reason": "It names a person.", "replacement": SECOND},
    )
    found = read_withdrawn(releases)
    assert {version: yank.replacement for version, yank in found.releases.items()} == {THIRD: SECOND}
    assert {version: sorted(found.of(version)) for version in (FIRST, SECOND, THIRD)} == {
        FIRST: ["e_fix", "e_never", "s_b"],
        SECOND: ["s_b"],
        THIRD: ["s_b"],
    }
    assert str(found.of(FIRST)["e_never"].known_on) == "2025-03-01"
    assert len({found.digest(FIRST), found.digest(SECOND), found.digest(THIRD)}) == 3


@pytest.mark.parametrize(
    ("yanked", "words"),
    [
        ([{"version": "2020.01.0", "reason": "x"}], ["yanked[0]", "there is no release 2020.01.0"]),
        ([{"reason": "x"}], ["names neither a version nor records"]),
        ([{"records": ["e_nothing"], "reason": "x"}], ["no release holds e_nothing"]),
        ([{"records": ["e_one"], "version": FIRST, "reason": "x"}], [f"{FIRST} does not hold e_one"]),
        ([{"records": ["x"], "reason": "x"}], ["cannot be read"]),
        ([{"version": FIRST, "reason": ""}], ["cannot be read"]),
        ([{"version": FIRST, "reason": "x", "replacement": "2020.01.0"}], ["the replacement 2020.01.0 is no release"]),
        (
            [{"version": FIRST, "reason": "x", "replacement": SECOND}, {"version": SECOND, "reason": "x"}],
            [f"the replacement {SECOND} is withdrawn too"],
        ),
        ([{"version": one, "reason": "x"} for one in (FIRST, SECOND, THIRD)], ["withdraws every release"]),
        ([{"version": "2020.01.0", "reason": "x"}, {"reason": "x"}], ["yanked[0]", "yanked[1]"]),
    ],
)
def test_every_fault_of_the_file_is_told(releases: Path, yanked: list[dict[str, Any]], words: list[str]) -> None:
    withdraw(releases, *yanked)
    with pytest.raises(ReleaseError) as caught:
        read_withdrawn(releases)
    for text in words:
        assert text in str(caught.value)


def test_the_file_that_the_documentation_shows_can_be_read() -> None:
    text = (Path(__file__).parents[2] / "docs" / "versions.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert [one.reason for one in msgspec.json.decode(shown, type=YankedFile).yanked] == [
        "Built from the wrong records.",
        "A court ordered it.",
        "It named the wrong person.",
    ]


def test_a_file_that_is_no_json_is_told(releases: Path) -> None:
    (releases / "yanked.json").write_text("yanked:")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_withdrawn(releases)


@pytest.mark.parametrize("withheld", [{"c_promise"}, {"n_firm"}, {"s_b"}, {"e_late", "n_press"}])
def test_pruned_tables_are_those_of_records_that_were_never_there(releases: Path, withheld: set[str]) -> None:
    tables = pruned_tables(releases / THIRD, withheld)
    for table in RECORD_TABLES:
        before = rows_by_id(pq.read_table(releases / THIRD / f"{table.name}.parquet"))
        assert rows_by_id(tables[table.name]).keys() == before.keys() - withheld
    for name, table in tables.items():
        for row in table.to_pylist():
            assert not any(f"'{id_}'" in str(row) or f'"{id_}"' in str(row) for id_ in withheld), name
    again = derive({one.name: tables[one.name] for one in RECORD_TABLES}, THIRD, DAYS[THIRD])
    for name, table in again.items():
        assert tables[name].to_pylist() == table.to_pylist(), name


def test_a_change_is_told_without_what_is_withheld() -> None:
    def change(field: str, old: str | None, new: str | None) -> Change:
        told: Any = {"record": "e_a", "kind": "event", "change": "changed", "reason": "correction", "note": None}
        return Change(field=field, old=old, new=new, release=FIRST, **told)

    both = '[{"entity":"n_a","role":"x"},{"entity":"n_b","role":"x"}]'
    one = '[{"entity":"n_a","role":"x"}]'
    kept = without(change("participants", None, both), {"n_b"})
    assert kept is not None
    assert kept.new == one
    assert without(change("participants", one, both), {"n_b"}) is None  # it only told of the withheld one
    assert without(change("participants", one, both), {"e_a"}) is None
    untouched = change("title", '"n_b"', '"x"')
    assert without(untouched, {"n_c"}) is untouched
