"""Hostile statements: each refused, or stopped within its limit, with the pool healthy behind it."""

import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest

from dataset.store.store import Store
from dataset.user_sql.allowed import FUNCTIONS, OPERATORS, TABLE_FUNCTIONS, is_reserved
from dataset.user_sql.job import Limits, Outcome
from tests.test_dataset.hostile_sql import REFUSED, STOPPED
from tests.test_dataset.sql_asked import Asking, asking, closed

SECONDS = 1.0


@pytest.fixture(scope="module")
def pool(store: Store) -> Iterator[Asking]:
    limits = Limits(seconds=SECONDS, memory_mb=256)
    with asking(store, limits, size=4, queue=len(STOPPED)) as found:
        yield found


@pytest.fixture(scope="module")
def patient(store: Store) -> Iterator[Asking]:
    with asking(store, Limits(seconds=20)) as found:
        yield found


@pytest.fixture(scope="module")
def stopped(pool: Asking) -> dict[str, Outcome]:
    """What became of all that only a limit stops, four at a time."""
    asked = {name: pool.submit(sql) for name, sql in STOPPED.items()}
    wait([one.future for one in asked.values()], timeout=120)
    return {name: closed(one) for name, one in asked.items()}


def healthy(pool: Asking) -> bool:
    return bool(pool.rows("SELECT count(*) AS n FROM events") == [{"n": 140}])


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(STOPPED) >= 80
    assert len({*REFUSED.values(), *STOPPED.values()}) == len(REFUSED) + len(STOPPED)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_refused_and_told(patient: Asking, name: str) -> None:
    before = patient.pool.processes
    found = patient.outcome(REFUSED[name])
    assert found.faults, found
    assert found.stopped is None
    for fault in found.faults:
        assert fault.reason
        assert "Traceback" not in fault.reason
        assert "duckdb::" not in fault.reason
        assert ".duckdb" not in fault.reason
    assert not before or patient.pool.processes == before, "a process ended over a statement that is only read"


@pytest.mark.parametrize("name", STOPPED)
def test_what_has_no_end_is_stopped(stopped: dict[str, Outcome], name: str) -> None:
    assert stopped[name].stopped, stopped[name]
    assert stopped[name].rows == 0


def test_the_pool_is_healthy_behind_them(pool: Asking, stopped: dict[str, Outcome]) -> None:
    assert len(stopped) == len(STOPPED)
    assert all(healthy(pool) for _again in range(3))
    assert len(pool.pool.processes) <= 4


def test_a_statement_is_stopped_at_its_limit_and_not_long_after(pool: Asking) -> None:
    assert healthy(pool)
    began = time.monotonic()
    found = pool.outcome(STOPPED["endless recursion"])
    taken = time.monotonic() - began
    assert found.stopped == "it took longer than 1 s"
    assert SECONDS <= taken < SECONDS + 2


def test_a_process_that_nobody_ends_ends_itself(store: Store) -> None:
    """Its own clock runs in the kernel, so that it stops even where the server was killed."""
    with asking(store, Limits(seconds=0.5), size=1) as pool:
        assert healthy(pool)
        (pid,) = pool.pool.processes
        process = next(iter(pool.pool._all))
        process._limits = Limits(seconds=60)  # the server's clock is as good as gone
        assert pool.outcome(STOPPED["endless recursion"]).stopped
        assert not Path(f"/proc/{pid}").exists()


def test_nothing_of_the_server_is_handed_on(pool: Asking, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    monkeypatch.setenv("ONRECORD_TEST_SECRET", "secret")
    with asking(store, Limits()) as other:
        assert healthy(other)
        (pid,) = other.pool.processes
        assert pid != os.getpid()
        assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()
        names = {path.readlink().name for path in Path(f"/proc/{pid}/fd").iterdir() if path.exists()}
    assert not [name for name in names if name.endswith(".duckdb") and name != store.database.name]


def test_the_allow_list_names_what_there_is(store: Store) -> None:
    known = {row["name"] for row in store.rows("SELECT DISTINCT function_name AS name FROM duckdb_functions()", {})}
    syntax = {"coalesce", "grouping", "grouping_id", "ifnull", "nvl", "nvl2", "try"}
    assert {*FUNCTIONS, *TABLE_FUNCTIONS} - known == syntax
    assert {name for name in OPERATORS if len(name) > 2} <= known | {"__postfix", "not_ilike_escape"}


def test_every_table_of_the_database_itself_is_reserved(store: Store) -> None:
    views = store.rows("SELECT schema_name, view_name FROM duckdb_views() WHERE internal", {})
    assert len(views) > 20
    own = [row["view_name"] for row in views if row["schema_name"] != "information_schema"]
    assert [name for name in own if not is_reserved(name)] == []


def test_the_allow_list_holds_nothing_that_reaches_out() -> None:
    parts = "read_ _scan glob getenv pragma duckdb setting query file extension secret log_ write load attach copy nextval sleep"
    outward = re.compile("|".join([*parts.split(), "random", "uuid", "variable", "execute"]))
    assert [name for name in FUNCTIONS | TABLE_FUNCTIONS if outward.search(name)] == []
