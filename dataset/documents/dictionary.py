"""README.md of a release: what it is, how to read it, and the data dictionary, made from the Structs."""

from collections.abc import Iterator

from dataset.documents.columns import about
from dataset.documents.document import Contents
from dataset.documents.words import ABSTRACT, ATTRIBUTION, AUTHORS, LICENCE_URLS, LIMITS, TITLE
from dataset.queries.kinds import RECORDS
from schemas.release import Manifest
from schemas.tables import HISTORY_TABLES, RECORD_TABLES, Table, columns_at, tables_at
from schemas.vocabulary import VOCABULARIES, Term
from schemas.walk import Column

_SCALARS = {"string": "text", "double": "number", "bigint": "integer", "boolean": "boolean", "date": "date"}


def readme(contents: Contents) -> bytes:
    """The file's text."""
    manifest = contents.manifest
    rows = {file.table: file.rows for file in manifest.tables}
    tables = tables_at(manifest.schema_version)
    lines = [_head(manifest), "## Tables", "", "| file | rows | a row is |", "|---|---:|---|"]
    lines += [f"| [{name}](#{name}).parquet | {rows[name]:,} | {about(table)} |" for name, table in tables.items()]
    for table in tables.values():
        lines += ["", f"### {table.name}", "", f"{about(table)} {_kind(table)}", ""]
        lines += ["| column | type | what it holds |", "|---|---|---|"]
        lines += [line for column in columns_at(table, manifest.schema_version) for line in _rows(column, column.name)]
    lines += [
        "",
        "## Vocabularies",
        "",
        "Closed lists of terms. A later schema may add some: read an unknown one as text.",
    ]
    for vocabulary in VOCABULARIES.values():
        lines += ["", f"### Terms of {vocabulary.name}", "", vocabulary.definition, ""]
        lines += [f"- `{term.name}`: {term.definition}{_further(term)}" for term in vocabulary.terms.values()]
    return ("\n".join(lines) + "\n").encode()


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
    said = [column.description or ""]
    if column.unit:
        said.append(f"Unit: {column.unit}.")
    if vocabulary := column.vocabulary or inner.vocabulary:
        said.append(f"Terms: [{vocabulary}](#terms-of-{vocabulary}).")
    refers = [RECORDS[kind] for kind in column.refers or inner.refers]
    if refers:
        said.append(f"An id of {' or '.join(f'[{name}](#{name})' for name in refers)}.")
    null = ", or null" if column.nullable else ""
    yield f"| `{path}` | {kind}{null} | {_cell(' '.join(filter(None, said)))} |"
    if inner.kind == "struct":
        for child in inner.children:
            yield from _rows(child, f"{path}{suffix}.{child.name}")


def _further(term: Term) -> str:
    said = [f" Category: {term.category}." if term.category else "", f" Unit: {term.unit}." if term.unit else ""]
    for name, held in (("Bases", term.bases), ("Scopes", term.scopes)):
        said.append(f" {name}: {', '.join(held)}." if held else "")
    return "".join(said)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _head(manifest: Manifest) -> str:
    limits = "\n".join(f"- {limit}" for limit in LIMITS)
    return f"""\
# OnRecord, release {manifest.version}

{ABSTRACT} Speaks up to {manifest.data_date}; schema
{manifest.schema_version}; data under {manifest.licence}.

Every event and claim holds what its earliest evidence says, and names its sources. What came later is a further record linked to it, or an
entry with a `known_on` of its own. `known_on` is the day on which the world could know it: rows with `known_on <= D` are what was known on day D; of
tables with `as_of_from` and `as_of_to` those hold on D with `as_of_from <= D and (as_of_to is null or D < as_of_to)`.
A date is as exact as it is known: `edtf` as written, `earliest` and `latest` its bounds.

## Known limits

{limits}

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
before; `datapackage.json` (Data Package 2) and `croissant.json` (Croissant 1.0) describe the tables to programs. A release never changes.

Columns are described in the Parquet files too: for each column in Arrow's field metadata (`description`, `unit`, `vocabulary`), and as JSON under
the file key `onrecord:columns`, which DuckDB reads with `parquet_kv_metadata('events.parquet')`.

## Licence and citing

The data are under [{manifest.licence}]({LICENCE_URLS[manifest.licence]}): use them for anything, if you give credit, name the release, link to the licence, and say
whether you changed anything.

> {AUTHORS} ({manifest.data_date.year}). *{TITLE}*, release {manifest.version}. {manifest.licence}.

`CITATION.cff` says the same for reference managers. {ATTRIBUTION}
"""
