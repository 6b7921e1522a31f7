"""Examples for paths that count, compare and relate: parameters beside the filters, and the questions of answers shown."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from api.problem_responses import Ask
from dataset.queries.metrics import MOST_POINTS, POINTS
from dataset.queries.related import BY_KIND

QUERIES: dict[str, dict[str, Any]] = {
    "countEvents": {"group_by": "category", "interval": "year", "limit": 1},
    "countClaims": {"group_by": "kind", "limit": 1},
    "countEntities": {"group_by": "kind", "limit": 1},
    "countSources": {"group_by": "kind", "interval": "quarter", "limit": 1},
    "getTimeline": {"limit": 1},
    **{f"get{one.row.__name__}Related": {"limit": 1} for one in BY_KIND.values()},
}
"""Questions of the answers shown, by operation."""


def counted_values(given: dict[str, dict[str, Any]], ask: Ask) -> dict[str, dict[str, Any]]:
    """Values for the parameters of these operations, from those of the lists."""
    found: dict[str, dict[str, Any]] = {}
    for one in BY_KIND.values():
        values = given[f"list{one.name.capitalize()}"]
        found[f"count{one.name.capitalize()}"] = {
            **values,
            "group_by": [QUERIES[f"count{one.name.capitalize()}"]["group_by"]],
            "interval": "year",
            "measure": ["count"],
        }
        found[f"get{one.row.__name__}Related"] = {**values, "known_at": _data_date(ask)}
    entities, claims = given["listEntities"], given["listClaims"]
    moment = {name: entities[name] for name in ("release", "known_at")}
    metrics = msgspec.json.decode(ask("/v1/metrics").body)["data"]
    fullest = max(metrics, key=lambda one: one["points"])
    same = max(fullest["combinations"], key=lambda one: one["points"])
    found["listMetrics"] = found["getCoverage"] = moment
    found["getSeries"] = {
        **{name: value for name, value in claims.items() if name in POINTS.filters},
        **{name: same[name] for name in ("scope", "basis") if same[name]},
        **_like(claims, "speakers.entity", "speakers"),
        **_like(claims, "value.currency", "currency"),
        "metric": fullest["name"],
        "limit": MOST_POINTS,
        "match": "overlaps",
        **moment,
    }
    busiest = given["listEvents"]["participants.entity"]
    found["getEntityRelated"]["id"] = busiest
    found["getTimeline"] = {
        **{
            name: value
            for name, value in given["listEvents"].items()
            if name.split("__")[0] in ("date", "time_utc", "known_on")
        },
        **{name: entities[name] for name in ("limit", "count", "match", "include", "release")},
        **_like(given["listEvents"], "tier", "tier"),
        "id": busiest,
        "date__exists": True,
        "cursor": _cursor(f"/v1/entities/{busiest}/timeline?limit=1", ask),
        "type": "event",
        "type__in": ["event", "claim"],
        "type__not": "claim",
        "sort": ["date"],
        "known_at": _data_date(ask),
    }
    return found


def _like(values: dict[str, Any], name: str, other: str) -> dict[str, Any]:
    """Values of a field's parameters for one of another name."""
    return {other + key[len(name) :]: value for key, value in values.items() if key.split("__")[0] == name}


def _cursor(target: str, ask: Ask) -> str | None:
    following = msgspec.json.decode(ask(target).body)["links"]["next"]
    return parse_qs(urlsplit(following).query)["cursor"][0] if following else None


def _data_date(ask: Ask) -> str:
    """Day on which every record is known, so that an example finds its record."""
    return str(msgspec.json.decode(ask("/health").body)["data_date"])
