"""What may be asked in SQL: tables, their columns, and functions."""

from typing import Annotated

from msgspec import Struct

from schemas.annotations import described


class SqlColumn(Struct, frozen=True, kw_only=True):
    """A column of a table, or a field inside one."""

    name: Annotated[
        str, described("Name; a field inside a column stands behind a dot, one in the rows of a list behind `[].`.")
    ]
    type: Annotated[str, described("Type, as DuckDB writes it.", example='STRUCT("low" DOUBLE, "high" DOUBLE)')]
    nullable: Annotated[bool, described("Whether it may be null.")]
    description: Annotated[str | None, described("What it holds.")]
    unit: Annotated[str | None, described("Unit of its values; null where they have none.")]
    vocabulary: Annotated[
        str | None, described("Closed vocabulary of its terms, which /v1/vocabularies explains; null for other values.")
    ]


class SqlTable(Struct, frozen=True, kw_only=True):
    """A table of a release."""

    name: Annotated[str, described("Name.")]
    description: Annotated[str, described("What a row is.")]
    rows: Annotated[int | None, described("Number of rows as released; null where withheld records are left out.")]
    key: Annotated[list[str], described("Columns that tell one row from another.")]
    columns: Annotated[list[SqlColumn], described("Its columns.")]


class SqlSchema(Struct, frozen=True, kw_only=True):
    """What a statement may name."""

    tables: Annotated[list[SqlTable], described("Tables of the release.")]
    functions: Annotated[list[str], described("Functions of values, of many rows and of windows.")]
    table_functions: Annotated[list[str], described("Functions that may stand after FROM.")]
