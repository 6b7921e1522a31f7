"""What models.dev's list and history of prices become, told on a few made rows."""

from pathlib import Path
from typing import Any

import pytest

from tests.test_dataset.importing import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


LISTED = {
    "provider": "openai",
    "model_id": "gpt-9",
    "name": "GPT-9",
    "release_date": "2026-03-05",
    "context": 1000,
    "max_output": 100,
}
PRICE = {
    "provider": "openai",
    "model_id": "gpt-9",
    "observed_at": "2026-03-05T22:00:00-04:00",
    "commit": "a" * 40,
    "change": "first_seen",
    "cost_input": 2.0,
    "cost_output": 8.0,
}


def listing(project: Project, models: list[dict[str, Any]], prices: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The lines made of a list and a history of prices."""
    files = [
        project.lines("models.jsonl", [{**LISTED, **one} for one in models]),
        project.lines("price_history.jsonl", [{**PRICE, **one} for one in prices]),
    ]
    project.run("models-dev", *files)
    assert [one for one in project.problems() if one.severity == "error"] == []
    return project.made("models-dev")


def later(day: str, cost: float, **fields: Any) -> dict[str, Any]:
    return {
        "observed_at": f"{day}T12:00:00Z",
        "commit": day[-2:] * 20,
        "change": "price_changed",
        "cost_input": cost,
        **fields,
    }


def test_a_listed_model_is_a_release_on_its_stated_day(project: Project) -> None:
    made = listing(project, [{}, {"model_id": "gpt-9-mini", "name": "GPT-9 mini"}], [{}])
    assert made["e_gpt-9-released"]["title"] == "OpenAI releases GPT-9 and GPT-9 mini"
    assert made["s_models-dev-2026-03-05"]["licence"] == "MIT"
    price = made["c_openai-gpt-9-input-price-2026-03-06"]  # the UTC day
    assert (price["value"]["best"], price["period"], price["asserted"]) == (2e-6, "2026-03-06", "2026-03-06")


def test_a_price_change_came_on_or_before_the_day_it_was_observed(project: Project) -> None:
    made = listing(project, [{}], [{}, later("2026-05-10", 1.0)])
    (event,) = [one for one in made.values() if one.get("type") == "price_change"]
    assert event["date"] == "../2026-05-10"


@pytest.mark.parametrize(
    "changes",
    [
        [later("2026-03-09", 1.0)],
        [later("2026-05-10", 2.05)],
        [later("2026-05-10", 0.0, cost_output=0.0)],
        [later("2026-05-10", 2.0, change="removed", cost_output=None)],
        [later("2026-05-10", 9.0), later("2026-05-12", 2.0)],
    ],
    ids=["a slip at first", "rounding", "zero", "removed", "a slip later"],
)
def test_what_is_no_price_change(project: Project, changes: list[dict[str, Any]]) -> None:
    made = listing(project, [{}], [{}, *changes])
    assert [one for one in made.values() if one.get("type") == "price_change"] == []


def test_zero_prices_are_no_claims(project: Project) -> None:
    made = listing(project, [{}], [{"cost_input": 0, "cost_output": 0.0}])
    assert [one for one in made if "price" in one] == []


@pytest.mark.parametrize(
    "model",
    [
        {"release_date": "2026-01-01"},
        {"release_date": None},
        {"model_id": "gpt-9-latest"},
        {"provider": "nvidia", "model_id": "other/gpt-9"},
        {"provider": "nvidia", "model_id": "nvidia/tool"},
    ],
)
def test_models_that_give_no_release(project: Project, model: dict[str, Any]) -> None:
    made = listing(project, [model], [{}])
    assert [one for one in made if one.startswith("e_")] == []


def test_a_snapshot_s_id_is_no_release_date_where_the_list_knows_another(project: Project) -> None:
    models = [
        {"model_id": "gpt-9-20260301", "release_date": "2026-03-01"},
        {"model_id": "gpt-9", "name": "GPT-9 (latest)", "release_date": "2026-03-24"},
    ]
    made = listing(project, models, [{}])
    assert made["e_gpt-9-released"]["date"] == "2026-03-24"
    assert [one for one in made if one.startswith("n_gpt")] == ["n_gpt-9"]


def test_an_unknown_interface_is_told(project: Project) -> None:
    files = [project.lines("models.jsonl", [{**LISTED, "provider": "nobody"}]), project.lines("prices.jsonl", [PRICE])]
    report = project.run("models-dev", *files)
    assert [(one.line, "add its maker" in one.told) for one in report.bad] == [(1, True)]


def test_one_model_in_two_tables_is_one_entity_and_one_event(project: Project) -> None:
    project.models(
        {
            "Model": "GPT-9",
            "Organization": "OpenAI",
            "Publication date": "2026-03-05",
            "Link": "https://openai.example/9",
        }
    )
    made = listing(project, [{}], [{}])
    assert not [one for one in made if one.startswith(("e_", "n_gpt", "n_openai"))]
    assert "+e_gpt-9-released" in made
    assert made["c_gpt-9-context-input-by-models-dev"]["subject"] == "n_gpt-9"
