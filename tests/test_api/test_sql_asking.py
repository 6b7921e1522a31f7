"""What is wrong with a question in SQL, and where no such question is taken."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from api.app import create
from api.errors import Problem
from api.in_process import ask
from api.settings import Settings, SettingsError, from_environment, is_loopback, to_environment, variable, with_sql_for
from tests.served import serving
from tests.sql_service import Service


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Service]:
    found = Service(replace(settings, sql_seconds=20))
    yield found
    found.close()


WRONG: list[tuple[Any, dict[str, str], int, str, list[str]]] = [
    (b"", {}, 400, "bad_request", [""]),
    (b"{", {}, 400, "bad_request", [""]),
    (b'{"sql": "SELECT 1", "sql": "SELECT 2"}', {}, 400, "bad_request", [""]),
    (b'"SELECT 1"', {}, 400, "bad_request", [""]),
    ([], {}, 400, "bad_request", [""]),
    ({}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": ""}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": None}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": 1}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": "SELECT 1\0"}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": "x" * 20_001}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": "DROP TABLE events"}, {}, 400, "bad_request", ["/sql"]),
    ({"sql": "SELECT $a"}, {}, 400, "bad_request", ["/params"]),
    ({"sql": "SELECT 1", "params": "a"}, {}, 400, "bad_request", ["/params"]),
    ({"sql": "SELECT 1", "params": {"a": {"b": 1}}}, {}, 400, "bad_request", ["/params"]),
    ({"sql": "SELECT 1", "params": [[[1]]]}, {}, 400, "bad_request", ["/params"]),
    ({"sql": "SELECT 1", "max_rows": 0}, {}, 400, "bad_request", ["/max_rows"]),
    ({"sql": "SELECT 1", "max_rows": "10"}, {}, 400, "bad_request", ["/max_rows"]),
    ({"sql": "SELECT 1", "max_rows": 1.5}, {}, 400, "bad_request", ["/max_rows"]),
    ({"sql": "SELECT 1", "max_rows": True}, {}, 400, "bad_request", ["/max_rows"]),
    ({"sql": "SELECT 1", "max_rows": 10**30}, {}, 400, "bad_request", ["/max_rows"]),
    ({"sql": "SELECT 1", "format": "xlsx"}, {}, 400, "bad_request", ["/format"]),
    ({"sql": "SELECT 1", "format": "bibtex"}, {}, 400, "bad_request", ["/format"]),
    ({"sql": "SELECT 1", "release": "../x"}, {}, 400, "bad_request", ["/release"]),
    ({"sql": "SELECT 1", "release": "2020.01.0"}, {}, 404, "not_found", ["/release"]),
    ({"sql": "SELECT 1", "a/b~": 1, "maxrows": 2}, {}, 400, "bad_request", ["/a~1b~0", "/maxrows"]),
    (
        {"sql": 1, "params": 1, "max_rows": 0, "format": 1},
        {},
        400,
        "bad_request",
        ["/sql", "/params", "/max_rows", "/format"],
    ),
    ({"sql": "SELECT 1"}, {"Content_Type": "text/plain"}, 415, "unsupported_media_type", []),
    ({"sql": "SELECT 1"}, {"Content_Encoding": "gzip"}, 415, "unsupported_media_type", []),
    ({"sql": "SELECT 1", "params": ["x" * 70_000]}, {}, 413, "too_large", []),
]


@pytest.mark.parametrize(
    ("body", "headers", "status", "code", "pointers"), WRONG, ids=[str(one[0])[:60] for one in WRONG]
)
def test_what_is_wrong_with_a_body_is_told_at_once(
    service: Service, body: Any, headers: dict[str, str], status: int, code: str, pointers: list[str]
) -> None:
    reply = service.post(body, **headers)
    problem = msgspec.json.decode(reply.body, type=Problem)
    assert (reply.status, problem.type) == (status, f"/problems/{code}")
    assert [one.pointer for one in problem.errors] == pointers
    assert all(one.reason for one in problem.errors)


def test_faults_of_a_statement_have_their_place(service: Service) -> None:
    problem = msgspec.json.decode(service.post({"sql": "SELECT id,\n  titel\nFROM events"}).body)
    assert problem["errors"] == [
        {
            "reason": 'Referenced column "titel" not found in FROM clause!',
            "suggestion": "title",
            "pointer": "/sql",
            "line": 2,
            "column": 3,
        }
    ]


def test_where_it_is_off_it_says_so_and_what_to_do(settings: Settings) -> None:
    off = Service(replace(settings, sql="off"))
    try:
        reply = off.post({"sql": "SELECT 1"})
        problem = msgspec.json.decode(reply.body)
        assert (reply.status, problem["type"]) == (403, "/problems/sql_off")
        assert "onrecord serve --sql" in problem["detail"]
        assert off.json("/v1/sql/schema")["data"]["tables"]
        headers = {"Content-Type": "application/json"}
        body = b'{"sql": "SELECT 1 AS n"}'
        assert ask(off.app, "/v1/sql", headers, method="POST", body=body, trusted=True).status == 200
    finally:
        off.close()


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        *(("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True)),
        *(("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("example.org", False), ("", False)),
        ("localhost.example.org", False),
    ],
)
def test_it_is_on_by_default_only_where_this_machine_alone_listens(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
    assert with_sql_for(Settings(), host).sql == ("on" if alone else "off")
    assert with_sql_for(Settings(sql="on"), host).sql == "on"
    assert with_sql_for(Settings(sql="off"), host).sql == "off"
    assert with_sql_for(Settings(), None).sql == "off"


def test_a_server_that_does_not_say_where_it_listens_has_it_off(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.__struct_fields__:
        monkeypatch.setenv(variable(name), "")
    to_environment(settings)
    app: Any = create()
    reply = ask(app, "/v1/sql", {"Content-Type": "application/json"}, method="POST", body=b'{"sql": "SELECT 1"}')
    assert reply.status == 403
    app.app.state.archive.close()


def test_settings_of_sql_are_read_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.__struct_fields__:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.setenv("ONRECORD_SQL", "off")
    monkeypatch.setenv("ONRECORD_SQL_SECONDS", "2.5")
    monkeypatch.setenv("ONRECORD_SQL_ROWS", "10")
    found = from_environment()
    assert (found.sql, found.sql_seconds, found.sql_rows) == ("off", 2.5, 10)
    assert from_environment(sql=True).sql == "on"
    to_environment(found)
    assert from_environment() == found
    for name, text in (("SQL", "yes"), ("SQL_SECONDS", "0"), ("SQL_ROWS", "many"), ("SQL_MEMORY_MB", "1")):
        with monkeypatch.context() as patched:
            patched.setenv(f"ONRECORD_{name}", text)
            with pytest.raises(SettingsError, match=f"ONRECORD_{name}: '{text}'"):
                from_environment()


def test_a_server_told_to_run_none_runs_none(small_releases: Path) -> None:
    with serving("--releases", str(small_releases), "--no-sql") as base:
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{base}/v1/sql", b'{"sql": "SELECT 1"}', headers)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=20)
        with refused.value as answer:
            assert answer.code == 403
            assert b"onrecord serve --sql" in answer.read()
