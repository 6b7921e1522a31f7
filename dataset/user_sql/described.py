"""What a statement over a release may name, derived from the schemas and the allow-list."""

from collections.abc import Iterator

from dataset.store.store import Store
from dataset.user_sql.allowed import FUNCTIONS, TABLE_FUNCTIONS
from schemas.answers_sql import SqlColumn, SqlSchema, SqlTable
from schemas.ddl import sql_type
from schemas.tables import Table, columns_at, tables_at
from schemas.walk import Column


def table_names(store: Store) -> list[str]:
    """Names of the tables of a release."""
    return list(tables_at(store.manifest.schema_version))


def sql_schema(store: Store) -> SqlSchema:
    """Tables of a release with their columns, and the functions."""
    rows: dict[str, int] = {} if store.withheld else {file.table: file.rows for file in store.manifest.tables}
    return SqlSchema(
        tables=[_table(table, rows.get(name)) for name, table in tables_at(store.manifest.schema_version).items()],
        functions=sorted(FUNCTIONS),
        table_functions=sorted(TABLE_FUNCTIONS),
    )


def _table(table: Table, rows: int | None) -> SqlTable:
    return SqlTable(
        name=table.name,
        description=" ".join((table.row.__doc__ or "").split()),
        rows=rows,
        key=list(table.key),
        columns=[one for column in columns_at(table) for one in _columns(column, "", column.nullable)],
    )


def _columns(column: Column, before: str, nullable: bool) -> Iterator[SqlColumn]:
    name = before + column.name
    yield SqlColumn(
        name=name,
        type=sql_type(column),
        nullable=nullable,
        description=column.description,
        unit=column.unit,
        vocabulary=column.vocabulary,
    )
    inside = column.children[0] if column.kind == "list" else column
    if inside.kind == "struct":
        behind = f"{name}[]." if column.kind == "list" else f"{name}."
        for child in inside.children:
            yield from _columns(child, behind, child.nullable)
