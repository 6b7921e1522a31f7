"""Example values for every filter, taken from the records of a release, the commonest first."""

from collections import Counter
from datetime import date
from typing import Any

import msgspec

from dataset.queries.collection import Collection
from dataset.queries.fields import Field, Kind
from dataset.queries.filters import FilterParameter
from dataset.queries.listing import list_page
from dataset.queries.question import MOST_ROWS, Question, default_sort
from dataset.queries.rows import reached
from dataset.store.store import Store

_FALLBACK: dict[str, str] = {
    "archive_url": "https://web.archive.org/web/2025/https://openai.com/index/introducing-gpt-oss/",
    "external_ids.wikidata": "Q21708200",
    "external_ids.cik": "0001326801",
    "time_utc": "2025-06-10T21:00Z",
    "evidence.publisher": "n_openai",
    "evidence.author": "n_sam-altman",
    "evidence.language": "en",
    "external_ids.lei": "BQ4BKCS1HXDV9HN80Z93",
}
"""Well-formed values for fields that a release may not hold."""


def example_rows(store: Store, collection: Collection, known_at: date) -> list[Any]:
    """Rows from which the examples are taken."""
    question = Question(
        collection=collection,
        release=store.version,
        known_at=known_at,
        sort=default_sort(collection),
        limit=MOST_ROWS,
        count="none",
    )
    return list_page(store, question).rows


def example_values(rows: list[Any], collection: Collection) -> dict[str, Any]:
    """A value for each parameter that filters, as it stands in the contract: lists as lists."""
    found: dict[str, Any] = {}
    for parameter in collection.filters.values():
        value = _example(parameter, _commonest(rows, parameter.field))
        if value is not None:
            found[parameter.name] = value
    return found


def _commonest(rows: list[Any], field: Field) -> list[Any]:
    """Values that the field has, the commonest first; equally common ones in their own order."""
    if field.through:
        return []  # it stands in another record than the rows
    plain: Counter[Any] = Counter()
    for row in rows:
        for value in reached(row, field.path):
            if field.kind is Kind.partial_date:
                plain[value.edtf] += 1
            elif field.kind is Kind.value:
                plain.update(one for one in (value.low,) if one is not None)
            elif field.kind is not Kind.presence:
                plain[msgspec.to_builtins(value)] += 1
    usable = {value: n for value, n in plain.items() if not isinstance(value, str) or "," not in value}
    return sorted(usable, key=lambda value: (-usable[value], value))


def _example(parameter: FilterParameter, values: list[Any]) -> Any:
    field = parameter.field
    if parameter.operator == "exists":
        return True
    if not values:
        values = list(field.terms[:1]) or [one for one in (_FALLBACK.get(field.name),) if one] or _plain(field)
    if not values:
        return None
    if parameter.operator == "in":
        return values[:2]
    if field.kind is Kind.partial_date and parameter.operator in ("gte", "lte", "gt", "lt"):
        closed = [value for value in values if ".." not in value]
        return closed[0] if closed else "2025-06"
    return values[0]


def _plain(field: Field) -> list[Any]:
    by_kind: dict[Kind, Any] = {
        Kind.partial_date: "2025-06",
        Kind.integer: 1,
        Kind.number: 0.5,
        Kind.value: 1e9,
        Kind.boolean: True,
        Kind.day: "2025-06-15",
    }
    if field.kind in by_kind:
        return [by_kind[field.kind]]
    if field.kind is Kind.id:
        return [f"{field.ids[0].replace('entity', 'n')[0]}_example"]
    return ["example"] if field.pattern is None else []
