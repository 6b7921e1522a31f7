"""datapackage.json of a release: its tables and columns as a Data Package, version 2."""

from typing import Any

import msgspec

from dataset.documents.columns import about, about_column, target_of
from dataset.documents.document import Contents
from dataset.documents.words import ABSTRACT, AUTHORS, KEYWORDS, LICENCE_URLS, TITLE
from schemas.release import Manifest, TableFile
from schemas.tables import Table, columns_at, tables_at
from schemas.vocabulary import VOCABULARIES
from schemas.walk import Column

PARQUET = "application/vnd.apache.parquet"

_PROFILE = "https://datapackage.org/profiles/2.0/"

_TYPES = {
    "string": "string",
    "double": "number",
    "bigint": "integer",
    "boolean": "boolean",
    "date": "date",
    "list": "array",
    "struct": "object",
}


def datapackage(contents: Contents) -> bytes:
    """The file's text."""
    manifest = contents.manifest
    tables = tables_at(manifest.schema_version)
    package = {
        "$schema": f"{_PROFILE}datapackage.json",
        "name": "onrecord",
        "title": TITLE,
        "description": ABSTRACT,
        "version": manifest.version,
        "keywords": KEYWORDS,
        "contributors": [{"title": AUTHORS, "roles": ["creator"]}],
        "licenses": [_licence(manifest)],
        "resources": [_resource(tables[file.table], file, manifest) for file in manifest.tables],
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n"


def _licence(manifest: Manifest) -> dict[str, str]:
    return {"name": manifest.licence, "path": LICENCE_URLS[manifest.licence]}


def _resource(table: Table, file: TableFile, manifest: Manifest) -> dict[str, Any]:
    found = columns_at(table, manifest.schema_version)
    keys = [
        {"fields": [column.name], "reference": {"resource": target, "fields": ["id"]}}
        for column in found
        if (target := target_of(table, column))
    ]
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILE}tableschema.json",
        "fields": [_field(column) for column in found],
        "primaryKey": list(table.key),
    }
    return {
        "name": table.name,
        "type": "table",
        "title": table.name.replace("_", " "),
        "description": about(table),
        "path": file.name,
        "format": "parquet",
        "mediatype": PARQUET,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "licenses": [_licence(manifest)],
        "schema": {**schema, "foreignKeys": keys} if keys else schema,
    }


def _field(column: Column) -> dict[str, Any]:
    """A column. Its parts stand under `fields` or `items`, which the standard leaves to publishers, in the same form."""
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind]}
    if column.description:
        field["description"] = about_column(column)
    for key in ("unit", "vocabulary"):
        if getattr(column, key):
            field[key] = getattr(column, key)
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.vocabulary and column.kind == "string":
        constraints["enum"] = list(VOCABULARIES[column.vocabulary].terms)
    if constraints:
        field["constraints"] = constraints
    if column.kind == "struct":
        field["fields"] = [_field(child) for child in column.children]
    elif column.kind == "list":
        field["items"] = _field(column.children[0])
    return field
