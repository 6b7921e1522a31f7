"""Whatever day is asked, nothing known later shows: not in lists, items, includes, promises or counts."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.collection import Collection
from dataset.queries.faults import NotVisibleError
from dataset.queries.including import named
from dataset.queries.listing import Page, find, list_page
from dataset.queries.question import Question, default_sort
from dataset.store.store import Store
from schemas.annotations import ID_PREFIX
from tests.test_dataset.plain import Plain

BY_NAME = {collection.name: collection for collection in COLLECTIONS}


def drawn(times: int) -> settings:
    """Settings for that many draws, the same in every run."""
    return settings(max_examples=times, deadline=None, derandomize=True, database=None)


@cache
def plain_of(store: Store) -> Plain:
    return Plain(store.folder)


def days(store: Store) -> list[date]:
    """Days on which something changes, and the days before and after."""
    tables = plain_of(store).tables
    turns = {row["known_on"] for name in ("events", "claims", "sources") for row in tables[name]}
    turns |= {row["as_of_from"] for row in tables["promises"]}
    around = {turn + timedelta(days=step) for turn in turns for step in (-1, 0, 1)}
    return sorted(day for day in around if day <= store.data_date)


def whole(store: Store, collection: Collection, day: date, include: list[str]) -> Page:
    question = Question(
        collection=collection,
        release=store.version,
        known_at=day,
        sort=default_sort(collection),
        limit=1000,
        include=include,
    )
    return list_page(store, question)


def plain_row(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(row, builtin_types=(date,))
    return found


@pytest.fixture(scope="module")
def turning_days(store: Store) -> list[date]:
    return days(store)


@drawn(20)
@given(data=st.data())
def test_lists_counts_and_includes_hold_what_was_known(
    store: Store, turning_days: list[date], data: st.DataObject
) -> None:
    day = data.draw(st.sampled_from(turning_days))
    plain = plain_of(store)
    gone = plain.later_ids(day)
    for collection in COLLECTIONS:
        page = whole(store, collection, day, list(collection.includes))
        expected = plain.listed(collection.name, day)
        assert {row.id: plain_row(row) for row in page.rows} == expected
        assert page.count == len(expected)
        assert page.cursor is None
        for name, brought in page.included.items():
            visible = plain.visible(name, day)
            assert [plain_row(row) for row in brought] == [visible[row.id] for row in brought]
        everything = [*page.rows, *(row for brought in page.included.values() for row in brought)]
        assert not named(everything) & gone


@drawn(30)
@given(data=st.data())
def test_items_are_found_exactly_when_known(store: Store, turning_days: list[date], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(turning_days))
    collection = data.draw(st.sampled_from(COLLECTIONS))
    plain = plain_of(store)
    id_ = data.draw(st.sampled_from(sorted({row["id"] for row in plain.tables[collection.name]})))
    expected = plain.visible(collection.name, day).get(id_)
    if expected is None:
        with pytest.raises(NotVisibleError):
            find(store, collection, id_, day, [])
    else:
        row, _brought = find(store, collection, id_, day, [])
        assert plain_row(row) == expected


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda one: one.name)
def test_includes_bring_everything_that_is_named(store: Store, collection: Collection) -> None:
    """Nothing that the rows name is missing, and nothing on the page is repeated."""
    page = whole(store, collection, store.data_date, list(collection.includes))
    ids = named(page.rows)
    own = {row.id for row in page.rows} if collection.name != "promises" else set()
    for name, brought in page.included.items():
        found = [row.id for row in brought]
        prefix = ID_PREFIX[BY_NAME[name].id_kind]
        assert found == sorted(set(found) - own)
        assert {one for one in ids if one.startswith(prefix)} - own <= set(found)


def test_the_day_before_the_first_record_is_empty(store: Store) -> None:
    first = min(row["known_on"] for name in ("events", "claims", "sources") for row in plain_of(store).tables[name])
    for collection in COLLECTIONS:
        page = whole(store, collection, first - timedelta(days=1), [])
        assert (page.rows, page.count, page.cursor) == ([], 0, None)
