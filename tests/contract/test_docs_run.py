"""Documentation is executed: what the README shows is what comes out, and its steps can be followed."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.types import ASGIApp

from api.app import litestar_app
from api.in_process import Reply, ask
from api.settings import Settings
from api.wrapper import Wrapper

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

ANSWERED = re.findall(r"```sh\ncurl -s 'http://127\.0\.0\.1:8000([^']+)'\n```\n\n```json\n(.*?)```", README, re.DOTALL)
ASKED = re.findall(r"curl -s (?:-O )?'http://127\.0\.0\.1:800[01]([^']+)'\n", README)
POSTED = re.findall(r"curl -s 'http://127\.0\.0\.1:8000([^']+)' -H '[^']+' -d '([^']+)'\n", README)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ASGIApp]:
    inner = litestar_app(Settings(cache=tmp_path_factory.mktemp("cache")))
    yield Wrapper(inner)
    inner.state.archive.close()


@pytest.fixture(scope="module")
def get(app: ASGIApp) -> Callable[[str], Reply]:
    return lambda target: ask(app, target)


def holds(shown: Any, actual: Any, path: str = "$") -> list[str]:
    """Where what is shown differs from the answer. Fields may be left out of an object, nothing out of a list."""
    if isinstance(shown, dict) and isinstance(actual, dict):
        missing = [f"{path}.{key} is not in the answer" for key in shown if key not in actual]
        return missing + [
            fault for key in shown if key in actual for fault in holds(shown[key], actual[key], f"{path}.{key}")
        ]
    if isinstance(shown, list) and isinstance(actual, list) and len(shown) == len(actual):
        return [
            fault
            for n, (one, other) in enumerate(zip(shown, actual, strict=True))
            for fault in holds(one, other, f"{path}[{n}]")
        ]
    return [] if shown == actual else [f"{path}: shown {shown!r}, answered {actual!r}"]


def test_the_readme_shows_three_questions_with_their_answers() -> None:
    assert len(ANSWERED) == 3


@pytest.mark.parametrize(("target", "shown"), ANSWERED, ids=[target[:40] for target, _ in ANSWERED])
def test_the_answers_in_the_readme_are_real(get: Callable[[str], Reply], target: str, shown: str) -> None:
    reply = get(target)
    assert reply.status == 200
    assert holds(msgspec.json.decode(shown), msgspec.json.decode(reply.body)) == []


@pytest.mark.parametrize("target", ASKED)
def test_every_address_in_the_readme_answers(get: Callable[[str], Reply], target: str) -> None:
    assert get(target).status == 200


def test_the_posted_question_of_the_readme_is_answered(app: ASGIApp) -> None:
    ((target, body),) = POSTED
    reply = ask(app, target, {"content-type": "application/json"}, method="POST", body=body.encode())
    assert reply.status == 200
    assert msgspec.json.decode(reply.body)["data"]


def test_the_comparison_itself_finds_what_differs() -> None:
    assert holds({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2, "c": 3}], "d": 4}) == []
    assert holds({"a": [1]}, {"a": [1, 2]}) == ["$.a: shown [1], answered [1, 2]"]
    assert holds({"a": {"x": 1}}, {"a": {"y": 1}}) == ["$.a.x is not in the answer"]


def test_the_python_in_the_readme_prints_what_it_says() -> None:
    examples = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL)
    assert examples
    for code, expected in examples:
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert run.stdout == expected


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.relative_to(ROOT)} links to {target}"
