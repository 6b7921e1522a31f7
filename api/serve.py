"""Serve releases with granian: check first, then start, then say where to look."""

import multiprocessing
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from rich.console import Console

from api.settings import Settings, to_environment, with_sql_for
from dataset.errors import ReleaseError
from dataset.manifest import verify
from dataset.search.prepare import prepare_index
from dataset.store.prepare import prepare
from dataset.store.whole import make_whole, whole_files
from dataset.versions import list_versions
from dataset.withdrawal.yanked import read_withdrawn
from schemas.release import Manifest

HEADER_BYTES = 65_536
"""Most bytes of a request's line and headers; what is longer is a 431."""

KILL_AFTER = 5
"""Seconds a worker may take to stop before it is ended."""


class ServeError(Exception):
    """Why nothing is served, and what to do."""


def check_releases(settings: Settings, console: Console) -> Manifest:
    """Prove every release by its hashes and prepare the latest. Raises `ReleaseError`."""
    versions = list_versions(settings.releases)
    if not versions:
        raise ReleaseError(
            f"{settings.releases}: holds no release: build one with `onrecord build`, or name another folder by --releases"
        )
    for version in versions:
        console.print(f"checking release {version}", markup=False)
        latest = verify(settings.releases / version, contents=False)
    try:
        prepare(settings.releases / versions[-1], settings.cache)
        prepare_index(settings.releases / versions[-1], settings.cache)
    except OSError as error:
        raise ServeError(f"{settings.cache}: cannot be written ({error}): name another folder by --cache") from None
    return latest


def check_free(host: str, port: int) -> None:
    """Raises `ServeError` where the address cannot be listened on."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"{host}:{port} cannot be listened on ({error}): stop what listens there, or give another --port"
        ) from None


def worth_opening(base: str, manifest: Manifest) -> list[str]:
    """Three addresses to begin with."""
    year_before = manifest.data_date - timedelta(days=365)
    return [
        f"{base}/docs",
        f"{base}/v1/promises?slipped=true&include=claims,evidence",
        f"{base}/v1/events?known_at={year_before}&include=claims",
    ]


def _announce(base: str, manifest: Manifest, console: Console) -> None:
    """Print the addresses once the service answers."""
    for _attempt in range(600):
        try:
            with urllib.request.urlopen(f"{base}/health", timeout=2):  # noqa: S310
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    else:
        return
    console.print(f"serving release {manifest.version}, data to {manifest.data_date}. Worth opening:", markup=False)
    for address in worth_opening(base, manifest):
        console.print(f"  {address}", markup=False)


def _make_whole_files(settings: Settings) -> None:
    """Make the files that hold a whole release, newest release first, so that few who ask for one wait for it."""
    withdrawn = read_withdrawn(settings.releases)
    for version in reversed(list_versions(settings.releases)):
        release = settings.releases / version
        for one in whole_files(release, settings.cache):
            if not withdrawn.of(version):
                make_whole(release, settings.cache, one.name)


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until stopped. Raises `ReleaseError` or `ServeError` before anything is started."""
    console = Console(file=sys.stderr, highlight=False, soft_wrap=True)
    check_free(host, port)
    manifest = check_releases(settings, console)
    to_environment(with_sql_for(settings, host))
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    base = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
    threading.Thread(target=_announce, args=(base, manifest, console), daemon=True).start()
    # A process of its own, started afresh: a thread that works while workers are forked would leave them its locks.
    multiprocessing.get_context("spawn").Process(target=_make_whole_files, args=(settings,), daemon=True).start()
    Granian(
        "api.app:create",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=workers,
        websockets=False,
        http1_settings=HTTP1Settings(max_buffer_size=HEADER_BYTES),
        workers_kill_timeout=KILL_AFTER,
        log_level=LogLevels.warning,
        working_dir=Path.cwd(),
    ).serve()
