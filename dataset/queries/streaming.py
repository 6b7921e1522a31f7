"""Every row that a question asks for, in parts: in constant memory, however many there are.

The order is settled first, over ids alone; whole rows are then put together part by part, by the same steps as those
of a page. A stream has connections of its own, so that it can be stopped at any point and outlives the store it began
with.
"""

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import duckdb

from dataset.queries.listing import asked_where, columns_read, conditions_of
from dataset.queries.order import order_by
from dataset.queries.predicates import where
from dataset.queries.question import Question
from dataset.queries.rows import complete
from dataset.queries.sampling import order_of
from dataset.queries.sql import Bound
from dataset.store.store import Store

PART = 2_000
"""Rows of one part."""


class _Lease(Store):
    """A store over one connection of its own, for one thread at a time, that can be told to stop."""

    def __init__(self, store: Store) -> None:
        self.manifest, self.folder, self.withheld = store.manifest, store.folder, store.withheld
        self._connection = store.connection()

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        self._connection.execute(sql, dict(values))
        names = [column[0] for column in self._connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self._connection.fetchall()]

    def interrupt(self) -> None:
        """Stop the statement that runs now, if one does."""
        self._connection.interrupt()


class RowStream:
    """Parts of the answer to a question, each a list of rows; at least one, which is empty where nothing answers.

    Not to be pulled by two threads at once; `interrupt` may be called from any.
    """

    def __init__(self, store: Store, question: Question) -> None:
        """Raises `NotInReleaseError`; asks nothing yet."""
        store.require(*question.collection.needs)
        self._question = question
        self._order = store.connection()
        self._store = _Lease(store)
        self._parts = self._pull()
        self._stopped = False

    def __iter__(self) -> Iterator[list[Any]]:
        return self._parts

    def interrupt(self) -> None:
        """Stop what runs now, and give no further part: whoever pulls one meets the end."""
        self._stopped = True
        for connection in (self._order, self._store):
            try:
                connection.interrupt()
            except duckdb.ConnectionException:  # closed just now
                continue

    def close(self) -> None:
        """Let everything go. Not while a part is being pulled."""
        self._parts.close()
        self._order.close()
        self._store.close()

    def _pull(self) -> Generator[list[Any]]:
        try:
            ids = self._ids()
            yield self._part(ids)
            while ids and not self._stopped:
                ids = self._next_ids()
                if ids:
                    yield self._part(ids)
        except duckdb.InterruptException:
            if not self._stopped:
                raise

    def _ids(self) -> list[str]:
        """Put the rows in order and give the first ids."""
        question = self._question
        conditions = conditions_of(question)
        bound = Bound(question.known_at)
        found = order_of(question, bound)
        asked = asked_where(question, conditions, bound)
        read = {*(key.column for key in found), *columns_read(question, conditions)}
        sql = (
            f"SELECT k.id FROM ({question.collection.as_known.select(read)}) k WHERE {asked} ORDER BY {order_by(found)}"
        )
        self._order.execute(sql, bound.values)
        return self._next_ids()

    def _next_ids(self) -> list[str]:
        return [row[0] for row in self._order.fetchmany(PART)]

    def _part(self, ids: list[str]) -> list[Any]:
        """Whole rows with these ids, in their order."""
        question = self._question
        bound = Bound(question.known_at)
        always = where(question.collection.always, question.match, bound)
        sql = (
            f"SELECT k.* FROM ({question.collection.as_known.select()}) k"
            f" WHERE k.id IN (SELECT unnest({bound.bind(ids)}::VARCHAR[])) AND {always}"
        )
        rows = {row["id"]: row for row in self._store.rows(sql, bound.values)}
        found = [rows[id_] for id_ in ids]
        return complete(self._store, question.collection, found, question.known_at, question.outcomes_at)
