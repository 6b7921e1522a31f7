"""Parts of the contract that no path owns: what it is, its tags, headers and the terms of requests."""

from typing import Any

from api.query_schema import term_schema
from schemas.vocabulary import VOCABULARIES

INFO: dict[str, Any] = {
    "summary": "What the AI industry did, said and promised: sourced, dated, versioned.",
    "description": (
        "A read-only service over a versioned dataset of events and claims. Every record carries its evidence.\n\n"
        "- `release` asks what the dataset said in a release; `known_at` what the world knew on a day.\n"
        "- Filters take suffixes: `__in`, `__not`, `__gte`, `__lte`, `__gt`, `__lt`, `__exists`. All of them hold at once.\n"
        "- What filters cannot say, a tree of conditions does: `where` in an address, or a body posted to `…/query`.\n"
        "- Pages follow `links.next`; nothing is skipped or repeated, also while a new release goes live.\n"
        "- `links.cite` is the address of the same answer for ever; `format=bibtex` and `format=csl-json` cite it.\n"
        "- Lists come as JSON, NDJSON, CSV, Arrow and Parquet, by `format` or `Accept`: the same rows in each.\n"
        "- Errors are `application/problem+json` and name every fault at once, with the nearest valid word."
    ),
    "license": {"name": "Software: Apache-2.0; data: CC BY 4.0", "identifier": "Apache-2.0"},
}

TAGS = [
    {"name": "events", "description": "What happened or was announced."},
    {"name": "claims", "description": "What somebody said."},
    {"name": "entities", "description": "Whom and what records name."},
    {"name": "sources", "description": "Pages and documents that were opened and read."},
    {"name": "search", "description": "Records of every kind by the words they hold."},
    {"name": "promises", "description": "Commitments, targets, guidance and obligations followed to their outcome."},
    {"name": "scorecards", "description": "What became of promises and forecasts, counted."},
    {"name": "contradictions", "description": "Pairs of claims that cannot both be right."},
    {"name": "metrics", "description": "What figures measure, and the figures claimed."},
    {"name": "vocabularies", "description": "Closed lists of terms with their meanings."},
    {"name": "releases", "description": "Versions of the dataset and their files."},
    {"name": "sql", "description": "Releases asked in SQL."},
    {"name": "service", "description": "The service itself."},
]


def _header(description: str, example: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"description": description, "schema": {"type": "string"}}
    return {**found, "example": example} if example else found


HEADERS: dict[str, Any] = {
    "Deprecation": _header(
        "Since when something in the answers of this path should no longer be used (RFC 9745): seconds since 1970.",
        "@1796083200",
    ),
    "Sunset": _header("Day from which it may no longer be there (RFC 8594).", "Wed, 01 Dec 2027 00:00:00 GMT"),
    "ETag": _header("Strong validator of the answer; of a file its SHA-256."),
    "Cache-Control": _header(
        "How long the answer may be kept: a day where the release is named, a minute under an alias."
    ),
    "Vary": _header("Request headers on which the answer depends."),
    "Dataset-Release": _header("Release that answered."),
    "Content-Location": _header("The answer's address with its release; only where it was asked under an alias."),
    "Link": _header(
        "The next page, as `rel=next`, where there is one; in formats that hold no links also the address to cite, as "
        "`rel=cite-as`."
    ),
    "Next-Cursor": _header(
        "Cursor of the next page, where a format has no place for it and the question is too long for an address.",
        "V2hlcmUgdGhlIG5leHQgcGFnZSBnb2VzIG9u",
    ),
    "Accept-Ranges": _header("`bytes`: ranges may be asked."),
    "Content-Range": _header("Which bytes of how many."),
    "Content-Disposition": _header("Name under which to save it: of files, and of answers that are no JSON."),
    "Repr-Digest": _header("SHA-256 of the whole file (RFC 9530)."),
    "Result-Rows": _header("Number of rows in the answer to a statement.", "120"),
    "Result-Truncated": _header("`true` where the answer to a statement was cut at a limit, else `false`.", "false"),
    "Retry-After": _header("Seconds after which to ask again.", "5"),
    "Location": _header("The one address of what was asked.", "/v1/events"),
}
"""Headers of answers; their examples come from real ones."""


def term_components() -> dict[str, Any]:
    """Closed terms as requests take them: enums. In answers they are plain strings, so that clients survive a new one."""
    return {
        term_schema(one.name): {"type": "string", "description": one.definition, "enum": list(one.terms)}
        for one in VOCABULARIES.values()
    }
