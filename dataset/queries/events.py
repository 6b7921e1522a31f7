"""Events: what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import records_with_status
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all, declare_through
from schemas.event import EventAsKnown
from schemas.source import Source

EVENTS = Collection(
    name="events",
    kind="event",
    id_kind="event",
    row=answered("Event", EventAsKnown),
    as_known=records_with_status("events", "event_status", "event"),
    fields=declare_all(
        EventAsKnown,
        "id",
        "type",
        "category",
        "title",
        "summary",
        "date",
        "time_utc",
        "stage",
        "status",
        "is_disputed",
        "decided_by",
        "participants",
        "participants.entity",
        "participants.role",
        "jurisdictions",
        "topics",
        "sectors",
        "links",
        "links.relation",
        "links.target",
        "links.known_on",
        "evidence",
        "evidence.source",
        "evidence.stance",
        "evidence.locator",
        "evidence.says.field",
        "evidence.known_on",
        "evidence_later",
        "tier",
        "known_on",
        "first_release",
        "last_changed_release",
    )
    | declare_through(EventAsKnown, "evidence.source", Source, "publisher", "author", "kind", "language", "published"),
    default_sort="-date",
    includes={
        "claims": "Claims about the event, and those its figures and state rest on.",
        "entities": "Entities that took part.",
        "events": "Events it is linked with.",
        "evidence": "Sources of its evidence, under `sources`.",
    },
    tiered=True,
)
