"""The best figure of each metric, scope and basis that visible claims about an event give, and the rule that chose it.

A reasoned choice by the editors comes first, then a primary source, then the latest `asserted`, then the id. The rule
named is the one by which the chosen claim stands before the next. Denials give no figure; candidates take no part.
"""

from datetime import date
from typing import Any

from dataset.queries.claims import CLAIMS
from dataset.queries.collection import LISTED_TIERS
from dataset.queries.sql import Bound
from dataset.store.store import Store
from schemas.vocabulary.entities import PRIMARY_SOURCE_KINDS

_READ = (
    *("id", "subject", "metric", "scope", "basis", "value", "kind", "tier"),
    *("asserted", "evidence", "editor_preference"),
)
"""Columns of claims that are looked at."""

_GROUP = "k.subject, k.metric, k.scope, k.basis, k.value.currency"


def add_figures(store: Store, rows: list[dict[str, Any]], known_at: date) -> None:
    """Put `figures` into rows of events."""
    found: dict[str, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    for row in rows:
        row["figures"] = found[row["id"]]
    if not found:
        return
    bound = Bound(known_at)
    events = bound.bind(sorted(found))
    tiers, kinds = bound.bind(list(LISTED_TIERS)), bound.bind(list(PRIMARY_SOURCE_KINDS))
    sql = f"""
        WITH given AS (
            SELECT k.*, k.editor_preference IS NOT NULL AS preferred,
                EXISTS (
                    SELECT 1 FROM (SELECT unnest(k.evidence) AS one) e JOIN sources s ON s.id = e.one.source
                    WHERE e.one.stance = 'supports' AND list_contains({kinds}, s.kind)
                ) AS has_primary
            FROM ({CLAIMS.as_known.select(_READ)}) k
            WHERE list_contains({events}, k.subject) AND k.metric IS NOT NULL AND k.kind <> 'denial'
                AND coalesce(k.value.low, k.value.best, k.value.high) IS NOT NULL AND list_contains({tiers}, k.tier)
        ), ranked AS (
            SELECT k.*, row_number() OVER best AS place, count(*) OVER (PARTITION BY {_GROUP}) AS n,
                lead(k.preferred) OVER best AS next_preferred, lead(k.has_primary) OVER best AS next_primary
            FROM given k
            WINDOW best AS (
                PARTITION BY {_GROUP}
                ORDER BY k.preferred DESC, k.has_primary DESC, k.asserted.latest DESC NULLS LAST, k.id
            )
        )
        SELECT subject, metric, scope, basis, value, id AS claim,
            CASE WHEN n = 1 THEN 'only_claim' WHEN preferred AND NOT next_preferred THEN 'editor_preference'
                WHEN has_primary AND NOT next_primary THEN 'primary_source' ELSE 'latest_asserted' END AS rule
        FROM ranked WHERE place = 1 ORDER BY subject, metric, scope, basis, value.currency, id"""
    for figure in store.rows(sql, bound.values):
        found[figure.pop("subject")].append(figure)
