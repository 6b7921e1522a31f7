-- A row is a participant of an event.
select
    e.id as event,
    p.position,
    p.element.entity as entity,
    p.element.role as role,
    e.known_on
from events as e
cross join unnest(e.participants) with ordinality as p (element, position)
