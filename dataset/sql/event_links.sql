-- A row is a link from an event to another, known from the later of its two ends.
select
    e.id as event,
    p.position,
    p.element.relation as relation,
    p.element.target as target,
    p.element.known_on as known_on
from events as e
cross join unnest(e.links) with ordinality as p (element, position)
