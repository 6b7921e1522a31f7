"""Ids that are asked and are not there: withheld, merged into another record, split, deleted, or not known on the day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from dataset.queries.faults import GoneError, MovedError, NotVisibleError, WithheldError
from dataset.queries.filters import Condition
from dataset.queries.kinds import RECORDS, kind_of
from dataset.queries.sql import Bound, quoted
from dataset.queries.tree import All, Either, Node, Not, Some, Test
from dataset.store.store import Store
from schemas.answers_changes import Redirected


class GoneRecord(Struct, frozen=True):
    """An id that is gone, as far as it and its successors are visible on the day."""

    id: str
    successors: list[str]
    reason: str
    release: str
    note: str | None
    """Null before the day of the release asked: it may tell of what came later."""


def gone_records(store: Store, ids: Iterable[str], known_at: date) -> dict[str, GoneRecord]:
    """What became of those ids that are gone, by id. Releases of an older schema do not tell."""
    wanted = sorted(set(ids))
    if not wanted or not store.holds("redirects") or not store.holds("tombstones"):
        return {}
    bound = Bound(known_at)
    names = bound.bind(wanted)
    rows = store.rows(
        f"""SELECT id, reason, release, note, successors FROM (
                SELECT id, reason, release, note, known_on, successors FROM redirects
                UNION ALL SELECT id, reason, release, note, known_on, []::VARCHAR[] FROM tombstones
            ) WHERE list_contains({names}::VARCHAR[], id) AND (known_on IS NULL OR known_on <= $known_at)""",
        bound.values,
    )
    shown = _shown(store, {one for row in rows for one in row["successors"]}, known_at)
    found = {}
    for row in rows:
        successors = [one for one in row["successors"] if one in shown]
        if successors or not row["successors"]:
            row["note"] = row["note"] if known_at >= store.data_date else None
            found[row["id"]] = GoneRecord(**{**row, "successors": successors})
    return found


def _shown(store: Store, ids: set[str], known_at: date) -> set[str]:
    """Which ids name records that are visible, or that are withheld and would be."""
    found = {id_ for id_ in ids if id_ in store.withheld and store.withheld[id_].known_on <= known_at}
    for kind, table in RECORDS.items():
        mine = sorted(id_ for id_ in ids if kind_of(id_) == kind)
        if mine:
            bound = Bound(known_at)
            sql = (
                f"SELECT id FROM {quoted(table)} WHERE known_on <= $known_at AND list_contains({bound.bind(mine)}, id)"
            )
            found |= {row["id"] for row in store.rows(sql, bound.values)}
    return found


def check_shown(store: Store, id_: str, known_at: date) -> None:
    """Raises `WithheldError` for a record that is withheld; one that is not known on the day is not told apart from none."""
    held = store.withheld.get(id_)
    if held and held.known_on <= known_at:
        raise WithheldError(id_, held.yank.reason, held.yank.replacement)


def absent(store: Store, id_: str, known_at: date) -> Exception:
    """Why an id asked for itself is not there: what to raise. Raises `WithheldError` itself."""
    check_shown(store, id_, known_at)
    gone = gone_records(store, [id_], known_at).get(id_)
    if gone is None:
        return NotVisibleError(id_)
    if len(gone.successors) == 1:
        return MovedError(id_, gone.successors[0])
    return GoneError(id_, gone.reason, gone.note, gone.release, gone.successors)


class Followed(Struct, frozen=True):
    """Conditions with the ids that were merged taken for the records that hold now what they held."""

    conditions: list[Condition]
    tree: Node | None
    redirected: list[Redirected]


def followed(
    store: Store,
    conditions: Sequence[Condition],
    known_at: date,
    tree: Node | None = None,
    tested: Sequence[Condition] = (),
) -> Followed:
    """The conditions, and the tree whose conditions are `tested`, with merges followed. How they were written stays."""
    asked = [one for one in (*conditions, *tested) if one.field.ids and one.operator != "exists"]
    known = gone_records(store, (id_ for one in asked for id_ in _ids(one)), known_at)
    merged = {id_: one.successors[0] for id_, one in known.items() if len(one.successors) == 1}
    if not merged:
        return Followed(list(conditions), tree, [])
    told = {
        (one.parameter, id_): Redirected(parameter=one.parameter, id=id_, to=merged[id_])
        for one in asked
        for id_ in _ids(one)
        if _fits(one, merged.get(id_))
    }
    return Followed([_follow(one, merged) for one in conditions], _tree(tree, merged), list(told.values()))


def _ids(one: Condition) -> list[str]:
    return list(one.value) if one.operator == "in" else [one.value]


def _fits(one: Condition, successor: str | None) -> bool:
    """Whether a field can name the record: a merge may lead to another kind."""
    return successor is not None and kind_of(successor) in one.field.ids


def _follow(one: Condition, merged: dict[str, str]) -> Condition:
    if not one.field.ids or one.operator == "exists":
        return one
    ids = [merged[id_] if _fits(one, merged.get(id_)) else id_ for id_ in _ids(one)]
    return msgspec.structs.replace(one, value=list(dict.fromkeys(ids)) if one.operator == "in" else ids[0])


def _tree(node: Any, merged: dict[str, str]) -> Any:
    if isinstance(node, Test):
        return Test(_follow(node.condition, merged))
    if isinstance(node, All | Either):
        return type(node)([_tree(one, merged) for one in node.nodes])
    if isinstance(node, Not):
        return Not(_tree(node.node, merged))
    if isinstance(node, Some):
        return Some(node.join, _tree(node.where, merged))
    return node
