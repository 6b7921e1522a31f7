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


class Searched(Struct, frozen=True, kw_only=True):
    """A collection as it is searched: SQL for what a hit shows of a row `k`."""

    collection: Collection
    filters: Mapping[str, FilterParameter]
    label: str
    type: str
    date: str | None = None
    category: str = "NULL::VARCHAR"
    topics: str = "[]::VARCHAR[]"

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
            type="k.type",
            date="k.date",
            category="k.category",
            topics="k.topics",
        ),
        Searched(
            collection=CLAIMS,
            filters=_filters(CLAIMS),
            label="k.statement",
            type="k.kind",
            date="k.asserted",
            topics="k.topics",
        ),
        Searched(collection=ENTITIES, filters=_filters(ENTITIES), label="k.name", type="k.kind"),
        Searched(
            collection=SOURCES,
            filters=_filters(SOURCES),
            label="coalesce(k.title, k.citation, k.url)",
            type="k.kind",
            date="k.published",
        ),
    )
}
"""Everything that is searched, by the name of its collection."""

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
    faults: list[Fault] = []
    for name in kinds or SEARCHED:
        searched = SEARCHED[name]
        lacking = [parameter for parameter, _text in pairs if parameter not in searched.filters]
        if lacking:
            faults += [_lacking(parameter, name, bool(kinds)) for parameter in lacking]
            continue
        conditions, wrong = read_conditions(searched.filters, pairs)
        if wrong:
            faults += wrong
        else:
            found.append(Scope(searched, conditions))
    if found:
        return found, []
    return [], _told(faults, pairs, bool(kinds))


def _lacking(parameter: str, name: str, chosen: bool) -> Fault:
    having = " and ".join(FILTERS[parameter])
    suggestion = nearest(parameter, SEARCHED[name].filters) if chosen else None
    return Fault(parameter, f"{name} are not filtered by it: it is a filter of {having}", suggestion)


def _told(faults: list[Fault], pairs: Sequence[tuple[str, str]], chosen: bool) -> list[Fault]:
    """Faults worth telling: a value that nothing can hold before filters that do not go together."""
    if chosen:
        return list(dict.fromkeys(faults))
    unreadable = []
    for name, text in pairs:
        wrong = [read_conditions({name: one}, [(name, text)])[1] for one in FILTERS[name].values()]
        if all(wrong):
            unreadable += wrong[0]
    if unreadable:
        return unreadable
    return [
        Fault(name, f"it is a filter of {' and '.join(FILTERS[name])}, and nothing has all filters of this question")
        for name, _text in pairs
    ]
