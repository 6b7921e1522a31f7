"""Ids that a question names and that are not visible on its day: unknown ones and later ones alike."""

from dataset.queries.kinds import RECORDS, kind_of
from dataset.queries.question import Question
from dataset.queries.sql import Bound, quoted
from dataset.store.store import Store


def missing(store: Store, question: Question) -> list[str]:
    """A warning for each id in the filters that names nothing visible."""
    asked: dict[str, set[str]] = {}
    for one in question.tested:
        if one.field.ids and one.operator != "exists":
            for id_ in one.value if one.operator == "in" else [one.value]:
                asked.setdefault(kind_of(id_) or "", set()).add(id_)
    gone: set[str] = set()
    for kind, ids in asked.items():
        bound = Bound(question.known_at)
        rows = store.rows(
            f"SELECT id FROM {quoted(RECORDS[kind])} WHERE known_on <= $known_at "
            f"AND list_contains({bound.bind(sorted(ids))}, id)",
            bound.values,
        )
        gone |= ids - {row["id"] for row in rows}
    day, release = question.known_at, question.release
    return [
        f"{one.parameter}: no {kind_of(id_)} {id_} in release {release} as known on {day}"
        for one in question.tested
        if one.field.ids and one.operator != "exists"
        for id_ in (one.value if one.operator == "in" else [one.value])
        if id_ in gone
    ]
