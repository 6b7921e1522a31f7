"""Entities: what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import records_as_known
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from schemas.entity import Entity

ENTITIES = Collection(
    name="entities",
    kind="entity",
    id_kind="entity",
    row=answered("Entity", Entity),
    as_known=records_as_known("entities"),
    fields=declare_all(
        Entity,
        "id",
        "kind",
        "name",
        "aliases",
        "aliases.name",
        "aliases.known_on",
        "external_ids",
        "external_ids.wikidata",
        "external_ids.cik",
        "external_ids.lei",
        "external_ids.ticker",
        "external_ids.docket",
        "external_ids.huggingface",
        "external_ids.github",
        "external_ids.domain",
        "country",
        "founded",
        "relations",
        "relations.relation",
        "relations.target",
        "relations.role",
        "relations.end",
        "relations.known_on",
        "description",
        "known_on",
        "first_release",
        "last_changed_release",
        **{"relations.start": "relations.start.date", "relations.ended": "relations.end.date"},
    ),
    default_sort="id",
    includes={
        "entities": "Entities it is related with.",
        "events": "Events that show its relations.",
        "evidence": "Sources that show its relations and names, under `sources`.",
    },
)
