"""Runs a job in a child process that is killed (SIGKILL) at a given step, as often as asked.

A process of its own that has imported everything and started no thread: each child is a fork of it, so that fifty of them
take seconds.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from dataset.build import build
from dataset.errors import DatasetError
from dataset.known_on import complete
from dataset.publishing.sending import publish
from dataset.reading.records import Records
from tests.support import DATA_DATE, source
from tests.test_dataset.test_build import sample


class Ended(Struct):
    """How a child ended."""

    killed: bool
    failed: bool
    said: str
    """What the error said."""


class Killer:
    """Starts the children."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def publish(
        self,
        address: str,
        releases: Path,
        versions: list[str],
        *,
        at: int = 0,
        environment: dict[str, str] | None = None,
        largest_file: int | None = None,
    ) -> Ended:
        """Publish, killed at step `at` (from 1; 0: never)."""
        return self._run(
            do="publish", address=address, releases=str(releases), versions=versions, at=at,
            environment=environment or {}, largest_file=largest_file,
        )  # fmt: skip

    def build(self, releases: Path, version: str, *, at: int) -> Ended:
        """Make a sealed release of the grown sample, killed at step `at` (one more than there are: once it is made)."""
        return self._run(do="build", releases=str(releases), version=version, at=at, environment={}, largest_file=None)

    def _run(self, **job: Any) -> Ended:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def killer() -> Iterator[Killer]:
    """The process that forks, ended at the end."""
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.killing"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Killer(process)
        assert process.stdin
        process.stdin.close()


def grown() -> Records:
    """The sample and one source more."""
    found = sample()
    found.sources["s_b"] = source("s_b", "2025-02-01")
    return complete(found)


def _child(job: dict[str, Any], said: int) -> None:
    os.environ.update(job["environment"])
    if job["largest_file"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest_file"], job["largest_file"]))
    steps = 0

    def step(_told: object) -> None:
        nonlocal steps
        steps += 1
        if steps == job["at"]:
            os.kill(os.getpid(), signal.SIGKILL)

    work: dict[str, Callable[[], object]] = {
        "publish": lambda: publish(job["address"], Path(job["releases"]), job["versions"], step),
        "build": lambda: build(grown(), job["version"], DATA_DATE, Path(job["releases"]), step, sealed=True),
    }
    try:
        work[job["do"]]()
        step("the end")
    except DatasetError as error:
        os.write(said, str(error).encode())
        os._exit(1)
    os._exit(0)


def _main() -> None:
    for line in sys.stdin:
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _child(json.loads(line), writes)
            finally:
                os._exit(2)
        os.close(writes)
        with os.fdopen(reads, "rb") as pipe:
            said = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        failed = not killed and os.waitstatus_to_exitcode(status) != 0
        sys.stdout.write(json.dumps({"killed": killed, "failed": failed, "said": said}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
