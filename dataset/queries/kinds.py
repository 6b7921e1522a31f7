"""Kinds of record, told by their ids."""

from schemas.annotations import ID_PREFIX

RECORDS = {"event": "events", "claim": "claims", "entity": "entities", "source": "sources"}
"""Table of each kind of record."""


def kind_of(id_: str) -> str | None:
    """Kind of record that an id names, by its prefix."""
    return next((kind for kind, prefix in ID_PREFIX.items() if id_.startswith(prefix)), None)
