"""What holds for every importer: the same files change nothing, twins merge, what is gone is remembered, faults are told."""

from datetime import date
from pathlib import Path

import pytest

from dataset.reading.records import read_records
from tests.test_dataset.importing import ENTITIES, STORY, Project

LARGE = {"Model": "Large", "Publication date": "2024-09-10", "Link": "https://maker.example/large", "Parameters": ""}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_what_a_row_becomes_passes_the_checks(project: Project) -> None:
    report = project.models({}, LARGE)
    assert project.problems() == []
    assert (report.rows, report.bad, report.skipped) == (2, [], {})
    made = project.made()
    assert made["e_large-released"]["title"] == "Maker releases Large"
    assert made["e_large-released"]["date"] == "2024-09-10"
    assert made["n_large"]["relations"] == [
        {
            "relation": "made_by",
            "target": "n_maker",
            "start": {"date": "2024-09-10", "event": "e_large-released"},
        }
    ]
    claim = made["c_small-1-5-training-compute-by-epoch-ai"]
    assert claim["speakers"] == [{"entity": "n_epoch-ai"}]
    assert claim["value"] == {"best": 1.2e24, "bound": "about"}
    assert (claim["kind"], claim["asserted"], claim["venue"], claim["tier"]) == (
        "estimate",
        "2025-04",
        "report",
        "imported",
    )
    records, _ = read_records(project.records)
    assert records.claims["c_small-1-5-total-parameters-by-epoch-ai"].subject == "n_small"


def test_the_data_set_is_cited_with_its_licence_and_the_row(project: Project) -> None:
    project.models(LARGE)
    made = project.made()
    source = made["s_epoch-ai-models-2025-04"]
    assert (source["licence"], source["kind"], source["published"]) == ("CC-BY-4.0", "dataset", "2025-04")
    assert made["e_large-released"]["evidence"] == [
        {"source": "s_epoch-ai-models-2025-04", "locator": "row Large"},
        {"source": "s_maker-example-large"},
    ]
    cited = made["s_maker-example-large"]
    assert (cited["publisher"], cited["kind"], cited["accessed"]) == ("n_maker", "primary", "2025-04-30")


def test_no_sentence_of_upstream_is_carried_over(project: Project) -> None:
    project.models({}, LARGE)
    text = b"".join(project.files().values()).decode()
    assert "must not be carried over" not in text
    assert "Small is beautiful" not in text


def test_a_second_run_changes_nothing(project: Project) -> None:
    project.models({}, LARGE)
    before = project.files()
    report = project.models({}, LARGE)
    assert project.files() == before
    assert (report.added, report.changed, report.removed, report.gone) == ([], [], [], [])
    assert report.unchanged == len(project.made())


def test_a_later_day_changes_nothing_either(project: Project) -> None:
    project.models({}, LARGE)
    before = project.files()
    project.run("epoch-models", project.folder / "models_2025-04.csv", today=date(2027, 1, 1))
    assert project.files() == before


def test_order_of_rows_does_not_matter(project: Project, tmp_path: Path) -> None:
    project.models({}, LARGE)
    (tmp_path / "other").mkdir()
    other = Project(tmp_path / "other")
    other.models(LARGE, {})
    assert project.made() == other.made()


def test_a_curated_twin_keeps_its_id_and_gains_evidence(project: Project) -> None:
    report = project.models({})
    assert report.merged == [("ai_models/Small 1.5", "e_small-released")]
    made = project.made()
    assert not [one for one in made if one.startswith("e_")]
    assert made["+e_small-released"]["evidence"] == [
        {
            "source": "s_epoch-ai-models-2025-04",
            "locator": "row Small 1.5",
            "says": [{"field": "date", "value": "2024-06-21~"}],
        },
        {"source": "s_arxiv-abs-2406-01234"},
    ]
    records, problems = read_records(project.records)
    assert problems == []
    event = records.events["e_small-released"]
    assert [one.source for one in event.evidence] == [
        "s_maker-small",
        "s_epoch-page",
        "s_epoch-ai-models-2025-04",
        "s_arxiv-abs-2406-01234",
    ]
    assert event.tier == "curated"
    assert not [one for one in made if one.startswith("n_")]


@pytest.mark.parametrize("name", ["SMALL-1.5", "Small 1.5", "small_1.5"])
def test_a_model_is_one_entity_however_it_is_spelled(project: Project, name: str) -> None:
    project.models({"Model": name})
    assert project.ledger()[f"ai_models/{name}"]["ids"]["entity"] == "n_small"


def test_a_model_of_another_maker_is_another_entity(project: Project) -> None:
    project.models({"Organization": "Stranger"})
    made = project.made()
    assert made["n_small-1-5"]["name"] == "Small 1.5"
    assert "e_small-1-5-released" in made


def test_a_story_written_later_takes_its_event_over(project: Project) -> None:
    story, entities = STORY, ENTITIES
    project.curate(STORY.replace("Small 1.5", "Tiny"), ENTITIES.replace("Small 1.5", "Tiny"))
    project.models({"Publication date": "2024-08-02"})
    assert "e_small-1-5-released" in project.made()
    project.curate(story.replace("date: 2024-06-20\n", "date: 2024-08-02\n"), entities)
    report = project.models({"Publication date": "2024-08-02"})
    assert sorted(report.removed) == ["e_small-1-5-released", "n_small-1-5"]
    entry = project.ledger()["ai_models/Small 1.5"]
    assert (entry["ids"]["event"], entry["ids"]["entity"]) == ("e_small-released", "n_small")
    assert sorted(entry["was"]) == ["e_small-1-5-released", "n_small-1-5"]
    assert project.problems() == []


def test_the_reviewed_list_makes_one_of_two_names(project: Project) -> None:
    project.declare(
        "same-things",
        "entities:\n"
        "  - {entity: n_maker-research, kind: organization, names: [Maker Research], name: Maker Research, part_of: n_maker}\n"
        "  - {entity: n_small, kind: model, names: [Little Model]}\n",
    )
    project.models({"Model": "Little Model", "Organization": "Maker Research"})
    made = project.made()
    assert made["+n_small"] == {"adds_to": "n_small", "aliases": [{"name": "Little Model"}]}
    assert "+e_small-released" in made


def test_what_the_list_holds_apart_stays_apart(project: Project) -> None:
    project.declare(
        "same-things",
        "entities: []\nevents:\n"
        "  - {row: ai_models/Small 1.5, event: e_small-released, apart: true, reason: A second edition of the model.}\n",
    )
    project.models({})
    assert project.made()["e_small-1-5-released"]["distinct_from"] == ["e_small-released"]


def test_what_was_merged_comes_apart_when_the_list_says_so(project: Project) -> None:
    project.models({})
    assert "+e_small-released" in project.made()
    project.declare(
        "same-things",
        "entities: []\nevents:\n"
        "  - {row: ai_models/Small 1.5, event: e_small-released, apart: true, reason: A second edition of the model.}\n",
    )
    project.models({})
    assert "e_small-1-5-released" in project.made()
    assert "+e_small-released" not in project.made()


def test_a_row_gone_upstream_leaves_a_tombstone(project: Project) -> None:
    project.models({}, LARGE)
    report = project.models({}, month="2025-10")
    assert report.gone == ["ai_models/Large"]
    assert "e_large-released" in report.removed
    entry = project.ledger()["ai_models/Large"]
    assert entry["gone"] == "2025-10"
    assert entry["ids"]["event"] == "e_large-released"
    assert project.models({}, month="2025-10").gone == []


def test_an_id_is_never_given_twice(project: Project) -> None:
    project.models(LARGE)
    project.models({}, month="2025-10")
    project.models({**LARGE, "Model": "Large", "Organization": "Stranger"}, month="2025-11")
    assert project.ledger()["ai_models/Large"]["ids"]["event"] == "e_large-released"
    project.models({**LARGE, "Model": "large"}, month="2025-12")
    assert project.ledger()["ai_models/large"]["ids"]["event"] == "e_large-released-2"


def test_a_row_that_changes_is_known_since_the_snapshot_that_changed_it(project: Project) -> None:
    project.models({}, LARGE)
    project.models({"Parameters": "8000000000.0"}, LARGE, month="2025-10")
    made = project.made()
    assert made["c_small-1-5-total-parameters-by-epoch-ai"]["asserted"] == "2025-10"
    assert made["e_large-released"]["evidence"][0]["source"] == "s_epoch-ai-models-2025-04"
    assert {"s_epoch-ai-models-2025-04", "s_epoch-ai-models-2025-10"} <= made.keys()
    assert project.problems() == []
