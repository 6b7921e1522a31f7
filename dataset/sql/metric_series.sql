-- A row is one claimed value of one metric, scope and basis of one subject: conflicting values stand side by side.
select
    c.id as claim,
    c.subject,
    c.metric,
    c.scope,
    c.basis,
    c.period,
    c.kind,
    list_transform(c.speakers, lambda s: s.entity) as speakers,
    c.attribution,
    c.value,
    c.asserted,
    c.tier,
    c.known_on
from claims as c
where c.metric is not null and c.subject is not null and c.value is not null
