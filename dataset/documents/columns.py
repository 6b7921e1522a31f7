"""What the documents say of a table and its columns."""

from dataset.queries.kinds import RECORDS
from schemas.tables import HISTORY_TABLES, RECORD_TABLES, Table
from schemas.walk import Column


def about(table: Table) -> str:
    """What a row of the table is, on one line."""
    return " ".join((table.row.__doc__ or "").split())


def about_column(column: Column) -> str:
    """What a column holds, with its unit and vocabulary, on one line."""
    said = [column.description or ""]
    if column.unit:
        said.append(f"Unit: {column.unit}.")
    if vocabulary := column.vocabulary or (column.children[0].vocabulary if column.kind == "list" else None):
        said.append(f"Terms: {vocabulary}.")
    return " ".join(filter(None, said))


def target_of(table: Table, column: Column) -> str | None:
    """The table in whose `id` each value of the column stands, where that is one table; ids that are gone stand in none."""
    if table in HISTORY_TABLES or len(column.refers) != 1:
        return None
    target = RECORDS[column.refers[0]]
    is_own = table in RECORD_TABLES and (column.name,) == table.key
    return None if is_own else target
