"""What is counted by what: the fields, bins and measures of a question for numbers, read and typed."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from dataset.queries.collection import Collection
from dataset.queries.faults import Fault, nearest
from dataset.queries.fields import Field, Kind
from dataset.queries.filters import Condition
from dataset.queries.projecting import Tree, columns_of
from dataset.queries.values import shown
from schemas.answers_stats import Ends, GroupCount
from schemas.ids import CountryCode, CurrencyCode, LanguageCode
from schemas.scalars import PartialDate
from schemas.vocabulary.metrics import METRIC, MONEY_UNITS
from schemas.walk import Column, columns

DATES = {"events": "date", "claims": "asserted", "entities": "founded", "sources": "published"}
"""Date of each collection by which its records are put into bins."""

INTERVALS = {"month": 1, "quarter": 3, "year": 12}
"""Lengths of bins, in months."""

MEASURES = ("min", "max", "median")
"""Measures of figures."""

MEASURED = ("claims",)
"""Collections whose records have figures."""

MOST_FIELDS = 3
"""Most fields to group by."""

GROUPS = 100
"""Groups shown where nothing else is asked."""

Interval = Literal["month", "quarter", "year"]

_CODES = {get_args(kind)[1].pattern for kind in (CountryCode, CurrencyCode, LanguageCode)}


def groupable(collection: Collection) -> dict[str, Field]:
    """Fields to group by: closed terms, ids of other records, codes, releases and truths."""
    kinds = (Kind.term, Kind.id, Kind.boolean, Kind.version)
    return {
        name: field
        for name, field in collection.fields.items()
        if name != "id"
        and not (field.inside and field.is_list)
        and (field.kind in kinds or (field.kind is Kind.text and field.pattern in _CODES))
    }


class Grouping(Struct, frozen=True, kw_only=True):
    """What is counted by what."""

    fields: list[Field] = []
    interval: Interval | None = None
    measures: list[str] = []
    limit: int = GROUPS


def _value(field: Field) -> Any:
    return bool | None if field.kind is Kind.boolean else str | None


def row_type(collection: Collection) -> type[Struct]:
    """Struct of a group of a collection: what its records share, its bin, its count and measures."""
    title = collection.row.__name__
    fields = groupable(collection)
    group = msgspec.defstruct(
        f"{title}Group",
        [
            (f"g{place}", Annotated[_value(field), Meta(description=field.description)] | UnsetType, UNSET)
            for place, field in enumerate(fields.values())
        ],
        rename={f"g{place}": name for place, name in enumerate(fields)},
        kw_only=True,
        frozen=True,
        namespace={"__doc__": "What the records of a group share: a value, or null, for each field asked."},
        module=__name__,
    )
    parts: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        ("group", Annotated[group, Meta(description="What its records share.")]),
        ("bin", Annotated[PartialDate | None, Meta(description="Time; null without `interval`, or without a date.")]),
        ("count", Annotated[GroupCount, Meta(description="Records.")]),
    ]
    if collection.name in MEASURED:
        texts = {
            "min": "Lowest of the figures.",
            "max": "Highest of the figures.",
            "median": "Median of the figures.",
        }
        about = "Certain records with a figure; only with measures, as are these."
        parts.append(("figures", Annotated[int, Meta(description=about)] | UnsetType, UNSET))
        parts += [
            (
                name,
                Annotated[Ends | None, Meta(description=f"{texts[name]} Null where there is none.")] | UnsetType,
                UNSET,
            )
            for name in MEASURES
        ]
    return msgspec.defstruct(
        f"{title}Count",
        parts,
        kw_only=True,
        frozen=True,
        namespace={"__doc__": f"A group of {collection.name}, counted."},
        module=__name__,
    )


def columns_counted(row: type[Struct], grouping: Grouping) -> tuple[Column, ...]:
    """Columns of the groups of a collection: those alone that were asked for."""
    tree: Tree = {"bin": None, "count": None}
    if grouping.fields:
        tree["group"] = {field.name: None for field in grouping.fields}
    if grouping.measures:
        tree |= dict.fromkeys(("figures", *grouping.measures))
    return columns_of(columns(row), tree)


def read_grouping(
    collection: Collection, pairs: Mapping[str, str], conditions: Sequence[Condition], limit: int
) -> tuple[Grouping, list[Fault]]:
    """What `group_by`, `interval` and `measure` ask, and the faults met."""
    known, faults = groupable(collection), []
    fields: list[Field] = []
    names = pairs["group_by"].split(",") if "group_by" in pairs else []
    if len(names) > MOST_FIELDS:
        faults.append(Fault("group_by", f"{len(names)} fields are too many: give at most {MOST_FIELDS}"))
    for name in names:
        if name not in known:
            faults.append(Fault("group_by", f"records are not grouped by {shown(name)}", nearest(name, known)))
        elif known[name] not in fields:
            fields.append(known[name])
    interval: Any = pairs.get("interval")
    if interval is not None and interval not in INTERVALS:
        faults.append(
            Fault("interval", f"{shown(interval)} is none of {', '.join(INTERVALS)}", nearest(interval, INTERVALS))
        )
        interval = None
    measures = pairs["measure"].split(",") if "measure" in pairs else []
    for name in measures:
        if name not in ("count", *MEASURES):
            reason = f"{shown(name)} is none of count, {', '.join(MEASURES)}"
            faults.append(Fault("measure", reason, nearest(name, ("count", *MEASURES))))
    asked = [name for name in MEASURES if name in measures]
    if asked:
        faults.extend(fault for fault in _not_comparable(conditions) if fault.parameter not in pairs)
    return Grouping(fields=fields, interval=interval, measures=asked, limit=limit), faults


def _not_comparable(conditions: Sequence[Condition]) -> list[Fault]:
    """Figures are measured together only where one metric, scope, basis and currency is asked."""

    def one_only(name: str) -> Any:
        for one in conditions:
            if one.field.name == name:
                if one.operator == "eq" or (one.operator == "in" and len(set(one.value)) == 1):
                    return one.value if one.operator == "eq" else one.value[0]
                if one.operator == "exists" and not one.value:
                    return ""
        return None

    metric = one_only("metric")
    needed = ["metric", "scope", "basis"]
    if metric not in METRIC.terms or METRIC.terms[metric].unit in MONEY_UNITS:
        needed.append("value.currency")
    return [
        Fault(name, f"figures are measured for one {name} alone: add {name}=…, so that nothing unlike is mixed")
        for name in needed
        if one_only(name) in (None, *([""] if name == "metric" else []))
    ]
