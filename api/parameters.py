"""Parameters that every list or record takes beside its filters: described."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from api.formats.catalogue import ITEM_FORMATS
from api.formats.reading import ALL, form_schemas, format_schema
from dataset.queries.collection import Collection
from dataset.queries.filters import FilterParameter
from dataset.queries.including import inclusions
from dataset.queries.order import MOST_TERMS, sort_terms
from dataset.queries.question import LIMIT, MOST_ROWS
from dataset.queries.scopes import QUERIED
from dataset.store.archive import ALIASES

VERSION = r"[0-9]{4}\.(0[1-9]|1[0-2])\.(0|[1-9][0-9]{0,8})"
RELEASE = rf"^({'|'.join(ALIASES)}|{VERSION})$"
"""A version or an alias."""


MOST_TREE = 8192
"""Most bytes of a tree of conditions in an address; a body takes more."""


class Parameter(Struct, frozen=True):
    """A parameter for the documents: name, what it asks, JSON Schema of its value."""

    name: str
    description: str
    schema: dict[str, Any]
    required: bool = False


def known_names(
    parameters: Iterable[Parameter], filters: Mapping[str, FilterParameter] | None = None
) -> dict[str, bool]:
    """Names of parameters, with whether each takes a list."""
    filters = filters or {}
    return {
        **{one.name: one.schema.get("type") == "array" for one in parameters},
        **{name: one.operator == "in" for name, one in filters.items()},
    }


def moment_parameters() -> list[Parameter]:
    """Parameters that say of which release and as of which day."""
    aliases = " ".join(f"`{name}`: {text}" for name, text in ALIASES.items())
    return [
        Parameter(
            "release",
            f"Release that answers: a version or an alias, `latest` where not given. {aliases}",
            {"type": "string", "pattern": RELEASE, "maxLength": 20},
        ),
        Parameter(
            "known_at",
            "Answer as the world knew on this UTC day, inclusive: nothing known later is in the answer. Not after the "
            "release's `data_date`, which it is where not given.",
            {"type": "string", "format": "date"},
        ),
    ]


def match_parameter() -> Parameter:
    """The parameter for dates and figures that are not exact."""
    return Parameter(
        "match",
        "Whether a date or figure that is not exact meets a filter where it possibly does (`overlaps`, also where not "
        "given) or only where it certainly does (`within`).",
        {"type": "string", "title": "MatchMode", "enum": ["overlaps", "within"]},
    )


def item_parameters(collection: Collection) -> list[Parameter]:
    """Parameters of a single record."""
    brings = " ".join(f"`{name}`: {text}" for name, text in collection.includes.items())
    if not collection.dated:
        return []
    return [
        *moment_parameters(),
        Parameter(
            "include",
            "Records named by the answer, given beside it under `included`; behind a dot, what these name in turn. "
            f"{brings}",
            {
                "type": "array",
                "items": {
                    "type": "string",
                    "title": f"{collection.name.capitalize()}Include",
                    "enum": list(inclusions(collection)),
                },
                "minItems": 1,
                "maxItems": 10,
            },
        ),
        *outcome_parameters(collection),
        Parameter("format", *format_schema(ITEM_FORMATS)),
    ]


def outcome_parameters(collection: Collection) -> list[Parameter]:
    """The parameter for later outcomes, where rows come to some."""
    if not collection.outcomes:
        return []
    text = (
        "Puts beside each row, under `outcome_at`, what became of it as known on this later UTC day: questions as of "
        "`known_at` with their later answers. Not before `known_at`, not after the release's `data_date`."
    )
    return [Parameter("outcomes_at", text, {"type": "string", "format": "date"})]


def where_parameters(collection: Collection) -> list[Parameter]:
    """The parameter for a tree of conditions, where a collection takes one."""
    if collection not in QUERIED:
        return []
    tree = f"{collection.name.capitalize()}Where"
    return [
        Parameter(
            "where",
            f"A tree of conditions as JSON, up to {MOST_TREE} bytes, that holds beside the filters: `all`, `any`, `not`, "
            f"`some` for joined rows, and `field` with `op` and `value`. A longer one is posted to "
            f"`/v1/{collection.name}/query`.",
            {
                "type": "string",
                "format": "onrecord-where",
                "minLength": 1,
                "contentMediaType": "application/json",
                "contentSchema": {"$ref": f"#/components/schemas/{tree}"},
            },
        )
    ]


def list_parameters(collection: Collection) -> list[Parameter]:
    """Parameters of a list beside its filters."""
    return [
        Parameter(
            "sort",
            f"Up to {MOST_TERMS} fields parted by commas, `-` for downwards; nulls last; ties go by `id`. Dates go by "
            f"their first day upwards and their last day downwards. Where not given: `{collection.default_sort}`.",
            {
                "type": "array",
                "items": {
                    "type": "string",
                    "title": f"{collection.name.capitalize()}Sort",
                    "enum": sort_terms(collection.fields),
                },
                "minItems": 1,
                "maxItems": MOST_TERMS,
            },
        ),
        Parameter(
            "limit",
            f"Most rows of a page, {LIMIT} where not given. `{ALL}` gives every row in no pages, as a stream, in the "
            "formats that hold rows alone.",
            {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_ROWS}, {"const": ALL}]},
        ),
        Parameter(
            "cursor",
            "Goes on where a page ended: the one in its `links.next`. It holds release, day, filters and order, so the "
            "other parameters may be left out and must not differ.",
            {"type": "string", "format": "onrecord-cursor", "minLength": 1},
        ),
        Parameter(
            "count",
            "Whether `meta.count` counts the rows on all pages, as it does where not given; only JSON has it.",
            {"type": "string", "title": "CountMode", "enum": ["exact", "none"]},
        ),
        match_parameter(),
        *where_parameters(collection),
        *(one for one in item_parameters(collection) if one.name != "format"),
        *(Parameter(name, *said) for name, said in form_schemas(collection).items()),
    ]
