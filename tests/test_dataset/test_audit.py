"""The audit: goals and sections worked by hand on a few records, and the goals on the newest committed release."""

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.audit.audit import audit as audit_release
from dataset.audit.command import audit, latest
from dataset.audit.figures import Audit
from dataset.audit.goals import GOALS, MET_SINCE, SHORT
from dataset.audit.page import table
from dataset.build import build
from dataset.errors import BuildError, ReleaseError
from dataset.folders import RELEASES
from dataset.reading.records import Records
from dataset.versions import version_key
from schemas.complete_list import CompleteList, ListItem
from schemas.entity import Relation
from schemas.event import Participant
from schemas.evidence import Anchor
from tests.support import DATA_DATE, PENDING, claim, day, dollars, entity, event, evidence, records, resolution, source
from tests.test_dataset.good_story import LISTS, lay_out

REVENUE: dict[str, Any] = {
    "subject": "n_firm", "metric": "revenue", "scope": "whole_company", "basis": "calendar_year", "period": day("2025"),
}  # fmt: skip


def part(**roles: str) -> list[Participant]:
    return [Participant(entity=f"n_{name}", role=role) for name, role in roles.items()]


def relation(kind: str, target: str) -> list[Relation]:
    return [Relation(relation=kind, target=target, start=Anchor(known_on=PENDING), known_on=PENDING)]


def before() -> list[Any]:
    """What the baseline holds."""
    return [
        source("s_us", "2019-05-01", title="A report", publisher="n_daily"),
        entity("n_daily"),
        entity("n_firm", country="US"),
        event("e_old", "2023-02-01", "s_us", type="model_release", participants=part(firm="developer")),
        claim("c_old", "2023-02-01", "s_us", due=("by", "2023-06")),
    ]


def after() -> list[Any]:
    """The same and more."""
    figures: dict[str, Any] = {"kind": "measurement", "obligors": [], **REVENUE}
    guidance: dict[str, Any] = {"kind": "guidance", **REVENUE}
    return [
        *before(),
        source("s_fr", "2019-05-02", title="Un rapport", language="fr", publisher="n_journal"),
        source("s_copy", "2019-05-03", title="a report ", publisher="n_third"),
        source("s_maker", "2019-05-04", kind="primary", title="Our page", publisher="n_maison"),
        source("s_weak", "2019-05-05", kind="aggregator", title="All of it"),
        *(entity(f"n_{name}") for name in ("journal", "third", "nobody")),
        entity("n_maison", country="FR"),
        entity("n_boss", kind="person", relations=relation("works_for", "n_maison")),
        entity("n_model", kind="model", relations=relation("made_by", "n_maison")),
        event("e_copied", "2024-03-01", "s_us", "s_copy", type="model_release", participants=part(model="product")),
        event(
            "e_round", "2025-02", "s_us", "s_fr", type="funding_round",
            participants=part(maison="recipient", firm="investor"),
        ),
        event("e_hired", "2025-03-01", "s_us", "s_weak", type="appointment", participants=part(boss="appointee")),
        event("e_order", "2020", "s_maker", type="law_adopted", jurisdictions=["US"]),
        event("e_span", "2019-06/2021-02", "s_us", type="model_release", participants=part(third="developer")),
        event("e_rumour", "2025-01-01", "s_weak", tier="candidate", participants=part(firm="developer", nobody="partner")),
        claim("c_kept", "2024-01-01", "s_us", due=("by", "2025-06"), resolutions=[resolution("kept", "2025-03-01", event="e_hired")]),
        claim("c_bare", "2024-01-01", "s_us", due=("by", "2025-06"), resolutions=[resolution("unresolvable", evidence=[evidence("s_fr")])]),
        claim("c_again", "2024-01-02", "s_us", due=("by", "2025-06"), links={"c_kept": "repeats"}),
        claim("c_vague", "2024-01-01", "s_us", due=("by", None)),
        claim("c_low", "2025-01-01", "s_us", due=("in", "2025"), value=dollars(bound="exact", best=1e9), **guidance),
        claim("c_more", "2025-04-01", "s_us", due=("in", "2025"), value=dollars(bound="exact", best=2e9), links={"c_low": "revises"}, **guidance),
        claim("c_one", "2026-01-01", "s_us", value=dollars(bound="exact", best=3e9), **figures),
        claim("c_two", "2026-01-02", "s_fr", value=dollars(bound="exact", best=5e9), **figures),
        claim("c_no", "2026-01-02", "s_fr", kind="denial", obligors=[], links={"c_kept": "contradicts"}),
    ]  # fmt: skip


def lists() -> dict[str, CompleteList]:
    told = ListItem(item="Its release", records=["e_copied"], known_on=PENDING)
    none = ListItem(item="Nothing", gap="none_made", reason="No statement was made.", known_on=PENDING)
    lost = ListItem(item="A page", gap="not_reached", reason="No page of it was found.", known_on=PENDING)
    given: dict[str, Any] = {
        "title": "A whole list",
        "rule": "All that the maker lists.",
        "since": day("2024"),
        "until": day("2025"),
    }
    weak = ListItem(item="A rumour", records=["e_rumour"], known_on=PENDING)
    items = {"whole": [told, none], "with-a-hole": [told, lost], "weak": [weak]}
    return {id_: CompleteList(id=id_, items=held, **given) for id_, held in items.items()}


def release_of(given: Records, version: str, folder: Path) -> Path:
    return build(given, version, DATA_DATE, folder)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    release_of(records(*before()), "2026.11.1", folder)
    whole = records(*after())
    whole.complete_lists.update(lists())
    release_of(whole, "2026.11.2", folder)
    return folder


@pytest.fixture(scope="module")
def found(releases: Path) -> Audit:
    return audit_release(releases / "2026.11.2")


def test_goals_count_what_came_after_the_baseline(found: Audit) -> None:
    had = {one.key: (one.had, one.in_all) for one in found.goals}
    assert list(had) == [one.key for one in GOALS]
    assert found.baseline == "2026.11.1"
    assert had["events"] == (5, 6)
    assert had["claims"] == (9, 10)
    assert had["events_2019-2021"] == (2, 2)
    assert had["events_2023"] == (0, 1)
    assert had["events_2025"] == (2, 2)
    assert had["category_release"] == (2, 3)
    assert had["category_safety"] == (0, 0)
    assert had["elsewhere"] == (0.6, 0.5)  # e_copied, e_round and e_hired of five and of six
    assert had["languages"] == (2, 2)
    assert had["ledger_due"] == (4, 5)  # a repetition and a promise without a date stand aside
    assert had["ledger_resolved"] == (1, 1)  # that it cannot be settled settles nothing
    assert had["series"] == (1, 1)
    assert had["conflicts"] == (2, 2)  # c_one against c_two, c_more after c_low; c_no gives no figure
    assert had["imported_events"] == (0, 0)


def test_what_is_missing_is_told_with_its_reason(found: Audit) -> None:
    by_key = {one.key: one for one in found.goals}
    assert (by_key["events"].short_by, by_key["events"].met, by_key["events"].short_because) == (695, False, None)
    assert (by_key["elsewhere"].short_by, by_key["elsewhere"].met) == (0, True)
    assert by_key["elsewhere"].short_because is None


def rows(found: Audit, key: str) -> list[tuple[Any, ...]]:
    return next(one.rows for one in found.sections if one.key == key)


def test_sections(found: Audit) -> None:
    assert rows(found, "tiers") == [("curated", 6, 10), ("candidate", 1, 0)]
    assert rows(found, "sides") == [("elsewhere", 3, 3, 0.5), ("unknown", 1, 1, 1 / 6), ("us", 1, 2, 2 / 6)]
    assert ("events", "curated", 6, 1 / 6, 1 / 6, 3 / 6) in rows(found, "quality")  # e_order; e_round; three with a day
    assert rows(found, "places") == []
    assert rows(found, "languages") == [("en", 4, 14), ("fr", 1, 3)]
    assert rows(found, "orphans") == [("organization", "n_nobody", "n_nobody")]
    assert rows(found, "lists") == [
        ("weak", "A whole list", "2024", "2025", 1, 0, 0, 0, 1),
        ("whole", "A whole list", "2024", "2025", 2, 1, 1, 0, 0),
        ("with-a-hole", "A whole list", "2024", "2025", 2, 1, 0, 1, 0),
    ]
    assert rows(found, "figures") == [("revenue", 2, 2)]
    assert rows(found, "conflicts") == [
        ("claims that contradict each other, by their figures", 1, 1),
        ("claims that contradict each other, in words", 1, 1),
        ("revised figures", 1, 1),
    ]
    assert rows(found, "chains") == [(0, 4, 0), (1, 1, 0)]
    assert [row[1] for row in rows(found, "overdue")] == ["c_old"]


def test_coverage_by_country_category_and_year(found: Audit) -> None:
    section = next(one for one in found.sections if one.key == "coverage")
    assert section.columns == ("country", "category", "2020", "2023", "2024", "2025", "all")
    assert section.rows == [
        ("others", "funding", 0, 0, 0, 1, 1),
        ("others", "leadership", 0, 0, 0, 1, 1),
        ("others", "regulation", 1, 0, 0, 0, 1),
        ("others", "release", 0, 1, 1, 0, 2),
    ]


def test_the_baseline_and_what_came_before_it_are_counted_in_all(releases: Path) -> None:
    found = audit_release(releases / "2026.11.1")
    assert found.baseline is None
    assert next(one for one in found.goals if one.key == "events").had == 1


def test_command(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(releases=releases) == 0
    told = capsys.readouterr().out
    assert told.startswith("# What release 2026.11.2 holds\n")
    assert "Curated records are counted over and above release 2026.11.1; 1 of 31 goals are met." in told
    assert "## Orphan entities" in told
    assert audit(release="2026.11.1", json=True, releases=releases) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["release"], answer["baseline"], len(answer["goals"])) == ("2026.11.1", None, len(GOALS))
    assert answer["sections"][0]["rows"] == [["curated", 1, 1]]


def test_command_over_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = lay_out(tmp_path / "records")
    folder.joinpath("complete-lists.yaml").write_text(LISTS, encoding="utf-8")
    assert audit(records=True, json=True, records_folder=folder, releases=tmp_path) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["release"], answer["data_date"], answer["baseline"]) == ("2026.11.0", "2026-11-20", None)
    assert next(one for one in answer["goals"] if one["key"] == "series")["had"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records"]


def test_command_refuses(releases: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"no release 2026\.11\.7: name one of 2026\.11\.1, 2026\.11\.2"):
        audit(release="2026.11.7", releases=releases)
    with pytest.raises(ReleaseError, match="give one"):
        audit(release="2026.11.1", records=True, releases=releases)
    with pytest.raises(ReleaseError, match="onrecord build"):
        audit(releases=tmp_path)
    with pytest.raises(BuildError, match="holds no records"):
        audit(records=True, records_folder=tmp_path, releases=tmp_path)
    story = lay_out(tmp_path / "records") / "stories" / "2025" / "small-model.yaml"
    story.write_text(story.read_text(encoding="utf-8").replace("type: postponement", "type: later"), encoding="utf-8")
    with pytest.raises(BuildError, match="1 errors: mend"):
        audit(records=True, records_folder=tmp_path / "records", releases=tmp_path)


def test_a_table_is_aligned_and_its_bars_are_kept() -> None:
    lines = table(("kind", "events", "day_share"), [("a|b", 1200, 0.5), (None, 3, None)])
    assert lines == [
        "| kind | events | day share |",
        "| ---- | -----: | --------: |",
        "| a\\|b |  1,200 |     50.0% |",
        "|      |      3 |           |",
    ]


def test_goals_are_met_since_they_are_said_to_be() -> None:
    newest = latest(RELEASES)
    assert set(SHORT) <= {one.key for one in GOALS}
    found = audit_release(newest)
    if version_key(newest.name) >= version_key(MET_SINCE):
        missed = {one.key: (one.had, one.wanted) for one in found.goals if not one.met}
        assert set(missed) == set(SHORT), (
            f"{missed}: what falls short stands in SHORT with its reason, and nothing else"
        )
