"""The envelope: every answer holds `data`, `meta` and `links`, typed by what it lists."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct

from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.collection import Collection
from dataset.queries.including import BRINGS
from dataset.queries.scorecards import NOTE as SCORECARD_NOTE
from schemas.analysis import LEAST_N
from schemas.answers_changes import Redirected
from schemas.release import Sha256
from schemas.vocabulary import Term

Url = Annotated[str, Meta(extra_json_schema={"format": "uri"})]


class AnswerMeta(Struct, kw_only=True):
    """What an answer rests on."""

    release: Annotated[str, Meta(description="Release that answered.")]
    data_date: Annotated[date, Meta(description="Day up to which that release speaks.")]
    known_at: Annotated[date, Meta(description="Day as of which it answered: nothing known later is in it.")]
    warnings: Annotated[list[str], Meta(description="What was asked and yet names nothing, or may surprise.")] = []
    redirected: Annotated[
        list[Redirected], Meta(description="Ids that were asked and are merged into other records: these answered.")
    ] = []


class ListMeta(AnswerMeta, kw_only=True):
    """What a list rests on."""

    count: Annotated[int | None, Meta(description="Rows on all pages; null where `count=none`.")]
    limit: Annotated[int, Meta(description="Most rows of a page.")]
    sort: Annotated[str, Meta(description="Order of the rows.")]
    next_cursor: Annotated[
        str | None, Meta(description="Cursor of the next page, for those who ask in a body; null on the last.")
    ] = None


class ScorecardListMeta(ListMeta, kw_only=True):
    """What scorecards rest on."""

    note: Annotated[str, Meta(description="How they may be read.")] = SCORECARD_NOTE
    least_n: Annotated[int, Meta(description="Fewest cases from which a median or score is made.")] = LEAST_N


LIST_META: dict[str, type[ListMeta]] = {"scorecards": ScorecardListMeta}
"""What is said beside the rows of a list, where that is more than elsewhere."""


class ItemMeta(AnswerMeta, kw_only=True):
    """What a single answer rests on."""


class PlainMeta(Struct, kw_only=True):
    """What an answer rests on that is the same on every day."""

    count: Annotated[int | None, Meta(description="Number of entries in `data`; null where it is a single one.")]
    schema_version: Annotated[str, Meta(description="SemVer of the tables and vocabularies.")]
    warnings: Annotated[list[str], Meta(description="What may surprise.")] = []


class Links(Struct, kw_only=True, rename={"self_": "self"}):
    """Addresses of the answer."""

    self_: Annotated[Url, Meta(description="The question, in its canonical form.")]
    next: Annotated[Url | None, Meta(description="The next page; null on the last, and where there are no pages.")] = (
        None
    )
    cite: Annotated[
        Url, Meta(description="The same answer for ever: release and day are part of the address. Cite this one.")
    ]
    report: Annotated[Url | None, Meta(description="Where a mistake in the data is reported.")] = None


Row = TypeVar("Row")


class PlainAnswer(Struct, Generic[Row], kw_only=True):
    """What is the same on every day."""

    data: Annotated[Row, Meta(description="The answer.")]
    meta: Annotated[PlainMeta, Meta(description="What it rests on.")]
    links: Annotated[Links, Meta(description="Addresses.")]


class Answers(Struct, frozen=True):
    """Types of a collection's answers."""

    page: type[Struct]
    item: type[Struct]


def _optional(kind: Any, text: str) -> tuple[Any, Any]:
    return Annotated[kind | UnsetType, Meta(description=text)], UNSET


def _included() -> type[Struct]:
    brought = [(one.name, *_optional(list[one.row], f"{one.name.capitalize()}.")) for one in BRINGS.values()]  # type: ignore[name-defined]
    doc = (
        "Records that the data name, each once, in the order of ids; only what `include` asked for (`evidence` brings "
        "sources). Records that stand in `data` are not repeated."
    )
    return defstruct("Included", brought, kw_only=True, namespace={"__doc__": doc}, module=__name__)


IncludedRecords = _included()


def _answers(collection: Collection) -> Answers:
    """A page and an item of a collection."""
    name = collection.row.__name__

    def make(suffix: str, data: Any, about: str, meta: Any, doc: str) -> type[Struct]:
        found: list[Any] = [
            ("data", Annotated[data, Meta(description=about)]),
            ("meta", Annotated[meta, Meta(description="What the answer rests on.")]),
            ("links", Annotated[Links, Meta(description="Addresses of the answer.")]),
            ("included", *_optional(IncludedRecords, "Records named; only with `include`.")),
        ]
        return defstruct(name + suffix, found, kw_only=True, namespace={"__doc__": doc}, module=__name__)

    many = list[collection.row]  # type: ignore[name-defined]
    return Answers(
        page=make(
            "Page",
            many,
            f"{collection.name.capitalize()} in the order asked.",
            LIST_META.get(collection.name, ListMeta),
            f"A page of {collection.name}.",
        ),
        item=make("Item", collection.row, f"The {collection.kind}.", ItemMeta, f"One {collection.kind}."),
    )


ANSWERS = {collection.name: _answers(collection) for collection in COLLECTIONS}
"""Types of answers by collection."""


class VocabularyEntry(Struct, kw_only=True):
    """A closed vocabulary."""

    name: Annotated[str, Meta(description="Name of the vocabulary.")]
    definition: Annotated[str, Meta(description="What its terms say.")]
    terms: Annotated[list[Term], Meta(description="Its terms, in their own order.")]


class VocabularyList(PlainAnswer[list[VocabularyEntry]], kw_only=True):
    """All closed vocabularies."""


class VocabularyItem(PlainAnswer[VocabularyEntry], kw_only=True):
    """One closed vocabulary."""


class Withdrawal(Struct, kw_only=True):
    """Why something is withdrawn, and what to use instead."""

    reason: Annotated[str, Meta(description="Why.")]
    replacement: Annotated[str | None, Meta(description="Release to use instead; null where there is none.")]


class ReleaseFile(Struct, kw_only=True):
    """A file of a release."""

    name: Annotated[str, Meta(description="File name.")]
    url: Annotated[Url, Meta(description="Where it is downloaded.")]
    media_type: Annotated[str, Meta(description="Media type.")]
    bytes: Annotated[
        int | None,
        Meta(
            description="Size; null for a file that is made from the release and is not made yet: that is done after a start, or when it is first asked for.",
            extra_json_schema={"x-unit": "bytes"},
        ),
    ]
    sha256: Annotated[Sha256 | None, Meta(description="SHA-256 of the file; null where `bytes` is.")]
    table: Annotated[str | None, Meta(description="Table it holds; null for other files.")]
    rows: Annotated[int | None, Meta(description="Number of rows; null for other files.")]
    withheld: Annotated[
        Withdrawal | None,
        Meta(
            description="Why it is not given any more (451): its release holds a withheld record; null where it is given."
        ),
    ] = None


class ReleaseEntry(Struct, kw_only=True):
    """A release of the dataset."""

    version: Annotated[str, Meta(description="Version, `YYYY.MM.N`.")]
    aliases: Annotated[list[str], Meta(description="Names that stand for it now.")]
    data_date: Annotated[date, Meta(description="Day up to which it speaks; the default of `known_at`.")]
    previous: Annotated[str | None, Meta(description="Version of the release before; null for the first.")]
    schema_version: Annotated[str, Meta(description="SemVer of its tables.")]
    software_version: Annotated[str, Meta(description="Version of the software that built it.")]
    licence: Annotated[str, Meta(description="Licence of the data, as an SPDX id.")]
    withdrawn: Annotated[
        Withdrawal | None, Meta(description="Why no alias means it any more; null where it is not withdrawn.")
    ] = None
    files: Annotated[list[ReleaseFile], Meta(description="Its files.")]


class ReleaseList(PlainAnswer[list[ReleaseEntry]], kw_only=True):
    """All releases, newest first."""


class ReleaseItem(PlainAnswer[ReleaseEntry], kw_only=True):
    """One release."""


class Health(Struct, kw_only=True):
    """Whether the service can answer."""

    status: Annotated[str, Meta(description="`ok`: the latest release is open and answers.")]
    latest: Annotated[str, Meta(description="Version that `latest` stands for.")]
    data_date: Annotated[date, Meta(description="Day up to which that release speaks.")]
    software_version: Annotated[str, Meta(description="Version of the software.")]
