"""Metrics: how much is known of each, and series of figures in which nothing unlike is mixed."""

from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from dataset.queries.as_of import records_as_known
from dataset.queries.collection import LISTED_TIERS, Collection
from dataset.queries.fields import declare, declare_all
from dataset.queries.listing import effective
from dataset.queries.predicates import where
from dataset.queries.question import Question
from dataset.queries.sql import Bound
from dataset.queries.visible import missing
from dataset.store.store import Store
from schemas.analysis import MetricPoint
from schemas.answers_metrics import MetricKnown, Series
from schemas.vocabulary.metrics import METRIC

POINTS = Collection(
    name="points",
    kind="point",
    id_kind="claim",
    row=MetricPoint,
    as_known=records_as_known("metric_series").adding(id="r.claim"),
    fields={
        **declare_all(
            MetricPoint,
            "subject",
            "scope",
            "basis",
            "kind",
            "speakers",
            "period",
            "asserted",
            "tier",
            "known_on",
            currency="value.currency",
        ),
        "id": declare(MetricPoint, "id", "claim"),
    },
    default_sort="id",
    includes={},
    tiered=True,
    needs=("metric_series",),
)
"""Figures of one metric: what can be asked of them."""

MOST_POINTS = 1000
"""Most figures in one answer."""

_SAME = ("subject", "scope", "basis", "currency")


class Found(Struct, kw_only=True):
    """Series of a metric."""

    series: list[Series]
    points: int
    """Figures there are."""
    left_out: int
    """Figures not shown."""
    warnings: list[str]


def metrics_known(store: Store, bound: Bound) -> list[MetricKnown]:
    """Every metric of the vocabulary with what is known of it on the day, in the order of the vocabulary."""
    store.require(*POINTS.needs)
    rows = store.rows(
        "SELECT metric, scope, basis, value.currency AS currency, count(*) AS points, list(DISTINCT subject) AS subjects, "
        f"min(known_on) AS first_known_on FROM ({POINTS.as_known.select()}) p WHERE list_contains({bound.bind(list(LISTED_TIERS))}, tier) "
        "GROUP BY ALL ORDER BY points DESC, scope, basis NULLS LAST, currency NULLS LAST",
        bound.values,
    )
    found = []
    for term in METRIC.terms.values():
        mine = [row for row in rows if row["metric"] == term.name]
        known: dict[str, Any] = {
            "name": term.name,
            "definition": term.definition,
            "unit": term.unit,
            "bases": term.bases,
            "scopes": term.scopes,
            "points": sum(row["points"] for row in mine),
            "subjects": len({subject for row in mine for subject in row["subjects"]}),
            "first_known_on": min((row["first_known_on"] for row in mine), default=None),
            "combinations": [{name: row[name] for name in ("scope", "basis", "currency", "points")} for row in mine],
        }
        found.append(msgspec.convert(known, MetricKnown))
    return found


def series(store: Store, metric: str, question: Question, limit: int) -> Found:
    """Figures of a metric that meet the question's filters, each series for itself.

    A point goes by the time it is for, else by the day it was said. Where there are more points than `limit`, those known last
    are left out.
    """
    store.require(*POINTS.needs, "contradictions")
    bound = Bound(question.known_at)
    asked = where(effective(POINTS, question.conditions), question.match, bound)
    points = store.rows(
        f"""
        WITH points AS (
            SELECT k.*, k.value.currency AS currency FROM ({POINTS.as_known.select()}) k
            WHERE k.metric = {bound.bind(metric)} AND {asked}
        ), pairs AS (
            SELECT claim, other FROM contradictions WHERE known_on <= $known_at
            UNION ALL SELECT other, claim FROM contradictions WHERE known_on <= $known_at
        ), against AS (
            SELECT claim, list(other ORDER BY other) AS contradicts FROM pairs GROUP BY claim
        )
        SELECT p.*, s.status, coalesce(a.contradicts, []) AS contradicts,
            row_number() OVER (ORDER BY p.known_on, p.claim) AS place
        FROM points p
        JOIN claim_status s
            ON s.claim = p.claim AND s.as_of_from <= $known_at AND (s.as_of_to IS NULL OR s.as_of_to > $known_at)
        LEFT JOIN against a ON a.claim = p.claim
        ORDER BY p.subject, p.scope NULLS LAST, p.basis NULLS LAST, p.currency NULLS LAST,
            coalesce(p.period.earliest, p.asserted.earliest) NULLS LAST,
            coalesce(p.period.latest, p.asserted.latest) NULLS LAST, p.known_on, p.claim""",
        bound.values,
    )
    shown = [point for point in points if point["place"] <= limit]
    found = [
        {
            **dict(zip(_SAME, same, strict=True)),
            "metric": metric,
            "unit": METRIC.terms[metric].unit,
            "points": list(many),
        }
        for same, many in groupby(shown, key=lambda point: tuple(point[name] for name in _SAME))
    ]
    return Found(
        series=msgspec.convert(found, list[Series]),
        points=len(points),
        left_out=len(points) - len(shown),
        warnings=[*missing(store, question), *_unlike(metric, shown, question)],
    )


def _unlike(metric: str, points: list[dict[str, Any]], question: Question) -> list[str]:
    """What tells that figures shown beside each other are not comparable, and filters that fit no figure of the metric."""
    found = []
    for name in ("scope", "basis", "currency"):
        values = {point[name] for point in points}
        if len(values) > 1:
            several = ", ".join(sorted(value or "none" for value in values))
            found.append(
                f"figures of several values of {name} ({several}) are not comparable: each has a series of its own"
            )
    fits = {"scope": METRIC.terms[metric].scopes, "basis": METRIC.terms[metric].bases}
    for one in question.conditions:
        if one.field.name in fits and one.operator == "eq" and one.value not in fits[one.field.name]:
            fit = ", ".join(fits[one.field.name])
            found.append(f"{one.parameter}: {metric} has no {one.field.name} {one.value}: {fit} fit it")
    return found
