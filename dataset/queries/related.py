"""Records related to one: those linked with it either way, then those that share participants, then topics."""

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from dataset.queries.by_ids import by_ids
from dataset.queries.claims import CLAIMS
from dataset.queries.collection import LISTED_TIERS, Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.gone import absent
from dataset.queries.kinds import kind_of
from dataset.queries.sources import SOURCES
from dataset.queries.sql import Bound
from dataset.store.store import Store
from schemas.answers_related import Reason

BY_KIND = {one.kind: one for one in (EVENTS, CLAIMS, ENTITIES, SOURCES)}
"""Collection of each kind of record."""


def _item(kind: str, collection: Collection) -> type[Struct]:
    return msgspec.defstruct(
        f"Related{collection.row.__name__}",
        [
            ("id", Annotated[str, Meta(description="Its id.")]),
            ("reasons", Annotated[list[Reason], Meta(description="Why it is related, links first.")]),
            (kind, Annotated[collection.row, Meta(description=f"The {kind}, as known on the day.")]),
        ],
        kw_only=True,
        frozen=True,
        tag_field="type",
        tag=kind,
        namespace={"__doc__": f"A related {kind}."},
        module=__name__,
    )


ITEMS = {kind: _item(kind, collection) for kind, collection in BY_KIND.items()}
RelatedItem: Any = ITEMS["event"] | ITEMS["claim"] | ITEMS["entity"] | ITEMS["source"]
"""A related record, told by its `type`."""

# Every statement holds for what is known on the day: links by their own day, all records by theirs.
_EDGES = """
    SELECT event AS a, target AS b, 'link' AS why, relation, known_on FROM event_links
    UNION ALL SELECT claim, target, 'link', relation, known_on FROM claim_links
    UNION ALL SELECT id, subject, 'about', NULL, known_on FROM claims WHERE subject LIKE 'e~_%' ESCAPE '~'
    UNION ALL SELECT claim, event, 'settles', outcome, known_on FROM resolutions WHERE event IS NOT NULL
    UNION ALL SELECT entity, target, 'relation', relation, known_on FROM entity_relations
    UNION ALL SELECT record, source, 'evidence', stance, known_on FROM evidence WHERE part = 'record'"""

_VISIBLE = """
    SELECT id, date.earliest AS day, tier, topics FROM events WHERE known_on <= $known_at
    UNION ALL SELECT id, asserted.earliest, tier, topics FROM claims WHERE known_on <= $known_at
    UNION ALL SELECT id, NULL, 'curated', [] FROM entities WHERE known_on <= $known_at
    UNION ALL SELECT id, published.earliest, 'curated', [] FROM sources WHERE known_on <= $known_at"""

# What records are tied by: an event or claim by the entities it names, a source by the records that cite it.
_TIES = """
    SELECT event AS record, entity AS tie FROM event_participants WHERE known_on <= $known_at
    UNION SELECT c.id, u.x.entity FROM claims c CROSS JOIN unnest(c.speakers) AS u (x) WHERE c.known_on <= $known_at
    UNION SELECT c.id, u.x.on_behalf_of FROM claims c CROSS JOIN unnest(c.speakers) AS u (x) WHERE c.known_on <= $known_at
    UNION SELECT c.id, u.x FROM claims c CROSS JOIN unnest(c.obligors) AS u (x) WHERE c.known_on <= $known_at
    UNION SELECT id, subject FROM claims WHERE known_on <= $known_at AND subject LIKE 'n~_%' ESCAPE '~'"""


def related(store: Store, id_: str, known_at: date, limit: int) -> tuple[list[Any], int]:
    """The records most closely related to one, and how many there are. Raises as `find` does.

    Linked ones come first, then those that share the most participants, then those that share the most topics; what is alike goes
    by nearness in time, then by id. Candidates are left out.
    """
    kind = kind_of(id_)
    if kind is None or not by_ids(store, BY_KIND[kind], [id_], known_at):
        raise absent(store, id_, known_at)
    bound = Bound(known_at)
    asked, tiers = bound.bind(id_), bound.bind(list(LISTED_TIERS))
    rows = store.rows(
        f"""
        WITH visible AS ({_VISIBLE}), edges AS ({_EDGES}),
        linked AS (
            SELECT b AS id, why, relation, 'to' AS direction FROM edges WHERE a = {asked} AND known_on <= $known_at
            UNION SELECT a, why, relation, 'from' FROM edges WHERE b = {asked} AND known_on <= $known_at
        ), ties AS ({_ties(kind)}),
        sharing AS (
            SELECT t.record AS id, list(DISTINCT t.tie ORDER BY t.tie) AS shared
            FROM ties t JOIN ties mine ON mine.tie = t.tie AND mine.record = {asked}
            WHERE t.tie IS NOT NULL AND t.record <> {asked} GROUP BY t.record
        ), topical AS (
            SELECT v.id, list_sort(list_intersect(v.topics, mine.topics)) AS shared
            FROM visible v JOIN visible mine ON mine.id = {asked}
            WHERE v.id <> {asked} AND list_has_any(v.topics, mine.topics)
        ), reasons AS (
            SELECT id, 0 AS rank, why, relation, direction, []::VARCHAR[] AS shared FROM linked WHERE id <> {asked}
            UNION ALL SELECT id, 1, {bound.bind(_WHY_SHARED[kind])}, NULL, NULL, shared FROM sharing
            UNION ALL SELECT id, 2, 'topics', NULL, NULL, shared FROM topical
        )
        SELECT r.id, count(*) OVER () AS total,
            list({{'why': why, 'relation': relation, 'direction': direction, 'shared': shared}}
                ORDER BY rank, why, relation NULLS LAST, direction) AS reasons
        FROM reasons r
        JOIN visible v ON v.id = r.id
        JOIN visible mine ON mine.id = {asked}
        WHERE list_contains({tiers}, v.tier)
        GROUP BY r.id, v.day, mine.day
        ORDER BY min(rank),
            sum(CASE WHEN rank = 1 THEN len(shared) ELSE 0 END) DESC,
            sum(CASE WHEN rank = 2 THEN len(shared) ELSE 0 END) DESC,
            abs(v.day - mine.day) NULLS LAST, r.id
        LIMIT {bound.bind(limit)}""",
        bound.values,
    )
    found: dict[str, Any] = {}
    for one, collection in BY_KIND.items():
        found |= by_ids(store, collection, [row["id"] for row in rows if kind_of(row["id"]) == one], known_at)
    items = [
        {"type": one, "id": row["id"], "reasons": row["reasons"], one: found[row["id"]]}
        for row in rows
        for one in (str(kind_of(row["id"])),)
    ]
    return msgspec.convert(items, list[RelatedItem]), rows[0]["total"] if rows else 0


_WHY_SHARED = {"event": "participants", "claim": "participants", "entity": "records", "source": "citations"}


def _ties(kind: str) -> str:
    """Ties by which records of a kind are near each other: an entity by what names it, a source by what rests on it."""
    if kind == "entity":
        listed = "JOIN visible v ON v.id = t.record AND v.tier <> 'candidate'"
        return f"SELECT t.tie AS record, t.record AS tie FROM ({_TIES}) t {listed} WHERE t.tie IS NOT NULL"
    if kind == "source":
        return (
            "SELECT e.source AS record, e.record AS tie FROM evidence e JOIN visible v ON v.id = e.record "
            "AND v.tier <> 'candidate' WHERE e.part = 'record' AND e.known_on <= $known_at"
        )
    return _TIES
