"""Dates, names, numbers and addresses as upstream tables write them."""

import pytest

from dataset.importers.dates import days_between, iso_date, no_finer_than_known, parsed, told, us_date, window
from dataset.importers.hosts import kind_of, language_of, published_of, unarchived
from dataset.importers.lines import urls_in
from dataset.importers.names import akin, listed, organization_key, slug, thing_key, told_in
from dataset.importers.numbers import clean, in_powers, in_words
from dataset.importers.rows import RowError


@pytest.mark.parametrize(
    ("text", "day"), [("9/14/2025", "2025-09-14"), ("12/31/2024", "2024-12-31"), (" 1/2/2023 ", "2023-01-02")]
)
def test_us_dates_have_the_month_first(text: str, day: str) -> None:
    assert us_date(text, "Date") == day


@pytest.mark.parametrize("text", ["14/9/2025", "2025-09-14", "9/31/2025", "0202-07-30", "soon"])
def test_no_us_dates(text: str) -> None:
    with pytest.raises(RowError, match="column `Date` holds"):
        us_date(text, "Date")


@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "25-01-01", "in 2025"])
def test_no_iso_dates(text: str) -> None:
    with pytest.raises(RowError, match="column `Date` holds"):
        iso_date(text, "Date")


@pytest.mark.parametrize(
    ("day", "known"),
    [("2024-01-01", "2024"), ("2024-05-01", "2024-05"), ("2024-05-11", "2024-05-11"), ("2024-05", "2024-05")],
)
def test_the_first_stands_for_the_month_and_the_year(day: str, known: str) -> None:
    assert no_finer_than_known(day) == known


@pytest.mark.parametrize(
    ("note", "due"),
    [
        ("Planned H2 2026", "2026-41"),
        ("Planned H1 2025", "2025-40"),
        ("Planned Q4 2025", "2025-36"),
        ("Q4 2024", "2024-36"),
        ("Planned 2026", "2026"),
        ("Planned 2029-02", "2029-02"),
        ("2025-06", "2025-06"),
        ("Planned", None),
        ("Planned for end of 2023", None),
        ("11/1/2021", None),
    ],
)
def test_windows_never_become_days(note: str, due: str | None) -> None:
    assert window(note) == due


def test_distances_of_partial_dates() -> None:
    assert days_between(parsed("2025-06"), parsed("2025-06-10")) == 0
    assert days_between(parsed("2025-06"), parsed("2025-07-03")) == 3
    assert days_between(parsed("../2025-06-10"), parsed("2025-06-12")) == 2


def test_dates_in_sentences() -> None:
    assert [told(one) for one in ("2026-41", "2026-33", "2026", "2026-05", "2026-05-07")] == [
        "the second half of 2026",
        "the first quarter of 2026",
        "2026",
        "May 2026",
        "7 May 2026",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Carnegie Mellon University (CMU)", "Carnegie Mellon University"),
        ("Université de Montréal", "Universite de Montreal"),
        ("Xiaomi Corp", "xiaomi"),
        ("OpenAI, Inc.", "OpenAI"),
        ("University of Montreal / Université de Montréal", "University of Montreal"),
    ],
)
def test_organizations_spelled_differently(one: str, other: str) -> None:
    assert organization_key(one) == organization_key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Claude 3.5 Sonnet", "Claude Sonnet 3.5", True),
        ("Llama 3.1-405B", "Llama 3.1 405B", True),
        ("Qwen2.5-7B", "Qwen 2.5 7B", True),
        ("GPT-4", "GPT-4o", False),
        ("Qwen1.5-7B", "Qwen-7B", False),
        ("Command R", "Command R+", False),
        ("Llama 2-7B", "Llama 2-70B", False),
    ],
)
def test_things_spelled_differently(one: str, other: str, same: bool) -> None:
    assert (thing_key(one) == thing_key(other)) is same


def test_a_family_begins_its_models_names() -> None:
    assert akin("Llama 2", "Llama 2-70B")
    assert not akin("Llama 2", "Llama 3-70B")
    assert told_in("Gemini 3.1 Flash Lite", "Gemini 3.1 Flash-Lite becomes generally available")
    assert not told_in("Gemini", "Google shows Gemini")


def test_slugs() -> None:
    assert slug("Command R+ (2024)") == "command-r-plus-2024"
    assert slug("Ü" * 200, 10) == "u" * 10
    assert slug("孟子GPT") != slug("智谱GPT")
    assert listed(["A", "B", "C", "D"]) == "A, B and 2 more"
    assert listed(["A", "B"]) == "A and B"


def test_numbers() -> None:
    assert clean(1.1999999999999999e24) == 1.2e24
    assert clean(2.90000000001e24) == 2.9e24
    assert in_powers(3.14e23) == "3.14 \u00d7 10²³"
    assert [in_words(one) for one in (175e9, 3.2e12, 2048.0, 0.5, 1.6e6)] == [
        "175 billion",
        "3.2 trillion",
        "2,048",
        "0.5",
        "1.6 million",
    ]


def test_addresses_tell_their_pages() -> None:
    capture = "https://web.archive.org/web/20240513190724/https://www.press.example/2024/05/13/one"
    assert unarchived(capture) == ("https://www.press.example/2024/05/13/one", capture)
    assert unarchived("https://press.example/a") == ("https://press.example/a", None)
    assert published_of("https://arxiv.org/abs/2406.01234v2") == "2024-06"
    assert published_of("https://www.biorxiv.org/content/10.1101/2024.09.10.612218v1") == "2024-09-10"
    assert published_of("https://press.example/2024/05/13/one") == "2024-05-13"
    assert published_of("https://press.example/2024/13/45/one") is None
    assert published_of("https://press.example/one") is None
    assert (
        kind_of("https://arxiv.org/abs/1"),
        kind_of("https://a.nature.com/x"),
        kind_of("https://maker.example"),
    ) == (
        "paper",
        "paper",
        None,
    )
    assert language_of("https://press.example/a", "发布模型") == "zh"
    assert language_of("https://www.press.cn/en/a") == "en"
    assert language_of("https://www.press.jp/a") == "ja"
    assert urls_in("see https://a.example/x, and (https://b.example/y)\nhttps://a.example/x") == [
        "https://a.example/x",
        "https://b.example/y",
    ]
