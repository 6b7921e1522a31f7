-- A row counts the promises and forecasts of an obligor, of a speaker or on a topic, as known in an interval. Candidates are not
-- counted. An overdue promise has slipped by at least the days from its deadline to the start of the interval and has no
-- upper bound. Medians and scores need `least_n` cases. Who spoke any claim of a chain is a speaker of the promise.
with promise_keys as (
    select 'obligor' as view, u.key, p.id, p.as_of_from, p.as_of_to
    from promises as p
    cross join unnest(p.obligors) as u (key)
    where p.tier <> 'candidate'
    union
    select 'speaker', u.key, p.id, p.as_of_from, p.as_of_to
    from promises as p
    cross join unnest(p.speakers) as u (key)
    where p.tier <> 'candidate'
    union
    select 'topic', u.key, p.id, p.as_of_from, p.as_of_to
    from promises as p
    cross join unnest(p.topics) as u (key)
    where p.tier <> 'candidate'
),

forecasts as (
    select c.id, c.speakers, c.topics, c.probability, s.status, s.as_of_from, s.as_of_to
    from claims as c
    inner join claim_status as s on s.claim = c.id
    where c.kind = 'forecast' and c.tier <> 'candidate' and s.status in ('true', 'false')
),

forecast_keys as (
    select 'speaker' as view, u.speaker.entity as key, f.id, f.as_of_from, f.as_of_to
    from forecasts as f
    cross join unnest(f.speakers) as u (speaker)
    union
    select 'speaker', u.speaker.on_behalf_of, f.id, f.as_of_from, f.as_of_to
    from forecasts as f
    cross join unnest(f.speakers) as u (speaker)
    where u.speaker.on_behalf_of is not null
    union
    select 'topic', u.key, f.id, f.as_of_from, f.as_of_to
    from forecasts as f
    cross join unnest(f.topics) as u (key)
),

points as (
    select view, key, as_of_from as day from promise_keys
    union
    select view, key, as_of_to from promise_keys where as_of_to is not null
    union
    select view, key, as_of_from from forecast_keys
    union
    select view, key, as_of_to from forecast_keys where as_of_to is not null
),

promised as (
    select
        points.view,
        points.key,
        points.day,
        p.status,
        case
            when p.slip is not null then p.slip.slip_days_low
            when p.status = 'overdue' then points.day - p.current_due.date.latest
        end as slip_low,
        case
            when p.slip is not null then cast(p.slip.slip_days_high as double)
            when p.status = 'overdue' then 'infinity'::double
        end as slip_high
    from points
    inner join promise_keys as k
        on
            k.view = points.view
            and k.key = points.key
            and k.as_of_from <= points.day
            and (k.as_of_to is null or points.day < k.as_of_to)
    inner join promises as p on p.id = k.id and p.as_of_from = k.as_of_from
),

promise_counts as (
    select
        view,
        key,
        day,
        count(*) as promises,
        count(*) filter (where status = 'open') as open,
        count(*) filter (where status = 'overdue') as overdue,
        count(*) filter (where status = 'kept') as kept,
        count(*) filter (where status = 'late') as late,
        count(*) filter (where status = 'partial') as partial,
        count(*) filter (where status = 'broken') as broken,
        count(*) filter (where status = 'resolved_value') as resolved_value,
        count(*) filter (where status = 'withdrawn') as withdrawn,
        count(*) filter (where status = 'void') as void,
        count(*) filter (where status = 'unresolvable') as unresolvable,
        count(slip_low) as slip_n,
        count(*) filter (where slip_high = 'infinity'::double) as slip_at_least_n,
        median(slip_low) as slip_low_median,
        median(slip_high) as slip_high_median
    from promised
    group by view, key, day
),

forecast_counts as (
    select
        points.view,
        points.key,
        points.day,
        count(*) filter (where f.status = 'true') as forecasts_true,
        count(*) filter (where f.status = 'false') as forecasts_false,
        count(f.probability) as brier_n,
        -- a sum of decimals does not depend on the order of the rows
        cast(
            sum(cast(power(f.probability - if(f.status = 'true', 1, 0), 2) as decimal(18, 9))) as double
        ) / nullif(count(f.probability), 0) as brier_score
    from points
    inner join forecast_keys as k
        on
            k.view = points.view
            and k.key = points.key
            and k.as_of_from <= points.day
            and (k.as_of_to is null or points.day < k.as_of_to)
    inner join forecasts as f on f.id = k.id and f.as_of_from = k.as_of_from
    group by points.view, points.key, points.day
)

select
    points.view,
    points.key,
    points.day as as_of_from,
    lead(points.day) over (partition by points.view, points.key order by points.day) as as_of_to,
    coalesce(p.promises, 0) as promises,
    coalesce(p.open, 0) as open,
    coalesce(p.overdue, 0) as overdue,
    coalesce(p.kept, 0) as kept,
    coalesce(p.late, 0) as late,
    coalesce(p.partial, 0) as partial,
    coalesce(p.broken, 0) as broken,
    coalesce(p.resolved_value, 0) as resolved_value,
    coalesce(p.withdrawn, 0) as withdrawn,
    coalesce(p.void, 0) as void,
    coalesce(p.unresolvable, 0) as unresolvable,
    coalesce(p.slip_n, 0) as slip_n,
    coalesce(p.slip_at_least_n, 0) as slip_at_least_n,
    if(p.slip_n >= (select n from least_n), p.slip_low_median, null) as slip_days_low_median,
    if(
        p.slip_n >= (select n from least_n) and p.slip_high_median < 'infinity'::double, p.slip_high_median, null
    ) as slip_days_high_median,
    coalesce(f.forecasts_true, 0) as forecasts_true,
    coalesce(f.forecasts_false, 0) as forecasts_false,
    coalesce(f.brier_n, 0) as brier_n,
    if(f.brier_n >= (select n from least_n), f.brier_score, null) as brier_score
from points
left join promise_counts as p on p.view = points.view and p.key = points.key and p.day = points.day
left join forecast_counts as f on f.view = points.view and f.key = points.key and f.day = points.day
