"""Search: words to records of every kind, ranked by what each record itself holds, as known on the day."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import msgspec
from msgspec import Struct

from dataset.queries.entities import ENTITIES
from dataset.queries.faults import AskError, Fault
from dataset.queries.kinds import kind_of
from dataset.queries.listing import effective
from dataset.queries.predicates import where
from dataset.queries.question import Question
from dataset.queries.search_question import SearchQuestion, Words, cursor_behind
from dataset.queries.searched import SEARCHED, Searched
from dataset.queries.sql import Bound
from dataset.queries.visible import missing
from dataset.search.analysis import joined
from dataset.search.asked import Asked, read_query
from dataset.search.documents import NAMED, TEXTS, WEIGHTS
from dataset.search.highlight import marked
from dataset.search.index import TooBroadError
from dataset.store.store import Store
from schemas.search import FacetCount, Facets, Fragment, Hit

EXACT = 1000
"""Score of an entity whose name or alias is the whole question: more than the words of a question of `LONGEST` characters can give."""

MOST_FRAGMENTS = 4
"""Most fragments of a hit."""


class SearchPage(Struct, kw_only=True):
    """One page of hits."""

    hits: list[Hit]
    count: int | None
    facets: Facets | None
    cursor: str | None
    warnings: list[str]


def search(store: Store, question: SearchQuestion) -> SearchPage:
    """The page of hits a question asks for. Raises `AskError` for a prefix that is too short behind other words."""
    asked = read_query(question.q) if question.q is not None else None
    scores = _scores(store, question, asked, question.words) if asked else None
    places = _places(store, question, scores)
    cursor = None
    if len(places) > question.limit:
        places = places[: question.limit]
        last = places[-1]
        cursor = cursor_behind(question, (last["score"], last["day"], last["id"]))
    facets = _facets(store, question, scores) if question.count == "exact" else None
    warnings = _warnings(store, question, asked, any_found=bool(places) or question.place is not None)
    return SearchPage(
        hits=_hits(store, question, places, asked),
        count=sum(one.count for one in facets.kind) if facets else None,
        facets=facets,
        cursor=cursor,
        warnings=warnings,
    )


def _scores(store: Store, question: SearchQuestion, asked: Asked, words: Words) -> dict[str, int]:
    """Records that match, with their scores: sums over the terms, so that each record's own texts alone decide."""
    try:
        found = [store.texts.weights(term, question.known_at) for term in asked.terms]
    except TooBroadError:
        fault = Fault("q", "a word ends in a prefix that too many words begin with: write more of it before the *")
        raise AskError([fault]) from None
    scores: dict[str, int] = {}
    for weights in found:
        for id_, weight in weights.items():
            scores[id_] = scores.get(id_, 0) + weight
    if words == "all" and found:
        kept = set.intersection(*(set(weights) for weights in found))
        scores = {id_: score for id_, score in scores.items() if id_ in kept}
    if asked.name:
        for id_ in store.texts.named(asked.name, question.known_at):
            scores[id_] = scores.get(id_, 0) + EXACT
    return scores


def _matching(question: SearchQuestion, scores: Mapping[str, int] | None, bound: Bound) -> str | None:
    """Query for all hits with what orders and counts them; null where there can be none."""
    parts = []
    for scope in question.scopes:
        one = scope.searched
        if scores is None:
            score, chosen = "0::BIGINT", ""
        else:
            own = sorted(id_ for id_ in scores if kind_of(id_) == one.collection.kind)
            if not own:
                continue
            given = [scores[id_] for id_ in own]
            score = "f.score"
            chosen = (
                f" JOIN (SELECT unnest({bound.bind(own)}::VARCHAR[]) AS id, unnest({bound.bind(given)}::BIGINT[]) "
                "AS score) f ON f.id = k.id"
            )
        first, last = (f"k.{one.date}.earliest", f"k.{one.date}.latest") if one.date else ("NULL::DATE", "NULL::DATE")
        conditions = effective(one.collection, scope.conditions)
        shown = [name for name in (one.type, one.date, one.category, one.topics) if name]
        read = {"id", *shown, *(condition.field.path[0] for condition in conditions)}
        parts.append(
            f"SELECT '{one.name}' AS kind, k.id, {score} AS score, {last} AS day, k.{one.type} AS type, "
            f"{f'k.{one.category}' if one.category else 'NULL::VARCHAR'} AS category, "
            f"{f'k.{one.topics}' if one.topics else '[]::VARCHAR[]'} AS topics, "
            f"CASE WHEN year({first}) = year({last}) THEN year({last})::VARCHAR END AS year "
            f"FROM ({one.collection.as_known.select(read)}) k{chosen} WHERE {where(conditions, question.match, bound)}"
        )
    return " UNION ALL ".join(parts) or None


def _places(store: Store, question: SearchQuestion, scores: Mapping[str, int] | None) -> list[dict[str, Any]]:
    """The page's hits and one more, in their order."""
    bound = Bound(question.known_at)
    matching = _matching(question, scores, bound)
    if matching is None:
        return []
    behind = "TRUE"
    if question.place is not None:
        score, day, id_ = (bound.bind(value) for value in question.place)
        same = f"h.score = {score}::BIGINT"
        beyond = f"(h.day < {day}::DATE OR h.day IS NULL AND {day}::DATE IS NOT NULL)"
        behind = (
            f"h.score < {score}::BIGINT OR {same} AND {beyond} "
            f"OR {same} AND h.day IS NOT DISTINCT FROM {day}::DATE AND h.id > {id_}"
        )
    return store.rows(
        f"SELECT h.kind, h.id, h.score, h.day FROM ({matching}) h WHERE {behind} "
        f"ORDER BY h.score DESC, h.day DESC NULLS LAST, h.id LIMIT {bound.bind(question.limit + 1)}",
        bound.values,
    )


def _facets(store: Store, question: SearchQuestion, scores: Mapping[str, int] | None) -> Facets:
    """Counts over all hits."""
    found: dict[str, list[FacetCount]] = {name: [] for name in Facets.__struct_fields__}
    bound = Bound(question.known_at)
    matching = _matching(question, scores, bound)
    if matching is not None:
        by_type = " ".join(f"WHEN '{one.name}' THEN '{one.type_facet}'" for one in SEARCHED.values())
        rows = store.rows(
            f"""
            WITH h AS MATERIALIZED ({matching}), given AS (
                SELECT 'kind' AS facet, kind AS value FROM h
                UNION ALL SELECT 'category', category FROM h
                UNION ALL SELECT CASE kind {by_type} END, type FROM h
                UNION ALL SELECT 'year', year FROM h
                UNION ALL SELECT 'topics', unnest(topics) FROM h
            )
            SELECT facet, value, count(*) AS n FROM given WHERE value IS NOT NULL
            GROUP BY facet, value ORDER BY facet, n DESC, value""",
            bound.values,
        )
        for row in rows:
            found[row["facet"]].append(FacetCount(value=row["value"], count=row["n"]))
    return Facets(**found)


def _hits(store: Store, question: SearchQuestion, places: list[dict[str, Any]], asked: Asked | None) -> list[Hit]:
    details: dict[str, dict[str, Any]] = {}
    for one in SEARCHED.values():
        ids = [place["id"] for place in places if place["kind"] == one.name]
        if ids:
            details |= _details(store, one, ids, question.known_at)
    names = _names(store, sorted({id_ for row in details.values() for id_ in row["named"] if id_}), question.known_at)
    found = []
    for place in places:
        row, is_exact = details[place["id"]], place["score"] >= EXACT
        shown = {key: row[key] for key in ("label", "type", "date", "known_on")}
        found.append(
            {
                **shown,
                "kind": place["kind"],
                "id": place["id"],
                "score": place["score"],
                "is_exact": is_exact,
                "fragments": _fragments(row, names, asked, is_exact) if asked else [],
            }
        )
    return msgspec.convert(found, list[Hit])


def _details(store: Store, one: Searched, ids: list[str], known_at: date) -> dict[str, dict[str, Any]]:
    """What hits of one kind show, and their texts as known on the day."""
    bound = Bound(known_at)
    texts = TEXTS[one.name]
    aliases = "list_transform(k.aliases, lambda x: x.name)" if one.collection is ENTITIES else "[]::VARCHAR[]"
    rows = store.rows(
        f"SELECT k.id, {one.label} AS label, k.{one.type} AS type, {f'k.{one.date}' if one.date else 'NULL'} AS date, k.known_on, "
        f"[{', '.join(texts.values())}] AS texts, {aliases} AS aliases, {NAMED[one.name]} AS named "
        f"FROM ({one.collection.as_known.select()}) k WHERE list_contains({bound.bind(ids)}::VARCHAR[], k.id)",
        bound.values,
    )
    for row in rows:
        row["texts"] = [(field, text) for field, text in zip(texts, row["texts"], strict=True) if text]
        row["texts"] += [("aliases", name) for name in row["aliases"]]
    return {row["id"]: row for row in rows}


def _names(store: Store, ids: list[str], known_at: date) -> dict[str, list[str]]:
    """Names and aliases of entities, as known on the day."""
    bound = Bound(known_at)
    rows = store.rows(
        f"SELECT k.id, list_concat([k.name], list_transform(k.aliases, lambda x: x.name)) AS names "
        f"FROM ({ENTITIES.as_known.select(('id', 'name', 'aliases'))}) k WHERE list_contains({bound.bind(ids)}::VARCHAR[], k.id)",
        bound.values,
    )
    return {row["id"]: row["names"] for row in rows}


def _fragments(row: dict[str, Any], names: dict[str, list[str]], asked: Asked, is_exact: bool) -> list[Fragment]:
    named = [name for id_ in dict.fromkeys(row["named"]) for name in names.get(id_, ())]
    texts = [*row["texts"], *(("entities", name) for name in dict.fromkeys(named))]
    found = []
    for field, text in sorted(texts, key=lambda one: -WEIGHTS[one[0]]):
        whole = is_exact and field in ("name", "aliases") and joined(text) == asked.name
        html = f"<mark>{escape(text)}</mark>" if whole else marked(text, asked.terms)
        if html:
            found.append(Fragment(field="title" if field == "source_title" else field, html=html))
    return found[:MOST_FRAGMENTS]


def _warnings(store: Store, question: SearchQuestion, asked: Asked | None, *, any_found: bool) -> list[str]:
    found: list[str] = []
    for scope in question.scopes:
        found += missing(
            store,
            Question(
                collection=scope.searched.collection,
                release=question.release,
                known_at=question.known_at,
                conditions=scope.conditions,
                sort=[],
            ),
        )
    dropped = [kind for kind in question.kinds if kind not in {scope.searched.name for scope in question.scopes}]
    found += [f"{kind} do not have all of these filters, so none of them is a hit" for kind in dropped]
    if asked and not asked.terms:
        found.append("q holds no letter or digit, so nothing is a hit")
    elif asked and len(asked.terms) > 1 and question.words == "all" and not any_found:
        some = _facets(store, question, _scores(store, question, asked, "any"))
        n = sum(one.count for one in some.kind)
        if n:
            found.append(f"nothing holds all of these words; words=any finds {n}")
    return list(dict.fromkeys(found))
