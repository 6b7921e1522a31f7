"""Events: what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import records_with_status
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from schemas.event import EventAsKnown

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
        "date",
        "time_utc",
        "stage",
        "status",
        "is_disputed",
        "participants.entity",
        "participants.role",
        "jurisdictions",
        "topics",
        "sectors",
        "links",
        "links.relation",
        "links.target",
        "evidence.source",
        "evidence.stance",
        "evidence_later",
        "tier",
        "known_on",
        "first_release",
        "last_changed_release",
    ),
    default_sort="-date",
    includes={
        "claims": "Claims about the event, and those its figures and state rest on.",
        "entities": "Entities that took part.",
        "events": "Events it is linked with.",
        "evidence": "Sources of its evidence, under `sources`.",
    },
    tiered=True,
)
