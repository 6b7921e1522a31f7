"""Makers of the `msgspec.Meta` that every field carries: its description, and what else is derived from it.

Keys of `Meta.extra`, read by the walkers over `msgspec.inspect.type_info`:

- `vocabulary`: name of the closed vocabulary the value belongs to;
- `kind`: record kind an id points to (`event`, `claim`, `entity`, `source`; several for a choice);
- `unit`: unit of the value, kept in the Parquet column metadata;
- `derived`: filled by the build, never written by a curator;
- `curation`: written by a curator for the checks, never released;
- `since`: schema version that brought the field to a table that was there before; rows of older releases hold nothing there.
"""

from typing import Any

from msgspec import Meta

from schemas.vocabulary.terms import Vocabulary


def described(
    text: str,
    *,
    unit: str | None = None,
    derived: bool = False,
    curation: bool = False,
    since: str | None = None,
    example: Any = None,
) -> Meta:
    """Description of a field, with its unit, where its value comes from, and since which schema version it is there."""
    extra: dict[str, Any] = {}
    if unit:
        extra["unit"] = unit
    if derived:
        extra["derived"] = True
    if curation:
        extra["curation"] = True
    if since:
        extra["since"] = since
    schema: dict[str, Any] = {"x-unit": unit} if unit else {}
    if example is not None:
        schema["examples"] = [example]
    return Meta(description=text, extra=extra, extra_json_schema=schema)


def term_of(vocabulary: Vocabulary) -> Meta:
    """A closed term: a plain string with its known values in answers, so that a client survives a new term."""
    return Meta(
        extra={"vocabulary": vocabulary.name},
        extra_json_schema={"x-known-values": list(vocabulary.terms), "x-vocabulary": vocabulary.name},
    )


ID_PREFIX = {"event": "e_", "claim": "c_", "entity": "n_", "source": "s_"}
"""Prefix that tells a record's kind from its id."""


def id_of(*kinds: str) -> Meta:
    """A stable, readable id of one of `kinds`: prefix, then lower-case words joined by hyphens."""
    prefixes = "".join(ID_PREFIX[kind][0] for kind in kinds)
    start = prefixes if len(prefixes) == 1 else f"[{prefixes}]"
    return Meta(pattern=f"^{start}_[a-z0-9]+(-[a-z0-9]+)*$", max_length=120, extra={"kind": kinds})
