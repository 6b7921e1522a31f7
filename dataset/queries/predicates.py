"""Conditions as SQL predicates. Logic is two-valued: a missing field fails every operator, and `not` is the complement."""

from collections.abc import Sequence
from itertools import pairwise

from dataset.queries.fields import Field, Kind
from dataset.queries.filters import Condition, Match
from dataset.queries.sql import Bound, quoted

_SIGNS = {"gte": ">=", "lte": "<=", "gt": ">", "lt": "<"}


def where(conditions: Sequence[Condition], match: Match, bound: Bound, row: str = "k") -> str:
    """Predicate that all conditions hold, over rows of that name. Conditions on one list hold for the same element."""
    parts = []
    lists: dict[str, list[Condition]] = {}
    for one in conditions:
        if one.field.inside:
            lists.setdefault(one.field.inside, []).append(one)
        else:
            parts.append(_on_row(one, match, bound, row))
    parts.extend(_on_elements(found, match, bound, row) for found in lists.values())
    return " AND ".join(parts) or "TRUE"


def _on_row(one: Condition, match: Match, bound: Bound, row: str) -> str:
    expression = f"{row}.{quoted(*one.field.path)}"
    if one.field.is_list:
        return _on_plain_list(one, expression, bound)
    return _predicate(one, expression, match, bound)


def _on_plain_list(one: Condition, expression: str, bound: Bound) -> str:
    if one.operator == "exists":
        return f"len({expression}) > 0" if one.value else f"len({expression}) = 0"
    if one.operator == "in":
        return f"list_has_any({expression}, {bound.bind(one.value)}::VARCHAR[])"
    contains = f"list_contains({expression}, {bound.bind(one.value)})"
    return f"NOT {contains}" if one.operator == "not" else contains


def _negative(one: Condition) -> bool:
    return one.operator == "not" or (one.operator == "exists" and not one.value)


def _on_elements(conditions: list[Condition], match: Match, bound: Bound, row: str) -> str:
    """Some element meets all of them. Where all are negative, each is the complement of its positive: no element has it."""
    if all(_negative(one) for one in conditions):
        positive = [
            Condition(one.field, "eq", one.value, one.parameter, one.text)
            if one.operator == "not"
            else Condition(one.field, "exists", True, one.parameter, one.text)
            for one in conditions
        ]
        return " AND ".join(f"NOT {_some_element([one], match, bound, row)}" for one in positive)
    return _some_element(conditions, match, bound, row)


def _some_element(conditions: list[Condition], match: Match, bound: Bound, row: str) -> str:
    own = [one for one in conditions if not one.field.through]
    elements = element_list(conditions[0].field, row)
    inner = " AND ".join(_on_element(one, "x", match, bound) for one in own)
    through = [one for one in conditions if one.field.through]
    if not through:
        return f"len(list_filter({elements}, lambda x: {inner})) > 0"
    # A lambda can hold no query, so the ids are taken out of the list and looked up among the records that fit.
    fitting = f"list_filter({elements}, lambda x: {inner})" if own else elements
    outer = " AND ".join(_on_element(one, "o", match, bound) for one in through)
    id_ = quoted(*through[0].field.through)
    return (
        f"EXISTS (SELECT 1 FROM (SELECT unnest({fitting}) AS x) e JOIN sources o ON o.id = e.x.{id_} "
        f"WHERE o.known_on <= $known_at AND {outer})"
    )


def element_list(field: Field, row: str) -> str:
    """The list whose elements hold a field; lists within a list are put behind one another."""
    assert field.inside is not None
    whole = [*field.outer, field.inside]
    found = f"{row}.{quoted(*whole[0].split('.'))}"
    for before, inside in pairwise(whole):
        steps = inside.split(".")[len(before.split(".")) :]
        found = f"flatten(list_transform({found}, lambda y: y.{quoted(*steps)}))"
    return found


def _on_element(one: Condition, element: str, match: Match, bound: Bound) -> str:
    assert one.field.inside is not None
    path = one.field.path[len(one.field.inside.split(".")) :]
    expression = f"{element}.{quoted(*path)}"
    if one.field.is_list:
        return _on_plain_list(one, expression, bound)
    return _predicate(one, expression, match, bound)


def _predicate(one: Condition, expression: str, match: Match, bound: Bound) -> str:
    """Predicate on one value; never null."""
    if one.operator == "exists":
        return f"{expression} IS NOT NULL" if one.value else f"{expression} IS NULL"
    if one.operator == "not":
        return f"NOT coalesce({_compared(one.field, 'eq', one, expression, match, bound)}, FALSE)"
    return f"coalesce({_compared(one.field, one.operator, one, expression, match, bound)}, FALSE)"


def _compared(field: Field, operator: str, one: Condition, expression: str, match: Match, bound: Bound) -> str:
    if field.kind is Kind.partial_date:
        return _date(operator, one, expression, match, bound)
    if field.kind is Kind.value:
        return _figure(operator, one, expression, match, bound)
    if field.kind is Kind.version:
        return _version(operator, one, expression, bound)
    if operator == "in":
        return f"list_contains({bound.bind(one.value)}, {expression})"
    sign = _SIGNS.get(operator, "=")
    return f"{expression} {sign} {bound.bind(one.value)}"


def version_order(expression: str) -> str:
    """CalVer as something that compares numerically."""
    return f"string_split({expression}, '.')::BIGINT[]"


def _version(operator: str, one: Condition, expression: str, bound: Bound) -> str:
    if operator in _SIGNS:
        return f"{version_order(expression)} {_SIGNS[operator]} {version_order(bound.bind(one.value) + '::VARCHAR')}"
    if operator == "in":
        return f"list_contains({bound.bind(one.value)}, {expression})"
    return f"{expression} = {bound.bind(one.value)}"


def _date(operator: str, one: Condition, expression: str, match: Match, bound: Bound) -> str:
    """A partial date is met possibly when some day it can mean is, certainly when all are. An open end reaches on."""
    first, last = f"{expression}.earliest", f"{expression}.latest"
    asked = one.value
    if operator == "eq":
        parts = [f"{expression} IS NOT NULL"]
        if match == "within":
            if asked.earliest:
                parts.append(f"{first} >= {bound.bind(asked.earliest)}")
            if asked.latest:
                parts.append(f"{last} <= {bound.bind(asked.latest)}")
        else:
            if asked.latest:
                parts.append(f"({first} IS NULL OR {first} <= {bound.bind(asked.latest)})")
            if asked.earliest:
                parts.append(f"({last} IS NULL OR {last} >= {bound.bind(asked.earliest)})")
        return " AND ".join(parts)
    day = bound.bind(asked.earliest if operator in ("gte", "lt") else asked.latest)
    upwards = operator in ("gte", "gt")
    end = last if upwards == (match == "overlaps") else first
    compared = f"{end} {_SIGNS[operator]} {day}"
    return f"{expression} IS NOT NULL AND ({end} IS NULL OR {compared})" if match == "overlaps" else compared


def _figure(operator: str, one: Condition, expression: str, match: Match, bound: Bound) -> str:
    """A figure is met possibly or certainly, by its low and high; `about` reaches ten per cent either way."""
    upwards = operator in ("gte", "gt")
    high = upwards == (match == "overlaps")
    end = f"{expression}.high" if high else f"{expression}.low"
    spread = f"CASE WHEN {expression}.bound = 'about' THEN 0.1::DOUBLE * abs({end}) ELSE 0::DOUBLE END"
    compared = f"({end} {'+' if high else '-'} {spread}) {_SIGNS[operator]} {bound.bind(float(one.value))}::DOUBLE"
    if match == "within":
        return compared
    given = f"({expression}.low IS NOT NULL OR {expression}.high IS NOT NULL)"
    return f"{given} AND ({end} IS NULL OR {compared})"
