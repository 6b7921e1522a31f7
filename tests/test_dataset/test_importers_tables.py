"""What each table's rows become, told on a few made rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.test_dataset.importing import Project

CLUSTER = {
    "Name": "Maker One",
    "Status": "Existing",
    "Certainty": "Confirmed",
    "Single cluster?": "Yes",
    "Total number of AI chips": "1000",
    "Country": "France",
    "Owner": "Maker",
    "First Operational Date": "11/15/2024",
    "First Operational Date Note": "Q4 2024",
    "Reported Power Capacity (MW)": "",
    "Calculated Power Capacity (MW)": "1.5",
    "Reported Cost": "",
    "Calculated Cost": "",
    "Possible Duplicate": "",
    "Decommissioned Date (if applicable)": "",
    "Source 1": "https://web.archive.org/web/20240904184237/https://press.example/cluster",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def clusters(project: Project, *rows: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    project.run("epoch-clusters", project.table("clusters_2025-12.csv", [{**CLUSTER, **row} for row in rows]))
    assert [one for one in project.problems() if one.severity == "error"] == []
    return project.made("epoch-clusters")


def test_an_existing_cluster_is_an_event_as_exactly_dated_as_its_note(project: Project) -> None:
    made = clusters(project, {})
    assert made["e_maker-one-operational"]["date"] == "2024-36"
    assert made["c_maker-one-chips-by-epoch-ai"]["value"] == {"best": 1000.0, "bound": "exact"}
    power = made["c_maker-one-power-capacity-by-epoch-ai"]
    assert (power["kind"], power["scope"], power["value"]["best"]) == ("estimate", "installed", 1.5e6)
    source = made["s_press-example-cluster"]
    assert (source["url"], source["archive_url"]) == ("https://press.example/cluster", CLUSTER["Source 1"])


def test_a_page_from_before_the_day_does_not_support_that_it_came(project: Project) -> None:
    rows = {"Source 2": "https://press.example/2024/12/01/it-runs"}
    evidence = clusters(project, rows)["e_maker-one-operational"]["evidence"]
    assert [(one["source"], one.get("stance", "supports")) for one in evidence] == [
        ("s_epoch-ai-gpu-clusters-2025-12", "supports"),
        ("s_press-example-cluster", "mentions"),
        ("s_press-example-01-it-runs", "supports"),
    ]


def test_phases_belong_to_one_site(project: Project) -> None:
    made = clusters(
        project, {"Name": "Maker One Phase 1"}, {"Name": "Maker One Phase 2", "First Operational Date Note": "2025-06"}
    )
    assert [one for one in made if one.startswith("n_")] == ["n_maker-one"]
    assert {made[one]["date"] for one in made if one.startswith("e_")} == {"2024-36", "2025-06"}


def test_a_planned_cluster_is_a_forecast_with_a_window(project: Project) -> None:
    made = clusters(
        project, {"Status": "Planned", "First Operational Date Note": "Planned H2 2026", "First Operational Date": ""}
    )
    claim = made["c_maker-one-expected-by-epoch-ai"]
    assert (claim["kind"], claim["speakers"]) == ("forecast", [{"entity": "n_epoch-ai"}])
    assert claim["due"] == {"date": "2026-41", "kind": "in", "text": "Planned H2 2026"}
    assert "obligors" not in claim
    assert not [one for one in made if one.startswith("e_")]


def test_a_plan_on_the_owner_s_own_page_is_the_owner_s_target(project: Project) -> None:
    own = "https://web.archive.org/web/20240904184237/https://maker.example/plan"
    made = clusters(project, {"Status": "Planned", "First Operational Date Note": "Planned 2026", "Source 1": own})
    claim = made["c_maker-one-planned-by-its-owner"]
    assert (claim["kind"], claim["obligors"], claim["asserted"]) == ("target", ["n_maker"], "../2024-09-04")


def test_a_plan_whose_time_had_passed_is_no_forecast(project: Project) -> None:
    made = clusters(project, {"Status": "Planned", "First Operational Date Note": "Planned Q1 2025"})
    claim = made["c_maker-one-planned-as-listed-by-epoch-ai"]
    assert (claim["kind"], claim.get("due")) == ("estimate", None)


def test_what_is_unlikely_is_a_rumour(project: Project) -> None:
    made = clusters(project, {"Certainty": "Unlikely"})
    assert made["c_maker-one-rumoured"]["kind"] == "rumour"
    assert not [one for one in made if one.startswith("e_")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Name": "Anonymized System"}, "the row is anonymised"),
        ({"Possible Duplicate": "TRUE"}, "Epoch AI marks the row as a possible duplicate"),
        ({"Source 1": "Private correspondence"}, "the row cites no source"),
        ({"Owner": ""}, "the row names no owner"),
    ],
)
def test_clusters_that_are_left_out(project: Project, cells: dict[str, str], reason: str) -> None:
    path = project.table("clusters_2025-12.csv", [{**CLUSTER, **cells}])
    report = project.run("epoch-clusters", path)
    assert list(report.skipped) == [reason]
    assert project.made("epoch-clusters") == {}


def step(date: str, status: str, power: str, cost: str) -> dict[str, str]:
    return {
        "Date": date,
        "Data center": "Maker Site",
        "Construction status": status,
        "Power (MW)": power,
        "Total capital cost (2025 USD billions)": cost,
    }


def test_data_centres_grow_and_are_expected_to(project: Project) -> None:
    centres = project.table(
        "centers_2025-12.csv", [{"Handle": "Maker Site", "Title": "Maker's Site", "Owner": "Maker #confident"}]
    )
    steps = [
        step("1/5/2024", "Land clearing begins", "0", "0"),
        step("3/5/2025", "Building 1 operational", "100", "2.5"),
        step("6/5/2025", "A roof is complete", "100", "2.5"),
        step("1/1/2028", "All operational", "900", "20"),
    ]
    project.run("epoch-data-centers", centres, project.table("timelines_2025-12.csv", steps))
    assert [one for one in project.problems() if one.severity == "error"] == []
    made = project.made("epoch-data-centers")
    events = {one["type"]: one["date"] for name, one in made.items() if name.startswith("e_")}
    assert events == {"construction_started": "2024-01-05~", "site_operational": "2025-03-05~"}
    claims = [one for name, one in made.items() if name.startswith("c_")]
    power = {one["kind"]: one for one in claims if one["metric"] == "power_capacity"}
    assert (power["estimate"]["period"], power["estimate"]["value"]["best"]) == ("2025-03-05", 1e8)
    assert power["forecast"]["due"] == {"date": "2028", "kind": "by"}
    assert [one["value"]["best"] for one in claims if one["metric"] == "investment_amount"] == [2.5e9]


CHIP = {
    "Hardware name": "Maker Chip 100 80GB",
    "Manufacturer": "Maker",
    "Release date": "2024-05-01",
    "Release price (USD)": "999.0",
    "Link to datasheet": "https://maker.example/chip.pdf",
    "Source for the price": "https://press.example/price",
}


def test_variants_of_a_chip_come_out_by_one_event(project: Project) -> None:
    rows = [CHIP, {**CHIP, "Hardware name": "Maker Chip 100 40GB", "Release price (USD)": ""}]
    project.run("epoch-hardware", project.table("chips_2025-12.csv", rows))
    assert [one for one in project.problems() if one.severity == "error"] == []
    made = project.made("epoch-hardware")
    (event,) = [one for name, one in made.items() if name.startswith("e_")]
    assert (event["title"], event["date"]) == ("Maker releases the Chip 100 40GB and Chip 100 80GB", "2024-05")
    (price,) = [one for name, one in made.items() if name.startswith("c_")]
    assert (price["metric"], price["value"]) == ("price", {"best": 999.0, "bound": "exact", "currency": "USD"})


COMPANIES: dict[str, dict[str, str]] = {
    "companies": {
        "Name": "Maker",
        "Founding date": "12/1/2015",
        "Founding source/notes": "https://maker.example/about",
    },
    "rounds": {
        "Id": "Seed",
        "Company": "Maker",
        "Status": "Closed",
        "Close date": "5/1/2024",
        "Funding (equity)": "1000000",
        "Funding (debt)": "",
        "Valuation (post-money)": "20000000",
        "Report date": "7/5/2024",
        "Notes": "Somebody's sentence, https://press.example/seed",
        "Type": "Primary",
        "Confidence": "Confident",
    },
    "revenue": {"Company": "Maker", "Date": "3/5/2025", "Revenue amount (normalize to annual)": "5000000"},
    "compute": {
        "Id": "Maker 2024",
        "Company": "Maker",
        "Amount": "700000",
        "Category": "R&D cloud compute,Inference cloud compute",
        "Period type": "Year",
        "Date": "12/31/2024",
        "Report date": "2/12/2025",
        "Confidence": "Likely",
        "Total compute spend": "700000",
        "Notes": "",
    },
    "staff": {
        "Id": "Summer 2024 50",
        "Company": "Maker",
        "Staff count": "50",
        "Date": "8/15/2024",
        "Source 1": "https://press.example/staff",
        "Source 2": "",
        "Type": "Full company",
        "Division name": "",
        "Confidence": "Likely",
    },
    "usage": {
        "Id": "Tool 1M WAU",
        "Company": "Maker",
        "Active users": "1000000",
        "Active users time period": "Weekly",
        "Daily tokens": "",
        "Daily messages": "",
        "Date": "3/28/2025",
        "Report date": "4/2/2025",
        "Source 1": "https://maker.example/users",
        "Source 2": "",
        "Source type": "Company disclosure",
        "Product": "Tool",
        "Confidence": "Confident",
    },
}


def companies(project: Project, **changed: dict[str, str]) -> dict[str, dict[str, Any]]:
    files = [
        project.table(f"{name}_2025-12.csv", [{**row, **changed.get(name, {})}]) for name, row in COMPANIES.items()
    ]
    project.run("epoch-companies", *files)
    assert [one for one in project.problems() if one.severity == "error"] == []
    return project.made("epoch-companies")


def test_a_closed_round_is_the_curated_one_where_days_and_sum_agree(project: Project) -> None:
    made = companies(project)
    assert made["+e_maker-raises-a-million"]["evidence"][0]["says"] == [{"field": "date", "value": "2024-05-01"}]
    assert "+c_maker-raised-a-million" in made
    valuation = made["c_maker-seed-valuation"]
    assert (valuation["scope"], valuation["asserted"], valuation["venue"]) == (
        "post_money",
        "2024-07-05",
        "press_report",
    )
    assert "Somebody" not in str(made)


def test_a_round_apart_is_an_event_of_its_own(project: Project) -> None:
    made = companies(project, rounds={"Close date": "3/1/2022", "Funding (equity)": "300", "Report date": ""})
    assert made["e_maker-seed"]["date"] == "2022-03-01"


def test_a_round_that_is_talked_of_is_a_rumour(project: Project) -> None:
    made = companies(project, rounds={"Status": "Late discussions", "Close date": "", "Funding (equity)": "9000000"})
    assert made["c_maker-seed-talks"]["kind"] == "rumour"
    assert not [one for one in made if one.startswith("e_") and "seed" in one]


def test_a_year_is_no_day_and_a_summer_no_month(project: Project) -> None:
    made = companies(project)
    spending = made["c_maker-2024-spending"]
    assert (spending["period"], spending["basis"], spending["scope"]) == (
        "2024",
        "calendar_year",
        "training_and_inference",
    )
    assert spending["kind"] == "estimate"
    assert made["c_maker-staff-2024-22-by-epoch-ai"]["period"] == "2024-22"
    assert made["e_maker-founded"]["date"] == "2015-12"


def test_spending_reported_before_the_year_was_over_is_a_forecast(project: Project) -> None:
    made = companies(project, compute={"Report date": "7/24/2024"})
    assert made["c_maker-2024-spending"]["kind"] == "forecast"


def test_a_last_day_of_the_year_in_the_table_of_revenue_says_too_little(project: Project) -> None:
    made = companies(project, revenue={"Date": "12/31/2024"})
    assert not [one for one in made if "revenue" in one]


def test_users_are_said_by_the_company_where_it_disclosed_them(project: Project) -> None:
    claim = companies(project)["c_tool-users-2025-03-28"]
    assert (claim["speakers"], claim["scope"], claim["asserted"]) == (
        [{"entity": "n_maker"}],
        "weekly_active",
        "2025-04-02",
    )
