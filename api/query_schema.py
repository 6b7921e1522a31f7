"""Bodies of questions as JSON Schema, as strict as the server: for each field its operators and what they take."""

import re
from typing import Any

from api.parameters import Parameter, list_parameters
from dataset.queries.collection import Collection
from dataset.queries.fields import Field, Kind
from dataset.queries.filters import FilterParameter
from dataset.queries.scopes import QUERIED, Scope, scopes
from dataset.queries.tree import NODES


def term_schema(vocabulary: str) -> str:
    """Name of the component that lists a vocabulary's terms for requests."""
    return "".join(part.capitalize() for part in vocabulary.split("_")) + "Term"


def tree_component(scope: str) -> str:
    """Name of the component of the trees over a scope."""
    return "".join(part.capitalize() for part in re.split(r"[._]", scope)) + "Where"


def body_component(collection: Collection) -> str:
    """Name of the component of the bodies that ask a collection."""
    return f"{collection.name.capitalize()}Query"


def query_components() -> dict[str, Any]:
    """Components of every body and tree."""
    trees = {tree_component(name): _tree(scope) for name, scope in scopes().items()}
    return {**{body_component(one): _body(one) for one in QUERIED}, **trees}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _tree(scope: Scope) -> dict[str, Any]:
    own = _ref(tree_component(scope.name))
    many = {"type": "array", "items": own, "minItems": 1, "maxItems": NODES - 1}
    forms = [
        _object("Every one of them holds.", {"all": many}, ["all"]),
        _object("At least one of them holds.", {"any": many}, ["any"]),
        _object("The complement.", {"not": own}, ["not"]),
    ]
    for join in scope.joins.values():
        target = {"anyOf": [_ref(tree_component(join.scope)), {"type": "null"}]}
        properties = {"some": {"const": join.name}, "where": target}
        forms.append(_object(f"Some of these meets the tree: {join.about}", properties, ["some"]))
    for field in scope.fields.values():
        forms += _tests(field)
    return {"description": f"A tree of conditions on {scope.name.replace('.', ', ')}.", "oneOf": forms}


def _tests(field: Field) -> list[dict[str, Any]]:
    plain = [one for one in field.operators if one not in ("in", "exists")]
    apart = [[one] for one in ("in", "exists") if one in field.operators]
    found = []
    for operators in ([plain] if plain else []) + apart:
        properties: dict[str, Any] = {
            "field": {"const": field.name},
            "op": {"enum": operators},
            "value": _value(field, operators[0]),
        }
        found.append(_object(field.description, properties, ["field", "op", "value"]))
    return found


def _value(field: Field, operator: str) -> dict[str, Any]:
    schema = FilterParameter(field, operator).body_schema
    if field.kind is Kind.term and field.vocabulary and operator != "exists":
        term = _ref(term_schema(field.vocabulary))
        return {**schema, "items": term} if operator == "in" else term
    return schema


def _body(collection: Collection) -> dict[str, Any]:
    properties = {
        one.name: {"description": one.description, "anyOf": [*_member(one, collection), {"type": "null"}]}
        for one in list_parameters(collection)
    }
    return _object(f"A question for {collection.name}; what is left out or null is as in the address.", properties, [])


def _member(parameter: Parameter, collection: Collection) -> list[dict[str, Any]]:
    if parameter.name == "where":
        return [_ref(tree_component(collection.name))]
    schema = {key: value for key, value in parameter.schema.items() if key != "default"}
    if schema.get("type") == "array" and "enum" in schema["items"]:
        terms = schema["items"]["enum"]
        sign = "-?" if any(term.startswith("-") for term in terms) else ""  # every order goes both ways
        one = f"{sign}({'|'.join(re.escape(term) for term in terms if not term.startswith('-'))})"
        return [schema, {"type": "string", "pattern": f"^{one}(,{one}){{0,{schema['maxItems'] - 1}}}$"}]
    return [*schema["anyOf"]] if "anyOf" in schema else [schema]
