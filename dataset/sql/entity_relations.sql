-- A row is a relation from an entity to another, from a start to an end, each with its own known_on.
select
    n.id as entity,
    p.position,
    p.element.relation as relation,
    p.element.target as target,
    p.element.role as role,
    p.element.start as start,
    p.element."end" as "end",
    p.element.known_on as known_on
from entities as n
cross join unnest(n.relations) with ordinality as p (element, position)
