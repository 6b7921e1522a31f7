"""Lines of the files that importers write: records, and what an importer adds to a record of somebody else."""

from typing import Annotated

from msgspec import Struct

from schemas.annotations import described
from schemas.entity import Alias, Relation
from schemas.evidence import Evidence


class RecordAddition(Struct, kw_only=True, forbid_unknown_fields=True):
    """What an importer adds to an event or claim that stands elsewhere."""

    evidence: Annotated[list[Evidence], described("Further sources.")]


class EntityAddition(Struct, kw_only=True, forbid_unknown_fields=True):
    """What an importer adds to an entity that stands elsewhere."""

    aliases: Annotated[list[Alias], described("Further names.")] = []
    relations: Annotated[list[Relation], described("Further relations.")] = []
