"""Search: words, matches, order, facets, pages, and nothing in them that became known later."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dataset.queries.cursor import decode, encode
from dataset.queries.search import EXACT, SearchPage, search
from dataset.queries.search_question import LONGEST, SearchQuestion, resumed
from dataset.queries.searched import scopes
from dataset.search.analysis import folded, joined, words
from dataset.search.asked import Asked, Term, read_query
from dataset.search.highlight import LENGTH, marked
from dataset.search.prepare import index_path, prepare_index
from dataset.store.store import Store
from tests.support import DATA_DATE
from tests.test_dataset.searchable import VERSION, days, known_by, opened, world

QUESTIONS = [
    "open", "model", "open model", '"open model"', "ope*", "modele", "Modèle", "helios", "Helios Press", "nova",
    "Nova Labs", "novalabs inc", "zoe muller", "open-w*", "the", "opens its", "nothing-such", "new name nova",
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    archive, store = opened(world(), tmp_path_factory.mktemp("small"))
    yield store
    archive.close()


def asking(
    store: Store, q: str | None, *, kinds: Sequence[str] = (), known_at: date | None = None, **more: Any
) -> SearchQuestion:
    filters = tuple(sorted(more.pop("filters", {}).items()))
    found, faults = scopes(kinds, filters)
    assert faults == []
    given: dict[str, Any] = {"release": store.version, "known_at": known_at or store.data_date, "limit": 50, **more}
    return SearchQuestion(q=q, kinds=tuple(kinds), filters=filters, scopes=found, **given)


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-4o, gpt_oss", ["gpt", "4o", "gpt", "oss"]),
        ("Le modèle d'Œuvre", ["le", "modele", "d", "oeuvre"]),
        ("mode\u0300le", ["modele"]),
        ("OpenAI's and OpenAI\u2019s", ["openai", "and", "openai"]),
        ("深度求索 İstanbul", ["深度求索", "istanbul"]),
        ("— 😀 —", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert folded(text) == expected
    assert joined(text) == "".join(expected)


@given(st.text(max_size=80))
def test_each_word_knows_its_place(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start < word.end


def test_a_question_is_read_into_terms() -> None:
    asked = read_query('"Open  Weights" GPT-4* delayed delayed')
    assert asked.terms == (Term(("open", "weights")), Term(("gpt", "4"), True), Term(("delayed",)))
    assert asked.name is None
    assert read_query("Open AI, Inc.").name == "openaiinc"
    assert read_query('an "open quote').terms == (Term(("an",)), Term(("open", "quote")))
    assert read_query("-- !") == Asked((), None)


def test_fragments_mark_matches_and_escape_the_rest() -> None:
    terms = read_query("modele ouv*").terms
    assert marked("Un modèle <ouvert> & plus", terms) == "Un <mark>modèle</mark> &lt;<mark>ouvert</mark>&gt; &amp; plus"
    assert marked("nothing here", terms) is None
    cut = marked("a word " * 60 + "un modèle ouvert " + "and so on " * 60, terms)
    assert cut is not None
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert "<mark>modèle</mark> <mark>ouvert</mark>" in cut
    assert len(cut) < LENGTH + 60


def test_hits_by_name_come_first_then_by_weight_then_the_latest(small: Store) -> None:
    page = search(small, asking(small, "helios"))
    assert [(hit.id, hit.score, hit.is_exact) for hit in page.hits][:2] == [
        ("n_nova", EXACT + 4, True),
        ("n_helios-press", 5, False),
    ]
    page = search(small, asking(small, "open", kinds=["events", "claims"]))
    assert [(hit.id, hit.score) for hit in page.hits] == [("c_markup", 5), ("e_again", 5), ("c_leak", 5), ("c_boss", 5)]


def test_a_name_of_later_finds_nobody_before(small: Store) -> None:
    for day, expected in (("2025-02-28", []), ("2025-03-01", ["n_nova"])):
        page = search(small, asking(small, "helios", known_at=date.fromisoformat(day)))
        assert [hit.id for hit in page.hits if hit.is_exact] == expected
        assert ("e_model" in ids(page)) == bool(expected), "an event is found by the names of those who took part"


def test_words_stand_in_any_field_and_all_of_them_are_needed(small: Store) -> None:
    assert ids(search(small, asking(small, "muller open"))) == ["c_boss"]
    page = search(small, asking(small, "muller rumours"))
    assert page.hits == []
    assert page.warnings == ["nothing holds all of these words; words=any finds 3"]
    page = search(small, asking(small, "muller rumours", words="any"))
    assert [(hit.id, hit.score) for hit in page.hits] == [("n_boss", 5), ("s_weak", 3), ("c_boss", 1)]


def test_a_name_is_found_however_it_is_spaced(small: Store) -> None:
    for q in ("NovaLabs Inc", "nova labs, INC", "Nova-Labs"):
        first = search(small, asking(small, q)).hits[0]
        assert (first.id, first.is_exact) == ("n_nova", True)
        assert first.fragments


def test_phrases_never_span_two_texts(small: Store) -> None:
    assert ids(search(small, asking(small, '"labs novalabs"'))) == []
    assert "n_nova" in ids(search(small, asking(small, '"nova labs"')))


def test_accents_and_markup(small: Store) -> None:
    found = {hit.id: hit for hit in search(small, asking(small, "modele")).hits}
    assert set(found) == {"c_boss", "s_first"}
    assert found["c_boss"].fragments[0].html == "Toujours un <mark>modèle</mark> ouvert"
    (hit,) = search(small, asking(small, "free")).hits
    assert (
        hit.fragments[0].html == "It&#x27;s &lt;b&gt;open&lt;/b&gt; &amp; <mark>free</mark>, says Nova&#x27;s founder."
    )


def test_filters_choose_the_kinds_that_have_them(small: Store) -> None:
    page = search(small, asking(small, "model", filters={"type": "model_release"}))
    assert ids(page) == ["e_model"]
    assert ids(search(small, asking(small, "open", filters={"topics": "open_weights"}))) == ["c_boss"]
    assert ids(
        search(small, asking(small, "open", filters={"claim_kind": "characterization", "asserted__lt": "2024-05"}))
    ) == ["c_boss"]
    assert ids(search(small, asking(small, "open", filters={"source_kind": "aggregator"}))) == ["s_weak"]
    assert "e_weak" not in ids(search(small, asking(small, "open")))
    assert ids(search(small, asking(small, "open", filters={"tier": "candidate"}))) == ["e_weak"]


def test_filters_that_nothing_can_meet_are_faults() -> None:
    assert [fault.parameter for fault in scopes([], [("metric", "revenue"), ("type", "lawsuit_filed")])[1]] == [
        "metric",
        "type",
    ]
    (fault,) = scopes(["entities"], [("type", "lawsuit_filed")])[1]
    assert fault.reason == "entities are not filtered by it: it is a filter of events"
    (fault,) = scopes([], [("status", "keptt")])[1]
    assert fault.suggestion == "kept"
    (fault,) = scopes([], [("value__gte", "1e9")])[1]
    assert "currency" in fault.reason


def test_facets_count_all_hits(small: Store) -> None:
    page = search(small, asking(small, "model", limit=1))
    assert page.facets is not None
    counts = {
        name: {one.value: one.count for one in getattr(page.facets, name)} for name in page.facets.__struct_fields__
    }
    assert counts["kind"] == {"events": 3, "claims": 2, "sources": 1}
    assert page.count == 6
    assert counts["type"] == {"model_release": 1, "public_statement": 2}
    assert counts["claim_kind"] == {"characterization": 2}
    assert counts["source_kind"] == {"press": 1}
    assert counts["year"] == {"2024": 3, "2025": 2}, "the event over the turn of the year is in neither"
    assert counts["topics"] == {"open_weights": 1, "safety": 1}


def test_without_words_everything_comes_the_newest_first(small: Store) -> None:
    page = search(small, asking(small, None, kinds=["events"]))
    assert ids(page) == ["e_again", "e_renamed", "e_span", "e_model"]
    assert {hit.score for hit in page.hits} == {0}
    assert all(hit.fragments == [] for hit in page.hits)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_give_the_whole_list(small: Store, limit: int) -> None:
    for q in (None, "model", "open nova"):
        whole = ids(search(small, asking(small, q, words="any")))
        page = search(small, asking(small, q, words="any", limit=limit))
        found = ids(page)
        while page.cursor:
            page = search(small, resumed(page.cursor))
            found += ids(page)
        assert found == whole


def test_foreign_cursors_are_refused(small: Store) -> None:
    cursor = search(small, asking(small, "model", limit=1)).cursor
    assert cursor is not None
    assert resumed(cursor).place is not None
    plain = decode(cursor)
    for change in (
        {"collection": "events"}, {"sort": "id"}, {"place": [1]}, {"filters": [("nothing", "1"), ("words", "all")]},
        {"filters": [("words", "some")]}, {"filters": [("words", "all"), ("q", "a " * LONGEST)]},
        {"filters": [("words", "all"), ("kind", "laws")]}, {"filters": [("words", "all"), ("type", "none")]},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"."):
            resumed(encode(replace(plain, **change)))


def test_the_index_is_made_once_and_found_again(tmp_path: Path) -> None:
    archive, store = opened(world(), tmp_path)
    assert store.texts  # opened, and so made, once it is asked
    archive.close()
    release, cache = tmp_path / "releases" / VERSION, tmp_path / "cache"
    path = index_path(release, cache)
    before = {file.name: file.stat().st_mtime_ns for file in path.iterdir() if not file.name.endswith(".lock")}
    assert prepare_index(release, cache) == path
    assert {file.name: file.stat().st_mtime_ns for file in path.iterdir() if not file.name.endswith(".lock")} == before
    assert not list(cache.glob(".making-*"))


@pytest.fixture(scope="module")
def by_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[date, Store]]:
    """For each day on which something changes, a release that holds only what was known by then."""
    found, archives = {}, []
    for day in [*days(world())[::2], DATA_DATE]:
        archive, found[day] = opened(known_by(world(), day), tmp_path_factory.mktemp("day"), day)
        archives.append(archive)
    yield found
    for archive in archives:
        archive.close()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_day_gives_what_a_release_of_that_day_would(
    small: Store, by_day: dict[date, Store], data: st.DataObject
) -> None:
    day = data.draw(st.sampled_from(sorted(by_day)))
    q = data.draw(st.one_of(st.none(), st.sampled_from(QUESTIONS)))
    more: dict[str, Any] = {"words": data.draw(st.sampled_from(["all", "any"])), "limit": data.draw(st.integers(1, 6))}
    then = search(by_day[day], asking(by_day[day], q, known_at=day, **more))
    now = search(small, asking(small, q, known_at=day, **more))
    assert (now.hits, now.count, now.facets, now.warnings) == (then.hits, then.count, then.facets, then.warnings)
    assert (now.cursor is None) == (then.cursor is None)
    assert all(hit.known_on <= day for hit in now.hits)
