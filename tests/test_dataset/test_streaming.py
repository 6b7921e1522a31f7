"""Streams of rows: the same as pages, in parts, stoppable, and independent of the store they began with."""

import threading
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dataset.queries import streaming
from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.collection import Collection
from dataset.queries.listing import list_page
from dataset.queries.question import Question, default_sort
from dataset.queries.streaming import RowStream
from dataset.store.archive import Archive
from dataset.store.store import Store

LISTS = [one for one in COLLECTIONS if not one.needs]


def question(store: Store, collection: Collection, known_at: date | None = None) -> Question:
    return Question(
        collection=collection,
        release=store.version,
        known_at=known_at or store.data_date,
        sort=default_sort(collection),
        limit=1000,
        everything=True,
    )


@pytest.mark.parametrize("collection", LISTS, ids=lambda one: one.name)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_parts_hold_the_rows_of_pages(
    store: Store, collection: Collection, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PART", size)
    day = date(2024, 12, 31) if size == 1 else store.data_date
    stream = RowStream(store, question(store, collection, day))
    parts = list(stream)
    stream.close()
    page = list_page(store, question(store, collection, day))
    assert [row for part in parts for row in part] == page.rows
    assert len(page.rows) < 1000
    assert all(len(part) == size for part in parts[:-1])


def test_there_is_one_part_where_nothing_answers(store: Store) -> None:
    stream = RowStream(store, question(store, LISTS[0], date(1990, 1, 1)))
    assert list(stream) == [[]]
    stream.close()


def test_a_stream_goes_on_when_its_store_is_let_go(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PART", 10)
    archive = Archive(store.folder.parent, tmp_path)
    own = archive.store(archive.latest)
    asked = question(own, LISTS[0])
    expected = len(list_page(own, asked).rows)
    stream = RowStream(own, asked)
    parts = iter(stream)
    first = next(parts)
    archive.close()
    assert len(first) + sum(len(part) for part in parts) == expected
    stream.close()


def test_a_closed_stream_holds_nothing(store: Store) -> None:
    stream = RowStream(store, question(store, LISTS[0]))
    next(iter(stream))
    stream.close()
    assert list(stream) == []
    with pytest.raises(duckdb.ConnectionException):
        stream._order.execute("SELECT 1")
    with pytest.raises(duckdb.ConnectionException):
        stream._store.rows("SELECT 1", {})
    assert list_page(store, question(store, LISTS[0])).rows, "the store itself stays open"


def test_what_is_being_asked_can_be_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(self: RowStream) -> list[str]:
        self._order.execute("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b")
        return self._next_ids()

    monkeypatch.setattr(RowStream, "_ids", slow)
    stream = RowStream(store, question(store, LISTS[0]))
    timer = threading.Timer(0.3, stream.interrupt)
    began = time.perf_counter()
    timer.start()
    assert list(stream) == []
    assert time.perf_counter() - began < 5
    timer.join()
    stream.close()
