"""Paths of search: words to records, and names to entities."""

from functools import partial
from typing import Annotated

from litestar import Response, get
from msgspec import Meta, Struct
from msgspec.structs import replace

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
from api.dated import Answer, Dated, Given, dated_answer
from api.envelope import AnswerMeta, Links, ListMeta
from api.formats.answers import writer
from api.formats.catalogue import JSON, NDJSON
from api.operation_parts import filter_parameter
from api.operations import dated_operation, search_operation
from api.parameters import Parameter
from api.reading import Reading
from api.search_parameters import read_search, repeated, search_parameters
from dataset.queries.entities import ENTITIES
from dataset.queries.filters import Condition, read_conditions
from dataset.queries.gone import followed
from dataset.queries.projecting import layout
from dataset.queries.resolve import resolve
from dataset.queries.search import search
from dataset.queries.search_question import LONGEST, SORT, cursor_of
from dataset.queries.searched import FILTERS
from schemas.search import Facets, Hit, NameMatch, SearchedKind

PATH = "/v1/search"


class SearchMeta(ListMeta, kw_only=True):
    """What hits rest on."""

    kinds: Annotated[
        list[SearchedKind], Meta(description="Collections that were searched: those that have every filter.")
    ]


class SearchAnswer(Struct, kw_only=True):
    """A page of hits."""

    data: Annotated[list[Hit], Meta(description="Hits: the highest score first, then the latest, then by id.")]
    meta: Annotated[SearchMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses of the answer.")]
    facets: Annotated[Facets | None, Meta(description="Hits on all pages, counted; null where `count=none`.")]


@get(
    PATH,
    operation_class=search_operation(SearchAnswer, Hit, search_parameters(), FILTERS),
    operation_id="search",
    sync_to_thread=True,
)
def search_records(request: Asking) -> Response[bytes]:
    """Records of every kind that hold words, ranked, with where they matched."""
    archive, base = archive_of(request), base_url(request, settings_of(request))
    asked, question = read_search(request.scope["query_string"], archive, request.headers.get("accept"))
    form = asked.format
    formed = [] if form is JSON else [("format", form.name)]
    repeat = repeated(question)
    pinned = [*repeat, ("release", asked.release), ("known_at", str(asked.known_at))]
    cursor = cursor_of(question)
    here = [("cursor", cursor)] if cursor else []
    cite = address(base, PATH, [*pinned, *([] if form.cites else formed), *here])
    links = Links(self_=self_link(asked, base, PATH, [*repeat, *formed], here), cite=cite, report=report_url(request))
    held = unchanged(request, asked, links)
    if held:
        return held
    store = archive.store(asked.release)
    cited = Cited(
        url=cite,
        subject="search",
        asked=repeat,
        release=asked.release,
        data_date=store.data_date,
        known_at=asked.known_at,
    )
    if form.cites:
        return as_citation(request, asked, links, cited, cited.subject)
    redirected = []
    for place, scope in enumerate(question.scopes):
        merges = followed(store, scope.conditions, asked.known_at)
        question.scopes[place] = replace(scope, conditions=merges.conditions)
        redirected += [one for one in merges.redirected if one not in redirected]
    page = search(store, question)
    if page.cursor:
        links.next = address(base, PATH, [*pinned, *formed, ("cursor", page.cursor)])
    if form.rows:
        columns = () if form is NDJSON else layout(Hit)
        return as_rows(request, asked, links, cited, page.hits, writer(Hit, columns, form, cited), {})
    meta = SearchMeta(
        release=asked.release,
        data_date=archive.manifests[asked.release].data_date,
        known_at=asked.known_at,
        count=page.count,
        limit=question.limit,
        sort=SORT,
        kinds=[scope.searched.name for scope in question.scopes],  # type: ignore[misc]
        warnings=[*withdrawal(archive, asked.release), *page.warnings],
        redirected=redirected,
    )
    return finished(request, asked, partial(SearchAnswer, facets=page.facets), page.hits, meta, links, {})


MATCHES, MOST_MATCHES = 10, 100
"""Entities given for a name where nothing else is asked, and at most."""

_KINDS = {name: ENTITIES.filters[name] for name in ("kind", "kind__in", "country", "country__in")}


class MatchesMeta(AnswerMeta, kw_only=True):
    """What matches rest on."""

    count: Annotated[int, Meta(description="Entities that the name may mean.")]
    limit: Annotated[int, Meta(description="Most of them that are given.")]


class MatchesAnswer(Struct, kw_only=True):
    """Entities that a name may mean."""

    data: Annotated[list[NameMatch], Meta(description="Entities, the best match first, then by id.")]
    meta: Annotated[MatchesMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses of the answer.")]


RESOLVE = Dated(
    path="/v1/entities/resolve",
    answer=MatchesAnswer,
    meta=MatchesMeta,
    row=NameMatch,
    parameters=[
        Parameter(
            "name",
            "The name as it stands in your own list. It is compared with names and aliases known on the day.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^\x00]*$"},
            required=True,
        ),
        *(Parameter(name, one.description, filter_parameter(one)["schema"]) for name, one in _KINDS.items()),
        Parameter(
            "limit",
            f"Most entities, {MATCHES} where not given.",
            {"type": "integer", "minimum": 1, "maximum": MOST_MATCHES, "default": MATCHES},
        ),
    ],
)


@get(
    RESOLVE.path,
    operation_class=dated_operation(
        RESOLVE,
        "Entities that the name may mean.",
        "entities",
        links={"getEntity": ("id", "$response.body#/data/0/id")},
    ),
    operation_id="resolveEntity",
    sync_to_thread=True,
)
def resolve_entity(request: Asking) -> Response[bytes]:
    """Entities that a name may mean, each with how well it fits."""

    def read(reading: Reading, _conditions: list[Condition]) -> tuple[str, list[Condition], int]:
        name = reading.pairs.get("name", "")
        if not 1 <= len(name) <= LONGEST or "\0" in name:
            reading.fault("name", f"give a name of 1 to {LONGEST} characters without NUL")
        pairs = [(parameter, text) for parameter, text in reading.pairs.items() if parameter in _KINDS]
        conditions, faults = read_conditions(_KINDS, pairs)
        reading.faults.extend(faults)
        limit = reading.limit(MATCHES)
        if limit > MOST_MATCHES:
            reading.fault("limit", f"{limit} is not between 1 and {MOST_MATCHES}", str(MOST_MATCHES))
        return name, conditions, limit

    def answer(given: Given, own: tuple[str, list[Condition], int]) -> Answer:
        name, conditions, limit = own
        found = resolve(given.store, name, conditions, given.known_at, limit)
        return found.matches, {"count": found.count, "limit": limit, "warnings": found.warnings}

    return dated_answer(request, RESOLVE, read, answer)
