"""From names to entities: who fits, how well, and only by names known on the day."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.queries.entities import ENTITIES
from dataset.queries.filters import read_conditions
from dataset.queries.resolve import LEAST, resolve
from dataset.store.store import Store
from tests.support import DATA_DATE
from tests.test_dataset.searchable import days, known_by, opened, world


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    archive, store = opened(world(), tmp_path_factory.mktemp("small"))
    yield store
    archive.close()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nova Labs", ("n_nova", 1.0, "Nova Labs", "name", "same")),
        ("NOVA-LABS", ("n_nova", 0.95, "Nova Labs", "name", "folded")),
        ("Nova Labs Ltd.", ("n_nova", 0.9, "Nova Labs", "name", "legal_form")),
        ("Helios", ("n_nova", 1.0, "Helios", "aliases", "same")),
        ("zoe mueller", ("n_boss", 0.805, "Zoë Müller", "name", "similar")),
        ("Muller", ("n_boss", 0.68, "Zoë Müller", "name", "similar")),
    ],
)
def test_how_well_a_name_fits(small: Store, name: str, expected: tuple[str, float, str, str, str]) -> None:
    best = resolve(small, name, [], DATA_DATE, 10).matches[0]
    assert (best.id, best.score, best.matched_name, best.matched_field, best.rule) == expected


def test_a_later_name_fits_nobody_before(small: Store) -> None:
    before = resolve(small, "Helios", [], date(2025, 2, 28), 10)
    assert [one.id for one in before.matches] == []
    press = resolve(small, "Helios", [], DATA_DATE, 10)
    assert [(one.id, one.rule) for one in press.matches] == [("n_nova", "same"), ("n_helios-press", "similar")]


def test_kinds_limits_and_names_without_letters(small: Store) -> None:
    conditions, _faults = read_conditions(ENTITIES.filters, [("kind", "person")])
    assert resolve(small, "Nova Labs", conditions, DATA_DATE, 10).matches == []
    cut = resolve(small, "Helios", [], DATA_DATE, 1)
    assert (len(cut.matches), cut.count) == (1, 2)
    assert resolve(small, "?!", [], DATA_DATE, 10).warnings == ["name holds no letter or digit, so it fits nothing"]


@pytest.fixture(scope="module")
def by_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[date, Store]]:
    found, archives = {}, []
    for day in days(world())[2::3]:
        archive, found[day] = opened(known_by(world(), day), tmp_path_factory.mktemp("day"), day)
        archives.append(archive)
    yield found
    for archive in archives:
        archive.close()


NAMES = st.one_of(
    st.sampled_from(
        ["Nova", "Nova Labs", "Helios", "helios press", "Zoe", "novalbs", "Labs", "Press Ltd", "The Helios Co"]
    ),
    st.text(min_size=1, max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=NAMES)
def test_a_day_resolves_as_a_release_of_that_day_would(
    small: Store, by_day: dict[date, Store], data: st.DataObject, name: str
) -> None:
    day = data.draw(st.sampled_from(sorted(by_day)))
    now, then = resolve(small, name, [], day, 10), resolve(by_day[day], name, [], day, 10)
    assert now == then
    assert all(LEAST <= one.score <= 1 and one.known_on <= day for one in now.matches)
    assert all(first.score >= second.score for first, second in pairwise(now.matches))
