"""Figures: the metric with its scope, basis, unit and currency, and the numbers with their bound."""

from dataset.checks.findings import At, Findings
from dataset.reading.convert import nearest
from schemas.claim import Claim
from schemas.value import Value
from schemas.vocabulary.metrics import METRIC, MONEY_UNITS
from schemas.vocabulary.terms import Term

_ENDS = {"at_least": ("low",), "at_most": ("high",), "range": ("low", "high")}
"""Numbers that a bound needs; `exact` and `about` need any one of them."""


def figures(findings: Findings) -> None:
    """Every value of a claim and of its resolutions."""
    for claim in findings.records.claims.values():
        metric = METRIC.terms.get(claim.metric) if claim.metric else None
        _metric(findings, claim, metric)
        values: list[tuple[At, Value | None]] = [((claim.id, "value"), claim.value)]
        values += [((claim.id, "resolutions", n, "value"), one.value) for n, one in enumerate(claim.resolutions)]
        for at, value in values:
            if value:
                _unit(findings, at, value, claim, metric)
                _numbers(findings, at, value)


def _metric(findings: Findings, claim: Claim, metric: Term | None) -> None:
    at = (claim.id, "metric")
    if claim.metric and not claim.value and not claim.comparison:
        findings.add(
            "metric_without_figure",
            at,
            f"`{claim.id}` names the metric `{claim.metric}` without a figure",
            "add `value` or `comparison`; `value: {state: undisclosed}` where the number is held back",
            needs=[(claim.id, "value"), (claim.id, "comparison")],
        )
    if not claim.metric:
        for key in ("value", "scope", "basis"):
            if getattr(claim, key) is not None:
                findings.add(
                    "figure_without_metric",
                    (claim.id, key),
                    f"`{claim.id}` has a `{key}` without a metric",
                    f"add `metric`, or remove `{key}`",
                    needs=[at],
                )
    if metric is None:
        return
    if claim.scope is None:
        findings.add(
            "missing_scope",
            at,
            f"`{claim.id}` does not say what its `{claim.metric}` takes in",
            f"add `scope`: {', '.join(metric.scopes)}",
            needs=[(claim.id, "scope")],
        )
    elif claim.scope not in metric.scopes:
        findings.add(
            "scope_not_of_metric",
            (claim.id, "scope"),
            f"the scope `{claim.scope}` does not fit the metric `{metric.name}`",
            f"use one of: {', '.join(metric.scopes)}",
            nearest=nearest(claim.scope, metric.scopes),
            needs=[at],
        )
    if claim.basis is not None and claim.basis not in metric.bases:
        findings.add(
            "basis_not_of_metric",
            (claim.id, "basis"),
            f"the basis `{claim.basis}` does not fit the metric `{metric.name}`",
            f"use one of: {', '.join(metric.bases)}",
            nearest=nearest(claim.basis, metric.bases),
            needs=[at],
        )


def _unit(findings: Findings, at: At, value: Value, claim: Claim, metric: Term | None) -> None:
    unit = metric.unit if metric else value.unit
    needs = [(claim.id, "metric"), (*at, "unit")]
    if metric and value.unit and value.unit != metric.unit:
        findings.add(
            "unit_not_of_metric",
            (*at, "unit"),
            f"`{metric.name}` stands in `{metric.unit}`, not in `{value.unit}`",
            "convert the number to the metric's unit, or remove `unit`",
            nearest=metric.unit,
            needs=needs,
        )
    money = unit in MONEY_UNITS
    if money and not value.currency and value.state != "not_applicable" and _given(value):
        findings.add(
            "currency",
            at,
            f"a value of `{claim.id}` is money without a currency",
            "add `currency`, as three capital letters: USD, EUR, CNY …",
            needs=[*needs, (*at, "currency")],
        )
    if unit and not money and value.currency:
        findings.add(
            "currency",
            (*at, "currency"),
            f"a value in `{unit}` has the currency {value.currency}",
            "remove `currency`, or correct the metric",
            needs=needs,
        )


def _given(value: Value) -> dict[str, float]:
    """The numbers that a value states, in their order."""
    numbers = {"low": value.low, "best": value.best, "high": value.high}
    return {name: number for name, number in numbers.items() if number is not None}


def _numbers(findings: Findings, at: At, value: Value) -> None:
    given = _given(value)
    if not given and not value.state:
        findings.add(
            "value_empty",
            at,
            "the value has neither a number nor a `state`",
            "add the number, or `state`: unknown, undisclosed or not_applicable",
        )
    if given and value.state:
        findings.add(
            "value_and_state",
            (*at, "state"),
            f"the value has numbers and the state `{value.state}`",
            "remove one of the two: `state` tells why a number is missing",
        )
    fault = _bound(value.bound, given)
    if fault:
        findings.add("bound", (*at, "bound") if value.bound else at, *fault, needs=[at])
    order = list(given.values())
    if order != sorted(order):
        told = ", ".join(f"{name} {number:g}" for name, number in given.items())
        findings.add("value_order", at, f"not low ≤ best ≤ high: {told}", "put the numbers in order")


def _bound(bound: str | None, given: dict[str, float]) -> tuple[str, str] | None:
    """What is wrong with a bound against the numbers given, and what to do."""
    told = ", ".join(given) or "no number"
    if bound is None:
        return ("the value has a number without a `bound`", "add `bound`: exact, about, at_least …") if given else None
    if bound in ("exact", "about"):
        if len(set(given.values())) == 1:
            return None
        return f"`bound: {bound}` stands with {told}", "give one number, as `best`; two make a `range`"
    wanted = _ENDS[bound]
    allowed = {*wanted, "best"} if bound == "range" else set(wanted)
    if set(wanted) <= given.keys() <= allowed:
        return None
    return f"`bound: {bound}` stands with {told}", f"give {' and '.join(f'`{name}`' for name in wanted)}" + (
        "" if bound == "range" else " alone"
    )
