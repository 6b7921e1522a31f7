"""Three rooms, one direction: `schemas ← dataset ← api`."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import schemas

ROOT = Path(schemas.__file__).parent.parent

MAY_IMPORT = {"schemas": {"schemas"}, "dataset": {"schemas", "dataset"}, "api": {"schemas", "dataset", "api"}}
"""What each room may import of ours."""

KEPT_OUT = {
    "schemas": {"duckdb", "polars", "litestar", "granian", "starlette", "yaml"},
    "dataset": {"litestar", "granian", "starlette"},
    "api": {"duckdb", "polars", "pyarrow"},
}
"""What a room must not import of others: `api` knows no SQL, `dataset` no HTTP, `schemas` neither."""

FILES = [path for room in MAY_IMPORT for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """Top-level names of the packages that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    names = set(imported(path))
    assert not names & (set(MAY_IMPORT) - MAY_IMPORT[room]), f"{path} imports against the arrow"
    assert not names & KEPT_OUT[room], f"{path} imports what its room must not know"


def test_no_sql_in_the_api() -> None:
    words = ("SELECT ", "select ", " FROM ", "WHERE ")
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if path.relative_to(ROOT).parts[0] == "api" and any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert guilty == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_stay_short_and_inits_bare(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, f"{path} does more than one thing: part it"
    if path.name == "__init__.py" and path.parent.name != "vocabulary":
        body = ast.parse(text).body
        assert len(body) == 1, f"{path} holds more than one sentence"
        assert isinstance(body[0], ast.Expr)


def test_every_room_and_folder_is_packaged() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    there = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for room in ("api", "dataset", "schemas")
        for file in (ROOT / room).rglob("__init__.py")
    }
    assert sorted(listed) == sorted(there)
