"""README.md of a release: what it is, how to read it, and the data dictionary, made from the Structs."""

from collections.abc import Iterator

from dataset.documents.document import Contents
from schemas.release import Manifest
from schemas.tables import HISTORY_TABLES, RECORD_TABLES, Table, columns_at, tables_at
from schemas.vocabulary import VOCABULARIES
from schemas.walk import Column

_SCALARS = {"string": "text", "double": "number", "bigint": "integer", "boolean": "boolean", "date": "date"}


def readme(contents: Contents) -> bytes:
    """The file's text."""
    manifest = contents.manifest
    rows = {file.table: file.rows for file in manifest.tables}
    tables = tables_at(manifest.schema_version)
    lines = [_head(manifest), "## Tables", "", "| file | rows | a row is |", "|---|---:|---|"]
    lines += [f"| [{name}](#{name}).parquet | {rows[name]:,} | {_about(table)} |" for name, table in tables.items()]
    for table in tables.values():
        lines += ["", f"### {table.name}", "", f"{_about(table)} {_kind(table)}", ""]
        lines += ["| column | type | what it holds |", "|---|---|---|"]
        lines += [line for column in columns_at(table, manifest.schema_version) for line in _rows(column, column.name)]
    lines += [
        "",
        "## Vocabularies",
        "",
        "Closed lists of terms. A later schema may add some: read an unknown one as text.",
    ]
    for vocabulary in VOCABULARIES.values():
        lines += ["", f"### {vocabulary.name}", "", vocabulary.definition, ""]
        lines += [f"- `{term.name}`: {term.definition}" for term in vocabulary.terms.values()]
    return ("\n".join(lines) + "\n").encode()


def _about(table: Table) -> str:
    return " ".join((table.row.__doc__ or "").split())


def _kind(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    if table in RECORD_TABLES:
        return f"A record. Key: {key}."
    if table in HISTORY_TABLES:
        return f"Of the releases, not of the world. Key: {key}."
    return f"Derived from the records. Key: {key}."


def _rows(column: Column, path: str) -> Iterator[str]:
    """A line for the column and one for each field inside it."""
    inner, suffix = column, ""
    while inner.kind == "list":
        inner, suffix = inner.children[0], suffix + "[]"
    kind = ("struct" if inner.kind == "struct" else _SCALARS[inner.kind]) + suffix
    about = [column.description or ""]
    if column.unit:
        about.append(f"Unit: {column.unit}.")
    if vocabulary := column.vocabulary or inner.vocabulary:
        about.append(f"Terms: [{vocabulary}](#{vocabulary}).")
    null = ", or null" if column.nullable else ""
    yield f"| `{path}` | {kind}{null} | {' '.join(filter(None, about))} |"
    if inner.kind == "struct":
        for child in inner.children:
            yield from _rows(child, f"{path}{suffix}.{child.name}")


def _head(manifest: Manifest) -> str:
    return f"""\
# OnRecord, release {manifest.version}

What the AI industry did, said and promised: sourced, dated, versioned. Speaks up to {manifest.data_date}; schema
{manifest.schema_version}; data under {manifest.licence}.

Every event and claim holds what its earliest evidence says, and names its sources. What came later is a further record linked to it, or an
entry with a `known_on` of its own. `known_on` is the day on which the world could know it: rows with `known_on <= D` are what was known on day D; of
tables with `as_of_from` and `as_of_to` those hold on D with `as_of_from <= D and (as_of_to is null or D < as_of_to)`.
A date is as exact as it is known: `edtf` as written, `earliest` and `latest` its bounds.

The dataset is selected, not sampled: that something is missing does not mean that it did not happen. Records of tier `candidate` rest on weak
sources alone. Allegations are what somebody alleged.

## Read it

```python
import duckdb

duckdb.sql("select title, date.edtf from 'events.parquet' where category = 'funding' order by date.latest desc limit 10")
```

```python
import polars as pl

promises = pl.scan_parquet("promises.parquet").filter(pl.col("as_of_to").is_null() & pl.col("slipped")).collect()
```

```python
import pandas as pd

claims = pd.read_parquet("claims.parquet", columns=["id", "statement", "known_on"])
```

`SHA256SUMS` proves the files (`sha256sum -c SHA256SUMS`), `manifest.json` says how many rows each has, `CHANGELOG.md` what changed since the release
before, `CITATION.cff` how to cite it. A release never changes.
"""
