"""Answers as of a day to questions with parameters of their own: the same steps for each, beside those of lists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from litestar import Response
from msgspec import Struct

from api.addresses import address, base_url
from api.answering import Asking, archive_of, check_accepts, finished, report_url, self_link, settings_of, unchanged
from api.envelope import AnswerMeta, Links
from api.parameters import Parameter, match_parameter, moment_parameters
from api.query_string import read_pairs
from api.reading import Asked, Reading
from dataset.queries.collection import Collection
from dataset.queries.filters import Condition, FilterParameter, Match, read_conditions
from dataset.queries.question import Question, default_sort
from dataset.store.store import Store

Own = TypeVar("Own")


class Dated(Struct, frozen=True, kw_only=True):
    """What a path asks beside release and day: parameters of its own, and filters where it counts a collection."""

    path: str
    answer: type[Struct]
    meta: type[AnswerMeta] = AnswerMeta
    """Type of its `meta`."""
    parameters: Sequence[Parameter] = ()
    collection: Collection | None = None

    @property
    def filters(self) -> Mapping[str, FilterParameter]:
        """Filters of the collection."""
        return self.collection.filters if self.collection else {}

    @property
    def common(self) -> list[Parameter]:
        """Parameters beside the filters, as they are described."""
        return [*self.parameters, *([match_parameter()] if self.collection else []), *moment_parameters()]


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
    check_accepts(request)
    archive, base = archive_of(request), base_url(request, settings_of(request))
    pairs, faults = read_pairs(request.scope["query_string"], [*(one.name for one in dated.common), *dated.filters])
    reading = Reading(pairs, faults)
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
    asked = Asked(release, known_at, reading.pinned(), [], given=pairs)
    here = path or dated.path
    repeat = sorted((name, text) for name, text in pairs.items() if name not in ("release", "known_at"))
    cite = address(base, here, [*repeat, ("release", asked.release), ("known_at", str(asked.known_at))])
    links = Links(self_=self_link(asked, base, here, repeat, []), cite=cite, report=report_url(request))
    held = unchanged(request, asked, links)
    if held:
        return held
    store = archive.store(asked.release)
    data, said = answer(Given(store=store, known_at=known_at, conditions=conditions, match=match), own)
    meta = dated.meta(release=release, data_date=store.data_date, known_at=known_at, **said)
    return finished(request, asked, dated.answer, data, meta, links, {})
