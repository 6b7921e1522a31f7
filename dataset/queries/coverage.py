"""Coverage: what the dataset holds as known on a day, and what that does not say."""

from datetime import date
from typing import Any

import msgspec

from dataset.queries.sql import Bound
from dataset.store.store import Store
from schemas.answers_coverage import Coverage
from schemas.tables import LISTS
from schemas.vocabulary.events import EVENT_CATEGORY

_YEAR = "CASE WHEN year({0}.earliest) = year({0}.latest) THEN year({0}.earliest) END"

_EVENTS = f"""
    SELECT {_YEAR.format("e.date")} AS year, e.category, e.tier, u.country, count(DISTINCT e.id) AS events
    FROM events e
    CROSS JOIN unnest(CASE WHEN len(e.jurisdictions) > 0 THEN e.jurisdictions ELSE [NULL] END) AS u (country)
    WHERE e.known_on <= $known_at
    GROUP BY ALL ORDER BY year NULLS LAST, category, tier, country NULLS LAST"""

_CLAIMS = f"""
    SELECT {_YEAR.format("c.asserted")} AS year, c.kind, c.tier, count(*) AS claims
    FROM claims c WHERE c.known_on <= $known_at
    GROUP BY ALL ORDER BY year NULLS LAST, kind, tier"""

_SOURCES = "SELECT kind, count(*) AS sources FROM sources WHERE known_on <= $known_at GROUP BY kind ORDER BY kind"

_TOTALS = """
    SELECT (SELECT count(*) FROM events WHERE known_on <= $known_at) AS events,
        (SELECT count(*) FROM claims WHERE known_on <= $known_at) AS claims,
        (SELECT count(*) FROM entities WHERE known_on <= $known_at) AS entities,
        (SELECT count(*) FROM sources WHERE known_on <= $known_at) AS sources,
        (SELECT count(*) FROM promises
            WHERE as_of_from <= $known_at AND (as_of_to IS NULL OR as_of_to > $known_at)) AS promises"""

_DATED = """
    SELECT e.id, e.date.earliest AS first, e.date.latest AS last, e.evidence FROM events e WHERE e.known_on <= $known_at
    UNION ALL SELECT c.id, c.asserted.earliest, c.asserted.latest, c.evidence FROM claims c WHERE c.known_on <= $known_at"""

_RANGE = f"""
    SELECT min(coalesce(first, last)) AS first_date, max(coalesce(last, first)) AS last_date, count(*) AS records,
        count(*) FILTER (len(list_distinct(list_transform(
            list_filter(evidence, lambda x: x.stance = 'supports' AND x.known_on <= $known_at), lambda x: x.source
        ))) = 1) AS single
    FROM ({_DATED})"""

_BY_YEAR = f"""
    SELECT year(first) AS year, count(*) AS records FROM ({_DATED}) WHERE year(first) = year(last)
    GROUP BY year ORDER BY records DESC, year LIMIT 1"""

_LISTS = """
    WITH known AS (
        SELECT coalesce(list(id), []) AS ids
        FROM (SELECT id, known_on FROM events UNION ALL SELECT id, known_on FROM claims)
        WHERE known_on <= $known_at AND id IN (SELECT unnest(x.records) FROM complete_lists, unnest(items) AS u (x))
    ),
    shown AS (
        SELECT l.* REPLACE (list_transform(
            list_filter(l.items, lambda x: x.known_on <= $known_at),
            lambda x: struct_update(x, records := list_filter(x.records, lambda r: list_contains(k.ids, r)))
        ) AS items)
        FROM complete_lists l, known k
    )
    SELECT * FROM shown WHERE len(items) > 0 ORDER BY id"""


def coverage(store: Store, known_at: date) -> Coverage:
    """What is held, counted over everything known on the day, candidates among it."""
    values = Bound(known_at).values
    (totals,) = store.rows(_TOTALS, values)
    (span,) = store.rows(_RANGE, values)
    events, fullest = store.rows(_EVENTS, values), store.rows(_BY_YEAR, values)
    held = {cell["category"] for cell in events}
    empty = [name for name in EVENT_CATEGORY.terms if name not in held]
    lists = store.rows(_LISTS, values) if store.holds(LISTS.name) else []
    share = span["single"] / span["records"] if span["records"] else None
    found: dict[str, Any] = {
        "totals": totals,
        "first_date": span["first_date"],
        "last_date": span["last_date"],
        "events": events,
        "claims": store.rows(_CLAIMS, values),
        "sources": store.rows(_SOURCES, values),
        "empty_categories": empty,
        "single_sourced": share,
        "complete_lists": lists,
        "statement": _statement(totals, span, fullest, events, empty, share, len(lists)),
    }
    return msgspec.convert(found, Coverage)


def _statement(
    totals: dict[str, Any],
    span: dict[str, Any],
    fullest: list[dict[str, Any]],
    events: list[dict[str, Any]],
    empty: list[str],
    share: float | None,
    lists: int,
) -> list[str]:
    """Sentences that the counts bear out, and the one that always holds."""
    said = [
        "The dataset is selected, not sampled: that something is missing does not mean that it did not happen, but where a list is "
        "declared complete, and counts are of what was taken up, not of the industry.",
        f"{totals['events']} events and {totals['claims']} claims are known, resting on {totals['sources']} sources.",
    ]
    if span["first_date"]:
        said.append(f"They lie between {span['first_date']} and {span['last_date']}.")
    if fullest:
        part = fullest[0]["records"] / span["records"]
        said.append(f"{part:.0%} of them lie in {fullest[0]['year']}, the year with the most.")
    countries = {cell["country"] for cell in events} - {None}
    said.append(
        f"Events name {len(countries)} jurisdictions" + (f": {', '.join(sorted(countries))}." if countries else ".")
    )
    if empty:
        said.append(f"No event is known of these categories: {', '.join(empty)}.")
    if lists:
        said.append(
            f"{lists} {'list is' if lists == 1 else 'lists are'} declared complete: what is neither among their items nor a gap with its reason did not happen "
            "between their first and last day, as far as their rules can tell."
        )
    if share is not None:
        said.append(f"{share:.0%} of events and claims rest on one supporting source.")
    return said
