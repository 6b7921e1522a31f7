-- A row is a condition of a claim with the states it came to.
select
    c.id as claim,
    p.position,
    p.element.text as text,
    p.element.states as states,
    c.known_on
from claims as c
cross join unnest(c.conditions) with ordinality as p (element, position)
