"""Which format an `Accept` header asks for."""

import re
from collections.abc import Iterable, Mapping

from api.errors import ProblemError
from api.formats.catalogue import JSON, Format

_RANGE = re.compile(r"[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+")
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def accepted(header: str | None, offered: Mapping[str, Format]) -> Format:
    """The format that a header likes best: by its weight, then the one named rather than met by a wildcard, then our
    own order. JSON where there is no header. Raises a problem, 406, where it admits none.
    """
    if not header:
        return JSON
    weights = _weights(header)
    best: tuple[float, int] = (0.0, 0)
    found = None
    for one in offered.values():
        weight = _weight(one, weights)
        if weight > best and weight[0] > 0:
            best, found = weight, one
    if found is None:
        types = ", ".join(one.media_type for one in offered.values())
        raise ProblemError("not_acceptable", f"This path gives {types}; Accept admits none of them.")
    return found


def _weights(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if _RANGE.fullmatch(name):
            found[name] = _quality(parameters)
    return found


def _quality(parameters: Iterable[str]) -> float:
    for one in parameters:
        match = _QUALITY.fullmatch(one.replace(" ", ""))
        if match:
            return float(match[1])
    return 1.0


def _weight(form: Format, weights: Mapping[str, float]) -> tuple[float, int]:
    """Weight of a format and how exactly it is named. `text/html` counts as JSON: browsers show it."""
    group = form.media_type.split("/")[0] + "/*"
    names = [(form.media_type, 3), *([("text/html", 2)] if form is JSON else []), (group, 1), ("*/*", 0)]
    return next(((weights[name], exact) for name, exact in names if name in weights), (0.0, 0))
