-- Groups of records from which the audit counts. `before` holds the ids of the baseline, `pairs_before` its conflicts.
-- The rules stand here alone; the sections and docs/inclusion.md tell them in words.

-- Curated events. `year` is the one in which they surely lie.
create view curated_events as
select
    e.*,
    e.id not in (select id from before) as is_new,
    case when year(e.date.earliest) = year(e.date.latest) then year(e.date.earliest) end as year
from events as e
where e.tier = 'curated';

create view curated_claims as
select c.*, c.id not in (select id from before) as is_new
from claims as c
where c.tier = 'curated';

-- Where an entity is at home: a person at its employers', others by their own country, else their maker's, operator's or
-- parent's, over at most three steps. Without any of these nowhere, so that the country is not known.
create view homes as
with recursive up as (
    select id as entity, id as at, 0 as depth from entities
    union
    select up.entity, r.target, up.depth + 1
    from up
    inner join entities as e on e.id = up.at
    inner join entity_relations as r
        on
            r.entity = up.at
            and (
                (e.kind = 'person' and r.relation = 'works_for')
                or (
                    e.kind <> 'person'
                    and e.country is null
                    and r.relation in ('made_by', 'operated_by', 'subsidiary_of', 'member_of')
                )
            )
    where up.depth < 3
),

found as (
    select up.entity, e.country, e.kind = 'person' as is_own
    from up
    inner join entities as e on e.id = up.at
    where e.country is not null
)

-- The country of a person counts only where no employer has one.
select distinct f.entity, f.country
from found as f
where not (f.is_own and exists (select 1 from found as o where o.entity = f.entity and not o.is_own));

-- Countries of those that took part in an event, whoever only reported it left out. `is_backer`: it only gave capital.
create view taking_part as
select p.event, h.country, bool_and(p.role = 'investor') as is_backer
from event_participants as p
inner join homes as h on h.entity = p.entity
where p.role <> 'reporter'
group by p.event, h.country;

create view places as
select event, country from taking_part
union
select e.id, unnest(e.jurisdictions) from events as e;

-- Whose event it is: of those who took part and did more than give capital; of the backers, where nobody else's country is
-- known; of the jurisdictions concerned, where nobody's is. It is about US organisations where one of these is in the US,
-- elsewhere where others are and none is, and otherwise its place is not known.
create view sides as
with weighed as (
    select event, country, case when is_backer then 2 else 1 end as weight from taking_part
    union all
    select e.id, unnest(e.jurisdictions), 3 from events as e
),

nearest as (
    select w.event, bool_or(w.country = 'US') as in_us
    from weighed as w
    where w.weight = (select min(o.weight) from weighed as o where o.event = w.event)
    group by w.event
)

select
    e.id,
    e.is_new,
    case when n.in_us then 'us' when not n.in_us then 'elsewhere' else 'unknown' end as side
from curated_events as e
left join nearest as n on n.event = e.id;

-- The state of claims and promises on the data date.
create view claim_now as
select s.* from claim_status as s, release as r
where s.as_of_from <= r.data_date and (s.as_of_to is null or s.as_of_to > r.data_date);

create view promise_now as
select p.* from promises as p, release as r
where p.as_of_from <= r.data_date and (p.as_of_to is null or p.as_of_to > r.data_date);

-- Curated promises, obligations and forecasts with a date by which they are due; what repeats another is none of its own.
-- Resolved: a resolution that settles it, with an event or a source, or a withdrawal by whoever owed it. `in_chain`: it or a
-- later claim of its chain is resolved.
create view ledger as
with recursive own as (
    select
        c.id,
        c.kind,
        c.is_new,
        n.status,
        (
            n.status = 'withdrawn'
            or len(list_filter(
                c.resolutions, lambda x: x.outcome <> 'unresolvable' and (x.event is not null or len(x.evidence) > 0)
            )) > 0
        ) as is_resolved
    from curated_claims as c
    left join claim_now as n on n.claim = c.id
    where c.kind in (select term from due_bearing_kinds)
),

later as (
    select id as first, id as claim from own
    union
    select later.first, l.claim
    from later
    inner join claim_links as l on l.target = later.claim and l.relation = 'revises'
)

select o.*, exists (
    select 1 from later inner join own as x on x.id = later.claim where later.first = o.id and x.is_resolved
) as in_chain
from own as o
inner join claims as c on c.id = o.id
where
    c.due.date is not null
    and not exists (select 1 from claim_links as l where l.claim = o.id and l.relation = 'repeats');

-- Pairs in conflict of which both sides are curated. `is_figures`: both give a figure of one metric.
create view conflicts as
select
    c.*,
    coalesce(a.metric = b.metric, false) and a.value is not null and b.value is not null as is_figures,
    not exists (select 1 from pairs_before as p where p.claim = c.claim and p.other = c.other) as is_new
from contradictions as c
inner join curated_claims as a on a.id = c.claim
inner join curated_claims as b on b.id = c.other;

-- Curated claims that revise another one's figure.
create view revised_figures as
select l.claim, l.target as other, a.metric, a.is_new or b.is_new as is_new
from claim_links as l
inner join curated_claims as a on a.id = l.claim
inner join curated_claims as b on b.id = l.target
where
    l.relation = 'revises'
    and a.metric = b.metric
    and (a.value.low is distinct from b.value.low or a.value.high is distinct from b.value.high);

create view figures_in_conflict as
select claim, other, metric, is_new from conflicts where is_figures
union all
select claim, other, metric, is_new from revised_figures;

-- Lists that are declared complete, with their items counted; `weak` are those that candidates alone tell.
create view lists as
with items as (
    select l.id, unnest(l.items) as item from complete_lists as l
),

told as (
    select
        i.*,
        exists (
            select 1 from (select id, tier from events union all select id, tier from claims) as r
            where r.tier <> 'candidate' and list_contains(i.item.records, r.id)
        ) as is_told
    from items as i
)

select
    l.id,
    l.title,
    l.since,
    l.until,
    count(*) as items,
    count(*) filter (t.is_told) as told,
    count(*) filter (t.item.gap = 'none_made') as none_made,
    count(*) filter (t.item.gap = 'not_reached') as not_reached,
    count(*) filter (not t.is_told and t.item.gap is null) as weak
from complete_lists as l
inner join told as t on t.id = l.id
group by all;

-- What supports a record itself. `voice`: the publisher, or the host of an address without one. `text` tells two copies of one
-- report: they bear the same title.
create view support as
select
    v.record,
    s.kind in (select term from primary_kinds) as is_primary,
    s.kind in (select term from weak_kinds) as is_weak,
    coalesce(s.publisher, regexp_extract(s.url, '^https?://(?:www\.)?([^/:]+)', 1), s.id) as voice,
    coalesce(lower(trim(s.title)), s.id) as text,
    s.language,
    s.id as source
from evidence as v
inner join sources as s on s.id = v.source
where v.part = 'record' and v.stance = 'supports';

-- How well each event and claim is supported and dated.
create view records as
with given as (
    select id, tier, 'events' as kind, date.precision as precision from events
    union all
    select id, tier, 'claims', asserted.precision from claims
)

select
    g.*,
    exists (select 1 from support as s where s.record = g.id and s.is_primary) as has_primary,
    exists (
        select 1
        from support as s
        inner join support as o on o.record = s.record and o.voice <> s.voice and o.text <> s.text
        where s.record = g.id and not s.is_weak and not o.is_weak
    ) as has_two
from given as g;

-- Entities that an event or claim names, candidates left out.
create view named as
select p.entity from event_participants as p inner join events as e on e.id = p.event where e.tier <> 'candidate'
union
select unnest(list_concat(
    [c.subject, c.comparison.to],
    c.obligors,
    list_transform(c.speakers, lambda x: x.entity),
    list_transform(c.speakers, lambda x: x.on_behalf_of),
    list_transform(c.resolutions, lambda x: x.by)
))
from claims as c
where c.tier <> 'candidate';

create view orphans as
select e.id as entity
from entities as e
where
    e.id not in (select entity from named where entity is not null)
    and not exists (select 1 from sources as s where s.publisher = e.id or s.author = e.id)
    and not exists (select 1 from entity_relations as r where r.target = e.id);

-- Records of each importer, by the edition of its data set that they cite.
create view by_importer as
select distinct i.importer, v.record
from evidence as v
inner join sources as s on s.id = v.source
inner join importers as i on starts_with(s.id, 's_' || i.slug || '-')
where v.part = 'record' and s.kind = 'dataset' and s.citation is not null;
