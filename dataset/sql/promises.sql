-- A row is a commitment, target, guidance or obligation followed through its revisions, as known in an interval.
-- It reads claims' `revises`, `withdraws`, `repeats` and `resolutions` only: a claim that repeats a promise is none of
-- its own. The outcome stands at the chain's last claim. `promise_kinds` is made from schemas.vocabulary.
with recursive chains as (
    select c.id as head, c.id as claim, 1 as position
    from claims as c
    where
        c.kind in (select term from promise_kinds)
        and not exists (
            select 1 from claim_links as l where l.claim = c.id and l.relation in ('revises', 'repeats')
        )
    union all
    select chains.head, l.claim, chains.position + 1
    from chains
    inner join claim_links as l on l.target = chains.claim and l.relation = 'revises'
),

points as (
    select chains.head, s.as_of_from as day
    from chains
    inner join claim_status as s on s.claim = chains.claim
    union
    select chains.head, r.known_on
    from chains
    inner join resolutions as r on r.claim = chains.claim
),

members as (
    select
        p.head,
        p.day,
        c as claim,
        row_number() over (partition by p.head, p.day order by chains.position) as position
    from points as p
    inner join chains on chains.head = p.head
    inner join claims as c on c.id = chains.claim and c.known_on <= p.day
),

ends as (
    select
        m.head,
        m.day,
        arg_min(m.claim, m.position) as first_claim,
        arg_max(m.claim, m.position) as last_claim,
        list(m.claim.id order by m.position) as chain,
        case
            when bool_or(m.claim.tier = 'candidate') then 'candidate'
            when bool_or(m.claim.tier = 'imported') then 'imported'
            else 'curated'
        end as tier,
        count(*) - 1 as revisions
    from members as m
    group by m.head, m.day
),

spoken as (
    select m.head, m.day, list(distinct s.element.entity order by s.element.entity) as speakers
    from members as m
    cross join unnest(m.claim.speakers) as s (element)
    group by m.head, m.day
),

discussed as (
    select m.head, m.day, list(distinct t.topic order by t.topic) as topics
    from members as m
    cross join unnest(m.claim.topics) as t (topic)
    group by m.head, m.day
),

-- The same order as in claim_status: the latest known wins, then the later `on`, then the later place.
outcomes as (
    select
        ends.head,
        ends.day,
        r.outcome,
        r.event,
        r.value,
        if(r.outcome in ('kept', 'late'), r."on", null) as delivered_on
    from ends
    inner join resolutions as r on r.claim = ends.last_claim.id and r.known_on <= ends.day
    qualify
        row_number() over (
            partition by ends.head, ends.day
            order by r.known_on desc, coalesce(r."on".latest, r."on".earliest) desc nulls last, r.position desc
        )
        = 1
),

measured as (
    select
        m.head,
        m.day,
        m.position,
        m.claim.id as claim,
        m.claim.due.date as due,
        o.delivered_on,
        o.delivered_on.earliest - m.claim.due.date.latest as slip_days_low,
        o.delivered_on.latest
        - if(m.claim.due.kind = 'by', m.claim.due.date.latest, m.claim.due.date.earliest) as slip_days_high
    from members as m
    inner join outcomes as o on o.head = m.head and o.day = m.day
    where o.delivered_on is not null and m.claim.due.kind in ('by', 'in') and m.claim.due.date.latest is not null
),

slips as (
    select
        head,
        day,
        list(
            {
                'claim': claim,
                'due': due,
                'slip_days_low': slip_days_low,
                'slip_days_high': slip_days_high,
                'verdict': case
                    when delivered_on.latest <= due.latest then 'kept'
                    when delivered_on.earliest > due.latest then 'late'
                    else 'undetermined'
                end
            }
            order by position
        ) as slips
    from measured
    group by head, day
),

-- Bounds of figures where compared: `about` reaches ten per cent either way, an open side is unlimited.
figures as (
    select
        ends.head,
        ends.day,
        o.value as outcome_value,
        side.name,
        o.value.low - if(o.value.bound = 'about', 0.1, 0) * abs(o.value.low) as outcome_low,
        o.value.high + if(o.value.bound = 'about', 0.1, 0) * abs(o.value.high) as outcome_high,
        side.value.low - if(side.value.bound = 'about', 0.1, 0) * abs(side.value.low) as promised_low,
        side.value.high + if(side.value.bound = 'about', 0.1, 0) * abs(side.value.high) as promised_high
    from ends
    inner join outcomes as o on o.head = ends.head and o.day = ends.day and o.outcome = 'value'
    cross join
        unnest(
            [
                {'name': 'original', 'value': ends.first_claim.value},
                {'name': 'current', 'value': ends.last_claim.value}
            ]
        ) as sides (side)
    where
        side.value.unit = o.value.unit
        and side.value.currency is not distinct from o.value.currency
        and coalesce(side.value.low, side.value.high) is not null
        and coalesce(o.value.low, o.value.high) is not null
),

placed as (
    select
        head,
        day,
        name,
        case
            when outcome_high < promised_low then 'below'
            when outcome_low > promised_high then 'above'
            else 'within'
        end as place
    from figures
),

rows_by_day as (
    select
        ends.first_claim.id as id,
        ends.head,
        ends.day,
        ends.first_claim.kind as kind,
        ends.first_claim.statement as statement,
        ends.first_claim.obligors as obligors,
        coalesce(spoken.speakers, []) as speakers,
        ends.first_claim.subject as subject,
        coalesce(discussed.topics, []) as topics,
        ends.first_claim.metric as metric,
        ends.first_claim.scope as scope,
        ends.first_claim.basis as basis,
        ends.first_claim.period as period,
        ends.first_claim.asserted as asserted,
        ends.chain,
        ends.revisions,
        ends.last_claim.id as current_claim,
        ends.first_claim.due as original_due,
        ends.last_claim.due as current_due,
        ends.first_claim.value as original_value,
        ends.last_claim.value as current_value,
        s.status,
        s.is_disputed,
        o.outcome,
        o.delivered_on,
        o.event as outcome_event,
        o.value as outcome_value,
        original.place as outcome_against_original,
        current_.place as outcome_against_current,
        coalesce(slips.slips, []) as slips,
        slips.slips[1] as slip,
        coalesce(slips.slips[1].verdict = 'late', false) as slipped,
        ends.tier
    from ends
    inner join claim_status as s
        on
            s.claim = ends.last_claim.id
            and s.as_of_from <= ends.day
            and (s.as_of_to is null or ends.day < s.as_of_to)
    left join spoken on spoken.head = ends.head and spoken.day = ends.day
    left join discussed on discussed.head = ends.head and discussed.day = ends.day
    left join outcomes as o on o.head = ends.head and o.day = ends.day
    left join slips on slips.head = ends.head and slips.day = ends.day
    left join placed as original
        on original.head = ends.head and original.day = ends.day and original.name = 'original'
    left join placed as current_
        on current_.head = ends.head and current_.day = ends.day and current_.name = 'current'
)

select
    * exclude (head, day),
    day as as_of_from,
    lead(day) over (partition by head order by day) as as_of_to
from rows_by_day
