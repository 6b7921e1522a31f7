"""A question in SQL as a body: what it holds, how it is read, and its JSON Schema."""

from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from litestar import Request
from msgspec import Meta, Struct

from api.errors import ProblemError, ProblemPart
from api.formats.catalogue import LIST_FORMATS
from api.parameters import RELEASE
from api.posted import check_content
from api.query_string import read_pairs
from dataset.queries.faults import nearest
from dataset.queries.tree import read_json
from dataset.queries.values import UnreadableError
from dataset.user_sql.allowed import LONGEST
from dataset.user_sql.example import SHORTEST
from dataset.user_sql.job import FORMATS

JSON_ROWS = 1_000
"""Rows of an answer in JSON where `max_rows` is not given."""

MOST_PARAMS = 100
"""Most parameters."""

Scalar = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | float | bool | str | None
Value = Scalar | list[Scalar]
"""A value of a parameter; how long it may be follows from how large a body may be."""

OFFERED = {name: LIST_FORMATS[name] for name in FORMATS}
"""Formats of an answer."""


class SqlQuestion(Struct, kw_only=True, forbid_unknown_fields=True):
    """A statement over a release."""

    sql: Annotated[
        Annotated[str, Meta(min_length=1, max_length=LONGEST, extra_json_schema={"format": "onrecord-sql"})],
        Meta(
            description="One SELECT, which may begin with WITH, in the dialect of DuckDB. It reads the tables that "
            "`/v1/sql/schema` lists, and nothing else."
        ),
    ]
    params: Annotated[
        Annotated[list[Value], Meta(max_length=MOST_PARAMS)]
        | Annotated[dict[str, Value], Meta(max_length=MOST_PARAMS, extra_json_schema={"title": "SqlNamedParams"})]
        | None,
        Meta(
            description="Values bound to the statement: a list for `?` and `$1`, an object for `$name`. A list is bound as a list, for `unnest($ids)`."
        ),
    ] = None
    release: Annotated[
        Annotated[str, Meta(pattern=RELEASE, max_length=20)] | None,
        Meta(description="Release that is asked: a version or an alias, `latest` where not given."),
    ] = None
    format: Annotated[
        Literal["json", "ndjson", "csv", "arrow", "parquet"] | None,
        Meta(description="Format of the answer; goes before `Accept`, and is `json` where neither says anything."),
    ] = None
    max_rows: Annotated[
        Annotated[int, Meta(ge=1, le=2**31 - 1)] | None,
        Meta(
            description=f"Most rows of the answer. Where not given, {JSON_ROWS:,} in JSON, and in other formats as many as "
            "the service gives at all, which is also what more than that means."
        ),
    ] = None


MEMBERS = get_type_hints(SqlQuestion, include_extras=True)


def question_schema() -> dict[str, Any]:
    """Component of the bodies."""
    found: dict[str, Any] = msgspec.json.schema_components([SqlQuestion])[1]["SqlQuestion"]
    for branch in found["properties"]["format"]["anyOf"]:
        if "enum" in branch:
            branch |= {"type": "string", "title": "SqlFormat", "enum": list(FORMATS)}
    return {"SqlQuestion": found}


def read_question(request: Request[Any, Any, Any], raw: bytes) -> SqlQuestion:
    """What a body asks. Raises `ProblemError` with every fault, each with its place in the body."""
    check_content(request)
    _none, beside = read_pairs(request.scope["query_string"], {})
    if beside:
        parts = [ProblemPart("stands in the address: write it into the body", one.parameter) for one in beside]
        raise ProblemError("bad_request", "A question in a body takes no parameters in its address.", parts)
    try:
        plain = read_json(raw)
        if not isinstance(plain, dict):
            raise UnreadableError(f"write an object, such as {SHORTEST}")
    except UnreadableError as error:
        raise ProblemError("bad_request", "The body cannot be read.", [ProblemPart(error.reason, pointer="")]) from None
    return _read(plain)


def _read(plain: dict[str, Any]) -> SqlQuestion:
    faults: list[ProblemPart] = []
    found: dict[str, Any] = {}
    for name, value in plain.items():
        if name not in MEMBERS:
            known = nearest(name, MEMBERS)
            faults.append(ProblemPart("there is no such member here", suggestion=known, pointer=f"/{_escaped(name)}"))
            continue
        try:
            found[name] = msgspec.convert(_numbers(value, whole=name == "max_rows"), MEMBERS[name])
        except msgspec.ValidationError as error:
            faults.append(ProblemPart(_reason(name, error), pointer=f"/{name}"))
    if "sql" not in plain:
        faults.append(ProblemPart("there is no statement: write one SELECT", pointer="/sql"))
    if faults:
        names = ", ".join(dict.fromkeys((one.pointer or "")[1:] for one in faults))
        raise ProblemError("bad_request", f"Mend {names} as said in errors and ask again.", faults)
    return SqlQuestion(**found)


def _reason(name: str, error: msgspec.ValidationError) -> str:
    if name == "release":
        return "it is neither a version such as 2026.11.0 nor an alias such as latest"
    if name == "format":
        return f"it is none of {', '.join(FORMATS)}"
    told = str(error).replace("`", "").replace(" - at $", ", at params")
    return told[:1].lower() + told[1:] if name == "params" else told.partition(", at params")[0]


def _numbers(value: Any, *, whole: bool) -> Any:
    """Numbers as JSON Schema sees them: 10.0 is a whole number, and one of more than 64 bits a number like others."""
    if isinstance(value, list):
        return [_numbers(one, whole=whole) for one in value]
    if isinstance(value, dict):
        return {name: _numbers(one, whole=whole) for name, one in value.items()}
    if whole and isinstance(value, float) and value.is_integer():
        return int(value)
    if not whole and isinstance(value, int) and not -(2**63) <= value < 2**63:
        try:
            return float(value)
        except OverflowError:
            return value
    return value


def _escaped(name: str) -> str:
    """A member's name within a JSON Pointer."""
    return name[:120].replace("~", "~0").replace("/", "~1")
