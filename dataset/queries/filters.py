"""Filters: from parameters to conditions, with every fault found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from dataset.queries.faults import Fault
from dataset.queries.fields import Field, Kind
from dataset.queries.values import (
    UnreadableError,
    item_schema,
    most_values,
    read,
    read_boolean,
    read_plain,
    schema,
    shown,
)
from schemas.vocabulary.metrics import METRIC, MONEY_UNITS

Match = Literal["overlaps", "within"]
"""Whether a date or figure that is not exact has to meet a filter possibly or certainly."""


class Condition(Struct, frozen=True):
    """One filter: a field, an operator and its value, and the parameter it came from."""

    field: Field
    operator: str
    value: Any
    parameter: str
    text: str


class FilterParameter(Struct, frozen=True):
    """A parameter that filters: one field under one operator."""

    field: Field
    operator: str

    @property
    def name(self) -> str:
        """Name as asked: the field, and the operator behind two underscores."""
        return self.field.name if self.operator == "eq" else f"{self.field.name}__{self.operator}"

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of its value."""
        if self.operator == "exists":
            return {"type": "boolean"}
        if self.operator == "in":
            return {
                "type": "array",
                "items": item_schema(self.field),
                "minItems": 1,
                "maxItems": most_values(self.field),
            }
        return schema(self.field)

    @property
    def body_schema(self) -> dict[str, Any]:
        """JSON Schema of its value in a tree of conditions, where nothing is parted by commas."""
        return {**self.schema, "items": schema(self.field)} if self.operator == "in" else self.schema

    @property
    def description(self) -> str:
        """What it asks, in a sentence or two."""
        kind = self.field.kind
        dated = kind in (Kind.partial_date, Kind.value)
        meaning = {
            "eq": "Contains it." if self.field.is_list or self.field.inside else "Equals it.",
            "in": f"One of these, up to {most_values(self.field)}, parted by commas.",
            "not": "The complement of the bare parameter: also where the field is missing.",
            "gte": "This or more." if not _dates(kind) else "On or after it.",
            "lte": "This or less." if not _dates(kind) else "On or before it.",
            "gt": "More than this." if not _dates(kind) else "After it.",
            "lt": "Less than this." if not _dates(kind) else "Before it.",
            "exists": "Whether it is given at all." if not self.field.is_list else "Whether the list holds anything.",
        }[self.operator]
        if self.operator == "eq" and kind is Kind.partial_date:
            meaning = "Falls in it."
        notes = [self.field.description, meaning]
        if dated and self.operator not in ("exists", "not"):
            notes.append("`match` says whether possibly or certainly.")
        if self.field.figure and self.operator != "exists":
            notes.append(f"Money is compared only together with `{self.field.figure}.currency`.")
        if self.field.inside:
            notes.append(f"Holds for the same element as the other `{self.field.inside}.` parameters.")
        return " ".join(note for note in notes if note)

    def read(self, text: str) -> Any:
        """Its value from text. Raises `UnreadableError`."""
        if self.operator == "exists":
            return read_boolean(text)
        if self.operator == "in":
            parts = text.split(",")
            if len(parts) > most_values(self.field):
                raise UnreadableError(f"{len(parts)} values are too many: give at most {most_values(self.field)}")
            return [read(self.field, part) for part in parts]
        return self._closed(read(self.field, text), text)

    def read_plain(self, plain: Any) -> Any:
        """Its value from JSON. Raises `UnreadableError`."""
        if self.operator == "exists":
            if not isinstance(plain, bool):
                raise UnreadableError(f"{shown(str(plain))} is neither true nor false")
            return plain
        if self.operator == "in":
            if not isinstance(plain, list) or not 1 <= len(plain) <= most_values(self.field):
                raise UnreadableError(f"write a list of 1 to {most_values(self.field)} values")
            return [read_plain(self.field, one) for one in plain]
        return self._closed(read_plain(self.field, plain), str(plain))

    def _closed(self, value: Any, text: str) -> Any:
        """The value, if it has the end with which it is compared."""
        if self.field.kind is Kind.partial_date:
            if self.operator in ("gte", "lt") and value.earliest is None:
                raise UnreadableError(f"{text} has no first day to compare with")
            if self.operator in ("lte", "gt") and value.latest is None:
                raise UnreadableError(f"{text} has no last day to compare with")
        return value


def _dates(kind: Kind) -> bool:
    return kind in (Kind.day, Kind.partial_date)


def filter_parameters(fields: Mapping[str, Field]) -> dict[str, FilterParameter]:
    """Every parameter that the fields give, by name."""
    found = [FilterParameter(field, operator) for field in fields.values() for operator in field.operators]
    return {parameter.name: parameter for parameter in found}


def read_conditions(
    parameters: Mapping[str, FilterParameter], pairs: Iterable[tuple[str, str]]
) -> tuple[list[Condition], list[Fault]]:
    """Conditions from pairs of known names and their texts, in the order of their names, and the faults met."""
    conditions: list[Condition] = []
    faults: list[Fault] = []
    for name, text in sorted(pairs):
        parameter = parameters[name]
        try:
            value = parameter.read(text)
        except UnreadableError as error:
            faults.append(Fault(name, error.reason, error.suggestion))
        else:
            conditions.append(Condition(parameter.field, parameter.operator, value, name, text))
    faults.extend(fault for _one, fault in money_without_currency(conditions))
    return conditions, faults


def _only(conditions: Sequence[Condition], name: str) -> set[str] | None:
    """Values that a field can have under the conditions, where they name them."""
    named = [
        set(one.value if one.operator == "in" else [one.value])
        for one in conditions
        if one.field.name == name and one.operator in ("eq", "in")
    ]
    return set.intersection(*named) if named else None


def money_without_currency(conditions: Sequence[Condition]) -> list[tuple[Condition, Fault]]:
    """Nothing is converted, so a comparison that can meet money has to say which: those that do not, with their fault."""
    metrics = _only(conditions, "metric")
    if metrics is not None and not any(METRIC.terms[name].unit in MONEY_UNITS for name in metrics):
        return []
    faults = []
    for one in conditions:
        if not one.field.figure or one.operator == "exists":
            continue
        units = _only(conditions, f"{one.field.figure}.unit")
        if units is not None and not units & set(MONEY_UNITS):
            continue
        currency = f"{one.field.figure}.currency"
        if _only(conditions, currency) is None:
            reason = (
                f"figures of money are not converted: add {currency}=USD (or another), or a metric that is not money"
            )
            faults.append((one, Fault(one.parameter, reason, currency)))
    return faults
