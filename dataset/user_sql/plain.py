"""Values of results as plain data: what JSON and CSV can hold."""

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

Plain = Callable[[Any], Any]


def plain_of(kind: pa.DataType) -> Plain | None:
    """How a value of a type becomes plain; null where it is already. Exact numbers become numbers, days and times their
    ISO text, bytes Base64 (both by the JSON encoder), maps objects; what is not finite becomes null."""
    if pa.types.is_decimal(kind):
        return _whole if kind.scale == 0 else _number
    if pa.types.is_floating(kind):
        return _finite
    if pa.types.is_interval(kind):
        return _interval
    if pa.types.is_map(kind):
        return _map(kind)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        inner = plain_of(kind.value_type)
        return inner and (lambda value: None if value is None else [inner(one) for one in value])
    if pa.types.is_struct(kind):
        return _struct(kind)
    return None


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _interval(value: Any) -> str | None:
    """ISO 8601: `P1M2DT3.5S`."""
    if value is None:
        return None
    seconds, rest = divmod(abs(value.nanoseconds), 1_000_000_000)
    sign = "-" if value.nanoseconds < 0 else ""
    fraction = f".{rest:09}".rstrip("0") if rest else ""
    return f"P{value.months}M{value.days}DT{sign}{seconds}{fraction}S"


def _map(kind: pa.DataType) -> Plain:
    key, item = plain_of(kind.key_type), plain_of(kind.item_type)

    def plain(value: Any) -> Any:
        if value is None:
            return None
        return {str(key(name) if key else name): item(one) if item and one is not None else one for name, one in value}

    return plain


def _struct(kind: pa.DataType) -> Plain | None:
    inner = {field.name: found for field in kind if (found := plain_of(field.type))}
    if not inner:
        return None

    def plain(value: Any) -> Any:
        if value is None:
            return None
        return {name: inner[name](one) if name in inner else one for name, one in value.items()}

    return plain


def rows_of(batch: pa.RecordBatch, how: dict[str, Plain]) -> list[dict[str, Any]]:
    """Rows of a batch as plain data. Raises `ValueError` or `OverflowError` for days and times that Python has not."""
    rows: list[dict[str, Any]] = batch.to_pylist()
    for name, plain in how.items():
        for row in rows:
            row[name] = plain(row[name])
    return rows
