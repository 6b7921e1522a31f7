"""Answers as of a day to questions with parameters of their own: the same steps for each, beside those of lists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from litestar import Response
from msgspec import Struct

from api.addresses import address, base_url
from api.answering import (
    Asking,
    archive_of,
    as_citation,
    as_rows,
    finished,
    report_url,
    self_link,
    settings_of,
    unchanged,
    withdrawal,
)
from api.citing import Cited
from api.envelope import AnswerMeta, Links
from api.formats.answers import writer
from api.formats.catalogue import JSON, NDJSON, Format
from api.formats.reading import format_schema, formats_of, read_format
from api.parameters import Parameter, known_names, match_parameter, moment_parameters
from api.query_string import read_pairs
from api.reading import Asked, Reading
from dataset.queries.collection import Collection
from dataset.queries.filters import Condition, FilterParameter, Match, read_conditions
from dataset.queries.gone import followed
from dataset.queries.projecting import layout
from dataset.queries.question import Question, default_sort
from dataset.store.store import Store
from schemas.walk import Column

Own = TypeVar("Own")


class Dated(Struct, frozen=True, kw_only=True):
    """What a path asks beside release and day: parameters of its own, and filters where it counts a collection."""

    path: str
    answer: type[Struct]
    meta: type[AnswerMeta] = AnswerMeta
    """Type of its `meta`."""
    parameters: Sequence[Parameter] = ()
    collection: Collection | None = None
    row: Any = None
    """Type of the rows of its data; null where these are no list of rows."""
    columns: Callable[[Any], tuple[Column, ...]] | None = None
    """Columns of the rows, by what was asked; null where they are always those of the Struct."""

    @property
    def formats(self) -> Mapping[str, Format]:
        """Formats in which it is given."""
        return formats_of(self.row) if self.row is not None else {JSON.name: JSON}

    @property
    def filters(self) -> Mapping[str, FilterParameter]:
        """Filters of the collection."""
        return self.collection.filters if self.collection else {}

    @property
    def common(self) -> list[Parameter]:
        """Parameters beside the filters, as they are described."""
        return [
            *self.parameters,
            *([match_parameter()] if self.collection else []),
            *moment_parameters(),
            *([Parameter("format", *format_schema(self.formats))] if self.row is not None else []),
        ]


class Given(Struct, frozen=True, kw_only=True):
    """A question of this sort, resolved."""

    store: Store
    known_at: date
    conditions: list[Condition]
    match: Match

    def of(self, collection: Collection) -> Question:
        """The question put to a collection."""
        return Question(
            collection=collection,
            release=self.store.version,
            known_at=self.known_at,
            conditions=self.conditions,
            match=self.match,
            sort=default_sort(collection),
        )


Answer = tuple[Any, dict[str, Any]]
"""Data, and what `meta` says beside release and days."""


def dated_answer(
    request: Asking,
    dated: Dated,
    read: Callable[[Reading, list[Condition]], Own],
    answer: Callable[[Given, Own], Answer],
    *,
    path: str | None = None,
) -> Response[bytes]:
    """The answer to a question.

    `read` takes the path's own parameters from their texts and tells every fault to the reading; `answer` is only called
    where there is none. `path` is the address asked, where the declared one has parameters.
    """
    archive, base = archive_of(request), base_url(request, settings_of(request))
    pairs, faults = read_pairs(request.scope["query_string"], known_names(dated.common, dated.filters))
    reading = Reading(pairs, faults)
    form = read_format(reading, request.headers.get("accept"), dated.formats)
    version = reading.release(archive)
    latest = archive.manifests[version].data_date if version else None
    known_at = reading.known_at(latest)
    conditions, wrong = read_conditions(
        dated.filters, [(name, text) for name, text in pairs.items() if name in dated.filters]
    )
    faults.extend(wrong)
    match: Any = reading.choice("match", ["overlaps", "within"], "overlaps")
    own = read(reading, conditions)
    release = reading.finish(archive, version)
    assert known_at is not None
    asked = Asked(release, known_at, reading.pinned(), [], format=form, given=pairs)
    here = path or dated.path
    repeat = sorted((name, text) for name, text in pairs.items() if name not in ("release", "known_at", "format"))
    formed = [] if form is JSON else [("format", form.name)]
    pinned = [*repeat, ("release", asked.release), ("known_at", str(asked.known_at))]
    cite = address(base, here, [*pinned, *([] if form.cites else formed)])
    links = Links(self_=self_link(asked, base, here, [*repeat, *formed], []), cite=cite, report=report_url(request))
    held = unchanged(request, asked, links)
    if held:
        return held
    store = archive.store(asked.release)
    merges = followed(store, conditions, known_at)
    data, said = answer(Given(store=store, known_at=known_at, conditions=merges.conditions, match=match), own)
    said["warnings"] = [*withdrawal(archive, release), *said.get("warnings", [])]
    cited = Cited(
        url=cite,
        subject=here.removeprefix("/v1/"),
        asked=repeat,
        release=release,
        data_date=store.data_date,
        known_at=known_at,
    )
    if form.cites:
        return as_citation(request, asked, links, cited, cited.subject)
    if form.rows:
        columns = () if form is NDJSON else dated.columns(own) if dated.columns else layout(dated.row)
        return as_rows(request, asked, links, cited, data, writer(dated.row, columns, form, cited), {})
    meta = dated.meta(
        release=release, data_date=store.data_date, known_at=known_at, redirected=merges.redirected, **said
    )
    return finished(request, asked, dated.answer, data, meta, links, {})
