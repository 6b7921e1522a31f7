"""What a tree of conditions can speak of: kinds of record, elements of their lists, and the joins between them.

Fields are those that the collections declare. A join gives its rows a column `_owner`, which is compared with a column
of the row that it starts from; so each is a plain semi-join, whatever the number of rows.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.fields import Field
from dataset.queries.filters import Match
from dataset.queries.sources import SOURCES
from dataset.queries.sql import quoted

QUERIED = (EVENTS, CLAIMS)
"""Collections that are asked with a tree."""

_COLLECTIONS = {one.name: one for one in (EVENTS, CLAIMS, ENTITIES, SOURCES)}
_DAY = {"events": "date", "claims": "asserted"}
"""Date of a record on which what its elements name is looked at."""


class Join(Struct, frozen=True, kw_only=True):
    """A step from a row to related rows."""

    name: str
    scope: str
    """Where it leads."""
    about: str
    key: str = "id"
    """Column of the row that it starts from."""
    owners: str | None = None
    """Ids of the rows that it starts from, as a list over the joined record `r`; the record's own id where null."""
    named: tuple[str, str] | None = None
    """Collection that it starts from, and the list of ids over its record `r` that name the joined records."""
    on_day: bool = False
    """Whether the joined relation has to hold on the day of the record that it starts from."""
    reads: tuple[str, ...] = ()
    """Further columns of the joined record that it needs."""


def linked(join: Join, outer: str, inner: str, match: Match) -> str:
    """Predicate that a joined row belongs to a row.

    Not a method: instances without a container are invisible to the garbage collector, and one that stands in a module
    and leads through its class back to it would keep the whole module, DuckDB's binding with it, alive at exit.
    """
    same = f"{inner}._owner = {outer}.{quoted(join.key)}"
    return f"{same} AND {_held(outer, inner, match)}" if join.on_day else same


def _held(outer: str, inner: str, match: Match) -> str:
    """Predicate that a relation held on a day, possibly or certainly; one without an end still holds."""
    day, start, end = f"{outer}._day", f'{inner}."start".date', f'{inner}."end"'
    if match == "overlaps":
        return (
            f"({start}.earliest IS NULL OR {day}.latest IS NULL OR {start}.earliest <= {day}.latest) AND "
            f"({end}.date.latest IS NULL OR {day}.earliest IS NULL OR {end}.date.latest >= {day}.earliest)"
        )
    return (
        f"coalesce({start}.latest <= {day}.earliest, FALSE) AND "
        f"({end} IS NULL OR coalesce({end}.date.earliest >= {day}.latest, FALSE))"
    )


class Scope(Struct, frozen=True, kw_only=True):
    """A kind of row: a record, or an element of one of its lists."""

    name: str
    collection: Collection
    fields: Mapping[str, Field]
    joins: Mapping[str, Join]
    inside: str | None = None
    """The list whose elements they are."""

    @property
    def tiered(self) -> bool:
        """Whether candidates are left out unless asked for."""
        return self.collection.tiered and self.inside is None

    def rows(self, join: Join, read: Iterable[str]) -> str:
        """Query for the rows that a join leads to, as known on the day, with `_owner`; `read` are columns used."""
        if self.inside:
            return self._elements()
        known = self.collection.as_known
        columns = known.select({"id", *read, *join.reads})
        if join.named:
            start, ids = join.named
            rows = _COLLECTIONS[start].as_known.select()
            return (
                f"SELECT b._owner, t.* FROM (SELECT r.id AS _owner, unnest(list_distinct({ids})) AS _id FROM ({rows}) r) b "
                f"JOIN ({columns}) t ON t.id = b._id"
            )
        owner = f"unnest(list_distinct({join.owners}))" if join.owners else "r.id"
        return f"SELECT {owner} AS _owner, r.* FROM ({columns}) r"

    def _elements(self) -> str:
        assert self.inside is not None
        day = _DAY.get(self.collection.name)
        rows = self.collection.as_known.select({"id", self.inside, *([day] if day else [])})
        dated = f", r.{quoted(day)} AS _day" if day else ""
        days = ", l._day" if day else ""
        elements = f"SELECT r.id AS _owner{dated}, unnest(r.{quoted(self.inside)}) AS element FROM ({rows}) r"
        through = [field for field in self.fields.values() if field.through]
        if not through:
            return f"SELECT l._owner{days}, element.* FROM ({elements}) l"
        also = "".join(f", o.{quoted(*field.path)}" for field in through)
        return (
            f"SELECT l._owner{days}, element.*{also} FROM ({elements}) l "
            f"LEFT JOIN sources o ON o.id = l.element.{quoted(*through[0].through)} AND o.known_on <= $known_at"
        )


def _stripped(field: Field, inside: str) -> Field:
    """A field as an element of the list has it."""
    start = len(inside) + 1
    within = field.inside != inside
    return replace(
        field,
        name=field.name[start:],
        path=field.path[inside.count(".") + 1 :],
        inside=field.inside[start:] if within and field.inside else None,
        outer=tuple(one[start:] for one in field.outer if one != inside) if within else (),
        figure=field.figure[start:] if field.figure else None,
    )


def _element_fields(collection: Collection, inside: str) -> dict[str, Field]:
    found = [
        _stripped(field, inside)
        for field in collection.fields.values()
        if field.inside == inside or inside in field.outer
    ]
    return {field.name: field for field in found}


def _ids(column: str, part: str) -> str:
    return f"list_transform(r.{quoted(column)}, lambda x: x.{quoted(part)})"


_SPOKEN_BY = f"list_concat({_ids('speakers', 'entity')}, {_ids('speakers', 'on_behalf_of')})"
_NAMED_IN_CLAIM = f"list_concat({_SPOKEN_BY}, r.obligors, [r.subject, r.comparison.to])"
_ENTITY = Join(name="entities", scope="entities", key="entity", about="The entity.")
_THEN = Join(
    name="relations_then",
    scope="entities.relations",
    key="entity",
    on_day=True,
    about="Relations that the entity had on the record's day: possibly under `match=overlaps`, certainly under `within`.",
)

_JOINS: dict[str, tuple[Join, ...]] = {
    "events": (
        Join(name="participants", scope="events.participants", about="Who and what took part."),
        Join(name="claims", scope="claims", owners="[r.subject]", reads=("subject",), about="Claims about the event."),
        Join(
            name="entities",
            scope="entities",
            named=("events", _ids("participants", "entity")),
            about="Entities that took part.",
        ),
        Join(name="links", scope="events.links", about="How it stands to other events."),
        Join(name="evidence", scope="events.evidence", about="Its evidence, with publisher and kind of the source."),
    ),
    "claims": (
        Join(name="speakers", scope="claims.speakers", about="Who said it, and for whom."),
        Join(name="events", scope="events", key="subject", about="The event it is about."),
        Join(
            name="entities",
            scope="entities",
            named=("claims", _NAMED_IN_CLAIM),
            about="Entities it names: speakers, those they speak for, obligors, subject, what it is compared with.",
        ),
        Join(name="obligors", scope="entities", named=("claims", "r.obligors"), about="Entities that owe it."),
        Join(name="links", scope="claims.links", about="How it stands to other claims."),
        Join(name="resolutions", scope="claims.resolutions", about="Its outcomes."),
        Join(name="conditions", scope="claims.conditions", about="What it was made to depend on."),
        Join(name="evidence", scope="claims.evidence", about="Its evidence, with publisher and kind of the source."),
    ),
    "entities": (
        Join(name="relations", scope="entities.relations", about="How it stands to other entities, at any time."),
        Join(name="aliases", scope="entities.aliases", about="Its other names."),
        Join(
            name="events",
            scope="events",
            owners=_ids("participants", "entity"),
            reads=("participants",),
            about="Events it took part in.",
        ),
        Join(
            name="claims",
            scope="claims",
            owners=_SPOKEN_BY,
            reads=("speakers",),
            about="Claims that it made, or that were made on its behalf.",
        ),
    ),
    "sources": (Join(name="entities", scope="entities", key="publisher", about="Its publisher."),),
    "events.participants": (_ENTITY, _THEN),
    "events.links": (Join(name="events", scope="events", key="target", about="The other event."),),
    "events.evidence": (Join(name="sources", scope="sources", key="source", about="The source."),),
    "claims.speakers": (
        replace(_ENTITY, about="The speaker."),
        replace(_THEN, about=_THEN.about.replace("the entity", "the speaker")),
    ),
    "claims.links": (Join(name="claims", scope="claims", key="target", about="The other claim."),),
    "claims.resolutions": (Join(name="events", scope="events", key="event", about="The event that settled it."),),
    "claims.conditions": (),
    "claims.evidence": (Join(name="sources", scope="sources", key="source", about="The source."),),
    "entities.relations": (Join(name="entities", scope="entities", key="target", about="The other entity."),),
    "entities.aliases": (),
}


@cache
def scopes() -> dict[str, Scope]:
    """Every scope by name: that of a collection, or of a collection and a list of its records."""
    found = {}
    for name, joins in _JOINS.items():
        collection_name, _, inside = name.partition(".")
        collection = _COLLECTIONS[collection_name]
        fields = _element_fields(collection, inside) if inside else collection.fields
        found[name] = Scope(
            name=name,
            collection=collection,
            fields=fields,
            joins={join.name: join for join in joins},
            inside=inside or None,
        )
    return found
