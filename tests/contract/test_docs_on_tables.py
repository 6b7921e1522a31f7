"""What the docs show of reading a release's files is run, on a small release in a folder called `release`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SMALL

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
PARQUET = (DOCS / "using-the-parquet.md").read_text(encoding="utf-8")
PNG = b"\x89PNG\r\n\x1a\n"


def test_the_blocks_on_parquet_print_what_they_say(small_releases: Path, tmp_path: Path) -> None:
    (tmp_path / "release").symlink_to(small_releases / SMALL[-1])
    examples = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", PARQUET, re.DOTALL)
    assert len(examples) == PARQUET.count("```python") == 7
    assert all(f"\nimport {name}" in PARQUET for name in ("polars", "duckdb", "pandas"))
    code = 'print("=")\n'.join(code for code, _expected in examples)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.split("=\n") == [expected for _code, expected in examples]


@pytest.fixture(scope="module")
def drawn(small_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pictures = tmp_path_factory.mktemp("pictures")
    script = [sys.executable, "-W", "error", str(DOCS / "guide" / "draw.py")]
    subprocess.run([*script, str(small_releases / SMALL[-1]), str(pictures)], check=True)
    return pictures


def test_each_question_of_the_guide_gets_its_picture(drawn: Path) -> None:
    shown = re.findall(r"!\[[^]]+\]\(guide/([a-z]+\.png)\)", GUIDE)
    assert len(shown) == 5
    assert sorted(shown) == sorted(path.name for path in drawn.iterdir())
    for name in shown:
        assert GUIDE.count(f'savefig("{name}")') == 1
        for picture in (drawn / name, DOCS / "guide" / name):
            content = picture.read_bytes()
            assert content.startswith(PNG)
            assert int.from_bytes(content[16:20]) > 800  # its width


def test_a_picture_is_the_same_bytes_when_drawn_again(drawn: Path, small_releases: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(DOCS / "guide" / "draw.py"), str(small_releases / SMALL[-1]), str(tmp_path)], check=True
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in drawn.iterdir()
    }
