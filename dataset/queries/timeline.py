"""The stream of an entity: events it took part in, claims it made or is named by, and changes of its relations."""

from datetime import date
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from dataset.queries.as_of import AsKnown, records_as_known
from dataset.queries.by_ids import by_ids
from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.fields import declare_all
from dataset.queries.filters import Condition
from dataset.queries.gone import absent
from dataset.store.store import Store
from schemas.answers_timeline import RoleChange, TimelineRow
from schemas.scalars import PartialDate


def _item(name: str, collection: Collection, parts: str) -> type[Struct]:
    return msgspec.defstruct(
        f"Timeline{collection.row.__name__}",
        [
            ("id", Annotated[str, Meta(description=f"Id of the {name}.")]),
            ("date", Annotated[PartialDate, Meta(description="When it happened or was said.")]),
            ("known_on", Annotated[date, Meta(description="First UTC day on which the world could know it.")]),
            ("parts", Annotated[list[str], Meta(description=parts)]),
            (name, Annotated[collection.row, Meta(description=f"The {name}.")]),
        ],
        kw_only=True,
        frozen=True,
        tag_field="type",
        tag=name,
        namespace={"__doc__": f"A{'n' if name == 'event' else ''} {name} in the stream of an entity."},
        module=__name__,
    )


TimelineEvent = _item("event", EVENTS, "Roles that the entity had in it.")
TimelineClaim = _item(
    "claim", CLAIMS, "How the claim names the entity: `speaker`, `on_behalf_of`, `obligor`, `subject`, `compared_with`."
)
TimelineItem: Any = TimelineEvent | TimelineClaim | RoleChange
"""An item of the stream, told by its `type`."""

_EVENTS = """
    SELECT p.entity, 'event' AS type, e.id AS record, e.date, e.time_utc, e.tier, e.known_on,
        list(DISTINCT p.role ORDER BY p.role) AS parts, NULL AS changed
    FROM events e JOIN event_participants p ON p.event = e.id
    WHERE e.known_on <= $known_at GROUP BY ALL"""

_CLAIMS = """
    SELECT n.named.entity AS entity, 'claim' AS type, c.id AS record, c.asserted AS date, c.time_utc, c.tier, c.known_on,
        list(DISTINCT n.named.part ORDER BY n.named.part) AS parts, NULL AS changed
    FROM claims c CROSS JOIN unnest(
        list_transform(c.speakers, lambda x: {'entity': x.entity, 'part': 'speaker'})
        || list_transform(c.speakers, lambda x: {'entity': x.on_behalf_of, 'part': 'on_behalf_of'})
        || list_transform(c.obligors, lambda x: {'entity': x, 'part': 'obligor'})
        || [{'entity': c.subject, 'part': 'subject'}, {'entity': c.comparison."to", 'part': 'compared_with'}]
    ) AS n (named)
    WHERE c.known_on <= $known_at AND n.named.entity LIKE 'n~_%' ESCAPE '~' GROUP BY ALL"""

# Numbers are given among what is visible, so that they tell nothing of what is not.
_CHANGES = f"""
    SELECT w.entity, 'role_change' AS type,
        concat_ws('~', r.holder, r.relation, r.target, r.change, row_number() OVER (
            PARTITION BY w.entity, r.holder, r.relation, r.target, r.change
            ORDER BY coalesce(r.anchor.date.earliest, r.anchor.date.latest) NULLS LAST, r.position
        )) AS record,
        coalesce(r.anchor.date, e.date) AS date, e.time_utc, 'curated' AS tier, r.known_on, []::VARCHAR[] AS parts,
        {{
            'change': r.change, 'relation': r.relation, 'entity': r.holder, 'target': r.target, 'role': r.role,
            'event': r.anchor.event, 'evidence': r.anchor.evidence
        }} AS changed
    FROM (
        SELECT n.id AS holder, u.position, u.one.relation, u.one.target, u.one.role, v.change.name AS change,
            v.change.anchor AS anchor, greatest(u.one.known_on, v.change.anchor.known_on) AS known_on
        FROM ({records_as_known("entities").select(("id", "relations"))}) n
        CROSS JOIN unnest(n.relations) WITH ORDINALITY AS u (one, position)
        CROSS JOIN unnest(
            [{{'name': 'start', 'anchor': u.one.start}}, {{'name': 'end', 'anchor': u.one."end"}}]
        ) AS v (change)
        WHERE v.change.anchor IS NOT NULL
    ) r
    LEFT JOIN events e ON e.id = r.anchor.event
    CROSS JOIN unnest(list_distinct([r.holder, r.target])) AS w (entity)
    WHERE r.known_on <= $known_at"""

_NAMES = ("entity", "type", "record", "date", "time_utc", "tier", "known_on", "parts", "changed")
_COLUMNS = {"id": "t.entity || '~' || t.record", **{name: f"t.{name}" for name in _NAMES}}

_ENTITY = declare_all(TimelineRow, "entity")["entity"]

TIMELINE = Collection(
    name="timeline",
    kind="item",
    id_kind="item",
    row=TimelineItem,
    as_known=AsKnown(_COLUMNS, f"FROM ({_EVENTS} UNION ALL {_CLAIMS} UNION ALL {_CHANGES}) t"),
    fields=declare_all(TimelineRow, "type", "date", "time_utc", "tier", "known_on"),
    default_sort="date",
    includes={
        "claims": "Claims that items are linked with.",
        "entities": "Entities that items name.",
        "events": "Events that items are linked with.",
        "evidence": "Sources of the items' evidence, under `sources`.",
    },
    tiered=True,
)
"""The streams of all entities; `timeline_of` is that of one."""


def timeline_of(entity: str) -> Collection:
    """The stream of an entity. Its pages raise as `find` does where the entity is not visible on the day."""
    return msgspec.structs.replace(
        TIMELINE,
        name=f"entities/{entity}/timeline",
        always=(Condition(_ENTITY, "eq", entity, "entity", entity),),
        complete=partial(_complete, entity),
    )


def _complete(entity: str, store: Store, rows: list[dict[str, Any]], known_at: date) -> None:
    """Put the records, as known on the day, into their items."""
    if not by_ids(store, ENTITIES, [entity], known_at):
        raise absent(store, entity, known_at)
    found: dict[str, Any] = {}
    for kind, collection in (("event", EVENTS), ("claim", CLAIMS)):
        found |= by_ids(store, collection, [row["record"] for row in rows if row["type"] == kind], known_at)
    for row in rows:
        kept: dict[str, Any] = {name: row[name] for name in ("type", "date", "known_on")} | {"id": row["record"]}
        if row["type"] == "role_change":
            kept |= row["changed"]
        else:
            kept |= {"parts": row["parts"], row["type"]: found[row["record"]]}
        row.clear()
        row.update(kept)
