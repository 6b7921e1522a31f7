"""Counts, series, streams and relations worked out in plain Python over the Parquet rows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import Any

from dataset.queries.fields import Field
from dataset.queries.grouping import DATES
from tests.test_dataset.plain import Plain, Row, holding

LISTED = ("curated", "imported")
LENGTHS = {"month": 1, "quarter": 3, "year": 12}


def bin_of(day: date, interval: str) -> date:
    """First day of the bin in which a day lies."""
    length = LENGTHS[interval]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def following(first: date, interval: str) -> date:
    """First day of the next bin."""
    months = first.year * 12 + first.month - 1 + LENGTHS[interval]
    return date(months // 12, months % 12 + 1, 1)


def _part(value: Any, path: Iterable[str]) -> Any:
    for name in path:
        value = None if value is None else value[name]
    return value


def _elements(value: Any, steps: tuple[str, ...]) -> list[Any]:
    """Elements of a list, or of the lists in the elements of one."""
    for place, name in enumerate(steps):
        if isinstance(value, list):
            return [found for one in value for found in _elements(one, steps[place:])]
        value = None if value is None else value[name]
    return value or []


def keys_of(row: Row, fields: list[Field], sources: dict[str, Row]) -> set[tuple[Any, ...]]:
    """Groups in which a record stands: fields of one list by the same element, those of a source by the one it names."""
    lists: dict[tuple[str, ...], list[int]] = {}
    for place, field in enumerate(fields):
        if field.inside or field.is_list:
            lists.setdefault(tuple(field.inside.split(".")) if field.inside else field.path, []).append(place)
    found = set()
    for elements in product(*(_elements(row, steps) or [None] for steps in lists)):
        key = [None if field.inside or field.is_list else _part(row, field.path) for field in fields]
        for (steps, places), element in zip(lists.items(), elements, strict=True):
            for place in places:
                through = fields[place].through
                holder = sources.get(_part(element, through)) if through else element
                key[place] = _part(holder, fields[place].path[len(steps) :])
        found.add(tuple(key))
    return found


def counted(
    plain: Plain, name: str, day: date, fields: list[Field], interval: str | None
) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Certain and possible records of each group and bin."""
    rows = list(plain.listed(name, day).values())
    dates = {row["id"]: row[DATES[name]] or {"earliest": None, "latest": None} for row in rows}
    ends = [day_ for one in dates.values() for day_ in (one["earliest"], one["latest"]) if day_]
    certain: Counter[tuple[Any, ...]] = Counter()
    possible: Counter[tuple[Any, ...]] = Counter()
    sources = plain.visible("sources", day)
    for row in rows:
        first, last = dates[row["id"]]["earliest"], dates[row["id"]]["latest"]
        bins: list[date | None] = [None]
        if interval and (first or last):
            bins, at = [], bin_of(first or min(ends), interval)
            while at <= (last or max(ends)):
                bins.append(at)
                at = following(at, interval)
        for key in product(keys_of(row, fields, sources), bins):
            possible[key] += 1
            if key[1] is None or (interval and first and last and bin_of(first, interval) == bin_of(last, interval)):
                certain[key] += 1
    return {(*key[0], key[1]): (certain[key], n) for key, n in possible.items()}


def points(plain: Plain, day: date) -> list[Row]:
    """Figures known on the day, without candidates."""
    return [row for row in plain.tables["metric_series"] if row["known_on"] <= day and row["tier"] in LISTED]


def contradicted(plain: Plain, claim: str, day: date) -> list[str]:
    """Claims known to contradict one."""
    pairs = [row for row in plain.tables["contradictions"] if row["known_on"] <= day]
    return sorted(
        {row["other"] for row in pairs if row["claim"] == claim}
        | {row["claim"] for row in pairs if row["other"] == claim}
    )


def stream(plain: Plain, entity: str, day: date) -> set[tuple[str, str, tuple[str, ...]]]:
    """Items of an entity's timeline: type, what, and how."""
    found: set[tuple[str, str, tuple[str, ...]]] = set()
    for row in plain.listed("events", day).values():
        roles = {one["role"] for one in row["participants"] if one["entity"] == entity}
        if roles:
            found.add(("event", row["id"], tuple(sorted(roles))))
    for row in plain.listed("claims", day).values():
        named = [("speaker", one["entity"]) for one in row["speakers"]]
        named += [("on_behalf_of", one["on_behalf_of"]) for one in row["speakers"]]
        named += [("obligor", one) for one in row["obligors"]] + [("subject", row["subject"])]
        named += [("compared_with", row["comparison"]["to"])] if row["comparison"] else []
        parts = {part for part, one in named if one == entity}
        if parts:
            found.add(("claim", row["id"], tuple(sorted(parts))))
    for row in plain.visible("entities", day).values():
        for one in row["relations"]:
            for change in ("start", "end"):
                if one[change] and entity in (row["id"], one["target"]):
                    what = (
                        row["id"],
                        one["relation"],
                        one["target"],
                        change,
                        str(one[change]["event"]),
                        str(one["role"]),
                    )
                    found.add(("role_change", "~".join(what), ()))
    return found


def edges(plain: Plain, day: date) -> Iterator[tuple[str, str, str, str | None]]:
    """Everything that holds two records together on the day."""
    for row in plain.visible("events", day).values():
        yield from ((row["id"], one["target"], "link", one["relation"]) for one in row["links"])
        yield from ((row["id"], one["source"], "evidence", one["stance"]) for one in row["evidence"])
    for row in plain.visible("claims", day).values():
        yield from ((row["id"], one["target"], "link", one["relation"]) for one in row["links"])
        yield from ((row["id"], one["source"], "evidence", one["stance"]) for one in row["evidence"])
        yield from ((row["id"], one["event"], "settles", one["outcome"]) for one in row["resolutions"] if one["event"])
        if row["subject"] and row["subject"].startswith("e_"):
            yield row["id"], row["subject"], "about", None
    for row in plain.visible("entities", day).values():
        yield from ((row["id"], one["target"], "relation", one["relation"]) for one in row["relations"])


def names(row: Row) -> set[str]:
    """Entities by which an event or claim is near others."""
    if "participants" in row:
        return {one["entity"] for one in row["participants"]}
    found = {one["entity"] for one in row["speakers"]} | {one["on_behalf_of"] for one in row["speakers"]}
    found |= {*row["obligors"], row["subject"]}
    return {one for one in found if one and one.startswith("n_")}


def relatives(plain: Plain, id_: str, day: date) -> dict[str, set[tuple[Any, ...]]]:
    """Reasons of each related record."""
    listed = {
        one: row for kind in ("events", "claims", "entities", "sources") for one, row in plain.listed(kind, day).items()
    }
    found: dict[str, set[tuple[Any, ...]]] = {}
    ties: dict[str, set[str]] = {}
    for a, b, why, relation in edges(plain, day):
        for one, other, direction in ((a, b, "to"), (b, a, "from")):
            if one == id_ and other != id_:
                found.setdefault(other, set()).add((why, relation, direction, ()))
        if why == "evidence" and id_.startswith("s_") and a in listed:
            ties.setdefault(b, set()).add(a)
    everything = {**plain.visible("events", day), **plain.visible("claims", day)}
    for one, row in everything.items():
        for name in names(row):
            if id_.startswith("n_") and one in listed:
                ties.setdefault(name, set()).add(one)
            elif id_[0] in "ec":
                ties.setdefault(one, set()).add(name)
    why = {"n": "records", "s": "citations"}.get(id_[0], "participants")
    for other, own in ties.items():
        if other != id_ and own & ties.get(id_, set()):
            found.setdefault(other, set()).add((why, None, None, tuple(sorted(own & ties[id_]))))
    if id_ in everything:
        for other, row in everything.items():
            shared = set(row["topics"]) & set(everything[id_]["topics"])
            if other != id_ and shared:
                found.setdefault(other, set()).add(("topics", None, None, tuple(sorted(shared))))
    return {other: reasons for other, reasons in found.items() if other in listed}


def status_on(plain: Plain, claim: str, day: date) -> str:
    """State of a claim as known on a day."""
    (row,) = (one for one in holding(plain.tables["claim_status"], day) if one["claim"] == claim)
    return str(row["status"])
