"""`docs/sql.md` is executed: every statement in it gives the answer shown, and its limits are those of the code."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.types import ASGIApp

from api.app import litestar_app
from api.in_process import ask
from api.settings import Settings, variable
from api.wrapper import Wrapper
from dataset.user_sql.allowed import LONGEST, MOST_TOKENS
from dataset.user_sql.job import Limits
from tests.served import serving

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/sql.md").read_text(encoding="utf-8")
RELEASE = "2026.11.1"
"""The release of the answers shown."""

BLOCKS = re.findall(r"```sql\n(.*?)```\n\n((?:```json\n.*?```\n*)+)", TEXT, re.DOTALL)


def blocks() -> Iterator[tuple[str, Any, Any]]:
    """Statements with their parameters and what is shown of the answer."""
    for sql, rest in BLOCKS:
        found = [json.loads(one) for one in re.findall(r"```json\n(.*?)```", rest, re.DOTALL)]
        yield sql, found[0] if len(found) == 2 else None, found[-1]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ASGIApp]:
    inner = litestar_app(Settings(cache=tmp_path_factory.mktemp("cache"), sql_seconds=30))
    yield Wrapper(inner)
    inner.state.archive.close()
    inner.state.sql.close()


def put(app: ASGIApp, body: Any) -> Any:
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return msgspec.json.decode(ask(app, "/v1/sql", {"Content-Type": "application/json"}, method="POST", body=raw).body)


def test_there_are_examples() -> None:
    assert len(BLOCKS) >= 6
    assert TEXT.count("```sql") == len(BLOCKS)


@pytest.mark.parametrize(("sql", "params", "shown"), list(blocks()), ids=[sql[:50] for sql, _ in BLOCKS])
def test_every_statement_gives_what_is_shown(app: ASGIApp, sql: str, params: Any, shown: Any) -> None:
    answer = put(app, {"sql": sql, "params": params, "release": RELEASE})
    if isinstance(shown, list):
        assert shown
        assert answer["data"] == shown
    else:
        (told,), (right,) = answer["errors"], shown["errors"]
        assert told["reason"].startswith(right["reason"])
        assert {**told, "reason": ""} == {**right, "reason": ""}


def test_the_command_is_answered(app: ASGIApp) -> None:
    ((target, body),) = re.findall(r"curl -s 'http://127\.0\.0\.1:8000([^']+)' -H '[^']+' -d '(.+)'\n", TEXT)
    assert target == "/v1/sql"
    assert put(app, body.encode())["data"][0]["promises"] > 5


def test_the_python_prints_what_it_says() -> None:
    ((code, expected),) = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", TEXT, re.DOTALL)
    with serving() as base:
        run = subprocess.run(
            [sys.executable, "-c", code.replace("http://127.0.0.1:8000", base)],
            capture_output=True,
            text=True,
            check=True,
        )
    assert run.stdout == expected


def test_its_limits_are_those_of_the_code() -> None:
    limits, settings = Limits(), Settings()
    for shown in (
        f"{LONGEST:,} characters, {MOST_TOKENS:,} words and signs",
        f"| {limits.seconds:g} s | `{variable('sql_seconds')}`",
        f"| {limits.memory_mb} MB | `{variable('sql_memory_mb')}`",
        f"| {limits.rows:,} | `{variable('sql_rows')}`",
        f"| bytes of an answer | {limits.bytes // 1024**2} MB |",
        f"| {settings.sql_processes} | `{variable('sql_processes')}`",
        f"| {settings.sql_queue} | `{variable('sql_queue')}`",
    ):
        assert shown in TEXT
    assert (limits.seconds, limits.memory_mb, limits.rows) == (
        settings.sql_seconds,
        settings.sql_memory_mb,
        settings.sql_rows,
    )
