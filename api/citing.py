"""Citations of an answer: of exactly that question, release and day, so that nothing in them depends on a clock."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from msgspec import Meta, Struct

AUTHOR = "OnRecord contributors"
PUBLISHER = "OnRecord"
LICENCE = "CC-BY-4.0"

PLACE = "{cite}"
"""Stands in the setting `report_url` where the address of the answer in question goes."""


class Cited(Struct, frozen=True, kw_only=True):
    """What is cited."""

    url: str
    """The answer's full address, with release and day."""
    subject: str
    """What the answer is, such as `events` or the title of an event."""
    asked: list[tuple[str, str]] = []
    """Parameters that narrow it, as they were written."""
    release: str
    data_date: date
    known_at: date

    @property
    def title(self) -> str:
        """Title of the work cited."""
        narrowed = "; ".join(f"{name}={text}" for name, text in self.asked)
        return f"OnRecord: {self.subject}" + (f" ({narrowed})" if narrowed else "")

    @property
    def note(self) -> str:
        """What has to be known to judge it."""
        return f"Release {self.release}, data to {self.data_date}, as known on {self.known_at}. Licence {LICENCE}."

    @property
    def key(self) -> str:
        """Key of the citation: the same for the same address."""
        return f"onrecord-{self.release}-{hashlib.sha256(self.url.encode()).hexdigest()[:10]}"


def subject_of(kind: str, row: Any) -> str:
    """What a single record is: its title, name or statement, and its id."""
    text = next(
        (found for name in ("title", "name", "statement", "citation", "url") if (found := getattr(row, name, None))),
        None,
    )
    return f"{kind} {row.id}" + (f", “{text}”" if text else "")


class CslName(Struct, frozen=True, kw_only=True):
    """A name in CSL-JSON."""

    literal: Annotated[str, Meta(description="The name as it stands.")]


class CslDate(Struct, frozen=True, kw_only=True, rename={"date_parts": "date-parts"}):
    """A date in CSL-JSON."""

    date_parts: Annotated[list[list[int]], Meta(description="Year, month and day.")]


class CslEntry(Struct, frozen=True, kw_only=True, rename={"url": "URL"}):
    """A citation in CSL-JSON."""

    id: Annotated[str, Meta(description="Key of the citation.")]
    type: Annotated[str, Meta(description="Kind of work: `dataset`.")] = "dataset"
    title: Annotated[str, Meta(description="What is cited.")]
    author: Annotated[list[CslName], Meta(description="Who made it.")]
    issued: Annotated[CslDate, Meta(description="Day up to which the release speaks.")]
    publisher: Annotated[str, Meta(description="Who gives it out.")]
    version: Annotated[str, Meta(description="Release.")]
    url: Annotated[str, Meta(description="The same answer for ever.", extra_json_schema={"format": "uri"})]
    note: Annotated[str, Meta(description="Release, days and licence.")]


def csl_json(cited: Cited) -> bytes:
    """The citation as CSL-JSON: a list of one entry."""
    day = cited.data_date
    entry = CslEntry(
        id=cited.key,
        title=cited.title,
        author=[CslName(literal=AUTHOR)],
        issued=CslDate(date_parts=[[day.year, day.month, day.day]]),
        publisher=PUBLISHER,
        version=cited.release,
        url=cited.url,
        note=cited.note,
    )
    return msgspec.json.format(msgspec.json.encode([entry]), indent=2) + b"\n"


_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def _tex(text: str) -> str:
    return "".join(_SIGNS.get(sign, sign) for sign in " ".join(text.split()))


def bibtex(cited: Cited) -> bytes:
    """The citation as a BibTeX entry. The title keeps its capitals, the address stands as it is."""
    entries: Iterable[tuple[str, str]] = (
        ("author", f"{{{AUTHOR}}}"),
        ("title", f"{{{_tex(cited.title)}}}"),
        ("year", str(cited.data_date.year)),
        ("month", str(cited.data_date.month)),
        ("publisher", PUBLISHER),
        ("version", cited.release),
        ("url", cited.url),
        ("note", _tex(cited.note)),
    )
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in entries)
    return f"@misc{{{cited.key},\n{lines}}}\n".encode()


def report_link(setting: str | None, cite: str) -> str | None:
    """Where a mistake in an answer is reported; the answer's address goes where the setting has a place for it."""
    return setting.replace(PLACE, quote(cite, safe="")) if setting else None
