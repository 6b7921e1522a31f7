-- A row is the state of a claim as known in an interval, with the records that decided it.
-- In order: a revision known by then; else the latest of its resolutions and withdrawals; else overdue once the last
-- day it was due is past; else open. A figure over a period is never overdue: only its publication settles it.
-- `due_bearing_kinds` and `period_bases` are made from schemas.vocabulary.
with revisions as (
    select target as claim, claim as by_record, known_on from claim_links where relation = 'revises'
),

-- The latest known settles; a tie goes to a resolution over a withdrawal, then to the later `on`, then to the later place.
settlements as (
    select
        claim,
        known_on,
        if(outcome = 'value', 'resolved_value', outcome) as status,
        event as by_record,
        1 as rank,
        coalesce("on".latest, "on".earliest) as settled_on,
        position
    from resolutions
    union all
    select target, known_on, 'withdrawn', claim, 0, null, 0 from claim_links where relation = 'withdraws'
),

disputes as (
    select c.id as claim, greatest(c.known_on, evidence.known_on) as known_on
    from evidence
    inner join claims as c on c.id = evidence.record
    where evidence.part = 'record' and evidence.stance = 'disputes'
    union
    select target, known_on from claim_links where relation in ('contradicts', 'denies')
    union
    select claim, known_on from claim_links where relation = 'contradicts'
),

deadlines as (
    select id as claim, greatest(known_on, cast(due.date.latest + interval 1 day as date)) as overdue_on
    from claims
    where
        due.kind in ('by', 'in')
        and due.date.latest is not null
        and kind in (select term from due_bearing_kinds)
        and not (
            coalesce(basis in (select term from period_bases), false)
            and coalesce(value.low, value.best, value.high) is not null
        )
),

points as (
    select id as claim, known_on as day from claims
    union
    select claim, known_on from revisions
    union
    select claim, known_on from settlements
    union
    select claim, known_on from disputes
    union
    select claim, overdue_on from deadlines where overdue_on <= (select data_date from release)
),

revised as (
    select p.claim, p.day, list(distinct r.by_record order by r.by_record) as by_records
    from points as p
    inner join revisions as r on r.claim = p.claim and r.known_on <= p.day
    group by p.claim, p.day
),

settled as (
    select p.claim, p.day, s.status, s.by_record
    from points as p
    inner join settlements as s on s.claim = p.claim and s.known_on <= p.day
    qualify
        row_number() over (
            partition by p.claim, p.day
            order by s.known_on desc, s.rank desc, s.settled_on desc nulls last, s.position desc, s.by_record
        )
        = 1
),

judged as (
    select
        p.claim,
        p.day,
        case
            when revised.claim is not null then 'revised'
            when settled.claim is not null then settled.status
            when deadlines.overdue_on <= p.day then 'overdue'
            else 'open'
        end as status,
        exists(select 1 from disputes as d where d.claim = p.claim and d.known_on <= p.day) as is_disputed,
        case
            when revised.claim is not null then revised.by_records
            when settled.by_record is not null then [settled.by_record]
            else []
        end as decided_by
    from points as p
    left join revised on revised.claim = p.claim and revised.day = p.day
    left join settled on settled.claim = p.claim and settled.day = p.day
    left join deadlines on deadlines.claim = p.claim
),

changes as (
    select
        judged.*,
        lag((status, is_disputed, decided_by)) over (partition by claim order by day)
        is distinct from (status, is_disputed, decided_by) as is_change
    from judged
)

select
    claim,
    day as as_of_from,
    lead(day) over (partition by claim order by day) as as_of_to,
    status,
    is_disputed,
    decided_by
from changes
where is_change
