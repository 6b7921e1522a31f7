"""Nodes: what a file holds before anything is known of its meaning, each with its place.

Two makers: `compose` for YAML text, and `node_of` for plain objects such as the rows of a JSONL file.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct

Place = tuple[int, int]
"""Line and column, from 1."""


class Scalar(Struct, frozen=True):
    """A single value as text. `quoted` is true for what can only be text."""

    place: Place
    text: str
    quoted: bool

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text in ("", "~", "null")


class Sequence(Struct, frozen=True):
    """A list."""

    place: Place
    items: list["Node"]


class Mapping(Struct, frozen=True):
    """A mapping; a key may stand there twice."""

    place: Place
    items: list[tuple[Scalar, "Node"]]


class Refused(Struct, frozen=True):
    """A part that was reported already and holds nothing."""

    place: Place


Node = Scalar | Sequence | Mapping | Refused


class Fault(Struct, frozen=True):
    """What is wrong with the text itself."""

    place: Place
    code: str
    what: str
    mend: str


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def compose(text: str) -> tuple[Node | None, list[Fault]]:
    """Nodes of a YAML text, and what it uses that records may not: anchors, aliases, tags, several documents.

    Scalars stay text: YAML's own guesses (`NO` is false, `12:30` is 750) never apply. None where the syntax fails.
    """
    try:
        faults = list(_refused(text))
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(mark) if mark else (1, 1)
        return None, [Fault(place, "yaml_syntax", f"this is no valid YAML: {error.problem}", _syntax_help(error))]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [Fault((line, 1), "yaml_syntax", f"this is no valid YAML: {error.reason}", "remove the character")]
    return (_from_yaml(root, set()) if root else None), faults


def _syntax_help(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values" in problem:
        return "put the text in quotes: a colon and a space inside plain text start a mapping"
    if "cannot start any token" in problem or "tab character" in problem:
        return "indent with spaces, not tabs, and put a text that begins with a sign in quotes"
    if "single document" in (error.context or ""):
        return "keep one document in a file: remove the line `---`"
    return "check the indentation, quotes and brackets here and on the line above"


def _refused(text: str) -> Iterator[Fault]:
    """Anchors, aliases and tags. The composed nodes no longer tell them, so the events are asked, where any can be."""
    if not any(sign in text for sign in "&*!"):
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        place = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            yield Fault(place, "yaml_alias", f"`*{event.anchor}` is an alias", "write the content out")
        elif getattr(event, "anchor", None):
            anchor = event.anchor  # type: ignore[attr-defined]
            yield Fault(place, "yaml_alias", f"`&{anchor}` is an anchor", "remove it and write the content out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            yield Fault(place, "yaml_tag", f"`{tag}` is a tag", "remove it: the schema tells the type of every value")


def _from_yaml(node: yaml.Node, seen: set[int]) -> Node:
    place = _place(node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        return Scalar(place, node.value, bool(node.style))
    if id(node) in seen:  # an alias, reported already; following it could go round for ever
        return Refused(place)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Sequence(place, [_from_yaml(item, seen) for item in node.value])
    items: list[tuple[Scalar, Node]] = []
    for key, value in node.value:
        made = _from_yaml(key, seen)
        if not isinstance(made, Scalar):
            made = Scalar(made.place, "[…]", True)
        items.append((made, _from_yaml(value, seen)))
    return Mapping(place, items)


def node_of(value: Any, place: Place) -> Node:
    """Nodes of a plain object, as decoded from JSON, all at one place."""
    if isinstance(value, dict):
        return Mapping(place, [(Scalar(place, str(k), True), node_of(v, place)) for k, v in value.items()])
    if isinstance(value, list):
        return Sequence(place, [node_of(item, place) for item in value])
    if isinstance(value, str):
        return Scalar(place, value, True)
    if value is None or isinstance(value, bool):
        return Scalar(place, {None: "null", True: "true", False: "false"}[value], False)
    return Scalar(place, repr(value), False)
