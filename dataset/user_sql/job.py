"""What a process that runs statements is asked and answers: plain data that goes through a pipe, a line each way."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from dataset.user_sql.faults import SqlFault

FORMATS = ("json", "ndjson", "csv", "arrow", "parquet")
"""Formats of an answer. `json` is the rows alone, as an array."""


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of every statement."""

    seconds: float = 5.0
    """From the first look at a statement to the last byte of its answer."""
    memory_mb: int = 512
    """Memory that the database may take; the process gets somewhat more for the rest."""
    rows: int = 100_000
    """Most rows of an answer."""
    bytes: int = 64 * 1024 * 1024
    """Most bytes of an answer."""


class Job(Struct, frozen=True, kw_only=True):
    """A statement to run."""

    database: str
    """Path of the release's database."""
    tables: list[str]
    """Names that it may read from."""
    sql: str
    params: list[Any] | dict[str, Any] | None = None
    format: str = "json"
    max_rows: int
    out: str
    """File to write the answer into."""
    about: dict[str, str] = {}
    """What the answer rests on, for formats that say so beside their columns."""


class ResultColumn(Struct, frozen=True):
    """A column of an answer."""

    name: Annotated[str, Meta(description="Its name; a second one of the same name has a number behind it.")]
    type: Annotated[str, Meta(description="Its type, as DuckDB writes it.")]


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a statement: an answer in the file, or why there is none."""

    columns: list[ResultColumn] = []
    rows: int = 0
    truncated: str | None = None
    """The limit that cut the answer, in words; null where it is whole."""
    elapsed_ms: float = 0
    faults: list[SqlFault] = []
    """What is wrong with the statement; there is no answer where there is any."""
    stopped: str | None = None
    """The limit that the statement met before there was an answer, in words."""
