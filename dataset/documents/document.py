"""What a document of a release is, and what it is made from."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
from msgspec import Struct

from schemas.release import Manifest


class Contents(Struct, frozen=True):
    """A release whose tables are written."""

    manifest: Manifest
    """Lists the tables, and the documents made so far."""
    folder: Path
    tables: Mapping[str, pa.Table]
    previous: Path | None
    """Folder of the release before."""


class Document(Struct, frozen=True):
    """A file that is made from the rest of the release: the same bytes for the same release."""

    name: str
    media_type: str
    render: Callable[[Contents], bytes]
