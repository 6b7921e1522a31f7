"""Make the text index of a release: a folder in the cache, made once and shared read-only by all processes."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Collection
from importlib import metadata
from pathlib import Path

import msgspec
from tantivy import Document, Index, Schema, SchemaBuilder

from dataset.search.analysis import folded, joined
from dataset.search.documents import WEIGHTS, documents
from dataset.versions import MANIFEST, software_version
from dataset.withdrawal.yanked import read_withdrawn

_LAYOUT = "1"
"""Raised when this folder lays an index out differently, so that old ones are not met."""

IDS = "ids.json"
"""File of the index that holds the ids of the records by their number in it."""

_HEAP = 50_000_000


def schema() -> Schema:
    """Fields of the index. Texts are put in as words already folded, so that only spaces part them; `whole` holds names
    with all their words as one. A text known later than its record stands in an entry of its own."""
    builder = SchemaBuilder().add_unsigned_field("number", fast=True)
    builder = builder.add_integer_field("known_on", indexed=True, fast=True)
    builder = builder.add_text_field("whole", tokenizer_name="raw", index_option="basic")
    for field in WEIGHTS:
        builder = builder.add_text_field(field, tokenizer_name="whitespace")
    return builder.build()


def index_path(release: Path, cache: Path, withheld: str = "") -> Path:
    """Where the index of a release stands: named by what it was made from and with, and by what is withheld."""
    made_with = f"|{software_version()}|{metadata.version('tantivy')}|{_LAYOUT}{withheld}"
    digest = hashlib.sha256((release / MANIFEST).read_bytes() + made_with.encode()).hexdigest()
    return cache / f"{release.name}-{digest[:16]}.index"


def prepare_index(release: Path, cache: Path) -> Path:
    """Folder of the release's index, made where it is not there yet. It appears whole or not at all; of several
    processes one makes it and the others wait. Records that `yanked.json` withholds are not in it. The release must be one
    that opens."""
    cache.mkdir(parents=True, exist_ok=True)
    withdrawn = read_withdrawn(release.parent)
    path = index_path(release, cache, withdrawn.digest(release.name))
    if not path.exists():
        with path.with_suffix(".index-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                with tempfile.TemporaryDirectory(prefix=".making-", dir=cache) as work:
                    partial = Path(work) / path.name
                    partial.mkdir()
                    _make(release, partial, withdrawn.of(release.name))
                    os.replace(partial, path)
    return path


def _make(release: Path, folder: Path, withheld: Collection[str]) -> None:
    writer = Index(schema(), path=str(folder)).writer(heap_size=_HEAP, num_threads=1)
    ids: list[str] = []
    for record in documents(release, withheld):
        entries = {record.known_on: _entry(len(ids), record.known_on.toordinal())}
        for one in record.texts:
            entry = entries.setdefault(one.known_on, _entry(len(ids), one.known_on.toordinal()))
            entry.add_text(one.field, " ".join(folded(one.text)))
            if one.field in ("name", "aliases"):
                entry.add_text("whole", joined(one.text))
        ids.append(record.id)
        for entry in entries.values():
            writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()
    (folder / IDS).write_bytes(msgspec.json.encode(ids))


def _entry(number: int, day: int) -> Document:
    entry = Document()
    entry.add_unsigned("number", number)
    entry.add_integer("known_on", day)
    return entry
