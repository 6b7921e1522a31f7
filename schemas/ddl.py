"""DuckDB tables: their DDL with types, nullability and comments."""

from schemas.tables import Table, columns_at
from schemas.walk import Column

_SCALARS = {"string": "VARCHAR", "double": "DOUBLE", "bigint": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"}


def sql_type(column: Column) -> str:
    """DuckDB's type for a column."""
    if column.kind == "list":
        return f"{sql_type(column.children[0])}[]"
    if column.kind == "struct":
        return "STRUCT(" + ", ".join(f'"{child.name}" {sql_type(child)}' for child in column.children) + ")"
    return _SCALARS[column.kind]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def create_table(table: Table) -> list[str]:
    """Statements that create the table, empty, and comment on it and its columns."""
    found = columns_at(table)
    body = ", ".join(f'"{one.name}" {sql_type(one)}{"" if one.nullable else " NOT NULL"}' for one in found)
    statements = [f'CREATE TABLE "{table.name}" ({body})']
    if table.row.__doc__:
        statements.append(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.row.__doc__.strip())}')
    for one in found:
        text = " ".join(filter(None, (one.description, f"[{one.unit}]" if one.unit else None)))
        if text:
            statements.append(f'COMMENT ON COLUMN "{table.name}"."{one.name}" IS {_quoted(text)}')
    return statements
