"""Every format of an answer: declared here, and nowhere else."""

from msgspec import Struct


class Format(Struct, frozen=True, kw_only=True):
    """A format."""

    name: str
    """As it stands in `format`."""
    media_type: str
    extension: str
    about: str
    text: bool = True
    """Whether it is text, which is compressed on its way where the client reads that."""
    rows: bool = False
    """Whether it holds rows alone, so that any number of them can be sent as a stream."""
    cites: bool = False
    """Whether it is a citation of the answer and not the answer."""
    suffix: str = ""
    """What stands behind the media type in `Content-Type`."""

    @property
    def content_type(self) -> str:
        """`Content-Type` of an answer."""
        return self.media_type + self.suffix


JSON = Format(
    name="json", media_type="application/json", extension="json", about="The envelope: data, what it rests on, links."
)
NDJSON = Format(
    name="ndjson",
    media_type="application/x-ndjson",
    extension="ndjson",
    about="A row a line, each as in the data of JSON.",
    rows=True,
)
CSV = Format(
    name="csv",
    media_type="text/csv",
    extension="csv",
    about='RFC 4180 with a header: structs as dotted columns, lists as JSON text, null as nothing, empty text as `""`.',
    rows=True,
    suffix="; charset=utf-8; header=present",
)
ARROW = Format(
    name="arrow",
    media_type="application/vnd.apache.arrow.stream",
    extension="arrows",
    about="Arrow IPC stream, its columns described in their metadata.",
    text=False,
    rows=True,
)
PARQUET = Format(
    name="parquet",
    media_type="application/vnd.apache.parquet",
    extension="parquet",
    about="Parquet, its columns described in their metadata.",
    text=False,
    rows=True,
)
BIBTEX = Format(
    name="bibtex",
    media_type="application/x-bibtex",
    extension="bib",
    about="A citation of the answer for BibTeX and BibLaTeX.",
    cites=True,
    suffix="; charset=utf-8",
)
CSL_JSON = Format(
    name="csl-json",
    media_type="application/vnd.citationstyles.csl+json",
    extension="json",
    about="A citation of the answer for reference managers, as CSL-JSON.",
    cites=True,
)

LIST_FORMATS = {one.name: one for one in (JSON, NDJSON, CSV, ARROW, PARQUET, BIBTEX, CSL_JSON)}
"""Formats of lists, by name."""

ITEM_FORMATS = {one.name: one for one in (JSON, BIBTEX, CSL_JSON)}
"""Formats of single records, by name."""

ROW_FORMATS = tuple(name for name, one in LIST_FORMATS.items() if one.rows)
"""Names of those that hold rows alone."""
