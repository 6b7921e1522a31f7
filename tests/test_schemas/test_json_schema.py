"""The schemas that editors use accept what the records hold, and refuse what the check refuses."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from dataset.generated import ROOT
from dataset.reading.nodes import Mapping, Node, Scalar, Sequence, compose
from dataset.reading.scalars import NUMBER
from schemas.changes import GoneFile
from schemas.complete_list import ListFile
from schemas.json_schema import FILES, render_schemas
from schemas.story import EntityFile, Story
from schemas.vocabulary import VOCABULARIES
from tests.test_dataset.good_story import ENTITIES, LISTS, STORY, spoil

SCHEMAS = {name: json.loads(text) for name, text in render_schemas().items()}
RECORDS = ROOT / "dataset" / "records"


def as_editors_read(node: Node | None) -> Any:
    """What an editor's YAML 1.2 makes of nodes."""
    if isinstance(node, Mapping):
        return {key.text: as_editors_read(value) for key, value in node.items}
    if isinstance(node, Sequence):
        return [as_editors_read(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.is_null:
        return None
    if node.quoted:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    return float(node.text) if NUMBER.fullmatch(node.text) else node.text


def faults(schema: str, text: str) -> list[str]:
    """What an editor would underline."""
    validator = jsonschema.Draft7Validator(SCHEMAS[schema])
    return [
        jsonschema.exceptions.best_match([error]).message
        for error in validator.iter_errors(as_editors_read(compose(text)[0]))
    ]


@pytest.mark.parametrize("name", FILES)
def test_schema_is_valid_and_fresh(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    assert (RECORDS / name).read_text(encoding="utf-8") == render_schemas()[name], "run `onrecord generate`"


@pytest.mark.parametrize("file", sorted(RECORDS.rglob("*.yaml")), ids=lambda file: file.relative_to(RECORDS).as_posix())
def test_records_are_valid(file: Path) -> None:
    schemas = {"entities": "entity.schema.json", "records": f"{file.stem}.schema.json"}
    schema = schemas.get(file.parent.name, "story.schema.json")
    assert faults(schema, file.read_text(encoding="utf-8")) == []


def test_good_list_is_valid() -> None:
    assert faults("complete-lists.schema.json", LISTS) == []
    assert faults("complete-lists.schema.json", spoil(LISTS, "gap: none_made", "gap: nothing")) != []


def test_good_story_is_valid() -> None:
    assert faults("story.schema.json", STORY) == []
    assert faults("entity.schema.json", ENTITIES) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: postponement", "type: postponment", "'postponment' is not one of"),
        ("summary: The", "sumary: The", "'sumary' was unexpected"),
        ("    stage: announced\n", "", "'stage' is a required property"),
        ("    stage: announced\n", "    stage: announced\n    known_on: 2025-01-01\n", "'known_on' was unexpected"),
        ("  c_small-model-cost:", "  cost:", "'cost' does not match"),
        ("subject: n_small\n", "subject: small\n", "'small' does not match"),
        ("low: 5e6", "low: five", "'five' is not of type 'number'"),
        ("currency: USD", "currency: dollars", "'dollars' does not match"),
        ("obligors: [n_maker]\n    subject: e_small-model-announced\n    statement: Maker will release the small model in June.", "obligors: n_maker\n    subject: e_small-model-announced\n    statement: Maker will release the small model in June.", "'n_maker' is not of type 'array'"),
    ],
)  # fmt: skip
def test_spoiled_story_is_refused(old: str, new: str, told: str) -> None:
    found = faults("story.schema.json", spoil(STORY, old, new))
    assert len(found) == 1
    assert told in found[0]


def test_text_that_editors_take_for_something_else_is_accepted() -> None:
    story = spoil(STORY, "asserted: 2025-08-06", "asserted: 2025")
    story = spoil(story, "raw: $5-6 million", "raw: 5.5")
    story = spoil(story, "{outcome: late, on: 2025-08-05,", "{outcome: true,")
    assert faults("story.schema.json", story) == []


def _properties(schema: dict[str, Any]) -> dict[str, set[str]]:
    return {name: set(one["properties"]) for name, one in schema["definitions"].items() if "properties" in one}


def test_every_written_field_is_there_with_its_description() -> None:
    for name, root in FILES.items():
        assert set(SCHEMAS[name]["properties"]) == {field.encode_name for field in msgspec.structs.fields(root)}
    written = _properties(SCHEMAS["story.schema.json"])
    assert {"id", "known_on", "category", "first_release"}.isdisjoint(written["Event"])
    assert {"type", "title", "date", "stage", "evidence", "accept", "distinct_from"} <= written["Event"]
    assert "url" in written["Source"]
    assert "url" not in written["Evidence"]
    for schema in SCHEMAS.values():
        for definition in schema["definitions"].values():
            for field in definition.get("properties", {}).values():
                assert field["description"]


def test_closed_terms_carry_their_definitions() -> None:
    definitions = SCHEMAS["story.schema.json"]["definitions"]
    assert definitions["event_type"]["enum"] == list(VOCABULARIES["event_type"].terms)
    told = dict(zip(definitions["metric"]["enum"], definitions["metric"]["markdownEnumDescriptions"], strict=True))
    assert told["training_cost"] == (
        "Cost of training a model. Unit: money. Basis: point, cumulative. "
        "Scope: final_run, all_runs, programme, hardware_owned, unstated."
    )


def test_files_are_described_by_their_structs() -> None:
    assert {
        "story.schema.json": Story,
        "entity.schema.json": EntityFile,
        "complete-lists.schema.json": ListFile,
        "gone.schema.json": GoneFile,
    } == FILES
