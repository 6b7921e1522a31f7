"""Examples in the contract: values from the records, and answers that the app really gives."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from api.contract_examples_changes import changed_queries, changed_values
from api.contract_examples_counted import QUERIES, counted_values
from api.formats.contract import FORM, put_examples
from api.problem_responses import Ask
from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.collection import Collection
from dataset.queries.examples import example_rows, example_values
from dataset.queries.projecting import field_paths
from dataset.queries.searched import FILTERS, SEARCHED, own_name
from dataset.queries.tree import canonical
from dataset.store.archive import Archive
from dataset.user_sql.example import EXAMPLE

_PATHS = {
    "getVocabulary": {"name": "claim_status"},
    "getProblem": {"code": "not_found"},
    "getReleaseFile": {"name": "promises.parquet"},
}
"""Parameters of paths that no record gives."""

_QUERIES: dict[str, dict[str, Any]] = {
    "search": {"q": "open weights", "limit": 1},
    "resolveEntity": {"name": "Open AI"},
    **QUERIES,
}
"""Questions of the answers shown, where the bare path is none or tells little."""


TREES: dict[str, Any] = {
    "events": {
        "all": [
            {"some": "participants", "where": {"field": "entity", "op": "eq", "value": "n_openai"}},
            {"some": "claims", "where": {"field": "kind", "op": "in", "value": ["commitment", "target", "guidance"]}},
        ]
    },
    "claims": {
        "all": [
            {"field": "venue", "op": "exists", "value": True},
            {
                "some": "speakers",
                "where": {
                    "some": "relations_then",
                    "where": {
                        "all": [
                            {"field": "relation", "op": "eq", "value": "works_for"},
                            {"field": "target", "op": "eq", "value": "n_openai"},
                        ]
                    },
                },
            },
        ]
    },
}
"""A tree for each collection that takes one."""


def fill_examples(spec: dict[str, Any], archive: Archive, ask: Ask) -> None:
    """Put an example into every parameter, answer and header of the contract."""
    release = archive.latest
    given: dict[str, dict[str, Any]] = {}
    for collection in COLLECTIONS:
        title = collection.row.__name__
        values = _collection_values(archive, collection, ask)
        given[f"list{collection.name.capitalize()}"] = values
        given[f"get{title}"] = {**values, "known_at": str(archive.manifests[release].data_date)}
    given["search"] = _search_values(given, ask)
    given["resolveEntity"] = {**given["listEntities"], "name": "Open AI"}
    given |= counted_values(given, ask)
    given |= changed_values(archive, given)
    queries = _QUERIES | changed_queries(archive)
    given["getSqlSchema"] = {"release": release}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            operation_id = operation["operationId"]
            values = {"version": release, **FORM, **given.get(operation_id, {}), **_PATHS.get(operation_id, {})}
            for parameter in operation.get("parameters", ()):
                if parameter["in"] != "header" and parameter["name"] in values:
                    parameter["example"] = values[parameter["name"]]
            if operation_id == "querySql":
                _sql_example(spec, operation, path, ask)
            elif method == "post":
                _query_example(spec, operation, path, ask)
            elif operation_id == "getReleaseFile":
                _file_examples(spec, operation, _filled(path, values), ask)
            else:
                _answer_example(spec, operation, _filled(path, values), queries, ask)


def _filled(path: str, values: dict[str, Any]) -> str:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path


def _collection_values(archive: Archive, collection: Collection, ask: Ask) -> dict[str, Any]:
    store = archive.store(archive.latest)
    rows = example_rows(store, collection, store.data_date)
    values = example_values(rows, collection)
    page = msgspec.json.decode(ask(f"/v1/{collection.name}?limit=1").body)
    following = page["links"]["next"]
    days = sorted(str(getattr(row, "known_on", None) or row.as_of_from) for row in rows)
    values |= {
        "sort": collection.default_sort.split(","),
        "limit": 10,
        "count": "exact",
        "match": "overlaps",
        "release": store.version,
        "known_at": days[len(days) // 2] if days else str(store.data_date),
        "include": sorted(collection.includes)[:2],
        "fields": list(field_paths(collection.row))[:3],
    }
    if collection.name in TREES:
        values["where"] = canonical(TREES[collection.name])
    if collection.outcomes:
        values["outcomes_at"] = str(store.data_date)
    if rows:
        values["id"] = rows[0].id
    if following:
        values["cursor"] = parse_qs(urlsplit(following).query)["cursor"][0]
    return values


def _search_values(given: dict[str, dict[str, Any]], ask: Ask) -> dict[str, Any]:
    """Those of the collections searched, and a question."""
    values = dict(given["listEvents"])
    for name, having in FILTERS.items():
        collection = next(iter(having))
        values[name] = given[f"list{collection.capitalize()}"].get(own_name(SEARCHED[collection], name))
    page = msgspec.json.decode(ask("/v1/search?q=model&limit=1").body)
    following = parse_qs(urlsplit(page["links"]["next"]).query)
    return {
        **values,
        "q": "open weights",
        "words": "all",
        "kind": ["events", "claims"],
        "cursor": following["cursor"][0],
    }


def _answer_example(
    spec: dict[str, Any], operation: dict[str, Any], target: str, queries: dict[str, dict[str, Any]], ask: Ask
) -> None:
    listed = operation["operationId"] in {f"list{one.name.capitalize()}" for one in COLLECTIONS}
    query = queries.get(operation["operationId"], {"limit": 1} if listed else {})
    reply = ask(f"{target}?{urlencode(query)}" if query else target)
    if reply.status != 200:  # no release tells this yet
        return
    ok = operation["responses"]["200"]
    content = ok["content"]["application/json"]
    example = msgspec.json.decode(reply.body)
    if not listed and isinstance(example.get("data"), list):
        example["data"] = example["data"][:1]
    if operation["operationId"] == "getSqlSchema":  # its lists are long
        example["data"] = {name: listed[:2] for name, listed in example["data"].items()}
        for table in example["data"]["tables"]:
            table["columns"] = table["columns"][:3]
    if operation["operationId"] in ("listReleases", "getRelease"):
        _settle(example["data"])
    content["example"] = example
    put_examples(ok["content"], target, query, ask)
    _header_examples(spec, reply.headers)


def _settle(releases: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Show files that are made from a release as not made yet: their bytes are not always the same."""
    for release in releases if isinstance(releases, list) else [releases]:
        for file in release["files"]:
            if file["name"].startswith(f"onrecord-{release['version']}."):
                file["bytes"] = file["sha256"] = None


def _query_example(spec: dict[str, Any], operation: dict[str, Any], path: str, ask: Ask) -> None:
    body = {"where": TREES[path.split("/")[2]], "sort": "id", "limit": 1}
    operation["requestBody"]["content"]["application/json"]["example"] = body
    reply = ask(path, {"Content-Type": "application/json"}, method="POST", body=msgspec.json.encode(body))
    content = operation["responses"]["200"]["content"]
    content["application/json"]["example"] = msgspec.json.decode(reply.body)
    put_examples(content, path.removesuffix("/query"), {"limit": 1}, ask)
    _header_examples(spec, reply.headers)


def _sql_example(spec: dict[str, Any], operation: dict[str, Any], path: str, ask: Ask) -> None:
    operation["requestBody"]["content"]["application/json"]["example"] = EXAMPLE
    content = operation["responses"]["200"]["content"]
    for media_type, one in content.items():
        if "schema" in one:
            headers = {"Content-Type": "application/json", "Accept": media_type}
            reply = ask(path, headers, method="POST", body=msgspec.json.encode(EXAMPLE))
            one["example"] = reply.body.decode()
            _header_examples(spec, reply.headers)
    answer = msgspec.json.decode(content["application/json"]["example"])
    answer["meta"]["elapsed_ms"] = 4.2  # the one thing in it that is not always the same
    content["application/json"]["example"] = answer


def _file_examples(spec: dict[str, Any], operation: dict[str, Any], target: str, ask: Ask) -> None:
    reply = ask(target, {"Range": "bytes=0-99"})
    for parameter in operation["parameters"]:
        if parameter["name"] in ("If-Range", "If-None-Match"):
            parameter["example"] = reply.headers["etag"]
    _header_examples(spec, reply.headers)


def _header_examples(spec: dict[str, Any], headers: dict[str, str]) -> None:
    for name, header in spec["components"]["headers"].items():
        if name.lower() in headers and "example" not in header:
            header["example"] = headers[name.lower()]
