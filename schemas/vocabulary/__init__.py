"""The closed vocabularies: every term that a record may use, with its definition."""

from schemas.vocabulary import changes, claims, entities, events, metrics
from schemas.vocabulary.terms import Term, Vocabulary

__all__ = ["VOCABULARIES", "Term", "Vocabulary"]

VOCABULARIES: dict[str, Vocabulary] = {
    value.name: value
    for module in (events, claims, metrics, entities, changes)
    for value in vars(module).values()
    if isinstance(value, Vocabulary)
}
"""Every vocabulary by name, in the order of its module."""
