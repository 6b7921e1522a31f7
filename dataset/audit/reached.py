"""The figure of each goal: what a release has, over the baseline and in all."""

import duckdb

from dataset.audit.figures import GoalResult
from dataset.audit.goals import GOALS, SHORT, Goal

Figure = tuple[float, float]
"""Over the baseline, and in all."""

_EVENTS = """
    select category, year, case when year(date.earliest) >= 2019 and year(date.latest) <= 2021 then '2019-2021'
        else year::varchar end as years, is_new from curated_events"""

_COUNTS = {
    "events": "select count(*) filter (is_new), count(*) from curated_events",
    "claims": "select count(*) filter (is_new), count(*) from curated_claims",
    "elsewhere": """
        select coalesce(avg((side = 'elsewhere')::int) filter (is_new), 0), coalesce(avg((side = 'elsewhere')::int), 0)
        from sides""",
    "languages": """
        select count(distinct language) filter (is_new), count(distinct language) from (
            select s.language, r.is_new from support as s inner join (
                select id, is_new from curated_events union all select id, is_new from curated_claims
            ) as r on r.id = s.record
        )""",
    "ledger_due": "select count(*) filter (is_new), count(*) from ledger",
    "ledger_resolved": "select count(*) filter (is_new and is_resolved), count(*) filter (is_resolved) from ledger",
    "series": "select count(*), count(*) from lists where not_reached + weak = 0",
    "conflicts": "select count(*) filter (is_new), count(*) from figures_in_conflict",
    "imported_events": "select count(*), count(*) from events where tier = 'imported'",
    "imported_claims": "select count(*), count(*) from claims where tier = 'imported'",
}
"""One row of two numbers for each goal that is no group of events."""


def reached(connection: duckdb.DuckDBPyConnection) -> list[GoalResult]:
    """Every goal with its figure, in the order of their declaration."""
    figures = _figures(connection)
    return [_result(goal, figures.get(goal.key, (0.0, 0.0))) for goal in GOALS]


def _result(goal: Goal, figure: Figure) -> GoalResult:
    had, in_all = figure
    return GoalResult(
        key=goal.key,
        says=goal.says,
        wanted=goal.wanted,
        had=had,
        in_all=in_all,
        is_share=goal.is_share,
        short_by=max(goal.wanted - had, 0),
        short_because=SHORT.get(goal.key) if had < goal.wanted else None,
    )


def _figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for key, sql in _COUNTS.items():
        row = connection.execute(sql).fetchone()
        assert row is not None  # an aggregate always gives one
        found[key] = (float(row[0]), float(row[1]))
    for prefix, column in (("events", "years"), ("category", "category")):
        rows = connection.execute(
            f"select {column}, count(*) filter (is_new), count(*) from ({_EVENTS}) where {column} is not null group by 1"
        ).fetchall()
        found.update({f"{prefix}_{name}": (float(new), float(all_)) for name, new, all_ in rows})
    return found
