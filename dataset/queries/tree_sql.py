"""Trees of conditions as SQL predicates, by the same compiler of conditions that serves the parameters."""

from itertools import count

from dataset.queries.collection import LISTED_TIERS
from dataset.queries.filters import Condition, Match
from dataset.queries.predicates import where
from dataset.queries.scopes import linked, scopes
from dataset.queries.sql import Bound
from dataset.queries.tree import All, Either, Node, Not, Some, Test, own_conditions


def tree_where(node: Node, match: Match, bound: Bound) -> str:
    """Predicate that a tree holds, over rows named `k`; never null."""
    names = (f"j{number}" for number in count())

    def on(one: Node, row: str) -> str:
        if isinstance(one, Test):
            return where([one.condition], match, bound, row)
        if isinstance(one, Not):
            return f"NOT ({on(one.node, row)})"
        if isinstance(one, All | Either):
            sign = " AND " if isinstance(one, All) else " OR "
            return "(" + sign.join(on(part, row) for part in one.nodes) + ")"
        return some(one, row)

    def some(one: Some, row: str) -> str:
        inner, target = next(names), scopes()[one.join.scope]
        parts = [linked(one.join, row, inner, match)]
        read = columns_of(one.where)
        if target.tiered and not names_tier(one.where):
            tier = Condition(target.fields["tier"], "in", list(LISTED_TIERS), "tier__in", "")
            parts.append(where([tier], match, bound, inner))
            read.add("tier")
        if one.where is not None:
            parts.append(on(one.where, inner))
        return f"EXISTS (SELECT 1 FROM ({target.rows(one.join, read)}) {inner} WHERE {' AND '.join(parts)})"

    return on(node, "k")


def names_tier(node: Node | None) -> bool:
    """Whether a tree speaks of the tier of its rows, so that candidates are not left out by default."""
    return any(one.field.name == "tier" for one in own_conditions(node))


def columns_of(node: Node | None) -> set[str]:
    """Columns of its rows that a tree reads."""
    if isinstance(node, Test):
        return {node.condition.field.path[0]}
    if isinstance(node, Not):
        return columns_of(node.node)
    if isinstance(node, All | Either):
        return {column for one in node.nodes for column in columns_of(one)}
    return {node.join.key} if isinstance(node, Some) else set()
