"""The tables of a release: which Struct a row is, and its total order."""

from msgspec import Struct

from schemas.claim import Claim
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
from schemas.source import Source


class Table(Struct, frozen=True):
    """A table: name of its Parquet file, row Struct, and the columns that order and identify its rows."""

    name: str
    row: type[Struct]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()
    """Columns to sort by before the key, for readers of a few rows."""

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
)
"""Made from the record tables by `dataset/sql/<name>.sql`, in this order."""

TABLES: dict[str, Table] = {table.name: table for table in (*RECORD_TABLES, *DERIVED_TABLES)}
