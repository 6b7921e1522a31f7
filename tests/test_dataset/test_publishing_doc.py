"""docs/publishing.md is followed as written."""

import re
from pathlib import Path

import pytest

from dataset.command import app
from dataset.versions import list_versions
from schemas.yanked import YANKED

TEXT = (Path(__file__).parents[2] / "docs" / "publishing.md").read_text(encoding="utf-8")
(SHELL,) = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
INDEX, LATEST = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)


def test_its_commands_and_what_stands_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(line: str) -> str:
        words = line.replace("file:///srv/onrecord", tmp_path.as_uri()).split()[1:]
        assert app(words, result_action="return_value") == 0
        return capsys.readouterr().out

    first, every, verified, one = SHELL.splitlines()
    run(first)
    assert (tmp_path / "releases" / "index.json").read_text() == INDEX
    assert (tmp_path / "releases" / "latest.json").read_text() == LATEST
    run(every)
    published = list_versions(tmp_path / "releases")
    assert [line.split()[0] for line in run(verified).splitlines()] == published
    assert run(one).startswith("2026.11.0 is whole")
    rows = re.findall(r"^\| `releases/(\S+?)`", TEXT, re.MULTILINE)
    assert rows == ["<version>/<file>", "<version>/manifest.json", YANKED, "index.json", "latest.json"]
