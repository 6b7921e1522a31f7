"""What can be searched, and the filters that hold for it: those that each collection declares."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import Collection
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.faults import Fault, nearest
from dataset.queries.filters import Condition, FilterParameter, filter_parameters, read_conditions
from dataset.queries.sources import SOURCES
from dataset.queries.values import UnreadableError


class Searched(Struct, frozen=True, kw_only=True):
    """A collection as it is searched, with the columns that a hit shows."""

    collection: Collection
    filters: Mapping[str, FilterParameter]
    label: str
    """SQL over a row `k`."""
    type: str
    date: str | None = None
    category: str | None = None
    topics: str | None = None

    @property
    def name(self) -> str:
        """Name of the collection."""
        return self.collection.name

    @property
    def type_facet(self) -> str:
        """Facet that counts its types; also the parameter that filters by them."""
        return "type" if self.collection is EVENTS else own_kind(self.collection)


def own_kind(collection: Collection) -> str:
    """Parameter for the kind that rows of a collection have, since `kind` alone chooses the collection."""
    return f"{collection.kind}_kind"


def _filters(collection: Collection) -> dict[str, FilterParameter]:
    fields = {
        name: replace(field, name=own_kind(collection)) if name == "kind" else field
        for name, field in collection.fields.items()
    }
    return filter_parameters(fields)


SEARCHED = {
    one.name: one
    for one in (
        Searched(
            collection=EVENTS,
            filters=_filters(EVENTS),
            label="k.title",
            type="type",
            date="date",
            category="category",
            topics="topics",
        ),
        Searched(
            collection=CLAIMS,
            filters=_filters(CLAIMS),
            label="k.statement",
            type="kind",
            date="asserted",
            topics="topics",
        ),
        Searched(collection=ENTITIES, filters=_filters(ENTITIES), label="k.name", type="kind"),
        Searched(
            collection=SOURCES,
            filters=_filters(SOURCES),
            label="coalesce(k.title, k.citation, k.url)",
            type="kind",
            date="published",
        ),
    )
}
"""Everything that is searched, by the name of its collection."""


def own_name(searched: Searched, name: str) -> str:
    """Name of a filter of hits in the collection itself."""
    return name.replace(own_kind(searched.collection), "kind") if name not in searched.collection.filters else name


FILTERS: dict[str, dict[str, FilterParameter]] = {}
"""Every parameter that filters hits, with its declaration in each collection that has it."""
for _one in SEARCHED.values():
    for _name, _parameter in _one.filters.items():
        FILTERS.setdefault(_name, {})[_one.name] = _parameter


class Scope(Struct, frozen=True):
    """A collection that is searched, with the conditions on its rows."""

    searched: Searched
    conditions: list[Condition]


def scopes(kinds: Sequence[str], pairs: Sequence[tuple[str, str]]) -> tuple[list[Scope], list[Fault]]:
    """The collections that are searched under filters: of the `kinds` asked, or of all where none is, those that have
    every filter and can hold its value. Faults where none is left."""
    found: list[Scope] = []
    lacking: list[Fault] = []
    wrong: list[Fault] = []
    for name in kinds or SEARCHED:
        searched = SEARCHED[name]
        missing = [parameter for parameter, _text in pairs if parameter not in searched.filters]
        lacking += [_lacking(parameter, searched) for parameter in missing]
        if not missing:
            conditions, faults = read_conditions(searched.filters, pairs)
            wrong += faults
            if not faults:
                found.append(Scope(searched, conditions))
    if found:
        return found, []
    if kinds:
        return [], list(dict.fromkeys([*lacking, *wrong]))
    return [], _unreadable(pairs) or wrong or [_apart(name) for name, _text in pairs]


def _lacking(parameter: str, searched: Searched) -> Fault:
    having = ", ".join(FILTERS[parameter])
    reason = f"{searched.name} are not filtered by it: it is a filter of {having}"
    return Fault(parameter, reason, nearest(parameter, searched.filters))


def _apart(parameter: str) -> Fault:
    having = ", ".join(FILTERS[parameter])
    return Fault(parameter, f"it is a filter of {having}, and nothing has all the filters of this question")


def _unreadable(pairs: Sequence[tuple[str, str]]) -> list[Fault]:
    """A fault for each value that no collection can hold."""
    found = []
    for name, text in pairs:
        faults = []
        for parameter in FILTERS[name].values():
            try:
                parameter.read(text)
            except UnreadableError as error:
                faults.append(Fault(name, error.reason, error.suggestion))
        if len(faults) == len(FILTERS[name]):
            found.append(max(faults, key=lambda one: one.suggestion is not None))
    return found
