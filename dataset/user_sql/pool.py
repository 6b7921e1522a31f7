"""A few processes for statements, and a queue before them: what one statement does harms no other and no server."""

import itertools
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from dataset.user_sql.job import Job, Limits, Outcome
from dataset.user_sql.process import EndedError, Process


class FullError(Exception):
    """As many statements as may wait are waiting."""


class Answer(Struct):
    """What became of a statement, and the file with its answer, which belongs to who takes it."""

    outcome: Outcome
    file: BinaryIO | None = None


class Asked:
    """A statement that waits or runs. `cancel` ends it at once, from any thread."""

    def __init__(self) -> None:
        self.cancelled = False
        self._process: Process | None = None
        self._lock = threading.Lock()
        self.future: Future[Answer]

    def takes(self, process: Process | None) -> None:
        """Say which process runs it now, or that none does."""
        with self._lock:
            self._process = process
            if process is not None and self.cancelled:
                process.kill()

    def cancel(self) -> None:
        """End it: who waits for its answer need not."""
        with self._lock:
            self.cancelled = True
            if self._process is not None:
                self._process.kill()


class Pool:
    """Runs statements in at most `size` processes at once, with at most `queue` more waiting. Processes are started when
    there is work, and replaced when they end."""

    def __init__(self, limits: Limits, size: int = 2, queue: int = 8) -> None:
        self.limits, self.size, self.queue = limits, size, queue
        self._threads = ThreadPoolExecutor(size, "sql")
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._held = 0
        self._closed = False
        self._numbers = itertools.count()
        self._folders: list[Path] = []
        self._finalizer = weakref.finalize(self, _cleared, self._all, self._folders)

    @property
    def processes(self) -> list[int]:
        """Numbers of the processes that are there now."""
        with self._lock:
            return sorted(process.pid for process in self._all)

    def submit(self, make: Callable[[str], Job]) -> Asked:
        """Put a statement into the queue; `make` gives the job for the file that its answer goes into. Raises `FullError`."""
        with self._lock:
            if self._held >= self.size + self.queue:
                raise FullError
            self._held += 1
            if not self._folders:
                self._folders.append(Path(tempfile.mkdtemp(prefix="onrecord-sql-")))
        asked = Asked()
        job = make(str(self._folders[0] / str(next(self._numbers))))
        asked.future = self._threads.submit(self._run, job, asked)
        asked.future.add_done_callback(self._left)
        return asked

    def _left(self, _future: "Future[Answer]") -> None:
        with self._lock:
            self._held -= 1

    def _run(self, job: Job, asked: Asked) -> Answer:
        out = Path(job.out)
        try:
            outcome = self._outcome(job, asked)
            if outcome.faults or outcome.stopped:
                return Answer(outcome)
            return Answer(outcome, out.open("rb"))
        finally:
            out.unlink(missing_ok=True)

    def _outcome(self, job: Job, asked: Asked) -> Outcome:
        for _attempt in range(2):
            if asked.cancelled or self._closed:
                return Outcome(stopped="it was given up")
            process = self._taken()
            asked.takes(process)
            try:
                outcome = process.ask(job)
            except EndedError as error:
                asked.takes(None)
                self._gone(process)
                if error.by == "idle" and not asked.cancelled:
                    continue  # it had just ended for want of work
                if error.by == "fault" and not asked.cancelled:
                    raise
                return Outcome(stopped=self._stopped(error.by, asked))
            asked.takes(None)
            self._back(process, asked)
            return outcome
        raise EndedError("idle")

    def _stopped(self, by: str, asked: Asked) -> str:
        if asked.cancelled:
            return "it was given up"
        if by == "time":
            return f"it took longer than {self.limits.seconds:g} s"
        if by == "size":
            return f"its answer is larger than {self.limits.bytes // 1024**2} MB"
        return f"it needed more than {self.limits.memory_mb} MB of memory, or was nested too deeply"

    def _taken(self) -> Process:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        process = Process(self.limits)
        with self._lock:
            self._all.add(process)
        return process

    def _back(self, process: Process, asked: Asked) -> None:
        if asked.cancelled:  # it may have been killed just now
            self._gone(process)
            return
        with self._lock:
            self._idle.append(process)

    def _gone(self, process: Process) -> None:
        process.close()
        with self._lock:
            self._all.discard(process)

    def close(self) -> None:
        """End every process and statement."""
        with self._lock:
            self._closed = True
            processes = list(self._all)
        for process in processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)  # who waits for one of them meets its end at once
        self._finalizer()


def _cleared(processes: set[Process], folders: list[Path]) -> None:
    while processes:
        processes.pop().close()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def size_of(file: BinaryIO) -> int:
    """Bytes of an answer."""
    return os.fstat(file.fileno()).st_size
