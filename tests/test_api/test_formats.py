"""Which format is given, under which headers, and what may not be asked together."""

import gzip
import hashlib
import io
import re

import msgspec
import pyarrow as pa
import pytest
import zstandard

from api.formats.catalogue import LIST_FORMATS, ROW_FORMATS
from api.in_process import ask
from dataset.queries.streaming import RowStream
from dataset.store.store import Store
from tests.asked import Asked, parts, path_of

TYPES = {name: one.media_type for name, one in LIST_FORMATS.items()}

ACCEPTS = [
    (None, "json"),
    ("*/*", "json"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
    ("application/*", "json"),
    ("text/csv", "csv"),
    ("text/csv, */*", "csv"),
    ("text/csv;q=0.5, application/json;q=0.9", "json"),
    ("text/csv;q=0.5, application/json;q=0", "csv"),
    ("application/xml, application/vnd.apache.parquet;q=0.1", "parquet"),
    ("APPLICATION/X-NDJSON; Q=0.7", "ndjson"),
    ("application/vnd.apache.arrow.stream", "arrow"),
    ("application/x-bibtex", "bibtex"),
    ("application/vnd.citationstyles.csl+json", "csl-json"),
]


@pytest.mark.parametrize(("accept", "form"), ACCEPTS)
def test_accept_says_which_format(asked: Asked, accept: str | None, form: str) -> None:
    reply = asked.get("/v1/events?limit=2", **({"Accept": accept} if accept else {}))
    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == TYPES[form]
    same = asked.get(f"/v1/events?limit=2&format={form}", Accept="application/xml")
    assert (same.status, same.body) == (200, reply.body), "format goes before Accept"
    assert reply.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("accept", ["application/xml", "text/csv;q=0", "application/json;q=0, text/html;q=0.0"])
def test_what_is_not_given_is_a_406(asked: Asked, accept: str) -> None:
    assert asked.json("/v1/events", 406, Accept=accept)["type"] == "/problems/not_acceptable"


def test_a_record_has_no_rows_to_give(asked: Asked) -> None:
    id_ = asked.ids("/v1/events?limit=1000")[0]
    assert asked.json(f"/v1/events/{id_}", 406, Accept="text/csv")["type"] == "/problems/not_acceptable"
    found = parts(asked.json(f"/v1/events/{id_}?format=csv", 400))
    assert "csv" in found["format"][0]


def test_a_search_leads_on_in_its_format_and_is_cited(asked: Asked) -> None:
    target = "/v1/search?q=open+weights&limit=7"
    expected, following = asked.json(target), f"{target}&format=ndjson"
    assert expected["meta"]["count"] > 14
    ids: list[str] = []
    for _page in range(2):
        reply = asked.get(following)
        ids += [msgspec.json.decode(line)["id"] for line in reply.body.splitlines()]
        following = str(path_of(re.findall('<([^>]+)>; rel="next"', reply.headers["link"])[0]))
    assert ids == [row["id"] for row in asked.json("/v1/search?q=open+weights&limit=14")["data"]]
    cited = asked.get(f"{target}&format=bibtex")
    assert expected["links"]["cite"] in cited.body.decode()
    assert asked.get(target, Accept="application/x-bibtex").body == cited.body


def test_counts_are_cited_and_held_like_lists(asked: Asked) -> None:
    target = "/v1/events/stats?group_by=category"
    assert asked.json(target)["links"]["cite"] in asked.get(f"{target}&format=bibtex").body.decode()
    reply = asked.get(target, Accept="text/csv")
    assert reply.headers["content-disposition"].startswith('attachment; filename="onrecord-events-stats-')
    assert 'rel="cite-as"' in reply.headers["link"]
    for again in (f"{target}&format=csv", target):
        held = asked.get(again, Accept="text/csv", If_None_Match=reply.headers["etag"])
        assert (held.status, held.body) == (304, b"")
    assert parts(asked.json(f"{target}&format=cvs", 400))["format"][1] == "csv"
    assert asked.json("/v1/events/e_no-such-event/related?format=bibtex", 404)["status"] == 404


def test_what_is_no_list_of_rows_is_json_alone(asked: Asked) -> None:
    assert asked.json("/v1/coverage", 406, Accept="text/csv")["type"] == "/problems/not_acceptable"
    assert set(parts(asked.json("/v1/coverage?format=csv", 400))) == {"format"}


WRONG: list[tuple[str, dict[str, str | None]]] = [
    ("format=cvs", {"format": "csv"}),
    ("limit=all", {"limit": "1000"}),
    ("limit=all&format=json", {"limit": "1000"}),
    ("format=csv&include=evidence", {"include": None}),
    ("fields=titel,date", {"fields": "title"}),
    ("fields=", {"fields": None}),
    ("fields=participants.entiti", {"fields": "participants.entity"}),
    ("sample=0", {"sample": None}),
    ("sample=1001", {"sample": None}),
    ("sample=x&seed=-1", {"sample": None, "seed": None}),
    ("seed=3", {"seed": None}),
    ("sample=3&limit=3&sort=id", {"limit": None, "sort": None}),
]


@pytest.mark.parametrize(("query", "expected"), WRONG)
def test_what_does_not_go_together_is_told(asked: Asked, query: str, expected: dict[str, str | None]) -> None:
    found = parts(asked.json(f"/v1/events?{query}", 400))
    assert {name: suggestion for name, (_reason, suggestion) in found.items()} == expected


def test_all_rows_take_no_cursor_and_an_outcome_needs_its_day(asked: Asked) -> None:
    following = str(path_of(asked.json("/v1/events?limit=1")["links"]["next"]))
    cursor = following.partition("cursor=")[2]
    found = parts(asked.json(f"/v1/events?limit=all&format=csv&cursor={cursor}", 400))
    assert "leave it out" in found["limit"][0]
    assert "outcomes_at" in parts(asked.json("/v1/claims?fields=outcome_at.status", 400))["fields"][0]
    later = asked.json("/v1/claims?fields=outcome_at.status&outcomes_at=2026-06-01&known_at=2025-01-01&limit=2")
    assert [list(row) for row in later["data"]] == [["id", "outcome_at"]] * 2
    assert [list(row["outcome_at"]) for row in later["data"]] == [["status"]] * 2


def test_validators_and_names_differ_by_format_and_encoding(asked: Asked) -> None:
    seen = set()
    for limit in ("5", "all"):
        for form in ROW_FORMATS:
            for encoding in ("identity", "gzip", "zstd"):
                target = f"/v1/sources?limit={limit}&format={form}"
                reply = asked.get(target, Accept_Encoding=encoding)
                seen.add(reply.headers["etag"])
                assert asked.get(target, Accept_Encoding=encoding).body == reply.body, "the same bytes each time"
                body = reply.body
                if reply.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                elif reply.headers.get("content-encoding") == "zstd":
                    body = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)).read()
                assert body == asked.get(target).body
                compressed = form in ("csv", "ndjson") and encoding != "identity"
                assert ("content-encoding" in reply.headers) == compressed
                for header in (reply.headers["etag"], "*"):
                    held = asked.get(target, Accept_Encoding=encoding, If_None_Match=header)
                    assert (held.status, held.body) == (304, b"")
    assert len(seen) == 2 * (2 * 3 + 2 * 1)


def test_an_answer_says_where_it_is_from_and_how_to_save_it(asked: Asked) -> None:
    reply = asked.get("/v1/events?format=csv&limit=3&known_at=2025-08-06")
    release = reply.headers["dataset-release"]
    name = f"onrecord-events-{release}-known-2025-08-06.csv"
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}"'
    pinned = f"http://127.0.0.1:8000/v1/events?limit=3&release={release}&known_at=2025-08-06&format=csv"
    assert reply.headers["content-location"] == pinned
    following, cite = reply.headers["link"].split(", ")
    assert cite == f'<{pinned}>; rel="cite-as"'
    assert following.startswith(f"<{pinned}&cursor=")
    again = asked.get(str(path_of(pinned)))
    assert (again.body, again.headers["cache-control"]) == (
        reply.body,
        "public, max-age=86400, stale-while-revalidate=604800",
    )


def test_pages_of_rows_lead_from_one_to_the_next(asked: Asked) -> None:
    lines: list[bytes] = []
    following: str | None = "/v1/claims?limit=100&format=ndjson&fields=asserted.edtf&sort=asserted"
    while following:
        reply = asked.get(following)
        lines += reply.body.splitlines()
        address, _, relation = reply.headers["link"].split(", ")[0].partition("; ")
        following = path_of(address.strip("<>")) if relation == 'rel="next"' else None
    assert len(lines) > 100
    assert lines == asked.get("/v1/claims?limit=all&format=ndjson&fields=asserted.edtf&sort=asserted").body.splitlines()
    # A cursor that brings records with it leads on in a format that has no place for them.
    page = asked.json("/v1/claims?limit=2&include=evidence")
    cursor = str(page["links"]["next"]).partition("cursor=")[2]
    reply = asked.get(f"/v1/claims?cursor={cursor}&format=csv")
    assert reply.body.count(b"\r\n") >= 3
    link = reply.headers["link"].split(">")[0].strip("<")
    assert asked.get(str(path_of(link))).status == 200


def test_head_of_a_stream_asks_nothing(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = asked.get("/v1/events?limit=all&format=parquet")
    asks: list[RowStream] = []

    def ask_ids(self: RowStream) -> list[str]:
        asks.append(self)
        return []

    monkeypatch.setattr(RowStream, "_ids", ask_ids)
    head = ask(asked.app, "/v1/events?limit=all&format=parquet", method="HEAD")
    assert (head.status, head.body, asks) == (200, b"", [])
    assert head.headers == whole.headers


def test_fields_are_parts_of_whole_rows(asked: Asked) -> None:
    whole = asked.json("/v1/claims?limit=20")["data"]
    found = asked.json("/v1/claims?limit=20&fields=value.low,speakers.entity,asserted,speakers")
    assert found["data"] == [
        {
            "id": row["id"],
            "speakers": row["speakers"],
            "value": row["value"] and {"low": row["value"]["low"]},
            "asserted": row["asserted"],
        }
        for row in whole
    ]
    assert "fields=id,speakers,speakers.entity,value.low,asserted" in found["links"]["cite"]
    following = str(path_of(found["links"]["next"]))
    cursor = following.partition("cursor=")[2]
    assert asked.json(f"/v1/claims?cursor={cursor}")["data"] == asked.json(following)["data"]
    assert set(asked.json(f"/v1/claims?cursor={cursor}")["data"][0]) == {"id", "speakers", "value", "asserted"}


def hashed(ids: list[str], seed: int) -> list[str]:
    return sorted(ids, key=lambda id_: (hashlib.md5(f"{seed}~{id_}".encode()).hexdigest(), id_))


def test_a_sample_goes_by_seed_and_visible_ids_alone(asked: Asked, store: Store) -> None:
    for day in ("2025-01-31", "2025-08-06", str(store.data_date)):
        ids = asked.ids(f"/v1/claims?limit=1000&known_at={day}&kind=estimate")
        for seed in (0, 7):
            for size in (1, 5, 1000):
                target = f"/v1/claims?known_at={day}&kind=estimate&sample={size}&seed={seed}"
                page = asked.json(target)
                assert [row["id"] for row in page["data"]] == hashed(ids, seed)[:size]
                assert (page["meta"]["count"], page["meta"]["sort"]) == (len(ids), "sample")
                assert page["links"]["next"] is None
                lines = asked.get(f"{target}&format=ndjson").body.splitlines()
                assert [msgspec.json.decode(line) for line in lines] == page["data"]
    assert asked.json("/v1/claims?sample=5")["data"] == asked.json("/v1/claims?sample=5&seed=0")["data"]


def test_a_stream_of_one_entity_has_rows_of_several_kinds(asked: Asked) -> None:
    target = "/v1/entities/n_openai/timeline"
    expected = asked.json(f"{target}?limit=1000")["data"]
    lines = asked.get(f"{target}?limit=all&format=ndjson").body.splitlines()
    assert [msgspec.json.decode(line) for line in lines] == expected
    assert len({row["type"] for row in expected}) > 1
    assert "csv" in parts(asked.json(f"{target}?format=csv", 400))["format"][0]
    assert asked.json(f"{target}?format=ndjson&limit=all&known_at=2001-01-01", 404)["status"] == 404


def test_arrow_comes_in_one_schema_whatever_is_asked(asked: Asked) -> None:
    small = pa.ipc.open_stream(asked.get("/v1/events?limit=1&format=arrow").body).schema
    whole = pa.ipc.open_stream(asked.get("/v1/events?limit=all&format=arrow").body).schema
    assert small.equals(whole)
