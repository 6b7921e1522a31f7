"""The process in which statements run: one at a time, within limits that the operating system keeps.

Started by `dataset.user_sql.pool` as a program of its own, never forked from a server with threads. It reads a job a line
from its input and answers a line; it ends when its input does, or after a while without work.
"""

import ctypes
import logging
import os
import resource
import select
import signal
import sys
from pathlib import Path
from typing import BinaryIO

import duckdb
import msgspec

from dataset.user_sql.job import Job, Limits, Outcome
from dataset.user_sql.running import opened, run

IDLE = 300.0
"""Seconds without work after which the process ends: it is started again when there is some."""

SPARE_MB = 384
"""Memory of the process beside what the database may take: for reading a statement and writing an answer."""

GRACE = 1.0
"""Seconds after the limit of time at which the process ends itself, should nobody have ended it."""

_ON_PARENT_DEATH = 1  # PR_SET_PDEATHSIG


def limit(limits: Limits) -> None:
    """Set the limits of this process: memory, size of files, no dump of memory."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if _linux() else 0
    if now:  # elsewhere the database's own limit and the clock have to do
        most = now + (limits.memory_mb + SPARE_MB) * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    files = limits.bytes + 16 * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_FSIZE, (files, files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """Have the kernel end this process when the server dies, also while a statement runs."""
    if _linux():
        ctypes.CDLL(None).prctl(_ON_PARENT_DEATH, signal.SIGKILL)


def _linux() -> bool:
    return sys.platform.startswith("linux")


class _Worker:
    """Answers jobs over the release asked last, which stays open."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._database = ""
        self._connection: duckdb.DuckDBPyConnection | None = None

    def answer(self, job: Job) -> Outcome:
        if self._connection is None or self._database != job.database:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._database = opened(job.database, self._limits), job.database
        signal.setitimer(signal.ITIMER_REAL, self._limits.seconds + GRACE)  # its default is to end the process
        try:
            return run(self._connection, job, self._limits)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _lines(source: BinaryIO) -> "list[bytes] | None":
    """The next line, as soon as it is there; null at the end and after a long wait."""
    ready, _, _ = select.select([source], [], [], IDLE)
    line = source.readline() if ready else b""
    return [line] if line.endswith(b"\n") else None


def main() -> None:
    """Answer until there is no more work."""
    end_with_parent()
    limits = msgspec.json.decode(sys.argv[1], type=Limits)
    logging.getLogger("sqlglot").addHandler(logging.NullHandler())
    logging.getLogger("sqlglot").propagate = False
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not stand among the answers
    duckdb.connect().execute("SELECT 1").fetchall()
    limit(limits)
    worker = _Worker(limits)
    answers.write(b"{}\n")
    while line := _lines(sys.stdin.buffer):
        outcome = worker.answer(msgspec.json.decode(line[0], type=Job))
        answers.write(msgspec.json.encode(outcome) + b"\n")


if __name__ == "__main__":
    main()
