"""croissant.json of a release: its files and records in MLCommons Croissant 1.0, the form that most readers know."""

from typing import Any

import msgspec

from dataset.documents.columns import about, about_column
from dataset.documents.document import Contents
from dataset.documents.words import ABSTRACT, AUTHORS, KEYWORDS, LICENCE_URLS, LIMITS, TITLE
from schemas.release import TableFile
from schemas.tables import Table, columns_at, tables_at
from schemas.walk import Column

_TERMS = (
    "citeAs",
    "column",
    "conformsTo",
    "data",
    "dataType",
    "equivalentProperty",
    "examples",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
"""Words of the vocabulary that stand without a prefix, as Croissant's own context has them."""

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in _TERMS},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}

_PARQUET = "application/x-parquet"
"""The media type by which readers of Croissant know Parquet; they refuse the registered one."""

_TYPES = {"string": "sc:Text", "double": "sc:Float", "bigint": "sc:Integer", "boolean": "sc:Boolean", "date": "sc:Date"}


def croissant(contents: Contents) -> bytes:
    """The file's text."""
    manifest = contents.manifest
    tables = tables_at(manifest.schema_version)
    dataset = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "OnRecord",
        "alternateName": TITLE,
        "description": ABSTRACT,
        "version": _semantic(manifest.version),
        "datePublished": str(manifest.data_date),
        "license": LICENCE_URLS[manifest.licence],
        "keywords": KEYWORDS,
        "creator": {"@type": "sc:Organization", "name": AUTHORS},
        "citeAs": _cited(manifest.version, manifest.data_date.year),
        "isLiveDataset": False,
        "rai:dataLimitations": LIMITS,
        "distribution": [_file(file) for file in manifest.tables],
        "recordSet": [
            _records(tables[file.table], file, columns_at(tables[file.table], manifest.schema_version))
            for file in manifest.tables
        ],
    }
    return msgspec.json.format(msgspec.json.encode(dataset), indent=1) + b"\n"


def _semantic(version: str) -> str:
    """The version in the form of three plain numbers that Croissant asks for."""
    return ".".join(str(int(part)) for part in version.split("."))


def _cited(version: str, year: int) -> str:
    return f"@misc{{onrecord, author = {{{{{AUTHORS}}}}}, title = {{{TITLE}}}, version = {{{version}}}, year = {{{year}}}}}"


def _file(file: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _PARQUET,
        "sha256": file.sha256,
    }


def _records(table: Table, file: TableFile, found: tuple[Column, ...]) -> dict[str, Any]:
    keys = [{"@id": f"{table.name}/{name}"} for name in table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": about(table),
        "key": keys[0] if len(keys) == 1 else keys,
        "field": [_field(column, f"{table.name}/{column.name}", file.name, (column.name,)) for column in found],
    }


def _field(column: Column, id_: str, file: str, path: tuple[str, ...]) -> dict[str, Any]:
    """A column, or a part of one at `path`. Croissant cannot point into a list of objects within a column: such a list is named in
    the description of what holds it, and not declared."""
    inner = column.children[0] if column.kind == "list" else column
    left_out = [child.name for child in inner.children if _is_list_of_objects(child)]
    more = f" Also holds, each a list of objects: {', '.join(left_out)}." if left_out else ""
    field: dict[str, Any] = {"@type": "cr:Field", "@id": id_, "name": id_, "description": about_column(column) + more}
    if column.kind == "list":
        field["repeated"] = True
    if inner.kind == "struct":
        field["subField"] = [
            _field(child, f"{id_}/{child.name}", file, (*path, child.name))
            for child in inner.children
            if child.name not in left_out
        ]
        return field
    field["dataType"] = _TYPES[inner.kind]
    field["source"] = {"fileObject": {"@id": file}, "extract": {"column": path[0]}}
    if len(path) > 1:
        field["source"]["transform"] = {"jsonPath": ".".join(path[1:])}
    return field


def _is_list_of_objects(column: Column) -> bool:
    return column.kind == "list" and column.children[0].kind == "struct"
