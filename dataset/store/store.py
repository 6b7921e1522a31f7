"""One release, open for asking: a read-only database from which nothing outside can be reached."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from dataset.errors import NotInReleaseError
from dataset.search.index import TextIndex
from dataset.withdrawal.yanked import Withheld
from schemas.release import Manifest


class Store:
    """A prepared release. Safe to use from several threads: each call has a cursor of its own."""

    def __init__(
        self,
        manifest: Manifest,
        folder: Path,
        database: Path,
        index: Callable[[], Path],
        *,
        withheld: Mapping[str, Withheld] | None = None,
        threads: int = 1,
    ) -> None:
        # One thread a query: many are asked side by side, and for small answers more threads cost more than they bring.
        self.manifest = manifest
        self.folder = folder
        self.withheld = withheld or {}
        """Records that the release holds and that are not shown."""
        self._index = index
        self._database = database
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "threads": threads,
            "enable_external_access": False,
            "lock_configuration": True,
        }
        self._connection = self.connection()

    @property
    def version(self) -> str:
        """Version of the release."""
        return self.manifest.version

    @property
    def database(self) -> Path:
        """Path of its database."""
        return self._database

    @property
    def data_date(self) -> date:
        """Day up to which the release speaks."""
        return self.manifest.data_date

    @cached_property
    def texts(self) -> TextIndex:
        """The text index, opened once it is asked."""
        return TextIndex(self._index())

    def holds(self, table: str) -> bool:
        """Whether the release has a table; an older one lacks those that came after it."""
        return any(file.table == table for file in self.manifest.tables)

    def require(self, *tables: str) -> None:
        """Raises `NotInReleaseError` where the release is older than one of the tables."""
        for table in tables:
            if not self.holds(table):
                raise NotInReleaseError(table, self.version)

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A further connection to the release, open until its holder closes it, also when this store is let go."""
        return duckdb.connect(str(self._database), read_only=True, config=self._config)

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Rows of one statement as dictionaries, nested ones included. Values are bound by name; every name bound must
        stand in the statement."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, dict(values))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()
