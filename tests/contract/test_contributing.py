"""CONTRIBUTING is followed as written, by somebody new, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
STEPS = TEXT.partition("## Rules for records")[0]
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", STEPS, re.DOTALL) for line in block.splitlines()]
FILES = re.findall(r"`(dataset/records/[a-z0-9/.-]+\.yaml)`:\n\n```yaml\n(.*?)```", STEPS, re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, whose own code is what runs in it."""
    folder = tmp_path_factory.mktemp("project")
    for part in ("api", "dataset", "schemas"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "releases"))
    (folder / ".venv").symlink_to(Path(sys.prefix))
    for name, text in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def environment(project: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(project), "XDG_CACHE_HOME": str(project / "cache")}


def run(project: Path, command: str) -> subprocess.CompletedProcess[str]:
    words = command.split()
    return subprocess.run(words, cwd=project, env=environment(project), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def served(project: Path) -> Iterator[None]:
    built = run(project, next(one for one in COMMANDS if "onrecord build" in one))
    assert built.returncode == 0, built.stdout + built.stderr
    words = next(one for one in COMMANDS if "onrecord serve" in one).split()
    with (project / "serve.log").open("w") as log:
        server = subprocess.Popen(words, cwd=project, env=environment(project), stdout=log, stderr=log)
        try:
            _wait(8001, server)
            yield
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("no answer within 30 seconds")


def test_the_guide_has_its_files_and_commands() -> None:
    assert [name for name, _ in FILES] == [
        "dataset/records/stories/2025/example-lab-model.yaml",
        "dataset/records/entities/example-lab.yaml",
    ]
    assert [" ".join(one.split()[:2]) for one in COMMANDS] == [
        "make .venv/.runtime",
        ".venv/bin/onrecord check",
        ".venv/bin/onrecord build",
        ".venv/bin/onrecord serve",
        "curl -s",
    ]


def test_the_new_story_passes_the_check(project: Path) -> None:
    checked = run(project, next(one for one in COMMANDS if "onrecord check" in one))
    assert checked.returncode == 0, checked.stdout
    assert "0 errors" in checked.stdout
    assert "example-lab" not in checked.stdout


@pytest.mark.usefixtures("served")
def test_the_new_promise_is_answered_with_its_slip() -> None:
    (command,) = [one for one in COMMANDS if one.startswith("curl")]
    with urllib.request.urlopen(re.findall(r"'(.*?)'", command)[0], timeout=10) as reply:
        text = reply.read().decode()
    for shown in re.findall(r'`"(slip_days_\w+)": (\d+)`', STEPS):
        assert f'"{shown[0]}":{shown[1]}' in text
    assert '"id":"c_example-lab-model-in-march"' in text
