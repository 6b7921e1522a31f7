-- A row is a pair of claims that cannot both be right: two figures for one subject, metric, basis, currency and time whose
-- intervals have nothing in common, or two claims that a curator linked so. Statements about the future contradict nothing
-- by their figures, nor do claims of one chain of revisions. A scope that is not stated, or times that overlap without being
-- the same, make it possible, not certain.
-- `promise_kinds` and `timeless_metrics` are made from schemas.vocabulary.
with recursive chains as (
    select c.id as head, c.id as claim
    from claims as c
    where not exists (select 1 from claim_links as l where l.claim = c.id and l.relation = 'revises')
    union all
    select chains.head, l.claim
    from chains
    inner join claim_links as l on l.target = chains.claim and l.relation = 'revises'
),

-- `about` reaches ten per cent either way; an open side is unlimited. Without a period a figure is for the day it was said,
-- unless its metric is a quantity that does not change, such as what a training run cost.
figures as (
    select
        c.id,
        c.subject,
        c.metric,
        c.basis,
        c.scope,
        c.value.currency as currency,
        c.tier,
        c.known_on,
        chains.head,
        coalesce(c.value.low - if(c.value.bound = 'about', 0.1, 0) * abs(c.value.low), '-infinity'::double) as low,
        coalesce(c.value.high + if(c.value.bound = 'about', 0.1, 0) * abs(c.value.high), 'infinity'::double) as high,
        case
            when c.period is not null then c.period.earliest
            when c.metric not in (select term from timeless_metrics) then c.asserted.earliest
        end as first_day,
        case
            when c.period is not null then c.period.latest
            when c.metric not in (select term from timeless_metrics) then c.asserted.latest
        end as last_day
    from claims as c
    inner join chains on chains.claim = c.id
    where
        c.metric is not null
        and c.subject is not null
        and coalesce(c.value.low, c.value.high) is not null
        and c.kind <> 'forecast'
        and c.kind not in (select term from promise_kinds)
),

by_figures as (
    select
        a.id as claim,
        b.id as other,
        'figures' as rule,
        if(
            a.scope = b.scope
            and a.scope <> 'unstated'
            and a.first_day is not distinct from b.first_day
            and a.last_day is not distinct from b.last_day,
            'certain',
            'possible'
        ) as certainty,
        a.subject,
        a.metric,
        greatest(a.known_on, b.known_on) as known_on
    from figures as a
    inner join figures as b
        on
            a.subject = b.subject
            and a.metric = b.metric
            and a.id < b.id
            and a.head <> b.head
    where
        a.basis is not distinct from b.basis
        and a.currency is not distinct from b.currency
        and (a.scope = b.scope or a.scope = 'unstated' or b.scope = 'unstated')
        and (a.first_day is null or b.last_day is null or a.first_day <= b.last_day)
        and (b.first_day is null or a.last_day is null or b.first_day <= a.last_day)
        and (a.high < b.low or b.high < a.low)
),

by_links as (
    select
        least(l.claim, l.target) as claim,
        greatest(l.claim, l.target) as other,
        'link' as rule,
        'certain' as certainty,
        min(l.known_on) as known_on
    from claim_links as l
    where l.relation = 'contradicts'
    group by least(l.claim, l.target), greatest(l.claim, l.target)
),

pairs as (
    select claim, other, rule, certainty, known_on from by_links
    union all
    select f.claim, f.other, f.rule, f.certainty, f.known_on
    from by_figures as f
    where not exists (select 1 from by_links as l where l.claim = f.claim and l.other = f.other)
)

select
    pairs.claim,
    pairs.other,
    pairs.rule,
    pairs.certainty,
    if(a.subject = b.subject, a.subject, null) as subject,
    if(a.metric = b.metric, a.metric, null) as metric,
    case
        when 'candidate' in (a.tier, b.tier) then 'candidate'
        when 'imported' in (a.tier, b.tier) then 'imported'
        else 'curated'
    end as tier,
    pairs.known_on
from pairs
inner join claims as a on a.id = pairs.claim
inner join claims as b on b.id = pairs.other
