"""Later outcomes beside earlier rows: what became of claims and promises, as known on a day after the one asked."""

from datetime import date
from typing import Any

from dataset.queries.sql import Bound
from dataset.store.store import Store

OUTCOME = "outcome_at"
"""Field under which an outcome stands in a row."""

_PROMISES = """
    SELECT p.id, p.status, p.outcome, p.delivered_on, p.outcome_event AS event, p.outcome_value AS value, p.slip
    FROM promises p
    WHERE p.as_of_from <= $known_at AND (p.as_of_to IS NULL OR p.as_of_to > $known_at)
        AND list_contains({ids}::VARCHAR[], p.id)"""

# The same order as in claim_status.sql: the latest known settles, then the later `on`, then the later place.
_CLAIMS = """
    WITH settled AS (
        SELECT r.* FROM resolutions r
        WHERE r.known_on <= $known_at AND list_contains({ids}::VARCHAR[], r.claim)
        QUALIFY row_number() OVER (
            PARTITION BY r.claim
            ORDER BY r.known_on DESC, coalesce(r."on".latest, r."on".earliest) DESC NULLS LAST, r.position DESC
        ) = 1
    ), slips AS (
        SELECT u.slip
        FROM promises p CROSS JOIN unnest(p.slips) AS u (slip)
        WHERE p.as_of_from <= $known_at AND (p.as_of_to IS NULL OR p.as_of_to > $known_at)
    )
    SELECT s.claim AS id, s.status, r.outcome,
        CASE WHEN r.outcome IN ('kept', 'late') THEN r."on" END AS delivered_on, r.event, r.value, l.slip
    FROM claim_status s
    LEFT JOIN settled r ON r.claim = s.claim
    LEFT JOIN slips l ON l.slip.claim = s.claim
    WHERE s.as_of_from <= $known_at AND (s.as_of_to IS NULL OR s.as_of_to > $known_at)
        AND list_contains({ids}::VARCHAR[], s.claim)"""


def promise_outcomes(store: Store, rows: list[dict[str, Any]], day: date) -> None:
    """Put `outcome_at` into rows of promises."""
    _add(store, _PROMISES, rows, day)


def claim_outcomes(store: Store, rows: list[dict[str, Any]], day: date) -> None:
    """Put `outcome_at` into rows of claims."""
    _add(store, _CLAIMS, rows, day)


def _add(store: Store, sql: str, rows: list[dict[str, Any]], day: date) -> None:
    bound = Bound(day)
    found = store.rows(sql.format(ids=bound.bind(sorted(row["id"] for row in rows))), bound.values)
    by_id = {one.pop("id"): {"as_of": day, **one} for one in found}
    for row in rows:
        row[OUTCOME] = by_id[row["id"]]
