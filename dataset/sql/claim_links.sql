-- A row is a link from a claim to another, known from the later of its two ends.
select
    c.id as claim,
    p.position,
    p.element.relation as relation,
    p.element.target as target,
    p.element.known_on as known_on
from claims as c
cross join unnest(c.links) with ordinality as p (element, position)
