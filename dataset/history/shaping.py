"""Record tables of a release, whatever its schema version, with the columns of today's schema."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from schemas.tables import RECORD_TABLES


def record_tables(release: Path) -> dict[str, pa.Table]:
    """The record tables of a release folder by name. Columns that its schema lacks hold nothing: null, or an empty list."""
    return {
        table.name: _shaped(pq.read_table(release / f"{table.name}.parquet"), table.name) for table in RECORD_TABLES
    }


def _shaped(table: pa.Table, name: str) -> pa.Table:
    schema = arrow_schema(name)
    for field in schema:
        if field.name not in table.column_names:
            nothing: list[list[str] | None] = [[] if pa.types.is_list(field.type) else None]
            table = table.append_column(field, pa.array(nothing * table.num_rows, field.type))
    return table.select(schema.names)
