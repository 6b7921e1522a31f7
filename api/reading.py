"""What a request asks: its parameters read one by one, every fault kept, and resolved to a question."""

from datetime import date

from msgspec import Struct

from api.errors import ProblemError, ProblemPart, from_faults
from api.formats.catalogue import ITEM_FORMATS, JSON, Format
from api.formats.reading import ALL, read_form, read_format
from api.parameters import MOST_TREE, item_parameters, known_names, list_parameters
from api.query_string import Pairs, read_pairs
from dataset.errors import ReleaseError
from dataset.queries import cursor as cursors
from dataset.queries.collection import Collection
from dataset.queries.faults import Fault, nearest
from dataset.queries.filters import read_conditions
from dataset.queries.including import inclusions
from dataset.queries.order import read_sort
from dataset.queries.question import LIMIT, MOST_ROWS, Question, default_sort, read_where, resumed
from dataset.queries.tree import TEXT, Node
from dataset.queries.values import UnreadableError, read_day, read_integer, shown
from dataset.store.archive import ALIASES, Archive
from dataset.versions import version_key


class Asked(Struct):
    """What a request asks, resolved."""

    release: str
    known_at: date
    pinned: bool
    """Whether the answer is the same for ever: a version was named."""
    include: list[str]
    question: Question | None = None
    format: Format = JSON
    outcomes_at: date | None = None
    posted: bool = False
    """Whether it was asked in a body."""
    given: Pairs = {}
    """What was written, for repeating it in links."""


class Reading:
    """Reads parameters one by one and keeps every fault."""

    def __init__(self, pairs: Pairs, faults: list[Fault], *, release: str | None = None) -> None:
        self.pairs, self.faults = pairs, faults
        self._elsewhere = release
        """The release where it stands in no parameter of its own."""

    @property
    def _release(self) -> str:
        """As written."""
        return self.pairs.get("release", "latest") if self._elsewhere is None else self._elsewhere

    def fault(self, name: str, reason: str, suggestion: str | None = None) -> None:
        self.faults.append(Fault(name, reason, suggestion))

    def choice(self, name: str, terms: list[str], default: str) -> str:
        text = self.pairs.get(name, default)
        if text in terms:
            return text
        self.fault(name, f"{shown(text)} is none of {', '.join(terms)}", nearest(text, terms))
        return default

    def include(self, collection: Collection) -> list[str]:
        parts = self.pairs["include"].split(",") if "include" in self.pairs else []
        if len(parts) > 10:
            self.fault("include", f"{len(parts)} values are too many")
        for part in parts:
            known = inclusions(collection)
            if part not in known:
                reason = f"{shown(part)} cannot be included here: choose from {', '.join(known)}"
                self.fault("include", reason, nearest(part, known))
        return sorted(set(parts))

    def limit(self, default: int = LIMIT) -> int:
        text = self.pairs.get("limit", str(default))
        try:
            found = read_integer(text)
        except UnreadableError as error:
            self.fault("limit", error.reason)
            return default
        if 1 <= found <= MOST_ROWS:
            return found
        self.fault("limit", f"{shown(text)} is not between 1 and {MOST_ROWS}")
        return default

    def known_at(self, latest: date | None) -> date | None:
        if "known_at" not in self.pairs:
            return latest
        try:
            day = read_day(self.pairs["known_at"])
        except UnreadableError as error:
            self.fault("known_at", error.reason)
            return None
        if latest and day > latest:
            self.fault("known_at", f"{day} lies after {latest}, the day up to which the release speaks", str(latest))
        return day

    def outcomes_at(self, known_at: date | None, latest: date | None) -> date | None:
        if "outcomes_at" not in self.pairs:
            return None
        try:
            day = read_day(self.pairs["outcomes_at"])
        except UnreadableError as error:
            self.fault("outcomes_at", error.reason)
            return None
        if known_at and day < known_at:
            self.fault("outcomes_at", f"{day} lies before known_at, {known_at}: outcomes are asked as of a later day")
        if latest and day > latest:
            self.fault("outcomes_at", f"{day} lies after {latest}, the day up to which the release speaks", str(latest))
        return day

    def release(self, archive: Archive) -> str | None:
        """Version asked; null where there is none. A text that is no version at all is a fault."""
        text = self._release
        if text not in ALIASES:
            try:
                version_key(text)
            except ReleaseError:
                self.fault(
                    "release",
                    f"{shown(text)} is neither a version such as 2026.11.0 nor {' nor '.join(ALIASES)}",
                    nearest(text, ALIASES),
                )
                return None
        return archive.resolve(text)

    def pinned(self) -> bool:
        return self._release not in ALIASES

    def finish(self, archive: Archive, version: str | None) -> str:
        """The version; raises with every fault, and 404 where the release is the only thing wrong."""
        if self.faults:
            raise from_faults(self.faults)
        if version is None:
            raise unknown_release(self._release, archive)
        return version


def unknown_release(asked: str, archive: Archive, parameter: str = "release") -> ProblemError:
    """A release that there is not, asked for in a parameter."""
    part = ProblemPart(f"there is no release {asked[:40]}: /v1/releases lists them", parameter, archive.latest)
    return ProblemError("not_found", f"There is no release {asked[:40]}.", [part])


def read_item(raw: bytes, collection: Collection, archive: Archive, accept: str | None = None) -> Asked:
    """What a request for a single record asks. Raises `ProblemError` with every fault."""
    pairs, faults = read_pairs(raw, known_names(item_parameters(collection)))
    reading = Reading(pairs, faults)
    version = reading.release(archive)
    latest = archive.manifests[version].data_date if version else None
    known_at = reading.known_at(latest)
    outcomes_at = reading.outcomes_at(known_at, latest)
    include = reading.include(collection)
    form = read_format(reading, accept, ITEM_FORMATS)
    release = reading.finish(archive, version)
    assert known_at is not None
    return Asked(release, known_at, reading.pinned(), include, None, form, outcomes_at, given=pairs)


def read_list(raw: bytes, collection: Collection, archive: Archive, accept: str | None = None) -> Asked:
    """What a request for a list asks. Raises `ProblemError` with every fault."""
    pairs, faults = read_pairs(raw, known_names(list_parameters(collection), collection.filters))
    return asked_of(Reading(pairs, faults), collection, archive, accept)


def asked_of(
    reading: Reading, collection: Collection, archive: Archive, accept: str | None, *, posted: bool = False
) -> Asked:
    """What parameters of a list ask, from wherever they were read. Raises `ProblemError` with every fault."""
    pairs = reading.pairs
    form = read_form(reading, collection, accept)
    resume = _resumed(reading, collection, archive) if "cursor" in pairs else None
    version = resume.release if resume else reading.release(archive)
    latest = archive.manifests[version].data_date if version else None
    known_at = resume.known_at if resume and "known_at" not in pairs else reading.known_at(latest)
    conditions, more = read_conditions(
        collection.filters, [(name, text) for name, text in pairs.items() if name in collection.filters]
    )
    sort = resume.sort if resume else default_sort(collection)
    if "sort" in pairs:
        sort, wrong = read_sort(collection.fields, pairs["sort"])
        more = [*more, *wrong]
    if not resume:  # filters beside a cursor may be some of its own, which need not stand alone
        reading.faults.extend(more)
    tree, tree_text = _tree(reading, resume, collection, posted)
    question = Question(
        collection=collection,
        release=version or "",
        known_at=known_at or date.min,
        conditions=resume.conditions if resume else conditions,
        where=tree,
        where_text=tree_text,
        match=reading.choice("match", ["overlaps", "within"], resume.match if resume else "overlaps"),  # type: ignore[arg-type]
        sort=sort,
        limit=form.limit or (reading.limit() if "limit" in pairs or not resume else resume.limit),
        count=reading.choice("count", ["exact", "none"], resume.count if resume else "exact"),  # type: ignore[arg-type]
        include=reading.include(collection) if "include" in pairs or not resume or form.format.rows else resume.include,
        outcomes_at=resume.outcomes_at
        if resume and "outcomes_at" not in pairs
        else reading.outcomes_at(known_at, latest),
        fields=(resume.fields if resume else []) if form.fields is None else form.fields,
        sample=form.sample,
        everything=form.everything,
        place=resume.place if resume else None,
    )
    if resume:
        _check_same(reading, resume, question, collection)
    release = reading.finish(archive, version)
    pinned = reading.pinned() or resume is not None
    return Asked(
        release,
        question.known_at,
        pinned,
        question.include,
        question,
        form.format,
        question.outcomes_at,
        posted,
        pairs,
    )


def _tree(
    reading: Reading, resume: Question | None, collection: Collection, posted: bool
) -> tuple[Node | None, str | None]:
    text = reading.pairs.get("where")
    if text is None:
        return (resume.where, resume.where_text) if resume else (None, None)
    most = TEXT if posted else MOST_TREE
    if len(text.encode()) > most:
        more = "write less" if posted else f"post it to /v1/{collection.name}/query"
        reading.fault("where", f"it is longer than {most} bytes: {more}")
        return None, None
    tree, canonical, faults = read_where(collection, text)
    reading.faults.extend(faults)
    return tree, canonical


def _resumed(reading: Reading, collection: Collection, archive: Archive) -> Question | None:
    try:
        question = resumed(collection, cursors.decode(reading.pairs["cursor"]))
    except ValueError as error:
        reading.fault("cursor", f"not a cursor of this list ({error}): take it from links.next, or start without one")
        return None
    if question.release not in archive.manifests or question.known_at > archive.manifests[question.release].data_date:
        reading.fault("cursor", f"its release {question.release} is not here: start again without a cursor")
        return None
    asked = reading.release(archive)
    if reading.pinned() and asked != question.release:
        reading.fault("release", f"the cursor goes on in release {question.release}", question.release)
    return question


def _check_same(reading: Reading, resume: Question, question: Question, collection: Collection) -> None:
    """A parameter given beside a cursor must be the cursor's own."""
    own = dict(resume.filters)
    for name, text in reading.pairs.items():
        if name in collection.filters and own.get(name) != text:
            reading.fault(
                name, "differs from the cursor's: leave it out, or start again without a cursor", own.get(name)
            )
    mine = {"sort": resume.sort_text, "match": resume.match, "known_at": str(resume.known_at)}
    mine["outcomes_at"] = str(resume.outcomes_at)
    mine["where"] = resume.where_text or ""
    theirs = {"sort": question.sort_text, "match": question.match, "known_at": str(question.known_at)}
    theirs["outcomes_at"] = str(question.outcomes_at)
    theirs["where"] = question.where_text or ""
    for name, text in mine.items():
        if name in reading.pairs and theirs[name] != text:
            reading.fault(name, "differs from the cursor's: leave it out, or start again without a cursor", text)


def repeated(question: Question) -> list[tuple[str, str]]:
    """The parameters of a question in their canonical order, without release, day and cursor."""
    pairs = list(question.filters)
    if question.where_text is not None:
        pairs.append(("where", question.where_text))
    if question.match != "overlaps":
        pairs.append(("match", question.match))
    if question.sort != default_sort(question.collection):
        pairs.append(("sort", question.sort_text))
    if question.sample:
        pairs += [("sample", str(question.sample.size)), ("seed", str(question.sample.seed))]
    elif question.everything:
        pairs.append(("limit", ALL))
    elif question.limit != LIMIT:
        pairs.append(("limit", str(question.limit)))
    if question.count != "exact":
        pairs.append(("count", question.count))
    if question.include:
        pairs.append(("include", ",".join(question.include)))
    if question.outcomes_at:
        pairs.append(("outcomes_at", str(question.outcomes_at)))
    if question.fields:
        pairs.append(("fields", ",".join(question.fields)))
    return pairs
