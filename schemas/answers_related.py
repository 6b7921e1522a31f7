"""Why one record stands beside another."""

from typing import Annotated, Literal

from msgspec import Struct

from schemas.annotations import described

Why = Literal["link", "about", "settles", "relation", "evidence", "participants", "topics", "records", "citations"]

WHY = {
    "link": "One of the two is linked to the other; `relation` says how.",
    "about": "The claim is about the event.",
    "settles": "The event settled the claim; `relation` is the outcome.",
    "relation": "One of the two entities stands in a relation to the other.",
    "evidence": "The record rests on the source; `relation` is the stance.",
    "participants": "Both name the entities in `shared`.",
    "topics": "Both are on the topics in `shared`.",
    "records": "Both entities are named by the events and claims in `shared`.",
    "citations": "Both sources are cited for the records in `shared`.",
}
"""What each reason means."""

_TEXT = " ".join(f"`{name}`: {text}" for name, text in WHY.items())


class Reason(Struct, frozen=True, kw_only=True):
    """Why a record is related."""

    why: Annotated[Why, described(_TEXT)]
    relation: Annotated[str | None, described("Term of the link, relation, outcome or stance.")]
    direction: Annotated[
        Literal["to", "from"] | None, described("Whether the record asked for holds the link, or the related one does.")
    ]
    shared: Annotated[list[str], described("Ids or topics that both have; empty for links.")]
