"""A question in full: what is asked of a collection, resolved and read."""

from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from dataset.queries import cursor as cursors
from dataset.queries.collection import Collection
from dataset.queries.cursor import Cursor, Plain
from dataset.queries.faults import Fault
from dataset.queries.filters import Condition, Match, read_conditions
from dataset.queries.including import inclusions
from dataset.queries.order import Term, keys, read_sort
from dataset.queries.projecting import field_paths
from dataset.queries.scopes import QUERIED, scopes
from dataset.queries.tree import Node, canonical, conditions, read_json, read_tree
from dataset.queries.values import UnreadableError

LIMIT = 50
"""Rows of a page where nothing else is asked."""

MOST_ROWS = 1000
"""Most rows of a page."""

Count = Literal["exact", "none"]


class Sample(Struct, frozen=True):
    """So many rows, drawn by a seed."""

    size: int
    seed: int


class Question(Struct, frozen=True, kw_only=True):
    """What is asked of one collection of one release."""

    collection: Collection
    release: str
    known_at: date
    conditions: list[Condition] = []
    where: Node | None = None
    """Tree of conditions that holds beside them."""
    where_text: str | None = None
    """The tree as it is canonically written."""
    match: Match = "overlaps"
    sort: list[Term]
    limit: int = LIMIT
    count: Count = "exact"
    include: list[str] = []
    outcomes_at: date | None = None
    """Later day as of which outcomes stand beside the rows."""
    fields: list[str] = []
    """Fields of the rows to give; whole rows where empty."""
    sample: Sample | None = None
    everything: bool = False
    """Whether all rows are asked, in no pages."""
    place: list[Any] | None = None
    """Keys of the last row already given."""

    @property
    def sort_text(self) -> str:
        """The order as it is written."""
        return ",".join(term.text for term in self.sort)

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters as they are written, in the order of their names."""
        return sorted((one.parameter, one.text) for one in self.conditions)

    @property
    def tested(self) -> list[Condition]:
        """Every condition of the question, those of its tree among them."""
        return [*self.conditions, *conditions(self.where)]


def read_where(collection: Collection, text: str) -> tuple[Node | None, str, list[Fault]]:
    """The tree that a JSON text holds, how it is canonically written, and the faults met."""
    try:
        plain = read_json(text.encode())
    except UnreadableError as error:
        return None, "", [Fault("where", error.reason)]
    node, faults = read_tree(scopes()[collection.name], plain)
    return node, canonical(plain), faults


def default_sort(collection: Collection) -> list[Term]:
    """Order of a collection where none is asked."""
    return read_sort(collection.fields, collection.default_sort)[0]


def cursor_for(question: Question, place: list[Plain]) -> str:
    """The cursor that goes on behind a place."""
    return cursors.encode(
        Cursor(
            collection=question.collection.name,
            release=question.release,
            known_at=question.known_at,
            sort=question.sort_text,
            filters=question.filters,
            match=question.match,
            count=question.count,
            limit=question.limit,
            include=question.include,
            place=place,
            outcomes_at=question.outcomes_at,
            fields=question.fields,
            where=question.where_text,
        )
    )


def resumed(collection: Collection, cursor: Cursor) -> Question:
    """The question that a cursor goes on with. Raises `ValueError` where it does not fit the collection."""
    if cursor.collection != collection.name:
        raise ValueError(f"it belongs to {cursor.collection}")
    known = [pair for pair in cursor.filters if pair[0] in collection.filters]
    found, faults = read_conditions(collection.filters, known)
    sort, more = read_sort(collection.fields, cursor.sort)
    tree, wrong = None, list[Fault]()
    if cursor.where is not None:
        if collection not in QUERIED:
            raise ValueError("it was made by another version of this service")
        tree, _text, wrong = read_where(collection, cursor.where)
    strange = set(cursor.include) - set(inclusions(collection)) | set(cursor.fields) - set(field_paths(collection.row))
    if faults or more or wrong or len(known) < len(cursor.filters) or strange:
        raise ValueError("it was made by another version of this service")
    question = Question(
        collection=collection,
        release=cursor.release,
        known_at=cursor.known_at,
        conditions=found,
        where=tree,
        where_text=cursor.where,
        match=cursor.match,
        sort=sort,
        limit=cursor.limit,
        count=cursor.count,
        include=cursor.include,
        outcomes_at=cursor.outcomes_at,
        fields=cursor.fields,
    )
    return replace(question, place=cursors.place(keys(collection.fields, sort), cursor.place))
