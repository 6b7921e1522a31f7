"""First and last-changed release of every record, by comparing it with the previous release."""

from pathlib import Path

import polars as pl
import pyarrow as pa

from dataset.tables import canonical_rows

STAMPS = ("first_release", "last_changed_release")


def stamp(name: str, table: pa.Table, version: str, previous: Path | None) -> pa.Table:
    """The record table with its stamps: those of `previous` (a release folder) where the record is there, and unchanged."""
    now = _contents(table)
    if previous is None:
        stamped = now.with_columns(pl.lit(version).alias(stamp) for stamp in STAMPS)
    else:
        before = pl.read_parquet(previous / f"{name}.parquet")
        then = _contents(before.to_arrow()).rename({"content": "old_content"}).hstack(before.select(STAMPS))
        stamped = now.join(then, on="id", how="left", maintain_order="left").with_columns(
            first_release=pl.col("first_release").fill_null(version),
            last_changed_release=pl.when(pl.col("content") == pl.col("old_content"))
            .then(pl.col("last_changed_release"))
            .otherwise(pl.lit(version)),
        )
    for column in STAMPS:
        place = table.schema.get_field_index(column)
        table = table.set_column(place, table.schema.field(place), pa.array(stamped[column].to_list(), pa.string()))
    return table


def _contents(table: pa.Table) -> pl.DataFrame:
    """Id and canonical content of every row, without the stamps themselves."""
    rows = [row.decode() for row in canonical_rows(table.drop_columns(list(STAMPS)))]
    return pl.DataFrame(
        {"id": table["id"].to_pylist(), "content": rows}, schema={"id": pl.String, "content": pl.String}
    )
