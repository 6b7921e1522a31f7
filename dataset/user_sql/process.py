"""A process that runs statements, seen from the server: started, asked, and killed where it does not answer in time."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec

import dataset
from dataset.user_sql.job import Job, Limits, Outcome

START = 60.0
"""Seconds that a process may take to start: its imports, on a busy machine."""

_ENDED = {
    signal.SIGALRM: "time",
    signal.SIGXFSZ: "size",
}


class EndedError(Exception):
    """The process ended without an answer. `by` says how: `time`, `size`, `memory`, `idle` (before it was asked) or `fault`
    (of ours)."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class Process:
    """One process. Used by one thread at a time; `kill` may be called from any."""

    def __init__(self, limits: Limits) -> None:
        """Raises `EndedError` where it does not start."""
        self._limits = limits
        root = str(Path(dataset.__file__).parent.parent)
        paths = [root, *(path for path in sys.path if path)]
        # Nothing of the server's environment is handed on but where its code lies.
        self._popen = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "dataset.user_sql.worker", msgspec.json.encode(limits).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=root,
            env={
                "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
                "MALLOC_ARENA_MAX": "2",
                "ARROW_DEFAULT_MEMORY_POOL": "system",
                "LC_ALL": "C.UTF-8",
            },
            start_new_session=True,
        )
        self._held = b""
        try:
            self._line(START)
        except EndedError:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """Its number."""
        return self._popen.pid

    def ask(self, job: Job) -> Outcome:
        """What became of a statement. Raises `EndedError` where the process ended over it, or was ended at the limit of
        time; it is of no use then."""
        try:
            assert self._popen.stdin is not None
            self._popen.stdin.write(msgspec.json.encode(job) + b"\n")
            return msgspec.json.decode(self._line(self._limits.seconds), type=Outcome)
        except BrokenPipeError:
            self.kill()
            raise EndedError("idle") from None
        except EndedError:
            self.kill()
            raise

    def _line(self, seconds: float) -> bytes:
        assert self._popen.stdout is not None
        until = time.monotonic() + seconds
        while b"\n" not in self._held:
            ready, _, _ = select.select([self._popen.stdout], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise EndedError("time")
            part = os.read(self._popen.stdout.fileno(), 65_536)
            if not part:
                raise EndedError(self._how())
            self._held += part
        line, _, self._held = self._held.partition(b"\n")
        return line

    def _how(self) -> str:
        """How a process ended that ended by itself."""
        try:
            code = self._popen.wait(5)
        except subprocess.TimeoutExpired:
            return "memory"
        if code == 0:
            return "idle"
        return _ENDED.get(signal.Signals(-code), "memory") if code < 0 else "fault"

    def kill(self) -> None:
        """End it at once, whatever it does. Waits until it is gone, and may be called again."""
        self._popen.kill()
        self._popen.wait()

    def close(self) -> None:
        """Let go of its pipes, once nobody asks it any more."""
        self.kill()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                pipe.close()
