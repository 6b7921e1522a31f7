"""A statement read, checked, confirmed and run, and its answer written into a file."""

import errno
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dataset.user_sql.confirming import confirm
from dataset.user_sql.faults import SqlFault, database_fault
from dataset.user_sql.job import Job, Limits, Outcome, ResultColumn
from dataset.user_sql.reading import UnreadError, read
from dataset.user_sql.writing import SINKS, Sink

BATCH = 1_000
"""Rows taken at once."""

_EXPLAIN = "EXPLAIN "
MB = 1024 * 1024


def opened(database: str, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A release's database, read only, from which nothing outside can be reached and no setting changed."""
    return duckdb.connect(
        database,
        read_only=True,
        config={
            "threads": 1,
            "memory_limit": f"{limits.memory_mb}MB",
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
            "errors_as_json": True,
            "lock_configuration": True,
            "temp_directory": "",
        },
    )


def run(connection: duckdb.DuckDBPyConnection, job: Job, limits: Limits) -> Outcome:
    """What becomes of a statement. Nothing of it runs before all checks have passed."""
    began = time.perf_counter()
    with closing(connection.cursor()) as cursor:
        try:
            faults = _checked(cursor, job)
            if faults:
                return Outcome(faults=faults)
            columns, rows, truncated = _answered(cursor, job, limits)
        except (duckdb.OutOfMemoryException, MemoryError, pa.ArrowMemoryError):
            return Outcome(stopped=f"it needed more than {limits.memory_mb} MB of memory")
        except _TooWideError:
            return Outcome(stopped=f"one row of its answer is larger than {limits.bytes // MB} MB")
        except duckdb.Error as error:
            return Outcome(faults=[_told(job, error)])
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            return _of_rows(job, error, limits)
    return Outcome(
        columns=columns,
        rows=rows,
        truncated=truncated,
        elapsed_ms=round((time.perf_counter() - began) * 1000, 1),
    )


class _TooWideError(Exception):
    """A single row is larger than the whole answer may be."""


def _of_rows(job: Job, error: Exception, limits: Limits) -> Outcome:
    """What becomes of a statement whose rows could not be had or written: errors of the database come through Arrow here."""
    text = str(error)
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return Outcome(stopped=f"its answer is larger than {limits.bytes // MB} MB")
    if "Out of Memory" in text or "out of memory" in text:
        return Outcome(stopped=f"it needed more than {limits.memory_mb} MB of memory")
    if '"exception_type"' in text:
        return Outcome(faults=[_told(job, error)])
    if isinstance(error, OSError) and error.errno is not None:
        raise error
    reason = f"a value cannot be written as {job.format} ({text[:200]}): cast it to VARCHAR"
    return Outcome(faults=[SqlFault(reason)])


def _told(job: Job, error: Exception, shift: int = 0) -> SqlFault:
    return database_fault(job.sql, str(error), shift, (job.database, Path(job.database).stem))


def _checked(cursor: duckdb.DuckDBPyConnection, job: Job) -> list[SqlFault]:
    try:
        faults = read(job.sql, job.tables)
    except UnreadError as error:
        return _syntax(cursor, job) or [error.fault]
    return faults or confirm(cursor, job.sql, job.tables) or _params(cursor, job) or _planned(cursor, job)


def _syntax(cursor: duckdb.DuckDBPyConnection, job: Job) -> list[SqlFault]:
    """What the database says of a text that is no SQL: it knows the place best. It only reads it."""
    try:
        cursor.extract_statements(job.sql)
    except duckdb.Error as error:
        return [_told(job, error)]
    return []


def _params(cursor: duckdb.DuckDBPyConnection, job: Job) -> list[SqlFault]:
    """Parameters in the statement against those given."""
    (statement,) = cursor.extract_statements(job.sql)
    wanted = {str(one) for one in statement.named_parameters}
    listed = job.params if isinstance(job.params, dict) else (str(n + 1) for n in range(len(job.params or [])))
    given = set(listed)
    form = "a list" if all(one.isdigit() for one in wanted) else "an object"
    missing = [
        SqlFault(f"there is no value for ${one}: give params as {form} that holds it", member="params")
        for one in sorted(wanted - given)
    ]
    return missing + [
        SqlFault(f"the statement has no ${one}: leave it out", member="params") for one in sorted(given - wanted)
    ]


def _planned(cursor: duckdb.DuckDBPyConnection, job: Job) -> list[SqlFault]:
    """Faults that show once names and types are known, with their place."""
    try:
        cursor.execute(_EXPLAIN + job.sql, job.params or None)
        cursor.fetchall()
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.ParserException:
        return []  # a statement in brackets cannot be explained; its faults show when it runs
    except duckdb.Error as error:
        return [_told(job, error, len(_EXPLAIN))]
    return []


def _answered(
    cursor: duckdb.DuckDBPyConnection, job: Job, limits: Limits
) -> tuple[list[ResultColumn], int, str | None]:
    relation = cursor.sql(job.sql, params=job.params or None)
    reader = relation.to_arrow_reader(BATCH)
    names = _distinct(reader.schema.names)
    columns = [ResultColumn(name, str(kind)) for name, kind in zip(names, relation.types, strict=True)]
    about = {f"onrecord:{name}": text for name, text in job.about.items()}
    schema = pa.schema(
        [field.with_name(name) for field, name in zip(reader.schema, names, strict=True)], metadata=about
    )
    rows = 0
    truncated = None
    with open(job.out, "wb") as file:
        sink = SINKS[job.format](file, schema)
        for batch in reader:
            if rows + batch.num_rows > job.max_rows:
                batch, truncated = batch.slice(0, job.max_rows - rows), f"{job.max_rows} rows"
            written = _put(sink, pa.RecordBatch.from_arrays(batch.columns, schema=schema), file, limits.bytes)
            rows += written
            if written < batch.num_rows:
                truncated = f"{limits.bytes // MB} MB"
                if not rows:
                    raise _TooWideError
            if truncated:
                break
        sink.end()
    return columns, rows, truncated


def _put(sink: Sink, batch: pa.RecordBatch, file: Any, most: int) -> int:
    """Write as many rows of a batch as there is room for, and tell how many."""
    if batch.num_rows == 0 or sink.put(batch, most - file.tell()):
        return int(batch.num_rows)
    if batch.num_rows == 1:
        return 0
    half = batch.num_rows // 2
    written = _put(sink, batch.slice(0, half), file, most)
    return written if written < half else written + _put(sink, batch.slice(half), file, most)


def _distinct(names: list[str]) -> list[str]:
    """Names of columns, each once: a second `id` is `id_1`."""
    found: list[str] = []
    for name in names:
        own, n = name, 0
        while own in found or (n and own in names):
            n += 1
            own = f"{name}_{n}"
        found.append(own)
    return found
