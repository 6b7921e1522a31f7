"""Counts of a collection by its fields and by time, and measures of figures that can be compared."""

from datetime import date
from typing import Any

from msgspec import Struct

from dataset.queries.collection import Collection
from dataset.queries.grouping import DATES, INTERVALS, Grouping, Interval
from dataset.queries.listing import effective
from dataset.queries.predicates import element_list, where
from dataset.queries.question import Question
from dataset.queries.sql import Bound, quoted
from dataset.queries.visible import missing
from dataset.store.store import Store
from schemas.answers_stats import Ends, GroupCount, Truncated
from schemas.scalars import PartialDate, parse_partial_date

BINNING = (
    "A bin counts a record as certain where its whole date lies in the bin, and as possible where its date may: so they "
    "are what `match=within` and `match=overlaps` count for the bin's date. An open end reaches as far as the dates of the "
    "records counted. Records without a date stand under a bin that is null. Measures are over the certain ones."
)
"""How dates that are not exact are put into bins."""


class Stats(Struct, kw_only=True):
    """Groups of a collection."""

    rows: list[dict[str, Any]]
    count: int
    """Records counted, each once."""
    groups: int
    truncated: Truncated | None
    warnings: list[str]


def stats(store: Store, question: Question, grouping: Grouping) -> Stats:
    """Groups in their order: by bin, then the largest first."""
    collection, bound = question.collection, Bound(question.known_at)
    conditions = effective(collection, question.conditions)
    asked = where(conditions, question.match, bound)
    used = [collection.fields[DATES[collection.name]], *grouping.fields, *(one.field for one in conditions)]
    read = {"id", *(field.path[0] for field in used), *(("value",) if grouping.measures else ())}
    head = f"WITH matched AS (SELECT k.* FROM ({collection.as_known.select(read)}) k WHERE {asked})"
    count = int(store.rows(f"{head} SELECT count(*) AS n FROM matched", bound.values)[0]["n"])
    grouped = f"{head}, {_binned(collection, grouping, bound)}, {_ranked(grouping)}"
    limit = bound.bind(grouping.limit)
    rows = store.rows(f"{grouped} SELECT * FROM ranked WHERE place <= {limit} ORDER BY place", bound.values)
    groups = rows[0]["groups"] if rows else 0
    truncated = None
    if groups > len(rows):
        same = " AND ".join(f"b.{name} IS NOT DISTINCT FROM r.{name}" for name in _names(grouping))
        left = (
            f"{grouped} SELECT count(*) AS n FROM (SELECT b.id FROM binned b JOIN ranked r ON {same} "
            f"GROUP BY b.id HAVING min(r.place) > {limit})"
        )
        truncated = Truncated(groups=groups - len(rows), records=int(store.rows(left, bound.values)[0]["n"]))
    if grouping.interval:
        rows.sort(key=lambda row: (row["bin"] is None, row["bin"] or date.min, row["place"]))
    return Stats(
        rows=[_row(row, grouping) for row in rows],
        count=count,
        groups=groups,
        truncated=truncated,
        warnings=missing(store, question),
    )


def _names(grouping: Grouping) -> list[str]:
    return [*(f"g{place}" for place in range(len(grouping.fields))), "bin"]


def _binned(collection: Collection, grouping: Grouping, bound: Bound) -> str:
    """A row for each record, group and bin that it may belong to."""
    when = f"k.{quoted(*collection.fields[DATES[collection.name]].path)}"
    lists: dict[str, str] = {}
    joins: dict[str, str] = {}
    columns = []
    for place, field in enumerate(grouping.fields):
        path = f"k.{quoted(*field.path)}"
        if field.inside or field.is_list:
            elements = element_list(field, "k") if field.inside else path
            name = lists.setdefault(elements, f"x{len(lists)}")
            own = field.path[len(field.inside.split(".")) :] if field.inside else ()
            if field.through:
                id_ = f"{name}.{quoted(*field.through)}"
                joins[name] = f" LEFT JOIN sources o{name} ON o{name}.id = {id_} AND o{name}.known_on <= $known_at"
                name = f"o{name}"
            path = ".".join([name, *(quoted(part) for part in own)])
        columns.append(f"{path} AS g{place}")
    unnested = "".join(
        f" CROSS JOIN unnest(CASE WHEN len({path}) > 0 THEN {path} ELSE [NULL] END) AS u{name} ({name})"
        for path, name in lists.items()
    ) + "".join(joins.values())
    figures = ", k.value.low AS low, k.value.high AS high" if grouping.measures else ""
    keyed = (
        f"keyed AS (SELECT DISTINCT k.id, {when}.earliest AS first, {when}.latest AS last"
        f"{figures}{''.join(f', {column}' for column in columns)} FROM matched k{unnested})"
    )
    if not grouping.interval:
        return f"{keyed}, binned AS (SELECT *, NULL::DATE AS bin, TRUE AS certain FROM keyed)"
    unit, months = bound.bind(grouping.interval), bound.bind(INTERVALS[grouping.interval])
    return f"""{keyed}, limits AS (
            SELECT min(coalesce(first, last)) AS lo, max(coalesce(last, first)) AS hi FROM keyed
        ), binned AS (
            SELECT keyed.*, b.bin,
                b.bin IS NULL OR coalesce(first >= b.bin AND last < b.bin + to_months({months}::INTEGER), FALSE) AS certain
            FROM keyed CROSS JOIN limits CROSS JOIN unnest(
                CASE WHEN coalesce(first, last) IS NULL THEN [NULL::DATE]
                ELSE generate_series(
                    date_trunc({unit}, coalesce(first, lo)), date_trunc({unit}, coalesce(last, hi)),
                    to_months({months}::INTEGER)
                )::DATE[] END
            ) AS b (bin)
        )"""


_FIGURE = "certain AND coalesce(low, high) IS NOT NULL"
_OPEN_LOW, _OPEN_HIGH = "coalesce(low, '-infinity'::DOUBLE)", "coalesce(high, 'infinity'::DOUBLE)"


def _ranked(grouping: Grouping) -> str:
    """Groups with their counts and measures, the largest first."""
    names = _names(grouping)
    measured = [f"count(*) FILTER ({_FIGURE}) AS figures"] if grouping.measures else []
    for name in grouping.measures:
        measured.append(f"{name}({_OPEN_LOW}) FILTER ({_FIGURE}) AS {name}_low")
        measured.append(f"{name}({_OPEN_HIGH}) FILTER ({_FIGURE}) AS {name}_high")
    order = ", ".join(["possible DESC", "certain DESC", *(f"{name} NULLS LAST" for name in reversed(names))])
    more = "".join(f", {one}" for one in measured)
    return f"""grouped AS (
            SELECT {", ".join(names)}, count(*) FILTER (certain) AS certain, count(*) AS possible{more}
            FROM binned GROUP BY {", ".join(names)}
        ), ranked AS (
            SELECT *, row_number() OVER (ORDER BY {order}) AS place, count(*) OVER () AS groups FROM grouped
        )"""


def _row(row: dict[str, Any], grouping: Grouping) -> dict[str, Any]:
    found: dict[str, Any] = {
        "group": {field.name: row[f"g{place}"] for place, field in enumerate(grouping.fields)},
        "bin": _bin(row["bin"], grouping.interval) if row["bin"] and grouping.interval else None,
        "count": GroupCount(certain=row["certain"], possible=row["possible"]),
    }
    if grouping.measures:
        found["figures"] = row["figures"]
    for name in grouping.measures:
        ends = Ends(low=_finite(row[f"{name}_low"]), high=_finite(row[f"{name}_high"]))
        found[name] = ends if row["figures"] else None
    return found


def _finite(number: float | None) -> float | None:
    """A number, or null where it is open: infinite, or between two that are."""
    return number if number is not None and abs(number) <= 1e308 else None


def _bin(first: date, interval: Interval) -> PartialDate:
    text = {
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}-{33 + (first.month - 1) // 3}",
        "year": f"{first.year}",
    }[interval]
    return parse_partial_date(text)
