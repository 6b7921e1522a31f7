"""Answers in formats other than the envelope: a page of rows, a stream of rows, a citation."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from api.citing import LICENCE, Cited, bibtex, csl_json
from api.encoding import LEAST, compressed
from api.formats.catalogue import BIBTEX, Format
from api.formats.reading import columns_asked
from api.formats.sending import StreamedResponse
from dataset.queries.projecting import Tree, columns_of, is_tabular, tree_of
from dataset.queries.question import Question
from dataset.queries.streaming import RowStream
from dataset.queries.writers import WRITERS, Shape, Writer
from dataset.store.store import Store
from schemas.walk import Column


def file_name(cited: Cited, name: str, form: Format) -> str:
    """Name under which an answer is saved: what it is, of which release, and as of which day where that is an earlier
    one."""
    parts = ["onrecord", *name.split("/"), cited.release]
    if cited.known_at != cited.data_date:
        parts.append(f"known-{cited.known_at}")
    return "-".join(parts) + f".{form.extension}"


def writer_of(question: Question, form: Format, cited: Cited) -> Writer:
    """The writer of a question's rows."""
    tree = tree_of(question.fields) if question.fields else None
    collection = question.collection
    columns = columns_asked(collection, question.outcomes_at is not None) if form.name != "ndjson" else ()
    return writer(collection.row, columns_of(columns, tree), form, cited, tree)


def writer(row: Any, columns: tuple[Column, ...], form: Format, cited: Cited, tree: Tree | None = None) -> Writer:
    """The writer of rows with these columns; `tree` says which parts of them are asked, where it is not all."""
    about: Mapping[str, str] = {
        "description": (row.__doc__ or "").strip()
        if is_tabular(row)
        else "Rows of several kinds, each told by `type`.",
        "cite": cited.url,
        "release": cited.release,
        "data_date": str(cited.data_date),
        "known_at": str(cited.known_at),
        "licence": LICENCE,
    }
    return WRITERS[form.name](Shape(columns=columns, tree=tree, about=about))


def page_of_rows(rows: list[Any], writer: Writer) -> bytes:
    """A page, which is small, as a whole."""
    return writer.start() + writer.part(rows) + writer.end()


def sent(body: bytes, form: Format, headers: dict[str, str], encoding: str | None) -> Response[bytes]:
    """A body that is there as a whole."""
    if encoding and len(body) >= LEAST:
        body, headers = compressed(body, encoding), {**headers, "Content-Encoding": encoding}
    return Response(body, headers={**headers, "Content-Type": form.content_type})


def streamed(
    store: Store, question: Question, writer: Writer, form: Format, headers: dict[str, str], encoding: str | None
) -> Response[bytes]:
    """All rows of a question. Raises `NotInReleaseError`."""
    return StreamedResponse(
        RowStream(store, question), writer, content_type=form.content_type, headers=headers, encoding=encoding
    )


def citation(cited: Cited, form: Format) -> bytes:
    """The citation of an answer."""
    return bibtex(cited) if form is BIBTEX else csl_json(cited)
