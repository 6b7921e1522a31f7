"""Further questions of an analyst: sets, lists, recursion, windows over time."""

from datetime import date

import polars as pl

from tests.test_dataset.analytical_sql import Question, Tables, c, struct


def chain_of(tables: Tables, start: str) -> pl.DataFrame:
    """The claims that a claim revises, one after another."""
    links = tables("claim_links").filter(c("relation") == "revises").to_dicts()
    revises = {row["claim"]: row["target"] for row in links}
    known = set(tables("claims")["id"])
    found = [start] if start in known else []
    while found and found[-1] in revises:
        found.append(revises[found[-1]])
    return pl.DataFrame({"id": found, "step": list(range(len(found)))}, schema={"id": pl.String, "step": pl.Int64})


FURTHER: list[Question] = [
    (
        "SELECT id, 'event' AS kind FROM events WHERE tier = 'curated' UNION ALL SELECT id, 'claim' FROM claims "
        "WHERE tier = 'curated' ORDER BY id",
        None,
        lambda t: pl.concat(
            [
                t("events").filter(c("tier") == "curated").select("id", kind=pl.lit("event")),
                t("claims").filter(c("tier") == "curated").select("id", kind=pl.lit("claim")),
            ]
        ).sort("id"),
    ),
    (
        "SELECT topic, count(*) AS n FROM (SELECT unnest(topics) AS topic FROM claims) GROUP BY topic ORDER BY n DESC, topic",
        None,
        lambda t: (
            t("claims")
            .select(topic=c("topics"))
            .explode("topic", empty_as_null=False, keep_nulls=False)
            .group_by("topic")
            .agg(n=pl.len())
            .sort(["n", "topic"], descending=[True, False])
        ),
    ),
    (
        "SELECT metric, value.currency AS currency, max(value.high) AS most FROM metric_series GROUP BY ALL ORDER BY ALL",
        None,
        lambda t: (
            t("metric_series")
            .group_by("metric", currency=struct("value", "currency"))
            .agg(most=struct("value", "high").max())
            .select("metric", "currency", "most")
            .sort(["metric", "currency", "most"], nulls_last=True)
        ),
    ),
    (
        "SELECT a.id AS first, b.id AS other FROM contradictions x JOIN claims a ON a.id = x.claim JOIN claims b ON b.id = x.other "
        "WHERE x.certainty = 'certain' ORDER BY 1, 2",
        None,
        lambda t: (
            t("contradictions")
            .filter(c("certainty") == "certain")
            .select(first=c("claim"), other=c("other"))
            .sort(["first", "other"])
        ),
    ),
    (
        "SELECT e.name, coalesce(e.country, 'none') AS country FROM entities e WHERE e.name ILIKE '%' || $part || '%' ORDER BY e.id",
        {"part": "lab"},
        lambda t: (
            t("entities")
            .sort("id")
            .filter(c("name").str.to_lowercase().str.contains("lab", literal=True))
            .select("name", country=c("country").fill_null("none"))
        ),
    ),
    (
        "SELECT kind, count(*) FILTER (WHERE language <> 'en') AS foreign_, count(*) AS n FROM sources GROUP BY kind ORDER BY kind",
        None,
        lambda t: t("sources").group_by("kind").agg(foreign_=(c("language") != "en").sum(), n=pl.len()).sort("kind"),
    ),
    (
        "SELECT date_trunc('quarter', date.earliest)::DATE AS quarter, count(*) AS n FROM events WHERE date.precision = 'day' "
        "GROUP BY 1 ORDER BY 1",
        None,
        lambda t: (
            t("events")
            .filter(struct("date", "precision") == "day")
            .group_by(quarter=struct("date", "earliest").dt.truncate("1q"))
            .agg(n=pl.len())
            .sort("quarter")
        ),
    ),
    (
        "SELECT id, CASE WHEN len(participants) = 0 THEN 'none' WHEN len(participants) > 2 THEN 'many' ELSE 'few' END AS size "
        "FROM events ORDER BY id",
        None,
        lambda t: (
            t("events")
            .sort("id")
            .select(
                "id",
                size=pl.when(c("participants").list.len() == 0)
                .then(pl.lit("none"))
                .when(c("participants").list.len() > 2)
                .then(pl.lit("many"))
                .otherwise(pl.lit("few")),
            )
        ),
    ),
    (
        "SELECT id, list_transform(list_filter(participants, lambda x: x.role = 'product'), lambda x: x.entity) AS makers FROM events "
        "ORDER BY id",
        None,
        lambda t: (
            t("events")
            .sort("id")
            .select(
                "id",
                makers=c("participants")
                .list.filter(pl.element().struct.field("role") == "product")
                .list.eval(pl.element().struct.field("entity")),
            )
        ),
    ),
    (
        "SELECT c.id FROM claims c WHERE NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.claim = c.id) AND c.kind = 'forecast' ORDER BY 1",
        None,
        lambda t: (
            t("claims")
            .filter(c("kind") == "forecast")
            .join(t("resolutions"), left_on="id", right_on="claim", how="anti")
            .select("id")
            .sort("id")
        ),
    ),
    (
        "WITH RECURSIVE chain(id, step) AS (SELECT id, 0 FROM claims WHERE id = $start UNION ALL SELECT l.target, step + 1 FROM chain "
        "JOIN claim_links l ON l.claim = chain.id WHERE l.relation = 'revises') SELECT id, step FROM chain ORDER BY step",
        {"start": "c_meta-capex-2024-guidance-october-2024"},
        lambda t: chain_of(t, "c_meta-capex-2024-guidance-october-2024"),
    ),
    (
        "SELECT id, len(title) AS length FROM events WHERE regexp_matches(title, '(?i)model') ORDER BY length DESC, id LIMIT 5",
        None,
        lambda t: (
            t("events")
            .filter(c("title").str.contains("(?i)model"))
            .select("id", length=c("title").str.len_chars())
            .sort(["length", "id"], descending=[True, False])
            .head(5)
        ),
    ),
    (
        "SELECT grouping(tier) AS whole, tier, count(*) AS n FROM events GROUP BY ROLLUP (tier) ORDER BY whole, tier",
        None,
        lambda t: pl.concat(
            [
                t("events").group_by("tier").agg(n=pl.len()).select(pl.lit(0).alias("whole"), "tier", "n").sort("tier"),
                pl.DataFrame({"whole": [1], "tier": [None], "n": [t("events").height]}),
            ],
            how="vertical_relaxed",
        ),
    ),
    (
        "SELECT category, arg_max(id, (known_on, id)) AS newest FROM events GROUP BY category ORDER BY category",
        None,
        lambda t: (
            t("events")
            .sort(["known_on", "id"])
            .group_by("category", maintain_order=True)
            .agg(newest=c("id").last())
            .sort("category")
        ),
    ),
    (
        "SELECT string_agg(DISTINCT country, ',' ORDER BY country) AS countries FROM entities",
        None,
        lambda t: t("entities").select(countries=c("country").drop_nulls().unique().sort().str.join(",")),
    ),
    (
        "SELECT d.month, count(e.id) AS n FROM (SELECT unnest(generate_series(DATE '2025-01-01', DATE '2025-06-01', INTERVAL 1 month))::DATE "
        "AS month) d LEFT JOIN events e ON date_trunc('month', e.known_on) = d.month GROUP BY 1 ORDER BY 1",
        None,
        lambda t: (
            pl.DataFrame({"month": pl.date_range(date(2025, 1, 1), date(2025, 6, 1), "1mo", eager=True)})
            .join(t("events").select(month=c("known_on").dt.truncate("1mo"), one=pl.lit(1)), on="month", how="left")
            .group_by("month")
            .agg(n=c("one").count())
            .sort("month")
        ),
    ),
    (
        "SELECT quantile_cont(value.low, 0.5) AS middle, round(stddev_pop(probability), 6) AS spread FROM claims WHERE kind = 'forecast'",
        None,
        lambda t: (
            t("claims")
            .filter(c("kind") == "forecast")
            .select(middle=struct("value", "low").median(), spread=c("probability").std(ddof=0).round(6))
        ),
    ),
]
