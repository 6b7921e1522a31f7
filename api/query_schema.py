"""Bodies of questions as JSON Schema, as strict as the server: for each field its operators and what they take."""

import re
from typing import Any

from api.parameters import Parameter, list_parameters
from dataset.queries.collection import Collection
from dataset.queries.fields import Field, Kind
from dataset.queries.filters import FilterParameter
from dataset.queries.scopes import QUERIED, Scope, scopes
from dataset.queries.tree import NODES

OPERATORS = {
    ("eq", "not"): ("EqualityOperator", "Operators of what is the same or not."),
    ("gte", "lte", "gt", "lt"): ("RangeOperator", "Operators of what is more or less."),
    ("eq", "not", "gte", "lte", "gt", "lt"): ("OrderOperator", "Operators of what is the same, more or less."),
}
"""Components of the operators that fields share: name and meaning."""


def title_of(name: str) -> str:
    """A name of ours as the first part of a component's."""
    return "".join(part.capitalize() for part in re.split(r"[._]", name))


def term_schema(vocabulary: str) -> str:
    """Name of the component that lists a vocabulary's terms for requests."""
    return f"{title_of(vocabulary)}Term"


def tree_component(scope: str) -> str:
    """Name of the component of the trees over a scope."""
    return f"{title_of(scope)}Where"


def body_component(collection: Collection) -> str:
    """Name of the component of the bodies that ask a collection."""
    return f"{collection.name.capitalize()}Query"


def query_components() -> dict[str, Any]:
    """Components of every body and tree.

    Whatever holds further trees is a component of its own, and each test has a title: generators of clients cannot
    follow a recursion otherwise, and number what has no name.
    """
    trees: dict[str, Any] = {}
    for scope in scopes().values():
        trees |= _trees(scope)
    operators = {
        name: {"type": "string", "description": about, "enum": list(terms)}
        for terms, (name, about) in OPERATORS.items()
    }
    return {**{body_component(one): _body(one) for one in QUERIED}, **operators, **trees}


def _ref(name: str, description: str | None = None) -> dict[str, Any]:
    found = {"$ref": f"#/components/schemas/{name}"}
    return {**found, "description": description} if description else found


def _object(description: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _trees(scope: Scope) -> dict[str, Any]:
    """The trees over a scope: all of them, and one component for each form that holds further trees."""
    own = tree_component(scope.name)
    many = {"type": "array", "description": "The trees.", "items": _ref(own), "minItems": 1, "maxItems": NODES - 1}
    forms = {
        f"{own}All": _object("Every one of them holds.", {"all": many}, ["all"]),
        f"{own}Any": _object("At least one of them holds.", {"any": many}, ["any"]),
        f"{own}Not": _object("The complement.", {"not": _ref(own, "The tree.")}, ["not"]),
    }
    for join in scope.joins.values():
        properties = {
            "some": {"const": join.name, "description": "The join."},
            "where": {
                "description": "What a joined row has to meet; nothing where left out or null.",
                "anyOf": [_ref(tree_component(join.scope)), {"type": "null"}],
            },
        }
        about = f"Some of these meets the tree: {join.about}"
        forms[f"{own}Some{title_of(join.name)}"] = _object(about, properties, ["some"])
    about = f"A tree of conditions on {scope.name.replace('.', ', ')}."
    return {own: {"description": about, "oneOf": [*map(_ref, forms), *_tests(scope)]}, **forms}


def _tests(scope: Scope) -> list[dict[str, Any]]:
    """Tests of the fields, one for each sort of value that an operator takes; presence is asked of all alike."""
    own = tree_component(scope.name)
    found, present = [], []
    for field in scope.fields.values():
        title = own + title_of(field.name)
        plain = tuple(one for one in field.operators if one not in ("in", "exists"))
        if plain:
            found.append(_test(title, field.description, [field.name], plain, _value(field, plain[0])))
        if "in" in field.operators:
            found.append(_test(f"{title}In", field.description, [field.name], ("in",), _value(field, "in")))
        if "exists" in field.operators:
            present.append(field.name)
    if present:
        found.append(_test(f"{own}Exists", "Whether it is given at all.", present, ("exists",), {"type": "boolean"}))
    return found


def _test(
    title: str, about: str, names: list[str], operators: tuple[str, ...], value: dict[str, Any]
) -> dict[str, Any]:
    properties = {
        "field": {"const": names[0]} if len(names) == 1 else {"enum": names},
        "op": {"const": operators[0]} if len(operators) == 1 else _ref(OPERATORS[operators][0]),
        "value": value,
    }
    return {"title": title, **_object(about, properties, ["field", "op", "value"])}


def _value(field: Field, operator: str) -> dict[str, Any]:
    schema = FilterParameter(field, operator).body_schema
    if field.kind is Kind.term and field.vocabulary:
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
    schema = parameter.schema
    if schema.get("type") == "array" and "enum" in schema["items"]:
        terms = schema["items"]["enum"]
        sign = "-?" if any(term.startswith("-") for term in terms) else ""  # every order goes both ways
        one = f"{sign}({'|'.join(re.escape(term) for term in terms if not term.startswith('-'))})"
        return [schema, {"type": "string", "pattern": f"^{one}(,{one}){{0,{schema['maxItems'] - 1}}}$"}]
    return [*schema["anyOf"]] if "anyOf" in schema else [schema]
