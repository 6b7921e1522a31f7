"""The pool: a queue with an end, statements that harm no other, and processes that are replaced."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest

from dataset.store.archive import Archive
from dataset.store.store import Store
from dataset.user_sql.job import Limits
from dataset.user_sql.pool import FullError
from tests.test_dataset.sql_asked import Asking, asking, closed

ENDLESS = "SELECT sum(i) FROM range(1000000000000) t(i)"


@pytest.fixture(scope="module")
def pool(store: Store) -> Iterator[Asking]:
    with asking(store, Limits(seconds=20), size=2, queue=2) as found:
        yield found


def until(*, seconds: float = 10) -> Iterator[None]:
    """Looks again and again, for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.02)


def running(pool: Asking, n: int) -> None:
    """Wait until so many statements run."""
    for _ in until():
        busy = len(pool.pool._all) - len(pool.pool._idle)
        if busy == n:
            return
    pytest.fail(f"not {n} statements run")


def test_more_than_may_wait_are_turned_away_and_the_others_answered(pool: Asking) -> None:
    endless = [pool.submit(ENDLESS) for _ in range(2)]
    running(pool, 2)
    waiting = [pool.submit("SELECT count(*) AS n FROM events") for _ in range(2)]
    with pytest.raises(FullError):
        pool.submit("SELECT 1")
    assert not any(one.future.done() for one in waiting)
    for one in endless:
        one.cancel()
    assert [closed(one).stopped for one in endless] == ["it was given up"] * 2
    assert [closed(one).rows for one in waiting] == [1, 1]
    assert pool.rows("SELECT 1 AS n") == [{"n": 1}]


def test_a_statement_given_up_ends_at_once_and_its_process_with_it(pool: Asking) -> None:
    asked = pool.submit(ENDLESS)
    running(pool, 1)
    time.sleep(0.3)
    before = set(pool.pool.processes)
    began = time.monotonic()
    asked.cancel()
    assert closed(asked).stopped == "it was given up"
    assert time.monotonic() - began < 2
    (gone,) = before - set(pool.pool.processes)
    assert not Path(f"/proc/{gone}").exists()


def test_one_given_up_while_it_waits_never_runs(pool: Asking) -> None:
    endless = [pool.submit(ENDLESS) for _ in range(2)]
    running(pool, 2)
    waiting = pool.submit(ENDLESS)
    waiting.cancel()
    for one in endless:
        one.cancel()
    assert closed(waiting).stopped == "it was given up"
    wait([one.future for one in endless])


def test_many_at_once_have_answers_of_their_own(store: Store) -> None:
    with asking(store, Limits(seconds=20), size=2, queue=60) as pool:
        asked = {n: pool.submit("SELECT $n::INTEGER AS n, count(*) AS c FROM claims", {"n": n}) for n in range(40)}
        for n, one in asked.items():
            answer = one.future.result(60)
            assert answer.file is not None
            with answer.file as file:
                assert file.read() == b'[{"n":%d,"c":360}]' % n
        assert len(pool.pool.processes) <= 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_process_that_dies_is_replaced(store: Store, number: int) -> None:
    with asking(store, Limits(seconds=20)) as pool:
        asked = pool.submit(ENDLESS)
        running(pool, 1)
        time.sleep(0.2)
        (before,) = pool.pool.processes
        os.kill(before, number)
        assert "memory" in str(closed(asked).stopped)
        assert pool.rows("SELECT 1 AS n") == [{"n": 1}]
        assert pool.pool.processes != [before]


def test_one_that_dies_for_want_of_work_is_started_again_without_a_word(store: Store) -> None:
    with asking(store, Limits(seconds=20)) as pool:
        assert pool.rows("SELECT 1 AS n") == [{"n": 1}]
        process = next(iter(pool.pool._all))
        assert process._popen.stdin is not None
        process._popen.stdin.close()
        assert process._popen.wait(10) == 0
        process._popen.stdin = open(os.devnull, "wb", buffering=0)  # noqa: SIM115
        assert pool.rows("SELECT 2 AS n") == [{"n": 2}]


def test_releases_are_asked_in_turn(archive: Archive) -> None:
    stores = [archive.store(version) for version in archive.versions]
    with asking(stores[0], Limits(seconds=20)) as pool:
        for store in (*stores, *stores):
            (expected,) = store.rows("SELECT count(*) AS n FROM events", {})
            pool._store = store
            assert pool.rows("SELECT count(*) AS n FROM events") == [expected]
        assert len(pool.pool.processes) == 1


def test_closing_ends_what_runs_and_what_waits(store: Store) -> None:
    with asking(store, Limits(seconds=60), size=1, queue=1) as pool:
        asked = [pool.submit(ENDLESS), pool.submit(ENDLESS)]
        running(pool, 1)
        folder = pool.pool._folders[0]
        assert folder.is_dir()
        began = time.monotonic()
        pool.pool.close()
        assert time.monotonic() - began < 5
        assert all(one.future.done() for one in asked)
    assert not folder.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel of Linux does it")
def test_processes_end_with_a_server_that_is_killed(store: Store, tmp_path: Path) -> None:
    code = (
        "import sys, threading, time\n"
        "from dataset.user_sql.job import Job, Limits\n"
        "from dataset.user_sql.pool import Pool\n"
        "pool = Pool(Limits(seconds=60))\n"
        "pool.submit(lambda out: Job(database=sys.argv[1], tables=[], sql=sys.argv[2], max_rows=1, out=out))\n"
        "while not pool.processes: time.sleep(0.02)\n"
        "time.sleep(0.5)\n"
        "print(*pool.processes, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store.database), ENDLESS],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as server:
        assert server.stdout is not None
        number = int(server.stdout.readline())
        assert Path(f"/proc/{number}").exists()
        server.kill()
    for _ in until():
        if not _lives(number):
            return
    pytest.fail("it runs on")


def _lives(number: int) -> bool:
    """Whether a process is there and not only waits to be buried."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_no_file_is_left_behind(pool: Asking) -> None:
    pool.rows("SELECT id FROM events")
    pool.outcome("SELECT nothing FROM events")
    assert list(pool.pool._folders[0].iterdir()) == []
