"""Statements put to a pool, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from dataset.store.store import Store
from dataset.user_sql.described import table_names
from dataset.user_sql.job import Job, Limits, Outcome
from dataset.user_sql.pool import Asked, Pool


class Asking:
    """A pool over a release."""

    def __init__(self, pool: Pool, store: Store) -> None:
        self.pool, self._store = pool, store

    def submit(self, sql: str, params: Any = None, form: str = "json", max_rows: int = 1000) -> Asked:
        """Put a statement into the queue."""
        job = Job(
            database=str(self._store.database),
            tables=table_names(self._store),
            sql=sql,
            params=params,
            format=form,
            max_rows=max_rows,
            out="",
        )
        return self.pool.submit(lambda out: msgspec.structs.replace(job, out=out))

    def outcome(self, sql: str, params: Any = None) -> Outcome:
        """What becomes of a statement, its answer thrown away."""
        return closed(self.submit(sql, params))

    def answer(self, sql: str, params: Any = None, form: str = "json", max_rows: int = 1000) -> tuple[Outcome, bytes]:
        """What becomes of a statement, and the bytes of its answer."""
        answer = self.submit(sql, params, form, max_rows).future.result(60)
        assert answer.file is not None, answer.outcome
        with answer.file as file:
            return answer.outcome, file.read()

    def rows(self, sql: str, params: Any = None) -> Any:
        """Rows of a statement that has an answer."""
        return msgspec.json.decode(self.answer(sql, params)[1])


def closed(asked: Asked) -> Outcome:
    """What became of a statement, its file let go."""
    answer = asked.future.result(60)
    if answer.file is not None:
        answer.file.close()
    return answer.outcome


@contextmanager
def asking(store: Store, limits: Limits, size: int = 1, queue: int = 0) -> Iterator[Asking]:
    """A pool over a release, ended behind."""
    pool = Pool(limits, size, queue)
    yield Asking(pool, store)
    pool.close()
    assert pool.processes == []
