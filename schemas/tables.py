"""The tables of a release: which Struct a row is, and its total order."""

from msgspec import Struct

from schemas.analysis import Contradiction, EntityActivity, MetricPoint, Scorecard
from schemas.changes import Change, Redirect, Tombstone
from schemas.claim import Claim
from schemas.complete_list import CompleteList
from schemas.derived import ClaimStatus, EventStatus, Promise
from schemas.entity import Entity
from schemas.event import Event
from schemas.relations import (
    ClaimLinkRow,
    ConditionRow,
    EntityRelationRow,
    EventLinkRow,
    EventParticipantRow,
    EvidenceRow,
    ResolutionRow,
)
from schemas.release import SCHEMA_VERSION
from schemas.source import Source
from schemas.walk import Column, columns, is_in, version_of


class Table(Struct, frozen=True):
    """A table: name of its Parquet file, row Struct, and the columns that order and identify its rows."""

    name: str
    row: type[Struct]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()
    """Columns to sort by before the key, for readers of a few rows."""
    since: str = "1.0.0"
    """Schema version that brought the table; an older release does not hold it."""

    @property
    def sql_order(self) -> str:
        """Total order of the rows, as SQL."""
        return ", ".join(dict.fromkeys((*self.order, *self.key)))


RECORD_TABLES = (
    Table("events", Event, ("id",), ("date.earliest",)),
    Table("claims", Claim, ("id",), ("asserted.earliest",)),
    Table("entities", Entity, ("id",)),
    Table("sources", Source, ("id",)),
)
"""The four kinds of record."""

DERIVED_TABLES = (
    Table("entity_relations", EntityRelationRow, ("entity", "position")),
    Table("evidence", EvidenceRow, ("record", "part", "part_position", "position")),
    Table("event_participants", EventParticipantRow, ("event", "position")),
    Table("event_links", EventLinkRow, ("event", "position")),
    Table("claim_links", ClaimLinkRow, ("claim", "position")),
    Table("resolutions", ResolutionRow, ("claim", "position")),
    Table("conditions", ConditionRow, ("claim", "position")),
    Table("event_status", EventStatus, ("event", "as_of_from")),
    Table("claim_status", ClaimStatus, ("claim", "as_of_from")),
    Table("promises", Promise, ("id", "as_of_from")),
    Table("scorecards", Scorecard, ("view", "key", "as_of_from"), since="1.1.0"),
    Table("metric_series", MetricPoint, ("claim",), ("metric", "subject", "known_on"), since="1.1.0"),
    Table("contradictions", Contradiction, ("claim", "other"), since="1.1.0"),
    Table("entity_activity", EntityActivity, ("entity", "month", "category", "as_of_from"), since="1.1.0"),
)
"""Made from the record tables by `dataset/sql/<name>.sql`, in this order."""

LISTS = Table("complete_lists", CompleteList, ("id",), since="1.2.0")
"""The lists that curators declare complete; they have no versions of their own."""


HISTORY_TABLES = (
    Table("changes", Change, ("record", "field"), since="1.2.0"),
    Table("redirects", Redirect, ("id",), since="1.2.0"),
    Table("tombstones", Tombstone, ("id",), since="1.2.0"),
)
"""Made by the build from the release before and from what curators declare of ids that are gone."""


def tables_at(schema_version: str) -> dict[str, Table]:
    """Tables of a release of that schema version, by name. Raises `ValueError` where it is no version."""
    until = version_of(schema_version)
    return {
        table.name: table
        for table in (*RECORD_TABLES, *DERIVED_TABLES, LISTS, *HISTORY_TABLES)
        if version_of(table.since) <= until
    }


def columns_at(table: Table, schema_version: str = SCHEMA_VERSION) -> tuple[Column, ...]:
    """Columns of a table in a release of that schema version, its key first."""
    return tuple(one for one in columns(table.row, table.key) if is_in(one, schema_version))


TABLES: dict[str, Table] = tables_at(SCHEMA_VERSION)
"""Tables of a release built today, by name."""
