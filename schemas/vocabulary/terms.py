"""What a closed vocabulary is."""

from typing import Annotated

from msgspec import Meta, Struct


class Term(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One term of a closed vocabulary."""

    name: Annotated[str, Meta(description="The term as it stands in records.")]
    definition: Annotated[str, Meta(description="What it means, in one line.")]
    category: Annotated[str | None, Meta(description="Category of an event type, from `event_category`.")] = None
    public: Annotated[
        bool | None,
        Meta(description="Whether what happens under this term is public by nature, and so known on its own day."),
    ] = None
    unit: Annotated[str | None, Meta(description="Base unit in which a metric's values stand.")] = None
    bases: Annotated[list[str], Meta(description="Values of `basis` that fit a metric.")] = []
    scopes: Annotated[list[str], Meta(description="Values of `scope` that fit a metric; `unstated` always does.")] = []


class Vocabulary(Struct, frozen=True, kw_only=True):
    """A closed list of terms. A new term is a new release of the schema, never a free text."""

    name: Annotated[str, Meta(description="Name of the vocabulary.")]
    definition: Annotated[str, Meta(description="What its terms say.")]
    terms: Annotated[dict[str, Term], Meta(description="The terms by name, in their own order.")]

    def __contains__(self, term: object) -> bool:
        return term in self.terms


def vocabulary(name: str, definition: str, **terms: str) -> Vocabulary:
    """A vocabulary whose terms need no more than a definition."""
    return Vocabulary(
        name=name,
        definition=definition,
        terms={k.rstrip("_"): Term(name=k.rstrip("_"), definition=v) for k, v in terms.items()},
    )
