-- A row is the state of an event as known in an interval, with the records that decided it.
-- A reversal that is itself reversed does not count, nor one after which the event came about all the same.
with completions as (
    select links.target as event, links.event as by_event, links.known_on
    from event_links as links
    inner join events as completing on completing.id = links.event
    where links.relation = 'completes' and completing.stage = 'occurred'
),

reversals as (
    select
        links.target as event,
        links.event as by_event,
        links.known_on,
        min(undoing.known_on) as undone_on
    from event_links as links
    left join event_links as undoing on undoing.target = links.event and undoing.relation = 'reverses'
    where links.relation = 'reverses'
    group by links.target, links.event, links.known_on
),

disputes as (
    select e.id as event, greatest(e.known_on, evidence.known_on) as known_on
    from evidence
    inner join events as e on e.id = evidence.record
    where evidence.part = 'record' and evidence.stance = 'disputes'
    union
    select e.id, greatest(e.known_on, c.known_on)
    from claims as c
    inner join events as e on e.id = c.subject
    where c.kind = 'denial'
),

points as (
    select id as event, known_on as day from events
    union
    select event, known_on from completions
    union
    select event, known_on from reversals
    union
    select event, greatest(known_on, undone_on) from reversals where undone_on is not null
    union
    select event, known_on from disputes
),

completed as (
    select p.event, p.day, max(c.known_on) as last_on, list(distinct c.by_event order by c.by_event) as by_events
    from points as p
    inner join completions as c on c.event = p.event and c.known_on <= p.day
    group by p.event, p.day
),

undone as (
    select p.event, p.day, max(r.known_on) as last_on, list(distinct r.by_event order by r.by_event) as by_events
    from points as p
    inner join reversals as r on r.event = p.event and r.known_on <= p.day
    where r.undone_on is null or greatest(r.known_on, r.undone_on) > p.day
    group by p.event, p.day
),

judged as (
    select
        p.event,
        p.day,
        case
            when undone.last_on is not null and (completed.last_on is null or undone.last_on >= completed.last_on)
                then if(e.stage = 'occurred' or completed.last_on is not null, 'reversed', 'cancelled')
            when completed.last_on is not null then 'occurred'
            else e.stage
        end as status,
        exists(select 1 from disputes as d where d.event = p.event and d.known_on <= p.day) as is_disputed,
        case
            when undone.last_on is not null and (completed.last_on is null or undone.last_on >= completed.last_on)
                then undone.by_events
            else coalesce(completed.by_events, [])
        end as decided_by
    from points as p
    inner join events as e on e.id = p.event
    left join completed on completed.event = p.event and completed.day = p.day
    left join undone on undone.event = p.event and undone.day = p.day
),

changes as (
    select
        judged.*,
        lag((status, is_disputed, decided_by)) over (partition by event order by day)
        is distinct from (status, is_disputed, decided_by) as is_change
    from judged
)

select
    event,
    day as as_of_from,
    lead(day) over (partition by event order by day) as as_of_to,
    status,
    is_disputed,
    decided_by
from changes
where is_change
