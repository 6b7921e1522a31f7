"""Real questions of journalists, analysts and agents, with the exact answer, pinned to the release they speak of."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from litestar.types import ASGIApp

from api.app import litestar_app
from api.in_process import Reply, ask
from api.settings import Settings
from api.wrapper import Wrapper

RELEASE = "2026.11.1"
QUESTIONS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
UNPINNED = ("/v1/vocabularies", "/v1/releases")
"""What takes no release."""


@pytest.fixture(scope="module")
def put(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[dict[str, Any]], Reply]]:
    app = litestar_app(Settings(cache=tmp_path_factory.mktemp("cache")))
    yield lambda question: asked(Wrapper(app), question)
    app.state.archive.close()


def asked(app: ASGIApp, question: dict[str, Any]) -> Reply:
    """The answer of the release that the questions speak of."""
    if "post" in question:
        body = msgspec.json.encode({**question["body"], "release": RELEASE})
        return ask(app, question["post"], {"Content-Type": "application/json"}, method="POST", body=body)
    target = question["get"]
    if target.startswith(UNPINNED):
        return ask(app, target)
    return ask(app, f"{target}{'&' if '?' in target else '?'}release={RELEASE}")


def picked(value: Any, path: str) -> Any:
    """What a path such as `data[*].id` leads to."""
    step = re.match(r"\[\*\]|\[(\d+)\]|\.?([^.\[\]]+)", path)
    if step is None:
        return value
    rest = path[step.end() :]
    if step[0] == "[*]":
        return [picked(one, rest) for one in value]
    return picked(value[int(step[1])] if step[1] else value[step[2]], rest)


def test_there_are_enough_of_every_sort() -> None:
    assert len(QUESTIONS) >= 80
    assert min(Counter(question["who"] for question in QUESTIONS).values()) >= 20
    assert len({str([part for name, part in question.items() if name != "asks"]) for question in QUESTIONS}) == len(
        QUESTIONS
    )
    assert len([question for question in QUESTIONS if "post" in question]) >= 8


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["asks"] for question in QUESTIONS])
def test_the_answer_is_exact(put: Callable[[dict[str, Any]], Reply], question: dict[str, Any]) -> None:
    reply = put(question)
    assert reply.status == 200, reply.body
    assert picked(msgspec.json.decode(reply.body), question["pick"]) == question["expect"]
