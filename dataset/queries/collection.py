"""What a noun declares of itself; everything that lists, finds and includes works from it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct

from dataset.queries.as_of import AsKnown
from dataset.queries.fields import Field
from dataset.queries.filters import Condition, FilterParameter, filter_parameters
from dataset.store.store import Store


class Collection(Struct, frozen=True, kw_only=True, dict=True):
    """A kind of row that can be listed and found by id."""

    name: str
    """In the plural, as it stands in paths."""
    kind: str
    """In the singular."""
    id_kind: str
    """Kind of record that the id names."""
    row: type[Struct]
    as_known: AsKnown
    """Its rows as known on `$known_at`."""
    fields: Mapping[str, Field]
    default_sort: str
    includes: Mapping[str, str]
    """What can be included, with what that brings."""
    tiered: bool = False
    """Whether rows have a tier, so that candidates are left out unless asked for."""

    dated: bool = True
    """Whether its rows are asked of a release as of a day; what is told of releases themselves is not."""

    needs: tuple[str, ...] = ()
    """Tables that older releases do not hold."""
    always: tuple[Condition, ...] = ()
    """Conditions that hold for every row, whatever is asked."""
    complete: Callable[[Store, list[dict[str, Any]], date], None] | None = None
    """Puts into rows, as known on a day, what their own query does not give."""

    row_of: Callable[[Store, str, date], str | None] | None = None
    """Finds the row that stands for a record, by the record's id, where that need not be the row's own."""

    outcomes: Callable[[Store, list[dict[str, Any]], date], None] | None = None
    """Puts `outcome_at` into rows, as known on a later day; null where rows come to no outcome."""

    @cached_property
    def filters(self) -> dict[str, FilterParameter]:
        """Every parameter that filters, by name."""
        return filter_parameters(self.fields)


LISTED_TIERS = ("curated", "imported")
"""Tiers that a list shows where it is not asked for a tier."""
