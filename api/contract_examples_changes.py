"""Examples for paths that tell what changed: in a release, between two, of one record."""

from typing import Any

from dataset.queries.changes import CHANGES, derived_difference_of, difference_of
from dataset.queries.collection import Collection
from dataset.queries.examples import example_rows, example_values
from dataset.queries.projecting import field_paths
from dataset.queries.question import Question, cursor_for, default_sort
from dataset.queries.related import BY_KIND
from dataset.store.archive import Archive


def telling_release(archive: Archive) -> str:
    """The newest release that tells what it changed; the latest where none does."""
    telling = [version for version in archive.versions if archive.store(version).holds("changes")]
    return telling[-1] if telling else archive.latest


def changed_queries(archive: Archive) -> dict[str, dict[str, Any]]:
    """Questions of the answers shown, by operation."""
    ends = {"from": archive.versions[0], "to": archive.latest, "limit": 1}
    return {"listChanges": {"limit": 1}, "getDifference": ends, "getDerivedDifference": ends}


def changed_values(archive: Archive, given: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Values for the parameters of these operations."""
    old, new = archive.versions[0], archive.latest
    ends = {"from": old, "to": new}
    difference = _values(archive, difference_of(old, new), derived=False)
    derived = _values(archive, derived_difference_of(old, new), derived=True)
    version = telling_release(archive)
    found = {
        "listChanges": {**difference, "cursor": _resuming(CHANGES, archive, version), "version": version},
        "getDifference": {**difference, **ends},
        "getDerivedDifference": {**derived, **ends},
    }
    day = str(archive.manifests[new].data_date)
    for one in BY_KIND.values():
        values = given[f"list{one.name.capitalize()}"]
        found[f"get{one.row.__name__}History"] = {**values, "include": "record", "known_at": day}
    return found


def _resuming(collection: Collection, archive: Archive, release: str) -> str:
    """A cursor that goes on behind the very beginning: there may be too few rows for pages."""
    question = Question(
        collection=collection,
        release=release,
        known_at=archive.manifests[release].data_date,
        sort=default_sort(collection),
    )
    return cursor_for(question, ["", ""])


def _values(archive: Archive, collection: Collection, *, derived: bool) -> dict[str, Any]:
    old, new = archive.versions[0], archive.latest
    store = archive.difference(old, new, derived=derived)
    values = example_values(example_rows(store, collection, store.data_date), collection)
    return {
        **_versions(new),
        **values,
        "sort": collection.default_sort.split(","),
        "limit": 10,
        "count": "exact",
        "match": "overlaps",
        "fields": list(field_paths(collection.row))[:3],
        "cursor": _resuming(collection, archive, new),
    }


def _versions(version: str) -> dict[str, Any]:
    operators = ("not", "gte", "lte", "gt", "lt")
    return {"release": version, "release__in": [version], **{f"release__{one}": version for one in operators}}
