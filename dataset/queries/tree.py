"""Trees of conditions: read from JSON, strictly, with every fault and where it lies."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from dataset.queries.faults import Fault, nearest
from dataset.queries.fields import Field
from dataset.queries.filters import Condition, FilterParameter, money_without_currency
from dataset.queries.scopes import Join, Scope, scopes
from dataset.queries.values import UnreadableError, shown

DEPTH = 8
"""Most trees within one another."""

NODES = 100
"""Most trees in all."""

JOINS = 8
"""Most joins in all."""

TEXT = 32_768
"""Most bytes of a tree written as JSON."""


class Test(Struct, frozen=True):
    """A condition on the row."""

    condition: Condition


class All(Struct, frozen=True):
    """Every one of them holds."""

    nodes: list[Any]


class Some(Struct, frozen=True):
    """Some joined row meets a tree; there is one at all where no tree is given."""

    join: Join
    where: Any


class Either(Struct, frozen=True):
    """At least one of them holds."""

    nodes: list[Any]


class Not(Struct, frozen=True):
    """The complement."""

    node: Any


Node = Test | All | Either | Not | Some


def conditions(node: Node | None) -> Iterator[Condition]:
    """Every condition of a tree, those on joined rows among them."""
    if isinstance(node, Test):
        yield node.condition
    elif isinstance(node, All | Either):
        for one in node.nodes:
            yield from conditions(one)
    elif isinstance(node, Not):
        yield from conditions(node.node)
    elif isinstance(node, Some):
        yield from conditions(node.where)


def own_conditions(node: Node | None) -> Iterator[Condition]:
    """Conditions of a tree on the row itself."""
    if isinstance(node, Test):
        yield node.condition
    elif isinstance(node, All | Either):
        for one in node.nodes:
            yield from own_conditions(one)
    elif isinstance(node, Not):
        yield from own_conditions(node.node)


def canonical(plain: Any) -> str:
    """The one way to write a tree, by which it is cited."""
    return msgspec.json.encode(plain, order="sorted").decode()


def _no_duplicates(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _value in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableError(f"{shown(twice[0])} stands twice in one object")


def read_json(raw: bytes) -> Any:
    """JSON as plain data. Raises `UnreadableError` where it is none, is nested too deeply or names a key twice."""
    try:
        plain = msgspec.json.decode(raw)
        json.loads(raw, object_pairs_hook=_no_duplicates)  # msgspec takes the last of two without a word
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError(f"it is nested more than {DEPTH} deep") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise UnreadableError(f"it is not JSON: {str(error)[:200]}") from None
    return plain


def read_tree(scope: Scope, plain: Any, name: str = "where") -> tuple[Node | None, list[Fault]]:
    """The tree that plain data holds, and the faults met; `name` is the parameter that holds it."""
    reader = _Reader(name)
    node = reader.node(scope, plain, "", 1, [])
    reader.money([node], [])
    if reader.nodes > NODES:
        reader.fault("", f"{reader.nodes} conditions and groups are too many: give at most {NODES}")
    if reader.joins > JOINS:
        reader.fault("", f"{reader.joins} joins are too many: give at most {JOINS}")
    return (None if reader.faults else node), reader.faults


_KEYS: dict[str, tuple[str, ...]] = {
    "all": ("all",),
    "any": ("any",),
    "not": ("not",),
    "some": ("some", "where"),
    "field": ("field", "op", "value"),
}
"""Keys of each form of tree, by the one that tells the form."""


class _Reader:
    """Reads one tree and keeps every fault."""

    def __init__(self, name: str) -> None:
        self.name, self.faults, self.nodes, self.joins = name, list[Fault](), 0, 0

    def fault(self, pointer: str, reason: str, suggestion: str | None = None) -> None:
        self.faults.append(Fault(self.name, reason, suggestion, pointer))

    def node(self, scope: Scope, plain: Any, at: str, depth: int, beside: list[Condition]) -> Node | None:
        """`beside` are conditions that hold wherever this tree is looked at."""
        self.nodes += 1
        if depth > DEPTH:
            self.fault(at, f"trees may stand at most {DEPTH} deep: this one is deeper")
            return None
        if self.nodes > NODES:
            return None
        if not isinstance(plain, dict):
            self.fault(at, "write an object with all, any, not, some, or field, op and value")
            return None
        form = next((key for key in _KEYS if key in plain), None)
        if form is None:
            key = next(iter(plain), "")
            self.fault(at, "give one of all, any, not, some, or field, op and value", nearest(key, _KEYS))
            return None
        for key in plain:
            if key not in _KEYS[form]:
                known = _KEYS[form]
                reason = f"does not stand beside {form}: only {', '.join(known)} may"
                self.fault(f"{at}/{_escaped(key)}", reason, nearest(key, known))
        if form == "field":
            return self._test(scope, plain, at)
        if form == "some":
            return self._some(scope, plain, at, depth)
        if form == "not":
            inner = self.node(scope, plain["not"], f"{at}/not", depth + 1, beside)
            self.money([inner], beside)
            return Not(inner)
        return self._group(scope, form, plain[form], at, depth, beside)

    def _group(self, scope: Scope, form: str, plain: Any, at: str, depth: int, beside: list[Condition]) -> Node | None:
        if not isinstance(plain, list) or not plain:
            self.fault(f"{at}/{form}", "write a list of at least one tree")
            return None
        held = list(beside)
        read: dict[int, Node | None] = {}
        tests = [place for place, one in enumerate(plain) if form == "all" and isinstance(one, dict) and "field" in one]
        for place in [*tests, *(place for place in range(len(plain)) if place not in tests)]:
            read[place] = self.node(scope, plain[place], f"{at}/{form}/{place}", depth + 1, held)
            found = read[place]
            if form == "all" and isinstance(found, Test):  # it holds wherever the groups beside it are looked at
                held.append(found.condition)
        nodes = [read[place] for place in range(len(plain))]
        if form == "all":
            self.money(nodes, beside)
            return All(nodes)
        for one in nodes:
            self.money([one], beside)
        return Either(nodes)

    def money(self, nodes: Sequence[Node | None], beside: list[Condition]) -> None:
        """Find comparisons of money among trees that hold together, where nothing there or beside names a currency."""
        own = [node.condition for node in nodes if isinstance(node, Test)]
        known = {id(one) for one in own}
        for one, fault in money_without_currency([*beside, *own]):
            if id(one) in known:
                self.fault(one.parameter.removeprefix(self.name), fault.reason, fault.suggestion)

    def _some(self, scope: Scope, plain: dict[str, Any], at: str, depth: int) -> Node | None:
        self.joins += 1
        name = plain["some"]
        join = scope.joins.get(name) if isinstance(name, str) else None
        if join is None:
            known = list(scope.joins)
            here = f"choose from {', '.join(known)}" if known else "nothing is joined to these"
            self.fault(
                f"{at}/some", f"{shown(str(name))} is not joined to {scope.name}: {here}", nearest(str(name), known)
            )
            return None
        inner = None
        if plain.get("where") is not None:
            target = scopes()[join.scope]
            inner = self.node(target, plain["where"], f"{at}/where", depth + 1, [])
            self.money([inner], [])
        return Some(join, inner)

    def _test(self, scope: Scope, plain: dict[str, Any], at: str) -> Node | None:
        for key in ("op", "value"):
            if key not in plain:
                self.fault(at, f"{key} is missing beside field")
        name = plain["field"]
        field = scope.fields.get(name) if isinstance(name, str) else None
        if field is None:
            reason = f"{shown(str(name))} is no field of {scope.name}"
            self.fault(f"{at}/field", reason, nearest(str(name), scope.fields))
            return None
        if "op" not in plain or "value" not in plain:
            return None
        operator = plain["op"]
        if operator not in field.operators:
            reason = f"{shown(str(operator))} is no operator of {field.name}: choose from {', '.join(field.operators)}"
            self.fault(f"{at}/op", reason, nearest(str(operator), field.operators))
            return None
        return self._condition(field, operator, plain["value"], at)

    def _condition(self, field: Field, operator: str, plain: Any, at: str) -> Node | None:
        parameter = FilterParameter(field, operator)
        try:
            value = parameter.read_plain(plain)
        except UnreadableError as error:
            self.fault(f"{at}/value", error.reason, error.suggestion)
            return None
        return Test(Condition(field, operator, value, f"{self.name}{at}", ""))


def _escaped(key: str) -> str:
    """A key within a JSON pointer."""
    return key[:60].replace("~", "~0").replace("/", "~1")
