"""Records as known on a day, as SQL derived from their Structs.

Whatever carries a `known_on` is filtered by it: the record, each element of a list, each optional part. So a field
added to a Struct is covered without a line here. `$known_at` is bound by the caller.
"""

from collections.abc import Iterable

from msgspec import Struct

from dataset.queries.sql import quoted
from schemas.tables import TABLES
from schemas.walk import Column, columns

_KNOWN = "known_on <= $known_at"


def _field(column: Column, name: str) -> Column | None:
    return next((child for child in column.children if child.name == name), None)


def _visible(expression: str, column: Column, depth: int) -> str:
    """The expression with what became known later taken out; the same text where nothing in it can."""
    if column.kind == "list":
        element, name = column.children[0], f"x{depth}"
        found = expression
        if _field(element, "known_on"):
            found = f"list_filter({found}, lambda {name}: {name}.{_KNOWN})"
        inside = _parts(name, element, depth + 1)
        return f"list_transform({found}, lambda {name}: {inside})" if inside != name else found
    if column.kind == "struct":
        found = _parts(expression, column, depth)
        if column.nullable:
            shown = f"{expression}.{_KNOWN}" if _field(column, "known_on") else f"{expression} IS NOT NULL"
            return f"CASE WHEN {shown} THEN {found} END" if found != expression or "known_on" in shown else found
        return found
    return expression


def _parts(expression: str, column: Column, depth: int) -> str:
    changed = []
    for child in column.children:
        part = f'{expression}."{child.name}"'
        inside = _visible(part, child, depth)
        if inside != part:
            changed.append(f'"{child.name}" := {inside}')
    return f"struct_update({expression}, {', '.join(changed)})" if changed else expression


_EVIDENCE_LATER = f"len(list_filter(r.evidence, lambda x: x.stance = 'supports' AND x.{_KNOWN})) = 0"
_HOLDS = "as_of_from <= $known_at AND (s.as_of_to IS NULL OR s.as_of_to > $known_at)"


class AsKnown(Struct, frozen=True):
    """Rows as known on `$known_at`: an expression for each column, and where the rows come from."""

    columns: dict[str, str]
    source: str

    def adding(self, **expressions: str) -> "AsKnown":
        """The same rows with further columns, each an expression over the table `s`, or `r` for records."""
        return AsKnown({**self.columns, **expressions}, self.source)

    def select(self, names: Iterable[str] | None = None) -> str:
        """A query for all rows, or for some of their columns, which is quicker to plan and to run."""
        wanted = self.columns if names is None else dict.fromkeys(sorted(set(names)))
        return f"SELECT {', '.join(f'{self.columns[name]} AS {quoted(name)}' for name in wanted)} {self.source}"


def _visible_columns(table: str) -> dict[str, str]:
    return {one.name: _visible(f"r.{quoted(one.name)}", one, 0) for one in columns(TABLES[table].row)}


def records_as_known(table: str) -> AsKnown:
    """Rows of a record table that are visible, each as known on the day."""
    return AsKnown(_visible_columns(table), f"FROM {quoted(table)} r WHERE r.{_KNOWN}")


def records_with_status(table: str, status_table: str, key: str) -> AsKnown:
    """The same for a kind of record whose state is derived: state and evidence as known on the day stand beside it."""
    state = {name: f"s.{quoted(name)}" for name in ("status", "is_disputed", "decided_by")}
    return AsKnown(
        {**_visible_columns(table), **state, "evidence_later": _EVIDENCE_LATER},
        f"FROM {quoted(table)} r JOIN {quoted(status_table)} s ON s.{quoted(key)} = r.id AND s.{_HOLDS} WHERE r.{_KNOWN}",
    )


def intervals_as_known(table: str) -> AsKnown:
    """The rows of a derived table that hold on the day. When a row stops to hold is news of a later day: left out."""
    kept = [one.name for one in columns(TABLES[table].row) if one.name != "as_of_to"]
    return AsKnown({name: f"s.{quoted(name)}" for name in kept}, f"FROM {quoted(table)} s WHERE s.{_HOLDS}")
