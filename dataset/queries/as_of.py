"""Records as known on a day, as SQL derived from their Structs.

Whatever carries a `known_on` is filtered by it: the record, each element of a list, each optional part. So a field
added to a Struct is covered without a line here. `$known_at` is bound by the caller.
"""

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


_EVIDENCE_LATER = f"len(list_filter(r.evidence, lambda x: x.stance = 'supports' AND x.{_KNOWN})) = 0 AS evidence_later"
_HOLDS = "as_of_from <= $known_at AND (s.as_of_to IS NULL OR s.as_of_to > $known_at)"


def _record(table: str, row: type[Struct]) -> str:
    changed = []
    for column in columns(row):
        expression = f"r.{quoted(column.name)}"
        inside = _visible(expression, column, 0)
        if inside != expression:
            changed.append(f"{inside} AS {quoted(column.name)}")
    return f"r.* REPLACE ({', '.join(changed)})" if changed else "r.*"


def records_as_known(table: str) -> str:
    """A query for all rows of a record table that are visible on `$known_at`, each as known on that day."""
    return f"SELECT {_record(table, TABLES[table].row)} FROM {quoted(table)} r WHERE r.{_KNOWN}"


def records_with_status(table: str, status_table: str, key: str) -> str:
    """The same for a kind of record whose state is derived: state and evidence as known on the day stand beside it."""
    return (
        f"SELECT {_record(table, TABLES[table].row)}, s.status, s.is_disputed, s.decided_by, {_EVIDENCE_LATER} "
        f"FROM {quoted(table)} r JOIN {quoted(status_table)} s ON s.{quoted(key)} = r.id AND s.{_HOLDS} "
        f"WHERE r.{_KNOWN}"
    )


def intervals_as_known(table: str) -> str:
    """The rows of a derived table that hold on `$known_at`. When a row stops to hold is news of a later day: left out."""
    return f"SELECT s.* EXCLUDE (as_of_to) FROM {quoted(table)} s WHERE s.{_HOLDS}"
