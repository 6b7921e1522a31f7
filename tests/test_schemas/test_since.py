"""A column that came with a later schema version: older releases are read without it."""

from typing import Annotated

from msgspec import Struct

from schemas.annotations import described
from schemas.arrow import fingerprint
from schemas.tables import TABLES, Table, columns_at
from schemas.walk import Column, columns
from tests.test_schemas.test_model import every_column


class Before(Struct, kw_only=True):
    """A row as it was."""

    id: Annotated[str, described("Id.")]
    name: Annotated[str, described("Name.")]


class After(Before, kw_only=True):
    """The row with two columns more."""

    size: Annotated[int | None, described("Size.", unit="count", since="2.1.0")] = None
    tags: Annotated[list[str], described("Tags.", since="2.2.0")] = []


BEFORE, AFTER = Table("things", Before, ("id",)), Table("things", After, ("id",))


def names(found: tuple[Column, ...]) -> list[str]:
    return [one.name for one in found]


def test_a_table_has_the_columns_of_its_schema_version() -> None:
    assert names(columns_at(AFTER, "2.0.0")) == ["id", "name"]
    assert names(columns_at(AFTER, "2.1.9")) == ["id", "name", "size"]
    assert names(columns_at(AFTER, "2.10.0")) == ["id", "name", "size", "tags"]


def test_a_further_column_leaves_the_fingerprint_of_older_releases_alone() -> None:
    assert fingerprint(AFTER, "2.0.0") == fingerprint(BEFORE, "2.0.0")
    assert len({fingerprint(AFTER, version) for version in ("2.0.0", "2.1.0", "2.2.0")}) == 3


def test_only_whole_columns_come_later_and_they_can_be_empty() -> None:
    for table in TABLES.values():
        own = columns(table.row, table.key)
        for _path, one in every_column(own, table.name):
            if one.since:
                assert one in own, f"{one.name} stands inside another column"
                assert one.nullable or one.kind == "list", f"{one.name} cannot be empty"
