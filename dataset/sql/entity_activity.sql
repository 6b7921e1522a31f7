-- A row counts the events of one category in which an entity took part in a month, as known in an interval. Events whose
-- date spans more than one month stand under a month that is null. Candidates are not counted.
with taken_part as (
    select distinct
        p.entity,
        e.category,
        e.id,
        e.known_on,
        case
            when date_trunc('month', e.date.earliest) = date_trunc('month', e.date.latest)
                then cast(date_trunc('month', e.date.earliest) as date)
        end as month
    from event_participants as p
    inner join events as e on e.id = p.event
    where e.tier <> 'candidate'
),

by_day as (
    select entity, month, category, known_on as day, count(*) as newly
    from taken_part
    group by entity, month, category, known_on
)

select
    entity,
    month,
    category,
    cast(sum(newly) over (partition by entity, month, category order by day) as bigint) as events,
    day as as_of_from,
    lead(day) over (partition by entity, month, category order by day) as as_of_to
from by_day
