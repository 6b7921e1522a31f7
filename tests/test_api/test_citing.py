"""Citations: of exactly the question asked, and of nothing that a clock could change."""

import re
from datetime import date

import msgspec
import pytest

from api.app import litestar_app
from api.citing import Cited, bibtex, csl_json, report_link
from api.settings import Settings
from api.wrapper import Wrapper
from dataset.store.store import Store
from tests.asked import Asked, path_of


def entry_of(text: str) -> dict[str, str]:
    """Fields of a BibTeX entry, its key under `key`."""
    match = re.fullmatch(r"@misc\{([a-z0-9.-]+),\n(.*)\}\n", text, re.DOTALL)
    assert match
    return {"key": match[1]} | dict(re.findall(r"^  ([a-z]+) = \{(.*)\},$", match[2], re.MULTILINE))


LISTS = ["/v1/events?type=model_release&limit=3", "/v1/claims?known_at=2025-08-06", "/v1/sources?sample=4"]


@pytest.mark.parametrize("target", LISTS)
def test_a_citation_leads_to_the_same_answer(asked: Asked, store: Store, target: str) -> None:
    page = asked.json(target)
    sign = "&" if "?" in target else "?"
    reply = asked.get(f"{target}{sign}format=bibtex")
    assert reply.headers["content-type"] == "application/x-bibtex; charset=utf-8"
    entry = entry_of(reply.body.decode())
    assert entry["url"] == page["links"]["cite"]
    assert asked.json(str(path_of(entry["url"])))["data"] == page["data"]
    assert entry["version"] == store.version
    assert entry["year"] == str(store.data_date.year)
    assert page["meta"]["known_at"] in entry["note"]
    (csl,) = asked.json(f"{target}{sign}format=csl-json")
    day = store.data_date
    assert csl == {
        "id": entry["key"],
        "type": "dataset",
        "title": csl["title"],
        "author": [{"literal": "OnRecord contributors"}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "publisher": "OnRecord",
        "version": store.version,
        "URL": page["links"]["cite"],
        "note": entry["note"],
    }
    assert entry["title"].strip("{}").replace("\\", "") == csl["title"]


def test_a_record_is_cited_by_what_it_is(asked: Asked) -> None:
    item = asked.json("/v1/entities/n_openai?known_at=2025-08-06")
    (csl,) = asked.json("/v1/entities/n_openai?known_at=2025-08-06&format=csl-json")
    assert csl["title"] == "OnRecord: entity n_openai, “OpenAI”"
    assert csl["URL"] == item["links"]["cite"]
    reply = asked.get("/v1/entities/n_openai?known_at=2025-08-06", Accept="application/x-bibtex")
    assert entry_of(reply.body.decode())["key"] == csl["id"]
    assert reply.headers["content-disposition"].endswith('-known-2025-08-06.bib"')
    assert asked.get("/v1/entities/n_openai?known_at=2025-08-06&format=bibtex", If_None_Match="*").status == 304


def test_what_is_not_visible_is_not_cited(asked: Asked) -> None:
    assert asked.json("/v1/entities/n_openai?known_at=2001-01-01&format=bibtex", 404)["status"] == 404


def test_the_citation_of_all_rows_is_that_of_their_pages(asked: Asked) -> None:
    (csl,) = asked.json("/v1/events?limit=all&format=csl-json")
    assert asked.json(str(path_of(csl["URL"])))["meta"]["limit"] == 50


def test_signs_that_mean_something_to_tex_are_written_out() -> None:
    cited = Cited(
        url="https://example.org/v1/claims?q=50%25&x=a_b",
        subject="claim c_x, “100% of {AI} & \\more ~ ^ #1 $2_3”\n…",
        release="2026.11.1",
        data_date=date(2026, 11, 23),
        known_at=date(2025, 8, 6),
    )
    entry = entry_of(bibtex(cited).decode())
    assert entry["title"] == (
        r"{OnRecord: claim c\_x, “100\% of \{AI\} \& \textbackslash{}more \textasciitilde{} \textasciicircum{} \#1 "
        r"\$2\_3” …}"
    )
    assert entry["url"] == cited.url
    assert msgspec.json.decode(csl_json(cited))[0]["title"] == cited.title


def test_a_report_carries_the_answer_in_question(settings: Settings) -> None:
    place = "https://example.org/issues/new?body={cite}"
    app = litestar_app(msgspec.structs.replace(settings, report_url=place))
    answer = Asked(Wrapper(app)).json("/v1/events?limit=1&type=model_release")
    app.state.archive.close()
    assert answer["links"]["report"] == report_link(place, answer["links"]["cite"])
    assert (
        "body=http%3A%2F%2F127.0.0.1%3A8000%2Fv1%2Fevents%3Ftype%3Dmodel_release%26limit%3D1"
        in (answer["links"]["report"])
    )
    assert report_link("https://example.org/report", "x") == "https://example.org/report"
    assert report_link(None, "x") is None
