"""What a request says of the form of its answer: format, fields, sample, and whether all rows are asked."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from api.formats.catalogue import ITEM_FORMATS, JSON, LIST_FORMATS, ROW_FORMATS, Format
from api.formats.negotiating import accepted
from api.query_string import Pairs
from dataset.queries.collection import Collection
from dataset.queries.projecting import MOST_FIELDS, field_paths, has_columns, layout_with, read_fields
from dataset.queries.question import LIMIT, MOST_ROWS, Sample
from dataset.queries.values import UnreadableError, read_integer, shown

ALL = "all"
"""What `limit` says where all rows are asked, in no pages."""

MOST_SEED = 2**31 - 1
"""Largest seed."""


class Reading(Protocol):
    """Parameters as they were written, and a place for their faults."""

    pairs: Pairs

    def fault(self, name: str, reason: str, suggestion: str | None = None) -> None: ...
    def choice(self, name: str, terms: list[str], default: str) -> str: ...


class Form(Struct, frozen=True, kw_only=True):
    """Of which form the answer is."""

    format: Format = JSON
    fields: list[str] | None = None
    """Null where nothing was said of them."""
    sample: Sample | None = None
    everything: bool = False
    limit: int | None = None
    """Rows of a page, where that is settled here."""


def formats_of(row: Any) -> dict[str, Format]:
    """Formats of lists of a type of row."""
    tabular = has_columns(row)
    return {name: one for name, one in LIST_FORMATS.items() if tabular or not one.rows or name == "ndjson"}


_TITLES = {
    tuple(LIST_FORMATS): "ListFormat",
    tuple(name for name, one in LIST_FORMATS.items() if not one.rows or name == "ndjson"): "StreamFormat",
    tuple(ITEM_FORMATS): "ItemFormat",
}
"""Names of the lists of formats that are offered together."""


def format_schema(offered: Mapping[str, Format]) -> tuple[str, dict[str, Any]]:
    """Description and schema of `format`."""
    told = " ".join(f"`{name}`: {one.about}" for name, one in offered.items())
    text = f"Format of the answer; goes before `Accept`, and is `json` where neither says anything. {told}"
    return text, {"type": "string", "title": _TITLES[tuple(offered)], "enum": list(offered)}


def form_schemas(collection: Collection) -> dict[str, tuple[str, dict[str, Any]]]:
    """Description and schema of each parameter that is read here, by name."""
    found = {"format": format_schema(formats_of(collection.row))}
    paths = field_paths(collection.row)
    if paths:
        text = (
            "Only these fields of the rows, parted by commas, a field inside another behind a dot; `id` is always "
            "among them."
        )
        items = {"type": "string", "title": f"{collection.name.capitalize()}Field", "enum": list(paths)}
        found["fields"] = text, {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_FIELDS}
    return found | {
        "sample": (
            "So many rows drawn at random from all that the filters let through, the same ones each time: by a hash of "
            "`seed` and id, in the order of that hash. Excludes `cursor`, `limit` and `sort`.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        ),
        "seed": (
            "Which sample, 0 where not given; only with `sample`.",
            {"type": "integer", "minimum": 0, "maximum": MOST_SEED},
        ),
    }


def read_form(reading: Reading, collection: Collection, accept: str | None) -> Form:
    """The form asked of a list. Raises a problem, 406, where `Accept` decides and admits none."""
    found = read_format(reading, accept, formats_of(collection.row))
    pairs = reading.pairs
    everything = pairs.get("limit") == ALL
    names = ", ".join(name for name in formats_of(collection.row) if name in ROW_FORMATS)
    if everything and not (found.rows or found.cites):
        reading.fault("limit", f"all rows come as a stream: add format= one of {names}, or follow links.next", "1000")
    if everything and "cursor" in pairs:
        reading.fault("limit", "a cursor goes on in pages: leave it out to have all rows, or give limit=1000", "1000")
    if found.rows and "include" in pairs:
        reading.fault("include", f"{found.name} holds rows alone: leave it out, or ask for format=json")
    sample = _sample(reading)
    return Form(
        format=found,
        fields=_fields(reading, collection) if "fields" in pairs else None,
        sample=sample,
        everything=everything and found.rows,  # a citation is of the question, whose answer in JSON comes in pages
        limit=sample.size if sample else LIMIT if everything else None,
    )


def read_format(reading: Reading, accept: str | None, offered: Mapping[str, Format]) -> Format:
    """The format asked, of those offered. Raises a problem, 406, where `Accept` decides and admits none."""
    if "format" not in reading.pairs:
        return accepted(accept, offered)
    return offered[reading.choice("format", list(offered), JSON.name)]


def _fields(reading: Reading, collection: Collection) -> list[str]:
    found, faults = read_fields(collection.row, reading.pairs["fields"])
    for fault in faults:
        reading.fault("fields", fault.reason, fault.suggestion)
    further = [path for path in found if path.split(".")[0] == "outcome_at"]
    if further and "outcomes_at" not in reading.pairs and "cursor" not in reading.pairs:
        reading.fault("fields", f"{further[0]} is only there with outcomes_at: add that day")
    return found


def _sample(reading: Reading) -> Sample | None:
    pairs = reading.pairs
    if "sample" not in pairs:
        if "seed" in pairs:
            reading.fault("seed", "says which sample: give sample= too, or leave it out")
        return None
    for name in ("cursor", "limit", "sort"):
        if name in pairs:
            reading.fault(name, "a sample has its own size and order and no pages: leave it out")
    size = _integer(reading, "sample", 1, MOST_ROWS)
    return Sample(size, _integer(reading, "seed", 0, MOST_SEED) if "seed" in pairs else 0)


def _integer(reading: Reading, name: str, least: int, most: int) -> int:
    text = reading.pairs[name]
    try:
        found = read_integer(text)
    except UnreadableError as error:
        reading.fault(name, error.reason)
        return least
    if not least <= found <= most:
        reading.fault(name, f"{shown(text)} is not between {least} and {most}")
        return least
    return found


def columns_asked(collection: Collection, outcomes: bool) -> Any:
    """Columns of a collection's rows, with that of later outcomes where they were asked for."""
    return layout_with(collection.row, ("outcome_at",) if outcomes else ())
