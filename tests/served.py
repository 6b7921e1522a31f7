"""A real server over the committed releases, for tests over HTTP."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Address of a service started by the `onrecord` command, stopped at the end."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as work:
        log = Path(work) / "log"
        with log.open("wb") as sink:
            server = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from api.command import main; main()",
                    "serve",
                    "--port",
                    str(port),
                    *arguments,
                ],
                env={**os.environ, "ONRECORD_CACHE": str(Path(work) / "cache")},
                stdout=sink,
                stderr=sink,
            )
        try:
            _wait(base, server, log)
            yield base
        finally:
            server.terminate()
            server.wait(20)


def _wait(base: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the service did not start:\n{log.read_text(errors='replace')}")
