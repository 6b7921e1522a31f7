"""The tables of an audit: each is one statement over the groups of `groups.sql`."""

from typing import Any

import duckdb
from msgspec import Struct

from dataset.audit.figures import Section

OLDEST = 20
"""Overdue promises that are listed."""


class _Asked(Struct, frozen=True):
    key: str
    title: str
    says: str
    sql: str


_RECORDS = """
    select kind, tier, count(*) as records, avg(has_primary::int) as primary_share, avg(has_two::int) as two_sources_share,
        avg((precision = 'day')::int) as day_share
    from records group by all order by kind desc, tier desc"""

_LEDGER = """
    select kind, count(*) as with_due, count(*) filter (is_resolved) as resolved,
        count(*) filter (in_chain) as resolved_in_chain, count(*) filter (status = 'overdue') as overdue,
        count(*) filter (status = 'open') as open
    from ledger group by kind
    union all by name
    select 'all' as kind, count(*) as with_due, count(*) filter (is_resolved) as resolved,
        count(*) filter (in_chain) as resolved_in_chain, count(*) filter (status = 'overdue') as overdue,
        count(*) filter (status = 'open') as open
    from ledger order by with_due desc, kind"""

_CONFLICTS = """
    select 'claims that contradict each other, ' || case when is_figures then 'by their figures' else 'in words' end as what,
        count(*) filter (is_new) as over_baseline, count(*) as in_all
    from conflicts group by is_figures
    union all
    select 'revised figures', count(*) filter (is_new), count(*) from revised_figures
    union all
    select case when stance = 'disputes' then 'sources that dispute a record' else 'sources that give a field differently' end,
        count(*) filter (record not in (select id from before)), count(*)
    from evidence
    where (stance = 'disputes' or len(says) > 0) and record in (
        select id from curated_events union all select id from curated_claims
    )
    group by stance = 'disputes'
    order by what"""

_METRICS = """
    select metric, count(*) filter (is_new) as over_baseline, count(*) as in_all
    from figures_in_conflict group by metric order by in_all desc, metric"""

_ORPHANS = """
    select kind, id, name from entities as e where id in (select entity from orphans) order by kind, id"""

_LISTS = """
    select id, title, since.edtf as since, until.edtf as until, items, told, none_made, not_reached, weak
    from lists order by id"""

_ENTITIES = """
    select e.kind, count(*) as entities, count(*) filter (e.external_ids.wikidata is not null) as with_wikidata,
        count(*) filter (len(e.aliases) > 0) as with_aliases, count(*) filter (e.country is null) as without_country,
        count(*) filter (exists (
            select 1 from entity_relations as r where r.entity = e.id and r.role is not null and r.start.date is not null
        )) as with_dated_role,
        count(*) filter (e.id in (select entity from orphans)) as orphans
    from entities as e group by e.kind order by entities desc, e.kind"""

_IMPORTED = """
    with told as (
        select b.importer, e.tier, 'event' as kind from by_importer as b inner join events as e on e.id = b.record
        union all
        select b.importer, c.tier, 'claim' from by_importer as b inner join claims as c on c.id = b.record
    )
    select i.importer, count(*) filter (kind = 'event' and tier = 'imported') as events,
        count(*) filter (kind = 'claim' and tier = 'imported') as claims,
        count(*) filter (tier <> 'imported') as others_with_its_evidence
    from importers as i left join told as t on t.importer = i.importer group by i.importer order by i.importer"""

_OLDEST = f"""
    select coalesce(current_due.date.latest, current_due.date.earliest) as due, id,
        array_to_string(obligors, ', ') as obligors, statement
    from promise_now where status = 'overdue' and tier = 'curated' order by due, id limit {OLDEST}"""

_ASKED = (
    _Asked(
        "tiers",
        "Records by tier",
        "Events and claims by how they came in. Candidates rest on weak sources alone and count for nothing below.",
        """
        select tier, count(*) filter (kind = 'events') as events, count(*) filter (kind = 'claims') as claims
        from records group by tier order by tier desc""",
    ),
    _Asked(
        "years",
        "Curated events by year",
        "The year in which they surely lie; none where a date reaches over several.",
        """
        select coalesce(year::varchar, 'over several') as year, count(*) filter (is_new) as over_baseline,
            count(*) as in_all
        from curated_events group by 1 order by 1""",
    ),
    _Asked(
        "categories",
        "Curated events by category",
        "Categories of the vocabulary of event types.",
        """
        select category, count(*) filter (is_new) as over_baseline, count(*) as in_all
        from curated_events group by 1 order by in_all desc, 1""",
    ),
    _Asked(
        "sides",
        "Curated events by whether they are about US organisations",
        "`us`: one of those who took part is at home in the US; `elsewhere`: none is. Whoever only reported an event does not "
        "count, an investor only where nobody else's country is known, and a jurisdiction only where nobody's is. A person is at "
        "home where the employer is, a model or product where its maker is.",
        """
        select side, count(*) filter (is_new) as over_baseline, count(*) as in_all, count(*) / sum(count(*)) over () as share
        from sides group by 1 order by 1""",
    ),
    _Asked(
        "places",
        "Curated events by country",
        "Countries of participants and jurisdictions; an event counts once for each of its own. Those with five events or more.",
        """
        select p.country, count(*) filter (e.is_new) as over_baseline, count(*) as in_all
        from places as p inner join curated_events as e on e.id = p.event
        group by 1 having count(*) >= 5 order by in_all desc, 1""",
    ),
    _Asked(
        "languages",
        "Languages of the sources of curated records",
        "Sources that support a curated event or claim, each once.",
        """
        select s.language, count(distinct s.source) as sources, count(distinct s.record) as records
        from support as s where s.record in (select id from curated_events union all select id from curated_claims)
        group by 1 order by sources desc, 1""",
    ),
    _Asked(
        "ledger",
        "The ledger",
        "Curated commitments, targets, guidance, obligations and forecasts that are due at a date; what repeats another is not "
        "counted. `resolved`: by a resolution with an event or a source, or withdrawn; `resolved_in_chain`: it or a later "
        "claim of its chain is.",
        _LEDGER,
    ),
    _Asked(
        "chains",
        "Chains of revisions",
        "Curated promises as known on the data date, by how often they were revised.",
        """
        select revisions, count(*) as promises, count(*) filter (slipped) as slipped
        from promise_now where tier = 'curated' group by 1 order by 1""",
    ),
    _Asked(
        "conflicts",
        "Conflicts kept side by side",
        "Pairs of curated claims that cannot both be right, figures that were revised, and sources that say otherwise.",
        _CONFLICTS,
    ),
    _Asked(
        "figures",
        "Conflicting and revised figures by metric",
        "Pairs of curated claims of which both give a figure of one metric, and they contradict or one revises the other.",
        _METRICS,
    ),
    _Asked(
        "quality",
        "How records are supported and dated",
        "Share with a primary supporting source; with two independent ones (different publishers and different titles, lest a "
        "copy count, weak sources left out); dated to the day.",
        _RECORDS,
    ),
    _Asked(
        "entities",
        "Entities",
        "An orphan is named by no event, claim, source or relation that counts.",
        _ENTITIES,
    ),
    _Asked("orphans", "Orphan entities", "By kind.", _ORPHANS),
    _Asked(
        "lists",
        "Lists declared complete",
        "`told`: items that records tell; `none_made`: no public statement exists; `not_reached`: no source was reached; "
        "`weak`: candidates alone tell it. A list counts for its goal where the last two are 0.",
        _LISTS,
    ),
    _Asked(
        "imported",
        "Imported records by importer",
        "By the data set that a record cites; a record that two data sets give counts for each. The last column: records "
        "that a curator wrote and that an import supports.",
        _IMPORTED,
    ),
    _Asked(
        "overdue",
        f"The {OLDEST} oldest promises past due without a resolution",
        "Curated promises whose last due date is past on the data date and of which no outcome is recorded.",
        _OLDEST,
    ),
)

FIRST_YEAR = 2019
"""Earlier years stand in one column."""

LEAST_EVENTS = 25
"""Fewest curated events of a country that has rows of its own in the table of three dimensions."""

_BY_CATEGORY = """
    select category, year, count(*) as events
    from curated_events where year is not null group by all order by all"""

_BY_COUNTRY = """
    with counted as (
        select p.country, count(*) as total
        from places as p inner join curated_events as e on e.id = p.event group by p.country
    ),

    placed as (
        select e.id, e.category, e.year, case
            when n.country is null then 'not known' when n.total >= ? then n.country else 'others' end as country,
            case when n.country is null then -1 when n.total >= ? then n.total else 0 end as place
        from curated_events as e
        left join places as p on p.event = e.id
        left join counted as n on n.country = p.country
        where e.year is not null
    )

    select country, category, year, count(distinct id) as events
    from placed group by country, place, category, year order by place desc, country, category, year"""


def sections(connection: duckdb.DuckDBPyConnection) -> list[Section]:
    """Every section in the order in which they are read."""
    found = [_section(connection, one) for one in _ASKED]
    place = next(index for index, one in enumerate(found) if one.key == "categories") + 1
    by_category = _by_year(
        "category_by_year",
        "Curated events by category and year",
        "Events that surely lie in one year.",
        ("category",),
        connection.execute(_BY_CATEGORY).fetchall(),
    )
    by_country = _by_year(
        "coverage",
        "Curated events by country, category and year",
        f"An event counts once for each of its countries. Countries with fewer than {LEAST_EVENTS} events stand together.",
        ("country", "category"),
        connection.execute(_BY_COUNTRY, [LEAST_EVENTS, LEAST_EVENTS]).fetchall(),
    )
    return [*found[:place], by_category, *found[place:], by_country]


def _section(connection: duckdb.DuckDBPyConnection, one: _Asked) -> Section:
    connection.execute(one.sql)
    columns = tuple(column[0] for column in connection.description or ())
    return Section(key=one.key, title=one.title, says=one.says, columns=columns, rows=connection.fetchall())


def _by_year(key: str, title: str, says: str, labels: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Section:
    """Counts with the years as columns; a row of `rows` is its labels, a year and a count, in the order they are shown."""
    cells: dict[tuple[Any, ...], dict[int, int]] = {}
    for *label, year, events in rows:
        counts = cells.setdefault(tuple(label), {})
        column = max(year, FIRST_YEAR - 1)
        counts[column] = counts.get(column, 0) + events
    years = sorted({year for counts in cells.values() for year in counts})
    return Section(
        key=key,
        title=title,
        says=says,
        columns=(*labels, *(f"before {FIRST_YEAR}" if year < FIRST_YEAR else str(year) for year in years), "all"),
        rows=[
            (*label, *(counts.get(year, 0) for year in years), sum(counts.values())) for label, counts in cells.items()
        ],
    )
