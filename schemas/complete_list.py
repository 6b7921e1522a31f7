"""Complete list: a declared list of which every item is held or its absence explained, so that absence means something."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.ids import RecordId
from schemas.scalars import PartialDate
from schemas.vocabulary.entities import LIST_GAP

ListId = Annotated[
    Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)],
    described("Lower-case words joined by hyphens."),
]


class ListItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that belongs to the list: the records that tell it, or why there are none."""

    item: Annotated[Annotated[str, Meta(min_length=3)], described("What it is; tells no outcome.")]
    records: Annotated[list[RecordId], described("Events and claims that tell it; empty where there is a gap.")] = []
    gap: Annotated[Annotated[str, term_of(LIST_GAP)] | None, described("Why no record tells it.")] = None
    reason: Annotated[
        Annotated[str, Meta(min_length=10)] | None, described("The same in a sentence; there where `gap` is.")
    ] = None
    known_on: Annotated[
        date,
        described(
            "First UTC day on which one of its records was known; for a gap, that of the list's last item.",
            derived=True,
        ),
    ]


class CompleteList(Struct, kw_only=True, forbid_unknown_fields=True):
    """A list that is complete from one day to another: what is not in it, by its rule, did not happen or was not said."""

    id: Annotated[ListId, described("Stable id.", derived=True, example="capital-expenditure-guidance")]
    title: Annotated[Annotated[str, Meta(min_length=8)], described("What it lists.")]
    rule: Annotated[
        Annotated[str, Meta(min_length=20)], described("What belongs to it, and whence all that does is known.")
    ]
    since: Annotated[PartialDate, described("It is complete from the first day of this on.")]
    until: Annotated[PartialDate, described("It is complete to the last day of this.")]
    items: Annotated[list[ListItem], described("Everything that belongs to it, in its own order.")]


class ListFile(Struct, kw_only=True, forbid_unknown_fields=True):
    """The lists that are declared complete."""

    complete_lists: Annotated[dict[ListId, CompleteList], described("Lists, by id.")] = {}
