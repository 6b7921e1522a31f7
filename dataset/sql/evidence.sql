-- A row is a source for a record or for a part of one, with what it gives differently.
with parts as (
    select id as record, 'record' as part, 0 as part_position, evidence from events
    union all
    select id, 'record', 0, evidence from claims
    union all
    select c.id, 'resolution', p.position, p.element.evidence
    from claims as c
    cross join unnest(c.resolutions) with ordinality as p (element, position)
    union all
    -- a claim's condition states are counted through all its conditions, in order
    select
        c.id,
        'condition_state',
        row_number() over (partition by c.id order by p.position, s.position),
        s.element.evidence
    from claims as c
    cross join unnest(c.conditions) with ordinality as p (element, position)
    cross join unnest(p.element.states) with ordinality as s (element, position)
    union all
    select n.id, 'relation_start', p.position, p.element.start.evidence
    from entities as n
    cross join unnest(n.relations) with ordinality as p (element, position)
    union all
    select n.id, 'relation_end', p.position, p.element."end".evidence
    from entities as n
    cross join unnest(n.relations) with ordinality as p (element, position)
    union all
    select n.id, 'alias', p.position, p.element.since.evidence
    from entities as n
    cross join unnest(n.aliases) with ordinality as p (element, position)
)

select
    parts.record,
    parts.part,
    parts.part_position,
    e.position,
    e.element.source as source,
    e.element.stance as stance,
    e.element.locator as locator,
    e.element.says as says,
    e.element.url as url,
    e.element.known_on as known_on
from parts
cross join unnest(parts.evidence) with ordinality as e (element, position)
