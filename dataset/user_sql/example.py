"""A question in SQL, as it is shown where one is explained."""

from typing import Any

EXAMPLE: dict[str, Any] = {
    "sql": "SELECT type, count(*) AS events FROM events WHERE date.earliest >= $since::DATE "
    "GROUP BY type ORDER BY events DESC, type LIMIT 3",
    "params": {"since": "2025-01-01"},
}

SHORTEST = '{"sql": "SELECT count(*) FROM events"}'
"""One that is no more than a statement, as JSON."""
