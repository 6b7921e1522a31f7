"""The page on the query language: every example is asked, and its tables say what the code says."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.in_process import ask
from api.parameters import MOST_TREE
from api.posted import MOST_BYTES
from dataset.queries.scopes import scopes
from dataset.queries.tree import DEPTH, JOINS, NODES, TEXT
from tests.asked import Asked

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
GOT = re.findall(r"```http\nGET (\S+)\n```\n\n```json\n(\[.*?\])\n```", PAGE, re.DOTALL)
POSTED = re.findall(r"```http\nPOST (\S+)\n```\n\n```json\n(\{.*?\})\n```\n\n```json\n(\[.*?\])\n```", PAGE, re.DOTALL)


def test_every_example_is_read() -> None:
    assert len(GOT) + len(POSTED) == PAGE.count("```http") == 7


@pytest.mark.parametrize(("target", "shown"), GOT, ids=[target[:60] for target, _shown in GOT])
def test_what_is_got_is_what_is_shown(asked: Asked, target: str, shown: str) -> None:
    page = asked.json(quote(target, safe="/?&=:,"))
    assert [row["id"] for row in page["data"]] == json.loads(shown)


@pytest.mark.parametrize(("target", "body", "shown"), POSTED, ids=[str(place) for place, _one in enumerate(POSTED)])
def test_what_is_posted_brings_what_is_shown(asked: Asked, target: str, body: str, shown: str) -> None:
    reply = ask(asked.app, target, {"Content-Type": "application/json"}, method="POST", body=body.encode())
    page: Any = json.loads(reply.body)
    assert reply.status == 200, page
    assert [row["id"] for row in page["data"]] == json.loads(shown)


def test_every_join_stands_in_the_table() -> None:
    rows = [
        f"| {name.replace('.', ', ')} | `{join.name}` | {join.about} |"
        for name, scope in scopes().items()
        for join in scope.joins.values()
    ]
    table = PAGE.split("| from | join | leads to |\n|---|---|---|\n")[1].split("\n\n")[0]
    assert table == "\n".join(rows)


def test_the_bounds_are_the_ones_that_hold() -> None:
    text = " ".join(PAGE.split())
    assert f"It may be {DEPTH} deep, with {NODES} trees and {JOINS} joins in all, and {TEXT:,} bytes long." in text
    assert f"up to {MOST_TREE:,} bytes" in text
    assert f"of at most {MOST_BYTES:,} bytes" in text
