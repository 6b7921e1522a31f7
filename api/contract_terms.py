"""Closed terms in the contract: open in answers, so that clients survive a new one; named once in requests."""

from typing import Any


def open_terms(schemas: dict[str, dict[str, Any]]) -> None:
    """Make the enums of answers plain strings with known values. What tells the members of a union apart stays as it is,
    and is put into words, which it has none of in the class line of a Struct."""
    for schema in schemas.values():
        for part in schema.get("properties", {}).values():
            if set(part) == {"enum"}:
                part |= {"type": "string", "const": part.pop("enum")[0], "description": "What sort of row it is."}
            else:
                _open(part)


def _open(part: Any) -> None:
    if isinstance(part, list):
        for one in part:
            _open(one)
    elif isinstance(part, dict):
        if "enum" in part:
            part |= {"type": "string", "x-known-values": part.pop("enum")}
        for one in part.values():
            _open(one)


def name_terms(spec: dict[str, Any]) -> None:
    """Put every enum that has a title among the components, under that title, and refer to it: generators of clients make
    one type of it, however many parameters take it."""
    schemas = spec["components"]["schemas"]
    found: dict[str, Any] = {}
    spec["paths"] = _named(spec["paths"], found)
    spec["components"]["schemas"] = _named(schemas, found)
    taken = found.keys() & schemas.keys()
    if taken:
        raise ValueError(f"components of that name are there already: {', '.join(sorted(taken))}")
    spec["components"]["schemas"] |= found


def _named(part: Any, found: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_named(one, found) for one in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("enum"), list) and isinstance(part.get("title"), str):
        name = part["title"]
        schema = {key: value for key, value in part.items() if key != "title"}
        if found.setdefault(name, schema) != schema:
            raise ValueError(f"two lists of terms are called {name}: give each a title of its own")
        return {"$ref": f"#/components/schemas/{name}"}
    return {key: _named(one, found) for key, one in part.items()}
