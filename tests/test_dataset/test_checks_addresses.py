"""One form for each page."""

import pytest

from dataset.checks.addresses import page_of, tracking_parameters, without_tracking
from dataset.checks.hosts import FURTHER_HOSTS, host_of, stands_under
from dataset.generated import ROOT
from dataset.reading.records import read_records


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://openai.com/index/plan/", "http://www.openai.com/index/plan"),
        ("https://OpenAI.com/plan", "https://openai.com:443/plan#top"),
        ("https://x.com/sama/status/1?s=20&t=abc", "https://twitter.com/sama/status/1"),
        ("https://youtu.be/abc?si=1", "https://www.youtube.com/watch?v=abc&feature=share"),
        ("https://paper.example/a?b=2&a=1", "https://paper.example/a?a=1&b=2&utm_campaign=z"),
    ],
)
def test_same_page(one: str, other: str) -> None:
    assert page_of(one) == page_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/a?id=1", "https://paper.example/a?id=2"),
        ("https://paper.example/a", "https://paper.example/A"),
        ("https://a.paper.example/", "https://b.paper.example/"),
        ("https://app.example/#/one", "https://app.example/#/two"),
        ("https://paper.example/a?t=1", "https://paper.example/a?t=2"),  # a time only where posts are shared
    ],
)
def test_other_page(one: str, other: str) -> None:
    assert page_of(one) != page_of(other)


@pytest.mark.parametrize(
    ("url", "names", "clean"),
    [
        ("https://a.example/p?id=3", [], "https://a.example/p?id=3"),
        ("https://a.example/p?utm_source=x&id=3&fbclid=1", ["utm_source", "fbclid"], "https://a.example/p?id=3"),
        ("https://a.example/p?UTM_Medium=", ["UTM_Medium"], "https://a.example/p"),
        ("https://x.com/a/status/1?s=20", ["s"], "https://x.com/a/status/1"),
        ("https://a.example/p?s=20", [], "https://a.example/p?s=20"),
        ("https://a.example/p#:~:text=so", [":~:"], "https://a.example/p"),
        ("https://a.example/p?q=a%2Fb&gclid=1#part", ["gclid"], "https://a.example/p?q=a%2Fb#part"),
    ],
)
def test_tracking(url: str, names: list[str], clean: str) -> None:
    assert tracking_parameters(url) == names
    assert without_tracking(url) == clean
    assert tracking_parameters(clean) == []


@pytest.mark.parametrize(
    ("url", "domain", "stands"),
    [
        ("https://openai.com/index/plan", "openai.com", True),
        ("https://www.OpenAI.com:443/plan", "openai.com", True),
        ("https://cdn.openai.com/plan.pdf", "openai.com", True),
        ("https://openai.com./plan", "openai.com", True),
        ("https://platform.claude.com/docs", "anthropic.com", True),
        ("https://notopenai.com/plan", "openai.com", False),
        ("https://openai.com.copy.example/plan", "openai.com", False),
        ("https://copy.example/openai.com", "openai.com", False),
    ],
)
def test_stands_under(url: str, domain: str, stands: bool) -> None:
    assert stands_under(host_of(url), domain) is stands


def test_every_further_host_is_needed() -> None:
    records, _ = read_records(ROOT / "dataset" / "records")
    hosts = {host_of(one.url) for one in records.sources.values() if one.url}
    domains = {one.external_ids.domain for one in records.entities.values() if one.external_ids}
    assert set(FURTHER_HOSTS) <= domains
    for further in FURTHER_HOSTS.values():
        for one in further:
            assert any(stands_under(host, one) for host in hosts), one
