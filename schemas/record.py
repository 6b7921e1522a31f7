"""What every record carries beside its own fields."""

from typing import Annotated

from msgspec import Struct

from schemas.annotations import described
from schemas.changes import Changed
from schemas.ids import ReleaseVersion


class Versioned(Struct, kw_only=True, forbid_unknown_fields=True):
    """When the dataset first held a record and when it last changed there; not when the world knew it."""

    first_release: Annotated[ReleaseVersion, described("First release that held the record.", derived=True)]
    last_changed_release: Annotated[
        ReleaseVersion, described("Latest release in which any other field of the record changed.", derived=True)
    ]
    changed: Annotated[
        list[Changed], described("Why it changed in a release: one entry for each release.", curation=True)
    ] = []
