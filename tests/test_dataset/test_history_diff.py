"""A difference applied to the older release gives the newer one exactly, whatever was edited."""

from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.settings import Settings
from dataset.build import build
from dataset.errors import ReleaseError
from dataset.history.between import between
from dataset.history.derived import derived_difference
from dataset.history.diff import applied, difference
from dataset.history.shaping import record_tables
from dataset.reading.records import Records
from dataset.stamp import stamp
from dataset.tables import to_arrow
from dataset.versions import list_versions
from schemas.changes import Change, Changed
from schemas.tables import RECORD_TABLES
from tests.conftest import SMALL
from tests.support import DATA_DATE, claim, day, entity, event, records, resolution, source
from tests.test_dataset.test_history import FIRST, SECOND, THIRD, sample, why

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=8, max_size=16)
DAYS = st.sampled_from(["2025", "2025-03", "2025-03-04", "2025-22", "../2025-07-02"])


@st.composite
def drawn(draw: st.DrawFn) -> Records:
    """A few records of each kind with drawn fields; the same ids come again in another draw."""
    found: list[Any] = [source("s_a", "2025-01-01"), entity("n_firm")]
    for n in draw(st.sets(st.integers(0, 5))):
        found.append(source(f"s_{n}", "2025-01-01", title=draw(st.none() | TEXTS)))
        found.append(entity(f"n_{n}", name=draw(TEXTS), country=draw(st.sampled_from([None, "FR", "US"]))))
    for n in draw(st.sets(st.integers(0, 5))):
        topics = draw(st.lists(st.sampled_from(["safety", "chips", "labour"]), unique=True))
        found.append(
            event(
                f"e_{n}",
                draw(st.sampled_from(["2025-01-02", "2025-03"])),
                "s_a",
                summary=draw(st.none() | TEXTS),
                topics=topics,
            )
        )
    for n in draw(st.sets(st.integers(0, 5))):
        due = draw(st.none() | st.tuples(st.sampled_from(["by", "in"]), st.none() | DAYS))
        found.append(claim(f"c_{n}", "2024-05", "s_a", due=due, statement=draw(TEXTS)))
    return records(*found)


def tables(records_: Records, version: str, previous: dict[str, pa.Table] | None, folder: Path) -> dict[str, pa.Table]:
    """Stamped record tables in the order of their ids, as a release after `previous` has them."""
    if previous:
        for name, table in previous.items():
            pa.parquet.write_table(table, folder / f"{name}.parquet")
    return {
        table.name: stamp(
            table.name,
            to_arrow(table.name, getattr(records_, table.name).values()),
            version,
            folder if previous else None,
        ).sort_by("id")
        for table in RECORD_TABLES
    }


@settings(max_examples=60, deadline=None)
@given(three=st.tuples(drawn(), drawn(), drawn()))
def test_applied_to_the_older_tables_it_gives_the_newer_ones(
    three: tuple[Records, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("step")
    made: list[dict[str, pa.Table]] = []
    for version, one in zip((FIRST, SECOND, THIRD), three, strict=True):
        made.append(tables(one, version, made[-1] if made else None, folder))
    for old in range(3):
        for new in range(3):
            changes = list(difference(made[old], made[new], (FIRST, SECOND, THIRD)[new]))
            found = applied(
                made[old],
                msgspec.json.decode(msgspec.json.encode(changes), type=list[Change]),
            )
            assert all(found[name].equals(made[new][name]) for name in found)
            assert bool(changes) == (made[old] != made[new])


def test_between_committed_releases(small_releases: Path) -> None:
    for old in SMALL:
        for new in SMALL:
            found = applied(record_tables(small_releases / old), between(small_releases / old, small_releases / new))
            whole = record_tables(small_releases / new)
            assert all(found[name].equals(whole[name].sort_by("id")) for name in found)


@pytest.mark.parametrize(("old", "new"), [(-2, -1), (-1, -2), (1, -1)])
def test_between_releases_with_a_history(committed: Settings, old: int, new: int) -> None:
    versions = list_versions(committed.releases)
    before, after = (committed.releases / versions[place] for place in (old, new))
    changes = list(between(before, after))
    found, whole = applied(record_tables(before), changes), record_tables(after)
    assert changes
    assert all(found[name].equals(whole[name].sort_by("id")) for name in found)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three releases: a title is corrected in the second, and its summary added in the third."""
    build(sample(), FIRST, DATA_DATE, tmp_path, sealed=True)
    second = why(SECOND, "correction", "Misread.")
    build(sample(title="Something else happened", changed=second), SECOND, DATA_DATE, tmp_path, sealed=True)
    third = [*second, *why(THIRD, "source_update")]
    build(
        sample(title="Something else happened", summary="More is known.", changed=third),
        THIRD,
        DATA_DATE,
        tmp_path,
        sealed=True,
    )
    return tmp_path


def test_reasons_come_from_the_release_that_changed_the_field(three: Path) -> None:
    found = {one.field: one for one in between(three / FIRST, three / THIRD)}
    assert {field: (one.reason, one.note) for field, one in found.items()} == {
        "title": ("correction", "Misread."),
        "summary": ("source_update", None),
    }
    assert {one.release for one in found.values()} == {THIRD}  # the record's latest change
    back = {one.field: (one.old, one.new) for one in between(three / THIRD, three / FIRST)}
    assert back["title"] == ('"Something else happened"', '"Something happened"')
    assert back["summary"] == ('"More is known."', None)


def test_only_releases_side_by_side_are_compared(three: Path, small_releases: Path) -> None:
    with pytest.raises(ReleaseError, match="side by side"):
        list(between(three / FIRST, small_releases / SMALL[0]))
    with pytest.raises(ReleaseError, match="no such release folder"):
        list(between(three / FIRST, three / "2026.11.9"))


def test_derived_rows_tell_what_changed_them(tmp_path: Path) -> None:
    def promise(**fields: Any) -> Records:
        return records(
            source("s_a", "2025-01-01"),
            entity("n_firm"),
            claim("c_a", "2025-01-03", "s_a", due=("by", "2026-12-05"), **fields),
        )

    first = build(promise(), FIRST, DATA_DATE, tmp_path, sealed=True)
    later = DATA_DATE.replace(month=12, day=31)
    second = build(promise(), "2026.12.0", later, tmp_path, sealed=True)
    assert {one.cause for one in derived_difference(first, second)} == {"time_passed"}
    done = promise(
        resolutions=[resolution("late", "2026-12-20", evidence=[])],
        changed=[Changed(release="2026.12.1", reason="source_update")],
    )
    done.claims["c_a"].resolutions[0] = msgspec.structs.replace(
        done.claims["c_a"].resolutions[0], evidence=done.claims["c_a"].evidence
    )
    third = build(done, "2026.12.1", later, tmp_path, sealed=True)
    causes = {(one.table, one.cause) for one in derived_difference(second, third)}
    assert ("claim_status", "record_change") in causes
    assert {cause for _table, cause in causes} == {"record_change"}
    assert day("2026-12-20") is not None


def test_rows_of_a_table_that_is_new_are_a_change_of_rules(small_releases: Path) -> None:
    found = list(derived_difference(small_releases / SMALL[0], small_releases / SMALL[1]))
    assert {(one.change, one.cause) for one in found} == {("added", "rule_change")}
    assert "scorecards" in {one.table for one in found}
