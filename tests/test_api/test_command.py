"""`onrecord serve` and `onrecord openapi`: what they say, and that they say it without a traceback."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api.serve import worth_opening
from api.settings import Settings, from_environment, to_environment, variable
from dataset.store.archive import Archive
from dataset.versions import MANIFEST
from tests.asked import Asked, path_of
from tests.served import free_port


def onrecord(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from api.command import main; main()", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment},
    )


@pytest.fixture
def copy(tmp_path: Path, archive: Archive) -> Path:
    """A copy of the latest release that may be spoilt."""
    target = tmp_path / "releases" / archive.latest
    shutil.copytree(archive.folder / archive.latest, target)
    return target


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = onrecord("serve", "--port", port, "--cache", str(tmp_path))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr
    assert "another --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_releases_is_told(tmp_path: Path) -> None:
    done = onrecord("serve", "--port", "47111", "--releases", str(tmp_path), "--cache", str(tmp_path))
    assert done.returncode == 1
    assert "holds no release" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("spoilt", ["claims.parquet", MANIFEST])
def test_a_damaged_release_is_not_served(copy: Path, tmp_path: Path, spoilt: str) -> None:
    path = copy / spoilt
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = onrecord("serve", "--port", str(free_port()), "--releases", str(copy.parent), "--cache", str(tmp_path))
    assert done.returncode == 1
    assert spoilt in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = onrecord("serve", "--port", "47113", "--cache", str(blocked / "cache"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "--cache" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_tells_every_command() -> None:
    done = onrecord("--help")
    assert done.returncode == 0
    for command in ("serve", "openapi", "check", "build", "verify"):
        assert command in done.stdout
    assert "proved by its hashes" in onrecord("serve", "--help").stdout


def test_the_contract_is_checked_without_writing(tmp_path: Path) -> None:
    done = onrecord("openapi", "--check", ONRECORD_CACHE=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_three_addresses_are_worth_opening(asked: Asked, archive: Archive) -> None:
    manifest = archive.manifests[archive.latest]
    docs, promises, events = worth_opening("http://127.0.0.1:8000", manifest)
    assert asked.get(str(path_of(docs))).status == 200
    for address in (promises, events):
        assert asked.json(str(path_of(address)))["data"]


def test_settings_come_from_the_environment_and_arguments_go_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in Settings.__struct_fields__:
        monkeypatch.delenv(variable(name), raising=False)
    assert from_environment() == Settings()
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "a"))
    monkeypatch.setenv("ONRECORD_PUBLIC_URL", "https://data.example.org")
    monkeypatch.setenv("ONRECORD_LOG_LEVEL", "")
    found = from_environment(cache=tmp_path / "b")
    assert (found.cache, found.public_url, found.log_level) == (tmp_path / "b", "https://data.example.org", "warning")
    to_environment(found)
    assert from_environment() == found
