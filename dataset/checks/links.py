"""Ids that lead nowhere, to the record itself, or round in a circle."""

import difflib
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from dataset.checks.findings import Findings
from dataset.checks.graphs import circles
from dataset.checks.ids import ids_of
from schemas.annotations import ID_PREFIX

SELF_LINKS = ("links", "distinct_from", "relations", "comparison")
"""Fields in which an id must not be the record's own or its subject's."""


def _records(findings: Findings) -> Iterator[tuple[str, msgspec.Struct]]:
    records = findings.records
    stores = (records.sources, records.entities, records.events, records.claims, records.complete_lists, records.gone)
    for store in stores:
        yield from store.items()


def dangling_ids(findings: Findings) -> None:
    """Every id that a record names is declared in some file, and not given up."""
    gone = findings.records.gone
    declared = findings.records.marks.files.keys() - gone.keys()
    for record_id, record in _records(findings):
        for path, named, kinds in ids_of(record):
            if named in declared or (named in gone and record_id in gone):
                continue
            if named in gone:
                findings.add(
                    "dangling_id",
                    (record_id, *path),
                    f"`{named}` is given up since {gone[named].release}",
                    f"name {' or '.join(gone[named].successors) or 'another record'} instead",
                )
                continue
            starts = tuple(ID_PREFIX[kind] for kind in kinds)
            near = _nearest_id(named, [known for known in declared if known.startswith(starts)])
            findings.add(
                "dangling_id",
                (record_id, *path),
                f"no file declares `{named}`",
                f"correct the id, or declare the {' or '.join(kinds)}",
                nearest=near,
            )


def _nearest_id(named: str, declared: list[str]) -> str | None:
    """The declared id that is most alike, by what follows the prefix, so that its likeness does not count."""
    bodies = {known[2:]: known for known in declared}
    found = difflib.get_close_matches(named[2:], bodies, n=1, cutoff=0.7)
    return bodies[found[0]] if found else None


def self_links(findings: Findings) -> None:
    """A record does not link to itself, nor is a subject compared with itself."""
    for record_id, record in _records(findings):
        own = {record_id, getattr(record, "subject", None)}
        for path, named, _ in ids_of(record):
            if path[0] in SELF_LINKS and named in (own if path[0] == "comparison" else {record_id}):
                findings.add(
                    "self_link",
                    (record_id, *path),
                    f"`{named}` points to itself",
                    "name the other record, or remove it",
                )


def event_circles(findings: Findings) -> None:
    """Events complete or reverse earlier ones; following that never comes back."""
    events = findings.records.events
    for relation in ("completes", "reverses", "part_of"):
        points_to: dict[str, list[str]] = defaultdict(list)
        for event in events.values():
            for link in event.links:
                if link.relation == relation and link.target != event.id:
                    points_to[event.id].append(link.target)
        for circle in circles(points_to):
            n = next(
                n
                for n, link in enumerate(events[circle[0]].links)
                if link.relation == relation and link.target == circle[1]
            )
            findings.add(
                "link_cycle",
                (circle[0], "links", n),
                f"`{relation}` goes round: {' → '.join([*circle, circle[0]])}",
                "keep the links that point from the later event to the earlier one",
            )
