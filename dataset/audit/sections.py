"""The tables of an audit: each is one statement over the groups of `groups.sql`."""

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
    select 'contradictions by ' || rule || ', ' || certainty as what, count(*) filter (is_new) as over_baseline,
        count(*) as in_all
    from conflicts group by rule, certainty
    union all
    select 'revised figures', count(*) filter (a.is_new or b.is_new), count(*)
    from claim_links as l
    inner join curated_claims as a on a.id = l.claim
    inner join curated_claims as b on b.id = l.target
    where
        l.relation = 'revises' and a.metric = b.metric
        and (a.value.low is distinct from b.value.low or a.value.high is distinct from b.value.high)
    union all
    select 'contradicts links', count(*) filter (a.is_new or b.is_new), count(*)
    from claim_links as l
    inner join curated_claims as a on a.id = l.claim
    inner join curated_claims as b on b.id = l.target
    where l.relation = 'contradicts'
    union all
    select 'sources that dispute a record', count(*) filter (record not in (select id from before)), count(*)
    from evidence where stance = 'disputes' and record in (
        select id from curated_events union all select id from curated_claims
    )
    union all
    select 'sources that give a field differently', count(*) filter (record not in (select id from before)), count(*)
    from evidence where len(says) > 0 and record in (
        select id from curated_events union all select id from curated_claims
    )
    order by what"""

_ENTITIES = """
    select e.kind, count(*) as entities, count(*) filter (e.external_ids.wikidata is not null) as with_wikidata,
        count(*) filter (len(e.aliases) > 0) as with_aliases, count(*) filter (e.country is null) as without_country,
        count(*) filter (exists (
            select 1 from entity_relations as r where r.entity = e.id and r.role is not null and r.start.date is not null
        )) as with_dated_role,
        count(*) filter (
            e.id not in (select entity from named where entity is not null)
            and not exists (select 1 from sources as s where s.publisher = e.id or s.author = e.id)
            and not exists (select 1 from entity_relations as r where r.target = e.id)
        ) as orphans
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
        "`us`: a participant is at home in the US, or no participant's country is known and only the US is concerned. "
        "`elsewhere`: otherwise, where another country is named. Whoever only reported an event does not count; a person is "
        "at home where the employer is, a model or product where its maker is.",
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
        "quality",
        "How records are supported and dated",
        "Share with a primary supporting source; with two independent ones (different publishers, weak sources left out); "
        "dated to the day.",
        _RECORDS,
    ),
    _Asked(
        "entities",
        "Entities",
        "An orphan is named by no event, claim, source or relation that counts.",
        _ENTITIES,
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

_MATRIX = """
    select e.category, e.year::int as year, count(*) as events
    from curated_events as e where e.year is not null group by all order by all"""


def sections(connection: duckdb.DuckDBPyConnection) -> list[Section]:
    """Every section in the order in which they are read."""
    found = [_section(connection, one) for one in _ASKED]
    place = next(index for index, one in enumerate(found) if one.key == "categories") + 1
    return [*found[:place], _matrix(connection), *found[place:]]


def _section(connection: duckdb.DuckDBPyConnection, one: _Asked) -> Section:
    connection.execute(one.sql)
    columns = tuple(column[0] for column in connection.description or ())
    return Section(key=one.key, title=one.title, says=one.says, columns=columns, rows=connection.fetchall())


def _matrix(connection: duckdb.DuckDBPyConnection) -> Section:
    """Category × year, the years as columns; those before the first goal's together."""
    rows: list[tuple[str, int, int]] = connection.execute(_MATRIX).fetchall()
    first = 2019
    years = [*sorted({year for _, year, _ in rows if year >= first})]
    early = any(year < first for _, year, _ in rows)
    cells: dict[tuple[str, int], int] = {}
    for category, year, events in rows:
        key = (category, max(year, first - 1))
        cells[key] = cells.get(key, 0) + events
    shown = [*([first - 1] if early else []), *years]
    return Section(
        key="category_by_year",
        title="Curated events by category and year",
        says="Events that surely lie in one year.",
        columns=("category", *(f"before {first}" if year < first else str(year) for year in shown)),
        rows=[
            (category, *(cells.get((category, year), 0) for year in shown))
            for category in sorted({row[0] for row in rows})
        ],
    )
