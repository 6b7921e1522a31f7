"""One thing is one record: what the reviewed list and the rules bring together, and what they hold apart."""

from pathlib import Path

import pytest

from dataset.importers.names import thing_key
from tests.test_dataset.importing import ENTITIES, STORY, Project
from tests.test_dataset.test_importers_tables import CHIP, CLUSTER, COMPANIES

BIGGER = {"Model": "Small 1.5 Plus", "Publication date": "2024-06-21"}
"""A second model of the paper that the row of `MODEL` cites."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_rows_that_share_an_event_are_held_apart_by_one_of_them(project: Project) -> None:
    project.declare(
        "same-things",
        "entities: []\nevents:\n"
        "  - {row: ai_models/Small 1.5 Plus, event: e_small-released, apart: true, reason: A second edition.}\n",
    )
    project.models({}, BIGGER)
    made = project.made()
    assert "+e_small-released" not in made
    (event,) = [one for name, one in made.items() if name.startswith("e_")]
    assert {one["entity"] for one in event["participants"]} >= {"n_small", "n_small-1-5-plus"}


def test_a_row_declared_alone_leaves_the_others_of_its_paper(project: Project) -> None:
    project.declare(
        "same-things",
        "entities: []\nevents:\n"
        "  - {row: ai_models/Small 1.5, event: e_small-released, alone: true, reason: The paper told of both long before.}\n"
        "  - {row: ai_models/Small 1.5 Plus, event: e_small-released, apart: true, reason: It came out later.}\n",
    )
    project.models({}, BIGGER)
    made = project.made()
    locators = [one.get("locator") for one in made["+e_small-released"]["evidence"]]
    assert "row Small 1.5" in locators
    assert "row Small 1.5 Plus" not in locators
    assert made["e_small-1-5-plus-released"]["participants"][-1] == {"entity": "n_small-1-5-plus", "role": "product"}


def test_a_chip_that_two_rows_name_comes_out_once(project: Project) -> None:
    project.declare(
        "same-things",
        "entities:\n"
        "  - {entity: n_chip-100, kind: chip, names: [Maker Chip 100, Maker Tesla Chip 100 SXM2], name: Chip 100}\n",
    )
    rows = [
        {**CHIP, "Hardware name": "Maker Tesla Chip 100 SXM2", "Release date": "2024-06-21"},
        {**CHIP, "Hardware name": "Maker Chip 100", "Release date": "2024-07-04", "Release price (USD)": ""},
    ]
    project.run("epoch-hardware", project.table("chips_2025-12.csv", rows))
    assert [one for one in project.problems() if one.severity == "error"] == []
    (event,) = [one for name, one in project.made("epoch-hardware").items() if name.startswith("e_")]
    assert event["date"] == "2024-06-21"
    assert [one["locator"] for one in event["evidence"] if "locator" in one] == [
        "row Maker Chip 100",
        "row Maker Tesla Chip 100 SXM2",
    ]


def test_a_thing_that_a_story_names_stays_when_its_event_is_that_of_the_story(project: Project) -> None:
    story = STORY.replace(
        "{entity: n_small, role: product}", "{entity: n_small, role: product}, {entity: n_large, role: product}"
    )
    project.curate(story, ENTITIES)
    large = {"Model": "Large", "Publication date": "2024-06-20", "Parameters": "", "Training time (hours)": ""}
    bare = {**large, "Training compute (FLOP)": "", "Hardware quantity": "", "Link": "https://maker.example/large"}
    project.declare(
        "same-things",
        "entities: []\nevents:\n  - {row: ai_models/Large, event: e_small-released, reason: One release.}\n",
    )
    project.models(bare)
    made = project.made()
    assert made["n_large"]["name"] == "Large"
    assert not [one for one in made if one.startswith("e_")]


@pytest.mark.parametrize("asserted", ["2025-04-02", "2025-03-28"])
def test_users_that_a_story_tells_are_one_claim(project: Project, asserted: str) -> None:
    claim = f"""\
  c_tool-used-by-a-million:
    kind: measurement
    speakers: [{{entity: n_maker}}]
    subject: n_maker
    metric: users
    scope: weekly_active
    basis: week
    statement: A million people use the tool in a week.
    value: {{low: 1e6, bound: at_least}}
    asserted: {asserted}
    venue: post
    evidence: [{{source: s_maker-small}}]
"""
    project.curate(STORY + claim, ENTITIES)
    rows = {name: {**row} for name, row in COMPANIES.items()}
    rows["usage"] |= {"Date": "3/28/2025", "Report date": "6/2/2025" if asserted == "2025-03-28" else "4/2/2025"}
    project.run("epoch-companies", *(project.table(f"{name}_2025-12.csv", [row]) for name, row in rows.items()))
    made = project.made("epoch-companies")
    assert "+c_tool-used-by-a-million" in made
    assert "c_tool-users-2025-03-28" not in made


def test_a_figure_that_two_rows_give_of_one_model_is_one_claim(project: Project) -> None:
    project.models({}, {})
    figures = [one for name, one in project.made().items() if name.startswith("c_")]
    assert len({one["metric"] for one in figures}) == len(figures)
    locators = [[part.get("locator") for part in one["evidence"]] for one in figures]
    assert locators == [["row Small 1.5", "row Small 1.5 #2"]] * len(figures)


def test_words_of_a_name_change_places_and_numbers_do_not() -> None:
    assert thing_key("Claude Sonnet 3.5") == thing_key("Claude 3.5 Sonnet")
    assert thing_key("Small preview 05-06") != thing_key("Small preview 06-05")


def test_the_power_of_a_plan_is_told_once(project: Project) -> None:
    row = {
        **CLUSTER,
        "Status": "Planned",
        "Total number of AI chips": "",
        "First Operational Date Note": "Planned H2 2027",
        "Reported Power Capacity (MW)": "300",
    }
    project.run("epoch-clusters", project.table("clusters_2025-12.csv", [row]))
    claims = [one for name, one in project.made("epoch-clusters").items() if name.startswith("c_")]
    assert [(one["kind"], one["metric"]) for one in claims] == [("forecast", "power_capacity")]
