"""Questions that an analyst asks in SQL, each with the same question put to the Parquet files by polars."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

Tables = Callable[[str], pl.DataFrame]
c = pl.col


Question = tuple[str, Any, Callable[[Tables], pl.DataFrame]]
"""A statement, its parameters, and the rows that are right."""


def struct(name: str, *path: str) -> pl.Expr:
    found = c(name)
    for part in path:
        found = found.struct.field(part)
    return found


def held(frame: pl.DataFrame, day: str) -> pl.DataFrame:
    """Rows of an interval table that hold on a day."""
    on = date.fromisoformat(day)
    return frame.filter((c("as_of_from") <= on) & (c("as_of_to").is_null() | (c("as_of_to") > on)))


COUNTS: list[Question] = [
    ("SELECT count(*) AS n FROM claims", None, lambda t: t("claims").select(n=pl.len())),
    (
        "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC, type",
        None,
        lambda t: t("events").group_by("type").agg(n=pl.len()).sort(["n", "type"], descending=[True, False]),
    ),
    (
        "SELECT id FROM events WHERE date.earliest >= $since::DATE AND category = $category ORDER BY id",
        {"since": "2025-06-01", "category": "release"},
        lambda t: (
            t("events")
            .filter((struct("date", "earliest") >= date(2025, 6, 1)) & (c("category") == "release"))
            .select("id")
            .sort("id")
        ),
    ),
    (
        "SELECT id FROM claims WHERE kind IN (SELECT unnest(?)) ORDER BY id",
        [["forecast", "commitment"]],
        lambda t: t("claims").filter(c("kind").is_in(["forecast", "commitment"])).select("id").sort("id"),
    ),
    (
        "SELECT year(date.earliest) AS year, count(*) AS n FROM events GROUP BY 1 ORDER BY 1",
        None,
        lambda t: (
            t("events")
            .group_by(year=struct("date", "earliest").dt.year())
            .agg(n=pl.len())
            .sort("year", nulls_last=True)
        ),
    ),
    (
        "SELECT p.entity, count(DISTINCT p.event) AS events FROM event_participants p JOIN events e ON e.id = p.event "
        "WHERE e.category = 'release' GROUP BY p.entity ORDER BY events DESC, p.entity LIMIT 5",
        None,
        lambda t: (
            t("event_participants")
            .join(t("events").filter(c("category") == "release"), left_on="event", right_on="id")
            .group_by("entity")
            .agg(events=c("event").n_unique())
            .sort(["events", "entity"], descending=[True, False])
            .head(5)
        ),
    ),
    (
        "SELECT s.entity, count(*) AS n FROM (SELECT unnest(speakers) AS s FROM claims) GROUP BY s.entity ORDER BY n DESC, 1 LIMIT 10",
        None,
        lambda t: (
            t("claims")
            .select(s=c("speakers"))
            .explode("s", empty_as_null=False, keep_nulls=False)
            .select(entity=struct("s", "entity"))
            .group_by("entity")
            .agg(n=pl.len())
            .sort(["n", "entity"], descending=[True, False])
            .head(10)
        ),
    ),
    (
        "SELECT id, status FROM promises WHERE as_of_from <= $day::DATE AND (as_of_to IS NULL OR as_of_to > $day::DATE) ORDER BY id",
        {"day": "2025-09-01"},
        lambda t: held(t("promises"), "2025-09-01").select("id", "status").sort("id"),
    ),
    (
        "SELECT status, count(*) AS n FROM claim_status WHERE as_of_to IS NULL GROUP BY ALL ORDER BY ALL",
        None,
        lambda t: t("claim_status").filter(c("as_of_to").is_null()).group_by("status").agg(n=pl.len()).sort("status"),
    ),
    (
        "SELECT id, slip.slip_days_low AS low FROM promises WHERE as_of_to IS NULL AND slipped ORDER BY low DESC, id",
        None,
        lambda t: (
            t("promises")
            .filter(c("as_of_to").is_null() & c("slipped"))
            .select("id", low=struct("slip", "slip_days_low"))
            .sort(["low", "id"], descending=[True, False])
        ),
    ),
    (
        "SELECT median(slip.slip_days_low) AS middle FROM promises WHERE as_of_to IS NULL AND slip.slip_days_low IS NOT NULL",
        None,
        lambda t: t("promises").filter(c("as_of_to").is_null()).select(middle=struct("slip", "slip_days_low").median()),
    ),
    (
        "WITH first AS (SELECT subject, min(asserted.earliest) AS day FROM claims WHERE subject IS NOT NULL GROUP BY subject) "
        "SELECT subject, day FROM first ORDER BY day, subject LIMIT 7",
        None,
        lambda t: (
            t("claims")
            .filter(c("subject").is_not_null())
            .group_by("subject")
            .agg(day=struct("asserted", "earliest").min())
            .sort(["day", "subject"])
            .head(7)
        ),
    ),
    (
        "SELECT id, row_number() OVER (PARTITION BY category ORDER BY date.earliest, id) AS place FROM events "
        "QUALIFY place <= 2 ORDER BY id",
        None,
        lambda t: (
            t("events")
            .sort([struct("date", "earliest"), "id"], nulls_last=True)
            .with_columns(place=pl.int_range(1, pl.len() + 1).over("category"))
            .filter(c("place") <= 2)
            .select("id", "place")
            .sort("id")
        ),
    ),
    (
        "SELECT id, lag(id) OVER (ORDER BY known_on, id) AS before FROM claims ORDER BY known_on, id",
        None,
        lambda t: t("claims").sort(["known_on", "id"]).select("id", before=c("id").shift(1)),
    ),
    (
        "SELECT month, sum(events) AS n, sum(sum(events)) OVER (ORDER BY month)::BIGINT AS so_far FROM entity_activity "
        "WHERE as_of_to IS NULL AND entity = 'n_openai' GROUP BY month ORDER BY month",
        None,
        lambda t: (
            t("entity_activity")
            .filter(c("as_of_to").is_null() & (c("entity") == "n_openai"))
            .group_by("month")
            .agg(n=c("events").sum())
            .sort("month")
            .with_columns(so_far=c("n").cum_sum())
        ),
    ),
    (
        "SELECT id FROM claims EXCEPT SELECT claim FROM resolutions ORDER BY id",
        None,
        lambda t: (
            t("claims").join(t("resolutions"), left_on="id", right_on="claim", how="anti").select("id").sort("id")
        ),
    ),
    (
        "SELECT subject FROM claims INTERSECT SELECT id FROM events ORDER BY 1",
        None,
        lambda t: (
            t("claims")
            .join(t("events"), left_on="subject", right_on="id", how="semi")
            .select("subject")
            .unique()
            .sort("subject")
        ),
    ),
]
