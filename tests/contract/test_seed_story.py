"""The story that this project grew out of: what each of its twelve statements becomes, asked over HTTP, with its evidence.

Every question is pinned to the release it was written for.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from api.app import litestar_app
from api.in_process import ask
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.store.archive import Archive

ARTICLE = "s_fr-article-openai-open-model-2025"
Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    app = litestar_app(Settings(cache=tmp_path_factory.mktemp("cache")))

    def answer(target: str) -> list[dict[str, Any]]:
        reply = ask(Wrapper(app), f"/v1/{target}&release=2026.11.0&limit=1000")
        assert reply.status == 200, reply.body
        found: list[dict[str, Any]] = msgspec.json.decode(reply.body)["data"]
        return found

    yield answer
    archive = app.state.archive
    assert isinstance(archive, Archive)
    archive.close()


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def sourced(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Evidence by source: some of it beside the article has an address that can be opened."""
    evidence = {one["source"]: one for one in row["evidence"]}
    assert any(one["url"] for source, one in evidence.items() if source != ARTICLE), f"{row['id']} has no address"
    return evidence


def test_s1_the_postponement_and_its_conflict_of_dates(data: Ask) -> None:
    (event,) = data("events?type=postponement&participants.entity=n_openai&date=2025-06-10")
    assert event["id"] == "e_openai-open-model-postponed"
    assert sourced(event)[ARTICLE]["says"] == [{"field": "date", "value": "2025-06-11/2025-06-20"}]


def test_s1_promises_of_openai_that_slipped_with_their_chain(data: Ask) -> None:
    (promise,) = data("promises?obligors=n_openai&slipped=true")
    assert promise["chain"] == [
        "c_openai-open-model-coming-months",
        "c_openai-open-model-in-june",
        "c_openai-open-model-later-this-summer",
        "c_openai-open-model-after-safety-tests",
    ]
    assert promise["delivered_on"]["edtf"] == "2025-08-05"
    assert promise["outcome_event"] == "e_gpt-oss-released"
    assert [
        (slip["due"]["edtf"], slip["slip_days_low"], slip["slip_days_high"], slip["verdict"])
        for slip in promise["slips"]
    ] == [("2025-06", 36, 65, "late"), ("2025-22", -26, 65, "kept")]
    assert promise["slip"] == promise["slips"][0]
    chain = by_id(data(f"claims?id__in={','.join(promise['chain'])}"))
    assert len(chain) == 4
    assert all(sourced(claim) for claim in chain.values())
    assert [chain[claim]["asserted"]["edtf"] for claim in promise["chain"]] == [
        "2025-03-31",
        "2025-03-31/2025-06-10",
        "2025-06-10",
        "2025-07-11",
    ]


@pytest.mark.parametrize(
    ("known_at", "chain", "postponements"),
    [
        ("2025-01-01", None, []),
        ("2025-03-31", 1, []),
        ("2025-06-09", 1, []),
        ("2025-06-15", 3, ["e_openai-open-model-postponed"]),
        ("2025-07-10", 3, ["e_openai-open-model-postponed"]),
        ("2025-07-11", 4, ["e_openai-open-model-postponed-again", "e_openai-open-model-postponed"]),
    ],
)
def test_s1_as_known_on_a_day(data: Ask, known_at: str, chain: int | None, postponements: list[str]) -> None:
    promises = by_id(data(f"promises?obligors=n_openai&known_at={known_at}"))
    promise = promises.get("c_openai-open-model-coming-months")
    assert (promise and len(promise["chain"])) == chain
    assert promise is None or (promise["status"], promise["slips"]) == ("open", [])
    events = data(f"events?type=postponement&participants.entity=n_openai&known_at={known_at}")
    assert [event["id"] for event in events] == postponements


def test_s2_claims_by_altman_in_june_2025(data: Ask) -> None:
    claims = by_id(data("claims?speakers.entity=n_sam-altman&asserted=2025-06&match=within"))
    claim = claims["c_altman-unexpected-and-amazing"]
    assert claim["kind"] == "characterization"
    assert "something unexpected and quite amazing" in claim["quote"]["text"]
    assert claim["quote"]["language"] == "en"
    assert ARTICLE in sourced(claim)


def test_s3_admissions_by_openai_or_its_people(data: Ask) -> None:
    claims = by_id(data("claims?kind=admission&speakers.entity__in=n_openai,n_sam-altman"))
    claim = claims["c_altman-wrong-side-of-history"]
    assert claim["asserted"]["edtf"] == "2025-01-31"
    assert "wrong side of history" in claim["quote"]["text"]
    assert ARTICLE in sourced(claim)


def test_s4_openai_s_timeline_has_the_move_of_2019(data: Ask) -> None:
    events = by_id(data("events?participants.entity=n_openai&date__gte=2019-01-01&date__lte=2019-12-31"))
    event = events["e_openai-capped-profit"]
    assert event["date"]["edtf"] == "2019-03-11"
    assert ARTICLE in sourced(event)


def test_s5_performance_equal_and_cost_lower_without_a_factor(data: Ask) -> None:
    claims = by_id(data(f"claims?subject=n_deepseek-r1&evidence.source={ARTICLE}"))
    performance, cost = claims["c_article-deepseek-r1-performance"], claims["c_article-deepseek-r1-development-cost"]
    assert (performance["comparison"]["relation"], performance["comparison"]["to"]) == ("about_equal", "n_openai")
    assert (cost["comparison"]["relation"], cost["comparison"]["factor"]) == ("lower", None)
    (repeated,) = [link["target"] for link in performance["links"] if link["relation"] == "repeats"]
    (first,) = data(f"claims?id={repeated}")
    assert (first["comparison"]["relation"], bool(sourced(first))) == ("about_equal", True)
    assert sourced(cost)


def test_s5_claims_about_the_training_cost_side_by_side(data: Ask) -> None:
    figures = {
        claim["id"]: (claim["scope"], claim["value"]["low"], [one["entity"] for one in claim["speakers"]])
        for claim in data(
            "claims?metric=training_cost&subject__in=n_deepseek,n_deepseek-v3,n_deepseek-r1&sort=known_on"
        )
    }
    assert figures == {
        "c_deepseek-v3-training-cost-final-run": ("final_run", 5.576e6, ["n_deepseek"]),
        "c_semianalysis-deepseek-hardware-over-500m": ("hardware_owned", 5e8, ["n_semianalysis"]),
        "c_semianalysis-server-spending-1-6bn": ("hardware_owned", 1.6e9, ["n_semianalysis"]),
        "c_deepseek-r1-training-cost-294000": ("final_run", 294000, ["n_deepseek"]),
    }


def test_s6_ranking_milestones_in_january_2025_in_the_us(data: Ask) -> None:
    (event,) = data("events?type=ranking_milestone&date=2025-01&jurisdictions=US")
    assert event["id"] == "e_deepseek-app-tops-us-app-store"
    assert ARTICLE in sourced(event)
    (figure,) = [one for one in event["figures"] if one["metric"] == "app_store_rank"]
    assert (figure["value"]["best"], figure["scope"]) == (1, "free_apps")
    (reaction,) = data("events?type=market_reaction&links.target=e_deepseek-app-tops-us-app-store")
    assert reaction["id"] == "e_nvidia-one-day-loss-after-deepseek"


def test_s7_downloads_over_time(data: Ask) -> None:
    claims = data("claims?metric=downloads&basis=cumulative&subject=n_llama&sort=asserted")
    milestone = by_id(claims)["c_llama-downloads-march-2025"]
    assert (milestone["asserted"]["edtf"], milestone["kind"]) == ("2025-03-18", "measurement")
    assert (milestone["value"]["bound"], milestone["value"]["low"]) == ("at_least", 1e9)
    article = by_id(claims)["c_article-llama-billion-downloads"]
    assert {"relation": "repeats", "target": milestone["id"], "known_on": "2025-06-30"} in article["links"]
    assert sourced(milestone)
    (event,) = data("events?id=e_llama-billion-downloads")
    assert (event["type"], event["date"]["edtf"][:7]) == ("usage_milestone", "2025-03")


def test_s8_characterizations_by_zuckerberg_on_open_weights(data: Ask) -> None:
    claims = by_id(data("claims?kind=characterization&speakers.entity=n_mark-zuckerberg&topics=open_weights"))
    assert ARTICLE in {one["source"] for one in claims["c_article-zuckerberg-open-source-standard-bearer"]["evidence"]}
    assert len(claims) >= 6
    assert any(sourced(claim) for claim in claims.values())


def test_s9_meta_s_2025_capital_expenditure_guidance_against_outcome(data: Ask) -> None:
    (promise,) = data("promises?obligors=n_meta&metric=capital_expenditure&period=2025&match=within")
    chain = by_id(data(f"claims?id__in={','.join(promise['chain'])}"))
    assert [(chain[one]["value"]["low"], chain[one]["value"]["high"]) for one in promise["chain"]] == [
        (60e9, 65e9),
        (64e9, 72e9),
        (66e9, 72e9),
        (70e9, 72e9),
    ]
    assert promise["outcome_value"]["best"] == 72.22e9
    assert (promise["status"], promise["outcome_against_original"]) == ("resolved_value", "above")
    (article,) = data(f"claims?metric=capital_expenditure&evidence.source={ARTICLE}")
    assert (article["value"]["bound"], article["value"]["low"], article["period"]["edtf"]) == ("at_least", 60e9, "2025")
    assert [(one["relation"], one["target"]) for one in article["links"]] == [("repeats", promise["chain"][0])]
    assert all(sourced(claim) for claim in chain.values())


@pytest.mark.parametrize(
    ("known_at", "low", "high"),
    [("2025-01-31", 60e9, 65e9), ("2025-05-15", 64e9, 72e9), ("2025-08-15", 66e9, 72e9), ("2025-12-31", 70e9, 72e9)],
)
def test_s9_guidance_as_known_on_a_day(data: Ask, known_at: str, low: float, high: float) -> None:
    (promise,) = data(
        f"promises?obligors=n_meta&metric=capital_expenditure&period=2025&match=within&known_at={known_at}"
    )
    assert (promise["current_value"]["low"], promise["current_value"]["high"]) == (low, high)
    assert (promise["status"], promise["outcome_value"]) == ("open", None)


def test_s10_claims_on_data_sovereignty(data: Ask) -> None:
    claims = by_id(data("claims?topics=data_sovereignty"))
    article = claims["c_seed-article-local-models-sovereignty"]
    assert set(article["topics"]) >= {"data_sovereignty", "vendor_dependence", "compliance"}
    assert set(article["sectors"]) == {"health", "finance", "public_administration"}
    assert len(claims) >= 10


def test_s11_spending_and_losses_of_openai_by_year_side_by_side(data: Ask) -> None:
    claims = by_id(data("claims?subject=n_openai&metric__in=spending,net_loss&period=2024/2025&match=within"))
    spending, loss = claims["c_seed-article-annual-spending-7-to-8bn"], claims["c_seed-article-loss-5bn-this-year"]
    assert (spending["kind"], spending["value"]["low"], spending["value"]["high"]) == ("estimate", 7e9, 8e9)
    assert (loss["kind"], loss["value"]["best"]) == ("forecast", 5e9)
    for claim in (spending, loss):
        assert claim["subject_explicit"] is False
        assert claim["inference"]
    repeated = {
        link["target"] for claim in (spending, loss) for link in claim["links"] if link["relation"] == "repeats"
    }
    first = by_id(data(f"claims?id__in={','.join(sorted(repeated))}"))
    assert first.keys() == repeated != set()
    assert all(claim["asserted"]["latest"] < "2025" and sourced(claim) for claim in first.values())
    assert {claim["value"]["best"] for claim in claims.values() if claim["metric"] == "net_loss"} >= {5e9, 38.5e9}


def test_s12_topics_and_their_events_over_time(data: Ask) -> None:
    (tension,) = data("claims?id=c_seed-article-tension-open-proprietary")
    assert (tension["kind"], "open_versus_proprietary" in tension["topics"]) == ("characterization", True)
    (debate,) = data("claims?id=c_seed-article-debate-widens")
    assert set(debate["topics"]) >= {"responsible_development", "accessibility", "sustainability"}
    events = data("events?topics=open_versus_proprietary&sort=date")
    days = [event["date"]["earliest"] for event in events]
    assert days == sorted(days)
    assert {day[:4] for day in days} >= {"2019", "2023", "2024", "2025", "2026"}
    assert all(event["evidence"] for event in events)


def test_the_records_are_as_many_as_promised() -> None:
    manifest = msgspec.json.decode(Path("dataset/releases/2026.11.0/manifest.json").read_bytes())
    rows = {table["table"]: table["rows"] for table in manifest["tables"]}
    assert rows["events"] >= 60
    assert rows["claims"] >= 100
    assert rows["entities"] >= 40
    assert rows["sources"] >= 70
