"""What the fuzzer is told beside the contract: real cursors, dates, and rules that span several parameters.

Loaded by schemathesis. Only positive cases are mended, so that each is truly valid; negative ones stay as they are.
"""

import json
import os
import re
import urllib.request
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import schemathesis
from hypothesis import strategies as st

BASE = os.environ["ONRECORD_FUZZ_BASE"]
LISTS = ("events", "claims", "entities", "sources", "promises", "scorecards", "contradictions")

SEARCH = {"q", "words", "kind", "limit", "cursor", "count", "match", "release", "known_at", "format"}
"""Parameters of a search that are no filters."""

STEERING = SEARCH | {
    *(
        "sort",
        "fields",
        "include",
        "sample",
        "seed",
        "outcomes_at",
        "where",
        "group_by",
        "interval",
        "measure",
        "date_field",
        "from",
        "to",
    ),
}
"""Parameters of any answer that are no filters."""


def _get(path: str) -> Any:
    with urllib.request.urlopen(BASE + path) as answer:
        return json.load(answer)


DATA_DATE = date.fromisoformat(_get("/health")["data_date"])


def _cursor(name: str, query: str) -> str:
    following = _get(f"/v1/{name}?{query}")["links"]["next"]
    return str(parse_qs(urlsplit(following).query)["cursor"][0])


CURSORS = {
    f"/v1/{name}": [_cursor(name, query) for query in ("limit=1", "limit=2&sort=-id", "limit=3&count=none")]
    for name in LISTS
}
CURSORS["/v1/search"] = [
    _cursor("search", query) for query in ("limit=1", "q=model&limit=2", "q=open&words=any&limit=3")
]

VERSIONS = [one["version"] for one in _get("/v1/releases")["data"]]

_YEARS = st.integers(2017, DATA_DATE.year)
_EDTF = st.one_of(
    _YEARS.map(str),
    st.builds("{}-{:02}".format, _YEARS, st.integers(1, 12)),
    st.builds("{}-{}".format, _YEARS, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41])),
    st.dates(date(2017, 1, 1), DATA_DATE).map(str),
    st.builds("{}/{}".format, st.integers(2017, 2020), st.integers(2021, 2030)),
    st.builds("{}~".format, _YEARS),
)

POSTED = {
    f"/v1/{name}/query": [
        str(_get(f"/v1/{name}?{query}")["meta"]["next_cursor"]) for query in ("limit=1", "sort=id&limit=2")
    ]
    for name in ("events", "claims")
}
"""Cursors for bodies."""

TREES = [
    {"field": "topics", "op": "in", "value": ["safety", "compute"]},
    {"all": [{"field": "is_disputed", "op": "eq", "value": False}, {"not": {"some": "links"}}]},
    {"any": [{"some": "evidence", "where": {"field": "language", "op": "eq", "value": "en"}}, {"some": "entities"}]},
]
"""Trees that hold for events and claims alike."""

schemathesis.openapi.format("onrecord-where", st.sampled_from([json.dumps(one) for one in TREES]))
STATEMENTS = [
    "SELECT 1 AS one",
    "SELECT id, date, participants FROM events ORDER BY id",
    "SELECT kind, count(*) AS n FROM claims GROUP BY ALL ORDER BY n DESC LIMIT 5;",
    "WITH newest AS (SELECT max(known_on) AS day FROM claims)\nSELECT c.id FROM claims c JOIN newest ON c.known_on = newest.day",
    "SELECT id, row_number() OVER (PARTITION BY category ORDER BY known_on, id) AS n FROM events QUALIFY n = 1",
    "SELECT id FROM events EXCEPT SELECT subject FROM claims",
    "FROM sources SELECT kind, title WHERE title ILIKE '%model%'",
]
"""Statements without parameters."""

schemathesis.openapi.format("onrecord-sql", st.sampled_from(STATEMENTS))
schemathesis.openapi.format("onrecord-cursor", st.sampled_from([one for many in CURSORS.values() for one in many]))
schemathesis.openapi.format("date", st.dates(date(2015, 1, 1), DATA_DATE).map(str))
schemathesis.openapi.format("edtf", _EDTF)


_BEYOND = re.compile(r"bytes=([0-9]*[1-9][0-9]{3,}-[0-9]*|-0+)")
"""A range that begins behind the end of some file: a 416, which has tests of its own."""


def _mend_form(query: Any) -> None:
    """Rules on the form of an answer: all rows come as a stream, rows alone bring nothing, a sample has no pages."""
    if query.get("limit") == "all":
        query.pop("cursor", None)
        query["format"] = "ndjson" if query.get("format", "json") == "json" else query["format"]
    if query.get("format") in ("ndjson", "csv", "arrow", "parquet"):
        query.pop("include", None)
    if "sample" in query:
        for name in ("cursor", "limit", "sort"):
            query.pop(name, None)
    else:
        query.pop("seed", None)
    if "outcome_at" in str(query.get("fields", "")):
        query.pop("fields", None)


SORTS = bool(os.environ.get("ONRECORD_FUZZ_SORTS"))
"""Whether one parameter of each sort is enough."""

_SHOWN = 2 if SORTS else 12
"""Fields of each tree that the fuzzer is shown."""


def _keep_sorts(spec: Any) -> None:
    """Leave one filter of each sort (its operator and the shape of its values) and each parameter that steers once, at the
    first path that has it: all are made by the same code from their declarations."""
    seen = set()
    for path in spec["paths"].values():
        for operation in path.values():
            kept = []
            for parameter in operation.get("parameters", []):
                name, shape = parameter["name"], json.dumps(parameter.get("schema"), sort_keys=True)
                if name not in STEERING:
                    name, shape = name.partition("__")[2], re.sub(r"\w+Term", "Term", shape)
                if parameter["in"] != "query" or (name, shape) not in seen:
                    kept.append(parameter)
                    seen.add((name, shape))
            if "parameters" in operation:
                operation["parameters"] = kept


@schemathesis.hook
def before_load_schema(_context: Any, spec: Any) -> None:
    _show_flat_trees(spec)
    if SORTS:
        _keep_sorts(spec)


def _show_flat_trees(spec: Any) -> None:
    """Show the fuzzer trees without recursion and with some of their fields: it unrolls what refers to itself, and the
    whole would take it minutes a case. That the whole language is as its schema says has tests of its own."""
    schemas = spec["components"]["schemas"]
    leaves: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    inner: list[str] = []
    for name, schema in schemas.items():
        if name.endswith("Where"):
            *tests, last = (one for one in schema["oneOf"] if "$ref" not in one)  # the last asks for presence
            leaves[name] = {"oneOf": [*tests[:: max(1, len(tests) // _SHOWN)], last]}
            forms = [one["$ref"].rpartition("/")[2] for one in schema["oneOf"] if "$ref" in one]
            groups[name] = [schemas[one] for one in forms]
            inner += forms
    for name in inner:
        del schemas[name]
    for name in ("EventsWhere", "ClaimsWhere"):
        flat = json.dumps([*groups[name], *leaves[name]["oneOf"]])
        schemas[name] = {"oneOf": json.loads(re.sub(r'schemas/([A-Za-z]+Where)"', r'schemas/\1Leaf"', flat))}
    for name, leaf in leaves.items():
        schemas[f"{name}Leaf"] = leaf
        if name not in ("EventsWhere", "ClaimsWhere"):
            del schemas[name]


_MONEY = re.compile(r"(.*\.)?value(\.(low|best|high))?")
"""Names of fields that are figures, and so compared only together with a currency."""


def _mended_tree(tree: Any) -> Any:
    """The tree with a currency beside each comparison of figures."""
    if isinstance(tree, list):
        return [_mended_tree(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if _MONEY.fullmatch(str(tree.get("field"))) and tree.get("op") != "exists":
        figure = re.sub(r"\.(low|best|high)$", "", tree["field"])
        return {"all": [tree, {"field": f"{figure}.currency", "op": "eq", "value": "USD"}]}
    return {key: one if key == "value" else _mended_tree(one) for key, one in tree.items()}


def _size(tree: Any) -> tuple[int, int, int]:
    """Depth, nodes and joins of a tree."""
    if not isinstance(tree, dict):
        return 0, 0, 0
    inner = [*tree.get("all", []), *tree.get("any", []), tree.get("not"), tree.get("where")]
    sizes = [_size(one) for one in inner]
    return (
        1 + max(depth for depth, _nodes, _joins in sizes),
        1 + sum(nodes for _depth, nodes, _joins in sizes),
        ("some" in tree) + sum(joins for _depth, _nodes, joins in sizes),
    )


def _mended_body(path: str, body: Any) -> Any:
    """Rules across the members of a body, and the bounds of its tree."""
    body = {name: value for name, value in body.items() if value is not None}
    if "cursor" in body:
        choices = POSTED[path]
        return {"cursor": choices[len(str(body["cursor"])) % len(choices)]}
    if "where" in body:
        body["where"] = _mended_tree(body["where"])
        depth, nodes, joins = _size(body["where"])
        if depth > 8 or nodes > 100 or joins > 8 or len(json.dumps(body["where"])) > 30_000:
            body["where"] = TREES[nodes % len(TREES)]
    _mend_days(body)
    _mend_form(body)
    return body


def _mend_days(asked: Any) -> None:
    if "outcomes_at" in asked:
        early, late = sorted([asked.get("known_at", "2020-01-01"), asked["outcomes_at"]])
        asked |= {"known_at": early, "outcomes_at": late}


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Make a positive case keep the rules that no JSON Schema of one parameter can say."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if _BEYOND.fullmatch((case.headers or {}).get("Range", "").replace(" ", "")):
        case.headers["Range"] = "bytes=0-99"
    if case.path == "/v1/sql" and isinstance(case.body, dict):
        case.body["params"] = None  # they have to be those that the statement names
        if case.body.get("sql") not in STATEMENTS:  # from the bounds of its length
            case.body["sql"] = STATEMENTS[len(str(case.body.get("sql"))) % len(STATEMENTS)]
    if case.path in POSTED and isinstance(case.body, dict):
        case.body = _mended_body(case.path, case.body)
    if not case.query:
        return
    if case.path not in CURSORS:
        case.query.pop("cursor", None)  # those of one entity, or of two releases, go on with no other
    if case.path.startswith("/v1/diff"):
        case.query |= {"from": VERSIONS[-1], "to": VERSIONS[0]}
    _mend_days(case.query)
    if case.path == "/v1/claims/stats":
        case.query.pop("measure", None)  # it needs one metric, scope, basis and currency
    if case.path == "/v1/search":  # one filter at most, so that some kind has all of them
        for name in sorted(set(case.query) - SEARCH)[1:]:
            del case.query[name]
        if set(case.query) - SEARCH:
            case.query.pop("kind", None)
    _mend_form(case.query)
    if "cursor" in case.query:
        choices = CURSORS[case.path]
        case.query = {"cursor": choices[len(str(case.query["cursor"])) % len(choices)]}
        return
    if case.query.get("known_at", "") > str(DATA_DATE):
        case.query["known_at"] = str(DATA_DATE)
    for name in list(case.query):
        figure = re.fullmatch(r"((?:\w+\.)?\w*value)(?:\.(?:low|best|high))?__(?:gte|lte|gt|lt)", name)
        if figure and case.path != "/v1/scorecards":  # there `resolved_value` is a count
            case.query[f"{figure[1]}.currency"] = "USD"
