-- A row is an outcome of a claim; several may stand side by side.
select
    c.id as claim,
    p.position,
    p.element.outcome as outcome,
    p.element."on" as "on",
    p.element.event as event,
    p.element.value as value,
    p.element.by as by,
    p.element.note as note,
    p.element.evidence as evidence,
    p.element.known_on as known_on
from claims as c
cross join unnest(c.resolutions) with ordinality as p (element, position)
