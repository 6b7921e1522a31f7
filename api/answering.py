"""From a question to an answer over HTTP: the same steps for every list and record."""

from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from msgspec import Struct
from msgspec.structs import replace

from api.addresses import address, base_url
from api.answer_headers import answer_headers, row_headers, validator
from api.caching import is_fresh, matches
from api.citing import Cited, report_link, subject_of
from api.encoding import LEAST, compressed, negotiated
from api.envelope import ANSWERS, IncludedRecords, ItemMeta, Links
from api.errors import ProblemError
from api.formats.answers import citation, file_name, page_of_rows, sent, streamed, writer_of
from api.formats.catalogue import JSON
from api.parameters import MOST_TREE
from api.places import Place, place_of
from api.posted import check_content, read_posted
from api.reading import Asked, read_item, read_list, repeated
from api.settings import Settings
from dataset.queries.collection import Collection
from dataset.queries.faults import NotVisibleError
from dataset.queries.gone import followed
from dataset.queries.including import Included
from dataset.queries.listing import find, list_page
from dataset.queries.projecting import tree_of
from dataset.queries.question import cursor_for
from dataset.queries.values import UnreadableError, read
from dataset.queries.writers import Writer, parts
from dataset.store.archive import Archive
from schemas.answers_changes import Redirected

Asking = Request[Any, Any, State]


def archive_of(request: Asking) -> Archive:
    """The releases that this service answers from."""
    archive = request.app.state.archive
    assert isinstance(archive, Archive)
    return archive


def settings_of(request: Asking) -> Settings:
    """The settings of this service."""
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


def check_accepts(request: Asking, media_type: str = "application/json") -> None:
    """Raises where `Accept` admits nothing that is given here. `text/html` counts as JSON: browsers show it."""
    header = request.headers.get("accept")
    if not header:
        return
    group = media_type.split("/")[0] + "/*"
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        refused = any(piece.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for piece in parameters)
        if name in (media_type, group, "*/*", "text/html") and not refused:
            return
    raise ProblemError("not_acceptable", f"This path gives {media_type}; Accept admits none of it.")


def list_answer(request: Asking, collection: Collection, page_type: type[Struct] | None = None) -> Response[bytes]:
    """A page of a collection; `page_type` where it is none of the catalogue."""
    query: bytes = request.scope["query_string"]
    asked = read_list(query, collection, archive_of(request), request.headers.get("accept"))
    return listed(request, asked, collection, page_type)


def query_answer(request: Asking, collection: Collection, body: bytes) -> Response[bytes]:
    """A page of a collection, asked in a body."""
    check_content(request)
    query: bytes = request.scope["query_string"]
    asked = read_posted(body, query, collection, archive_of(request), request.headers.get("accept"))
    return listed(request, asked, collection, None)


def listed(
    request: Asking, asked: Asked, collection: Collection, page_type: type[Struct] | None, place: Place | None = None
) -> Response[bytes]:
    """The answer to a question for a list; `place` says where it stands that is no collection of a release."""
    archive, base = archive_of(request), base_url(request, settings_of(request))
    question, form = asked.question, asked.format
    assert question is not None
    place = place or place_of(collection, asked, archive)
    path, pinned = place.cite_path, [*repeated(question), *place.pinned]
    here = [("cursor", cursor_for(question, question.place))] if question.place is not None else []
    formed = [] if form is JSON else [("format", form.name)]
    cite = address(base, path, [*pinned, *([] if form.cites else formed), *here])
    self_ = address(base, place.path, [*repeated(question), *formed, *place.written, *here])
    if len(question.where_text or "") > MOST_TREE:  # too long for an address: the body is what cites it
        cite = self_ = address(base, f"{path}/query")
    links = Links(
        self_=self_,
        cite=cite,
        report=report_url(request, cite),
    )
    held = unchanged(request, asked, links)
    if held:
        return held
    store = place.store()
    redirected: list[Redirected] = []
    if collection.dated:
        merges = followed(store, question.conditions, asked.known_at, question.where, question.tested)
        question, redirected = replace(question, conditions=merges.conditions, where=merges.tree), merges.redirected
    cited = Cited(
        url=cite,
        subject=collection.name,
        asked=repeated(question),
        release=asked.release,
        data_date=store.data_date,
        known_at=asked.known_at,
    )
    if form.cites:
        return as_citation(request, asked, links, cited, collection.name)
    if question.everything:
        headers, encoding = _row_headers(request, asked, links, file_name(cited, collection.name, form))
        if _is_held(request, asked, headers):
            return Response(b"", status_code=304, headers=headers)
        return streamed(store, question, writer_of(question, form, cited), form, headers, encoding)
    page = list_page(store, replace(question, count="none") if form.rows else question)
    if page.cursor:
        following = address(base, path, [*pinned, *formed, ("cursor", page.cursor)])
        links.next = following if len(question.where_text or "") <= MOST_TREE else None
    if form.rows:
        further = {"Next-Cursor": page.cursor} if page.cursor and not links.next else {}
        return as_rows(request, asked, links, cited, page.rows, writer_of(question, form, cited), further)
    meta = place.meta(
        release=asked.release,
        data_date=archive.manifests[asked.release].data_date,
        known_at=asked.known_at,
        count=page.count,
        limit=question.limit,
        sort=question.sort_text if question.sample is None else "sample",
        next_cursor=page.cursor,
        warnings=[*withdrawal(archive, asked.release), *page.warnings],
        redirected=redirected,
        **place.said,
    )
    rows = parts(page.rows, tree_of(question.fields)) if question.fields else page.rows
    return finished(request, asked, page_type or ANSWERS[collection.name].page, rows, meta, links, page.included)


def item_answer(request: Asking, collection: Collection) -> Response[bytes]:
    """A single record of a collection."""
    archive, base = archive_of(request), base_url(request, settings_of(request))
    asked = read_item(request.scope["query_string"], collection, archive, request.headers.get("accept"))
    id_ = id_of_path(request, collection)
    path = f"/v1/{collection.name}/{id_}"
    repeat = [("include", ",".join(asked.include))] if asked.include else []
    repeat += [("outcomes_at", str(asked.outcomes_at))] if asked.outcomes_at else []
    pinned = [*repeat, ("release", asked.release), ("known_at", str(asked.known_at))]
    cite = address(base, path, pinned)
    formed = [] if asked.format is JSON else [("format", asked.format.name)]
    links = Links(
        self_=self_link(asked, base, path, [*repeat, *formed], []), cite=cite, report=report_url(request, cite)
    )
    held = unchanged(request, asked, links)
    if held:
        return held
    row, brought = find(archive.store(asked.release), collection, id_, asked.known_at, asked.include, asked.outcomes_at)
    moment: dict[str, Any] = {
        "release": asked.release,
        "data_date": archive.manifests[asked.release].data_date,
        "known_at": asked.known_at,
    }
    if asked.format.cites:
        cited = Cited(url=cite, subject=subject_of(collection.kind, row), **moment)
        return as_citation(request, asked, links, cited, f"{collection.kind}-{id_}")
    meta = ItemMeta(**moment, warnings=withdrawal(archive, asked.release))
    return finished(request, asked, ANSWERS[collection.name].item, row, meta, links, brought)


def withdrawal(archive: Archive, version: str) -> list[str]:
    """A warning where the release that answers is withdrawn."""
    yank = archive.withdrawn.releases.get(version)
    if yank is None:
        return []
    instead = f"; use {yank.replacement} instead" if yank.replacement else ""
    return [f"release {version} is withdrawn: {yank.reason.rstrip('.')}{instead}"]


def id_of_path(request: Asking, collection: Collection) -> str:
    """The id in the path. One that no record can have is answered like one that none has."""
    id_ = str(request.path_params["id"])
    try:
        read(collection.fields["id"], id_)
    except UnreadableError:
        raise NotVisibleError(id_) from None
    return id_


def self_link(asked: Asked, base: str, path: str, repeat: list[tuple[str, str]], here: list[tuple[str, str]]) -> str:
    """The question as asked: release and day only where they were written."""
    written = [(name, asked.given[name]) for name in ("release", "known_at") if name in asked.given]
    return address(base, path, [*repeat, *written, *here])


def report_url(request: Asking, cite: str = "") -> str | None:
    """Where a mistake in the answer is reported."""
    return report_link(settings_of(request).report_url, cite)


def _etag(request: Asking, asked: Asked, links: Links) -> str:
    return validator(archive_of(request), asked, links, _encoding(request, asked))


def _encoding(request: Asking, asked: Asked) -> str | None:
    """How the answer is compressed on its way."""
    return negotiated(request.headers.get("accept-encoding")) if asked.format.text else None


def unchanged(request: Asking, asked: Asked, links: Links) -> Response[bytes] | None:
    """304 where the client holds the answer. `*` is decided later: it asks whether there is an answer at all."""
    if asked.posted:
        return None
    etag = _etag(request, asked, links)
    header = request.headers.get("if-none-match", "")
    if header.strip() != "*" and matches(header, etag):
        return Response(b"", status_code=304, headers=answer_headers(asked, links, etag))
    return None


def _row_headers(request: Asking, asked: Asked, links: Links, name: str) -> tuple[dict[str, str], str | None]:
    """Headers of an answer that has to be saved under a name, and how it is compressed."""
    return row_headers(asked, links, _etag(request, asked, links), name), _encoding(request, asked)


def _is_held(request: Asking, asked: Asked, headers: dict[str, str]) -> bool:
    """Whether the client holds the answer, now that there is one."""
    return not asked.posted and is_fresh(request, headers["ETag"])


def as_citation(request: Asking, asked: Asked, links: Links, cited: Cited, name: str) -> Response[bytes]:
    """The citation of an answer in the format asked."""
    headers, encoding = _row_headers(request, asked, links, file_name(cited, name, asked.format))
    if "?" in headers.get("Content-Location", ""):
        headers["Content-Location"] += f"&format={asked.format.name}"
    if _is_held(request, asked, headers):
        return Response(b"", status_code=304, headers=headers)
    return sent(citation(cited, asked.format), asked.format, headers, encoding)


def as_rows(
    request: Asking, asked: Asked, links: Links, cited: Cited, rows: list[Any], writer: Writer, further: dict[str, str]
) -> Response[bytes]:
    """A page of rows in the format asked, with further headers."""
    name = file_name(cited, cited.subject, asked.format)
    headers, encoding = _row_headers(request, asked, links, name)
    headers |= further
    if _is_held(request, asked, headers):
        return Response(b"", status_code=304, headers=headers)
    return sent(page_of_rows(rows, writer), asked.format, headers, encoding)


def finished(
    request: Asking, asked: Asked, kind: Any, data: Any, meta: Any, links: Links, brought: Included
) -> Response[bytes]:
    included = {"included": IncludedRecords(**brought)} if asked.include else {}
    body = msgspec.json.encode(kind(data=data, meta=meta, links=links, **included))
    etag = _etag(request, asked, links)
    headers = answer_headers(asked, links, etag)
    if not asked.posted and is_fresh(request, etag):
        return Response(b"", status_code=304, headers=headers)
    return encoded(request, body, headers)


def encoded(request: Asking, body: bytes, headers: dict[str, str]) -> Response[bytes]:
    """A JSON body, compressed where the client reads that and it is worth it."""
    encoding = negotiated(request.headers.get("accept-encoding"))
    if encoding and len(body) >= LEAST:
        body = compressed(body, encoding)
        headers = {**headers, "Content-Encoding": encoding}
    return Response(body, media_type="application/json", headers=headers)
