"""The query language worked out in plain Python over loaded rows: what the SQL is compared with."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cmp_to_key
from typing import Any

from dataset.queries.fields import Field, Kind
from dataset.queries.scopes import scopes
from schemas.scalars import parse_partial_date
from tests.test_dataset.plain import Plain, Row

LISTED = ("curated", "imported")


def _at(value: Any, path: Iterable[str]) -> Any:
    for name in path:
        value = None if value is None else value[name]
    return value


def _release(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _is(compared: int, operator: str) -> bool:
    return {"gte": compared >= 0, "lte": compared <= 0, "gt": compared > 0, "lt": compared < 0, "eq": compared == 0}[
        operator
    ]


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _date_meets(value: Row, operator: str, text: str, match: str) -> bool:
    asked = parse_partial_date(text)
    low, high = value["earliest"], value["latest"]
    if operator == "eq":
        if match == "within":
            begins = asked.earliest is None or (low is not None and low >= asked.earliest)
            ends = asked.latest is None or (high is not None and high <= asked.latest)
            return begins and ends
        apart = (low and asked.latest and low > asked.latest) or (high and asked.earliest and high < asked.earliest)
        return not bool(apart)
    day = asked.earliest if operator in ("gte", "lt") else asked.latest
    upwards = operator in ("gte", "gt")
    end = (high if upwards else low) if match == "overlaps" else (low if upwards else high)
    return match == "overlaps" if end is None else _is(_sign(end, day), operator)


def _figure_meets(value: Row, operator: str, asked: float, match: str) -> bool:
    low, high = value["low"], value["high"]
    if value["bound"] == "about":
        low, high = (low - 0.1 * abs(low)) if low is not None else None, high + 0.1 * abs(high)
    upwards = operator in ("gte", "gt")
    end = (high if upwards else low) if match == "overlaps" else (low if upwards else high)
    if end is None:
        return match == "overlaps" and (low is not None or high is not None)
    return _is(_sign(end, asked), operator)


def meets(field: Field, value: Any, operator: str, asked: Any, match: str) -> bool:
    """Whether one value meets an operator; missing ones meet none but `not` and `exists: false`."""
    if operator == "exists":
        return (value is not None) is bool(asked)
    if operator == "not":
        return not meets(field, value, "eq", asked, match)
    if value is None:
        return False
    if operator == "in":
        return value in asked
    if field.kind is Kind.partial_date:
        return _date_meets(value, operator, asked, match)
    if field.kind is Kind.value:
        return _figure_meets(value, operator, asked, match)
    if field.kind is Kind.version:
        return _is(_sign(_release(value), _release(asked)), operator)
    if field.kind is Kind.day:
        return _is(_sign(value, date.fromisoformat(asked)), operator)
    return _is(_sign(value, asked), operator) if operator != "eq" else bool(value == asked)


def _list_meets(values: list[Any], operator: str, asked: Any) -> bool:
    if operator == "exists":
        return bool(values) is bool(asked)
    if operator == "in":
        return any(one in asked for one in values)
    return (asked in values) == (operator == "eq")


class PlainQuery:
    """A release on a day, asked in plain Python."""

    def __init__(self, plain: Plain, day: date, match: str) -> None:
        self.match = match
        self.rows = {name: plain.visible(name, day) for name in ("events", "claims", "entities", "sources")}

    def ids(
        self, name: str, parameters: list[tuple[Field, str, Any]], tree: Any, sort: list[tuple[Field, bool]]
    ) -> list[str]:
        """Ids of the rows that meet filters and a tree, in order."""
        speaks = any(field.name == "tier" for field, _operator, _asked in parameters) or names_tier(tree)
        found = [
            row
            for row in self.rows[name].values()
            if (speaks or row.get("tier", "curated") in LISTED)
            and self._filtered(row, parameters)
            and (tree is None or self.holds(name, row, tree))
        ]
        return [row["id"] for row in ordered(found, name, sort)]

    def _filtered(self, row: Row, parameters: list[tuple[Field, str, Any]]) -> bool:
        lists: dict[str, list[tuple[Field, str, Any]]] = {}
        for one in parameters:
            if one[0].inside:
                lists.setdefault(one[0].inside, []).append(one)
            elif not self._tested(row, *one):
                return False
        return all(self._same_element(row, group) for group in lists.values())

    def _same_element(self, row: Row, group: list[tuple[Field, str, Any]]) -> bool:
        elements = self._elements(row, group[0][0])
        if all(operator == "not" or (operator == "exists" and not asked) for _field, operator, asked in group):
            positive = [(f, "eq", a) if operator == "not" else (f, "exists", True) for f, operator, a in group]
            return not any(self._element_meets(element, *one) for one in positive for element in elements)
        return any(all(self._element_meets(element, *one) for one in group) for element in elements)

    def _elements(self, row: Row, field: Field) -> list[Row]:
        found = [row]
        start: list[str] = []
        for inside in (*field.outer, field.inside or ""):
            steps = inside.split(".")[len(start) :]
            start = inside.split(".")
            found = [element for one in found for element in _at(one, steps) or []]
        return found

    def _element_meets(self, element: Row, field: Field, operator: str, asked: Any) -> bool:
        path = field.path[len((field.inside or "").split(".")) :]
        holder = self.rows["sources"][_at(element, field.through)] if field.through else element
        return meets(field, _at(holder, path), operator, asked, self.match)

    def _tested(self, row: Row, field: Field, operator: str, asked: Any) -> bool:
        if field.inside:
            return self._same_element(row, [(field, operator, asked)])
        if field.is_list:
            return _list_meets(_at(row, field.path), operator, asked)
        return meets(field, _at(row, field.path), operator, asked, self.match)

    def holds(self, scope: str, row: Row, tree: Any) -> bool:
        """Whether a row meets a tree, as it is written in JSON."""
        if "all" in tree:
            return all(self.holds(scope, row, one) for one in tree["all"])
        if "any" in tree:
            return any(self.holds(scope, row, one) for one in tree["any"])
        if "not" in tree:
            return not self.holds(scope, row, tree["not"])
        if "some" in tree:
            target, joined = self.joined(scope, row, tree["some"])
            where = tree.get("where")
            tiers = target not in ("events", "claims") or names_tier(where)
            return any(
                (tiers or one["tier"] in LISTED) and (where is None or self.holds(target, one, where)) for one in joined
            )
        return self._tested(row, scopes()[scope].fields[tree["field"]], tree["op"], tree["value"])

    def joined(self, scope: str, row: Row, name: str) -> tuple[str, list[Row]]:
        """Where a join leads, and the rows it leads to."""
        target, find = JOINS[scope, name]
        return target, find(self, row)

    def named(self, kind: str, ids: Iterable[str | None]) -> list[Row]:
        """Visible rows among ids."""
        return [self.rows[kind][id_] for id_ in dict.fromkeys(ids) if id_ in self.rows[kind]]

    def evidence(self, row: Row) -> list[Row]:
        """Evidence with what its sources say of themselves."""
        return [{**self.rows["sources"][one["source"]], **one} for one in row["evidence"]]

    def relations_then(self, element: Row) -> list[Row]:
        """Relations that an entity had on the day of the element's record."""
        entity = self.rows["entities"].get(element["entity"])
        return [one for one in entity["relations"] if self._held(one, element["_day"])] if entity else []

    def _held(self, relation: Row, day: Row) -> bool:
        start, end = relation["start"]["date"] or {}, relation["end"]
        ended = (end["date"] or {}) if end else {}
        if self.match == "overlaps":
            late = start.get("earliest") and day["latest"] and start["earliest"] > day["latest"]
            over = ended.get("latest") and day["earliest"] and ended["latest"] < day["earliest"]
            return not late and not over
        begun = bool(start.get("latest") and day["earliest"] and start["latest"] <= day["earliest"])
        lasting = bool(ended.get("earliest") and day["latest"] and ended["earliest"] >= day["latest"])
        return begun and (end is None or lasting)


def names_tier(tree: Any) -> bool:
    """Whether a tree speaks of the tier of its own rows."""
    if not isinstance(tree, Mapping):
        return False
    inner = [*tree.get("all", []), *tree.get("any", []), *([tree["not"]] if "not" in tree else [])]
    return tree.get("field") == "tier" or any(names_tier(one) for one in inner)


def _spoken(row: Row) -> list[str | None]:
    return [one[part] for one in row["speakers"] for part in ("entity", "on_behalf_of")]


def _claim_names(row: Row) -> list[str | None]:
    return [*_spoken(row), *row["obligors"], row["subject"], _at(row["comparison"], ["to"])]


def _dated(elements: list[Row], day: Row) -> list[Row]:
    return [{**one, "_day": day} for one in elements]


Find = Callable[[PlainQuery, Row], list[Row]]
JOINS: dict[tuple[str, str], tuple[str, Find]] = {
    ("events", "participants"): ("events.participants", lambda q, row: _dated(row["participants"], row["date"])),
    ("events", "claims"): (
        "claims",
        lambda q, row: [one for one in q.rows["claims"].values() if one["subject"] == row["id"]],
    ),
    ("events", "entities"): (
        "entities",
        lambda q, row: q.named("entities", [p["entity"] for p in row["participants"]]),
    ),
    ("events", "links"): ("events.links", lambda q, row: row["links"]),
    ("events", "evidence"): ("events.evidence", lambda q, row: q.evidence(row)),
    ("claims", "speakers"): ("claims.speakers", lambda q, row: _dated(row["speakers"], row["asserted"])),
    ("claims", "events"): ("events", lambda q, row: q.named("events", [row["subject"]])),
    ("claims", "entities"): ("entities", lambda q, row: q.named("entities", _claim_names(row))),
    ("claims", "obligors"): ("entities", lambda q, row: q.named("entities", row["obligors"])),
    ("claims", "links"): ("claims.links", lambda q, row: row["links"]),
    ("claims", "resolutions"): ("claims.resolutions", lambda q, row: row["resolutions"]),
    ("claims", "conditions"): ("claims.conditions", lambda q, row: row["conditions"]),
    ("claims", "evidence"): ("claims.evidence", lambda q, row: q.evidence(row)),
    ("entities", "relations"): ("entities.relations", lambda q, row: row["relations"]),
    ("entities", "aliases"): ("entities.aliases", lambda q, row: row["aliases"]),
    ("entities", "events"): (
        "events",
        lambda q, row: [
            one for one in q.rows["events"].values() if row["id"] in [p["entity"] for p in one["participants"]]
        ],
    ),
    ("entities", "claims"): (
        "claims",
        lambda q, row: [one for one in q.rows["claims"].values() if row["id"] in _spoken(one)],
    ),
    ("sources", "entities"): ("entities", lambda q, row: q.named("entities", [row["publisher"]])),
    ("events.participants", "entities"): ("entities", lambda q, row: q.named("entities", [row["entity"]])),
    ("events.participants", "relations_then"): ("entities.relations", lambda q, row: q.relations_then(row)),
    ("claims.speakers", "entities"): ("entities", lambda q, row: q.named("entities", [row["entity"]])),
    ("claims.speakers", "relations_then"): ("entities.relations", lambda q, row: q.relations_then(row)),
    ("events.links", "events"): ("events", lambda q, row: q.named("events", [row["target"]])),
    ("claims.links", "claims"): ("claims", lambda q, row: q.named("claims", [row["target"]])),
    ("events.evidence", "sources"): ("sources", lambda q, row: q.named("sources", [row["source"]])),
    ("claims.evidence", "sources"): ("sources", lambda q, row: q.named("sources", [row["source"]])),
    ("claims.resolutions", "events"): ("events", lambda q, row: q.named("events", [row["event"]])),
    ("entities.relations", "entities"): ("entities", lambda q, row: q.named("entities", [row["target"]])),
}
"""Every join: where it leads and how its rows are found."""


def ordered(rows: list[Row], name: str, sort: list[tuple[Field, bool]]) -> list[Row]:
    """Rows in order, nulls last either way, ties by id."""

    def keys(row: Row) -> list[tuple[Any, bool]]:
        found: list[tuple[Any, bool]] = []
        for field, down in sort:
            value = _at(row, field.path)
            if field.kind is Kind.partial_date:
                found.append((_at(value, ["latest" if down else "earliest"]), down))
                if field.name in ("date", "asserted") and name in ("events", "claims"):
                    found.append((row["time_utc"], down))
            elif field.kind is Kind.value:
                found.append((_at(value, ["high" if down else "low"]), down))
            elif field.kind is Kind.version:
                found.append((_release(value) if value else None, down))
            else:
                found.append((value, down))
        return [*found, (row["id"], False)]

    def compare(one: Row, other: Row) -> int:
        for (mine, down), (theirs, _down) in zip(keys(one), keys(other), strict=True):
            if mine is None or theirs is None:
                if (mine is None) != (theirs is None):
                    return 1 if mine is None else -1
            elif mine != theirs:
                return -_sign(mine, theirs) if down else _sign(mine, theirs)
        return 0

    return sorted(rows, key=cmp_to_key(compare))
