"""SQL over HTTP: what is answered in which form, what is refused and how, and that other requests go on beside it."""

import asyncio
import gzip
import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from api.in_process import Reply, ask
from api.settings import Settings
from dataset.store.archive import Archive
from schemas.tables import tables_at
from tests.sql_service import Service

ENDLESS = "SELECT sum(i) FROM range(1000000000000) t(i)"


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Service]:
    found = Service(replace(settings, sql_seconds=20))
    yield found
    found.close()


@pytest.fixture(scope="module")
def hasty(settings: Settings) -> Iterator[Service]:
    """One that stops soon and lets nobody wait."""
    found = Service(replace(settings, sql_seconds=1.5, sql_rows=5, sql_processes=1, sql_queue=0))
    yield found
    found.close()


def test_an_answer_in_json_says_what_it_rests_on(service: Service) -> None:
    reply = service.post({"sql": "SELECT id, known_on FROM events ORDER BY id", "max_rows": 2})
    answer = msgspec.json.decode(reply.body)
    assert list(answer) == ["data", "meta", "links"]
    assert [list(row) for row in answer["data"]] == [["id", "known_on"]] * 2
    meta = answer["meta"]
    assert 0 < meta.pop("elapsed_ms") < 20_000
    assert meta == {
        "release": "2026.11.1",
        "data_date": "2026-11-23",
        "columns": [{"name": "id", "type": "VARCHAR"}, {"name": "known_on", "type": "DATE"}],
        "rows": 2,
        "max_rows": 2,
        "truncated": True,
        "warnings": ["Cut at 2 rows: there are more rows. Ask for fewer, or for a larger max_rows."],
    }
    assert answer["links"] == {
        "self": "http://127.0.0.1:8000/v1/sql",
        "schema": "http://127.0.0.1:8000/v1/sql/schema?release=2026.11.1",
        "cite": "http://127.0.0.1:8000/v1/releases/2026.11.1",
        "report": None,
    }
    headers = {name: reply.headers[name] for name in ("dataset-release", "result-rows", "result-truncated")}
    assert headers == {"dataset-release": "2026.11.1", "result-rows": "2", "result-truncated": "true"}
    assert reply.headers["cache-control"] == "no-store"


def test_it_gives_a_thousand_rows_in_json_and_all_elsewhere(service: Service) -> None:
    sql = "SELECT i FROM range(1500) t(i)"
    assert service.put(sql)["meta"]["rows"] == 1000
    assert service.put(sql, max_rows=1500)["meta"]["truncated"] is False
    reply = service.post({"sql": sql, "format": "ndjson"})
    assert (reply.headers["result-rows"], reply.headers["result-truncated"]) == ("1500", "false")
    assert reply.body.count(b"\n") == 1500


def test_a_service_gives_no_more_rows_than_it_gives_at_all(hasty: Service) -> None:
    answer = hasty.put("SELECT i FROM range(10) t(i)", max_rows=1_000_000)
    assert (answer["meta"]["rows"], answer["meta"]["max_rows"], answer["meta"]["truncated"]) == (5, 5, True)


def test_the_format_goes_before_accept_and_json_is_what_is_left(service: Service) -> None:
    body = {"sql": "SELECT 1 AS one"}
    assert service.post(body, Accept="text/csv").body == b"one\r\n1\r\n"
    assert service.post({**body, "format": "ndjson"}, Accept="text/csv").body == b'{"one":1}\n'
    assert service.post(body, Accept="*/*").body.startswith(b'{"data":[{"one":1}],"meta":')
    assert service.post({**body, "format": None}, Accept="text/html").headers["content-type"] == "application/json"
    refused = service.post(body, Accept="application/xml")
    assert refused.status == 406
    assert b"application/vnd.apache.parquet" in refused.body


def test_other_formats_are_saved_under_a_name_and_know_what_they_are(service: Service) -> None:
    reply = service.post({"sql": "SELECT id FROM claims", "format": "parquet", "release": "2026.11.0"})
    assert reply.headers["content-type"] == "application/vnd.apache.parquet"
    assert reply.headers["content-disposition"] == 'attachment; filename="onrecord-sql-2026.11.0.parquet"'
    told = pq.read_schema(io.BytesIO(reply.body)).metadata
    assert told[b"onrecord:release"] == b"2026.11.0"
    assert told[b"onrecord:sql"] == b"SELECT id FROM claims"
    assert told[b"onrecord:licence"] == b"CC-BY-4.0"


def test_text_is_compressed_on_its_way(service: Service) -> None:
    body = {"sql": "SELECT id FROM events ORDER BY id", "format": "csv"}
    plain, packed = service.post(body), service.post(body, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    parquet = service.post({**body, "format": "parquet"}, Accept_Encoding="gzip")
    assert "content-encoding" not in parquet.headers


def test_every_release_is_asked_with_the_tables_it_has(service: Service, archive: Archive) -> None:
    old, new = archive.versions
    assert service.put("SELECT count(*) AS n FROM events", release=old)["meta"]["release"] == old
    assert service.put("SELECT count(*) AS n FROM events", release="stable")["meta"]["release"] in archive.versions
    later = set(tables_at(archive.manifests[new].schema_version)) - set(
        tables_at(archive.manifests[old].schema_version)
    )
    assert later
    for name in later:
        problem = msgspec.json.decode(service.post({"sql": f"SELECT * FROM {name}", "release": old}).body)
        assert f"there is no table {name} in this release" in problem["errors"][0]["reason"]
        assert service.put(f"SELECT * FROM {name} LIMIT 1", release=new)["meta"]["rows"] == 1


def test_values_are_bound_and_never_read_as_sql(service: Service) -> None:
    text = "'; DROP TABLE events; --"
    assert service.put("SELECT ? AS a, $2 AS b", params=[text, 2**63 - 1])["data"] == [{"a": text, "b": 2**63 - 1}]
    given = {"a": None, "b": True, "c": 1.5, "d": ["x", None]}
    assert service.put("SELECT $a AS a, $b AS b, $c AS c, $d AS d", params=given)["data"] == [given]


def test_parameters_belong_into_the_body(service: Service) -> None:
    headers = {"Content-Type": "application/json"}
    reply = ask(service.app, "/v1/sql?format=csv", headers, method="POST", body=b'{"sql": "SELECT 1"}')
    assert reply.status == 400
    assert b"write it into the body" in reply.body


def test_whole_numbers_and_large_ones_are_read_as_json_means_them(service: Service) -> None:
    raw = b'{"sql": "SELECT $a::DOUBLE AS a", "params": {"a": 1000000000000000000000000}, "max_rows": 10.0}'
    assert msgspec.json.decode(service.post(raw).body)["data"] == [{"a": 1e24}]


def test_other_methods_are_not_there(service: Service) -> None:
    reply = service.get("/v1/sql")
    assert (reply.status, reply.headers["allow"]) == (405, "OPTIONS, POST")


def test_what_takes_too_long_is_told(hasty: Service) -> None:
    problem = msgspec.json.decode(hasty.post({"sql": ENDLESS}).body)
    assert (problem["status"], problem["type"]) == (422, "/problems/stopped")
    assert problem["errors"] == [{"reason": "the statement was stopped: it took longer than 1.5 s", "pointer": "/sql"}]


def test_who_comes_when_all_wait_is_told_when_to_come_again_and_nobody_else_is_harmed(hasty: Service) -> None:
    hasty.put("SELECT 1 AS n")  # its process is there
    replies: list[Reply] = []
    endless = threading.Thread(target=lambda: replies.append(hasty.post({"sql": ENDLESS})))
    endless.start()
    pool = hasty.inner.state.sql
    while not pool._held:
        time.sleep(0.01)
    full = hasty.post({"sql": "SELECT 1 AS n"})
    assert (full.status, full.headers["retry-after"]) == (429, "2")
    assert "ask again in 2 s" in msgspec.json.decode(full.body)["detail"]
    began = time.monotonic()
    assert hasty.json("/v1/events?limit=1")["data"]
    assert hasty.json("/health")["status"] == "ok"
    assert time.monotonic() - began < 1
    assert replies == []
    endless.join(20)
    assert [reply.status for reply in replies] == [422]
    assert hasty.put("SELECT 1 AS n")["data"] == [{"n": 1}]


def test_a_client_that_goes_ends_its_statement(service: Service) -> None:
    service.put("SELECT 1 AS n")
    pool = service.inner.state.sql
    before = pool.processes
    body = msgspec.json.encode({"sql": ENDLESS})
    sent: list[Any] = []

    async def leave() -> None:
        messages = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if messages:
                return messages.pop()
            await asyncio.sleep(0.5)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope: Any = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/v1/sql",
            "raw_path": b"/v1/sql",
            "root_path": "",
            "query_string": b"",
            "state": {},
            "headers": [(b"content-type", b"application/json")],
            "client": None,
            "server": ("127.0.0.1", 1),
        }
        await service.app(scope, receive, send)

    began = time.monotonic()
    asyncio.run(leave())
    assert time.monotonic() - began < 5
    assert sent == []
    while pool._held:
        assert time.monotonic() - began < 10
        time.sleep(0.02)
    assert pool.processes != before
    assert service.put("SELECT 1 AS n")["data"] == [{"n": 1}]


def test_a_failure_of_ours_tells_nothing_of_the_inside(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("dataset.user_sql.pool.Pool._outcome", fail)
    reply = service.post({"sql": "SELECT 1"})
    assert reply.status == 500
    assert b"secret" not in reply.body
    assert service.inner.state.sql._held == 0


def test_the_schema_lists_every_table_and_column_with_what_it_is(service: Service, archive: Archive) -> None:
    answer = service.json("/v1/sql/schema")
    assert answer["meta"]["release"] == archive.latest
    tables = {table["name"]: table for table in answer["data"]["tables"]}
    assert set(tables) == set(tables_at(archive.manifests[archive.latest].schema_version))
    for name, table in tables.items():
        (row,) = service.put(f"SELECT count(*) AS n FROM {name}")["data"]
        assert table["rows"] == row["n"]
        assert table["description"]
        top = {one["name"]: one["type"] for one in table["columns"] if "." not in one["name"]}
        columns = service.put(f"SELECT * FROM {name} LIMIT 0")["meta"]["columns"]
        assert [one["name"] for one in columns] == list(top)
        assert [one["type"].replace('"', "") for one in columns] == [kind.replace('"', "") for kind in top.values()]
        assert all(one["description"] for one in table["columns"] if "." not in one["name"])
    named = {one["name"]: one for one in tables["claims"]["columns"]}
    assert named["value.low"]["type"] == "DOUBLE"
    assert named["speakers[].entity"]["type"] == "VARCHAR"
    assert named["kind"]["vocabulary"] == "claim_kind"
    assert {"count", "lag", "lower"} <= set(answer["data"]["functions"])


def test_the_schema_is_that_of_the_release_asked_and_may_be_kept(service: Service, archive: Archive) -> None:
    old = archive.versions[0]
    reply = service.get(f"/v1/sql/schema?release={old}")
    assert reply.headers["cache-control"].startswith("public, max-age=86400")
    assert service.get(f"/v1/sql/schema?release={old}", If_None_Match=reply.headers["etag"]).status == 304
    moving = service.get("/v1/sql/schema")
    assert moving.headers["content-location"].endswith(f"release={archive.latest}")
    assert service.json("/v1/sql/schema?release=2020.01.0", 404)["type"] == "/problems/not_found"
    problem = service.json("/v1/sql/schema?relase=x&release=lates", 400)
    assert {one["parameter"]: one["suggestion"] for one in problem["errors"]} == {
        "relase": "release",
        "release": "latest",
    }
