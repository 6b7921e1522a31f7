"""Parameters that every list or record takes beside its filters: described and read."""

from datetime import date
from typing import Any

from msgspec import Struct

from api.errors import ProblemError, ProblemPart, from_faults
from api.query_string import Pairs, read_pairs
from dataset.errors import ReleaseError
from dataset.queries import cursor as cursors
from dataset.queries.collection import Collection
from dataset.queries.faults import Fault, nearest
from dataset.queries.filters import read_conditions
from dataset.queries.order import MOST_TERMS, read_sort, sort_terms
from dataset.queries.question import LIMIT, MOST_ROWS, Question, default_sort, resumed
from dataset.queries.values import UnreadableError, read_day, read_integer, shown
from dataset.store.archive import ALIASES, Archive
from dataset.versions import version_key

VERSION = r"[0-9]{4}\.(0[1-9]|1[0-2])\.(0|[1-9][0-9]{0,8})"
RELEASE = rf"^({'|'.join(ALIASES)}|{VERSION})$"
"""A version or an alias."""


class Parameter(Struct, frozen=True):
    """A parameter for the documents: name, what it asks, JSON Schema of its value."""

    name: str
    description: str
    schema: dict[str, Any]


def moment_parameters() -> list[Parameter]:
    """Parameters that say of which release and as of which day."""
    aliases = " ".join(f"`{name}`: {text}" for name, text in ALIASES.items())
    return [
        Parameter(
            "release",
            f"Release that answers: a version or an alias, `latest` where not given. {aliases}",
            {"type": "string", "pattern": RELEASE, "maxLength": 20},
        ),
        Parameter(
            "known_at",
            "Answer as the world knew on this UTC day, inclusive: nothing known later is in the answer. Not after the "
            "release's `data_date`, which it is where not given.",
            {"type": "string", "format": "date"},
        ),
    ]


def match_parameter() -> Parameter:
    """The parameter for dates and figures that are not exact."""
    return Parameter(
        "match",
        "Whether a date or figure that is not exact meets a filter where it possibly does (`overlaps`) or only where "
        "it certainly does (`within`).",
        {"type": "string", "enum": ["overlaps", "within"], "default": "overlaps"},
    )


def item_parameters(collection: Collection) -> list[Parameter]:
    """Parameters of a single record."""
    brings = " ".join(f"`{name}`: {text}" for name, text in collection.includes.items())
    return [
        *moment_parameters(),
        Parameter(
            "include",
            f"Records named by the answer, given beside it under `included`. {brings}",
            {
                "type": "array",
                "items": {"type": "string", "enum": list(collection.includes)},
                "minItems": 1,
                "maxItems": 10,
            },
        ),
        *outcome_parameters(collection),
    ]


def outcome_parameters(collection: Collection) -> list[Parameter]:
    """The parameter for later outcomes, where rows come to some."""
    if not collection.outcomes:
        return []
    text = (
        "Puts beside each row, under `outcome_at`, what became of it as known on this later UTC day: questions as of "
        "`known_at` with their later answers. Not before `known_at`, not after the release's `data_date`."
    )
    return [Parameter("outcomes_at", text, {"type": "string", "format": "date"})]


def list_parameters(collection: Collection) -> list[Parameter]:
    """Parameters of a list beside its filters."""
    return [
        Parameter(
            "sort",
            f"Up to {MOST_TERMS} fields parted by commas, `-` for downwards; nulls last; ties go by `id`. Dates go by "
            f"their first day upwards and their last day downwards. Where not given: `{collection.default_sort}`.",
            {
                "type": "array",
                "items": {"type": "string", "enum": sort_terms(collection.fields)},
                "minItems": 1,
                "maxItems": MOST_TERMS,
            },
        ),
        Parameter(
            "limit",
            f"Most rows of a page, {LIMIT} where not given.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": LIMIT},
        ),
        Parameter(
            "cursor",
            "Goes on where a page ended: the one in its `links.next`. It holds release, day, filters and order, so the "
            "other parameters may be left out and must not differ.",
            {"type": "string", "format": "onrecord-cursor", "minLength": 1},
        ),
        Parameter(
            "count",
            "Whether `meta.count` counts the rows on all pages.",
            {"type": "string", "enum": ["exact", "none"], "default": "exact"},
        ),
        match_parameter(),
        *item_parameters(collection),
    ]


class Asked(Struct):
    """What a request asks, resolved."""

    release: str
    known_at: date
    pinned: bool
    """Whether the answer is the same for ever: a version was named."""
    include: list[str]
    question: Question | None = None
    outcomes_at: date | None = None
    given: Pairs = {}
    """What was written, for repeating it in links."""


class Reading:
    """Reads parameters one by one and keeps every fault."""

    def __init__(self, pairs: Pairs, faults: list[Fault]) -> None:
        self.pairs, self.faults = pairs, faults

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
            if part not in collection.includes:
                known = list(collection.includes)
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
        text = self.pairs.get("release", "latest")
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
        return self.pairs.get("release", "latest") not in ALIASES

    def finish(self, archive: Archive, version: str | None) -> str:
        """The version; raises with every fault, and 404 where the release is the only thing wrong."""
        if self.faults:
            raise from_faults(self.faults)
        if version is None:
            raise unknown_release(self.pairs["release"], archive)
        return version


def unknown_release(asked: str, archive: Archive) -> ProblemError:
    """A release that there is not."""
    part = ProblemPart(f"there is no release {asked[:40]}: /v1/releases lists them", "release", archive.latest)
    return ProblemError("not_found", f"There is no release {asked[:40]}.", [part])


def read_item(raw: bytes, collection: Collection, archive: Archive) -> Asked:
    """What a request for a single record asks. Raises `ProblemError` with every fault."""
    pairs, faults = read_pairs(raw, [one.name for one in item_parameters(collection)])
    reading = Reading(pairs, faults)
    version = reading.release(archive)
    latest = archive.manifests[version].data_date if version else None
    known_at = reading.known_at(latest)
    outcomes_at = reading.outcomes_at(known_at, latest)
    include = reading.include(collection)
    release = reading.finish(archive, version)
    assert known_at is not None
    return Asked(release, known_at, reading.pinned(), include, None, outcomes_at, pairs)


def read_list(raw: bytes, collection: Collection, archive: Archive) -> Asked:
    """What a request for a list asks. Raises `ProblemError` with every fault."""
    pairs, faults = read_pairs(raw, [*(one.name for one in list_parameters(collection)), *collection.filters])
    reading = Reading(pairs, faults)
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
    question = Question(
        collection=collection,
        release=version or "",
        known_at=known_at or date.min,
        conditions=resume.conditions if resume else conditions,
        match=reading.choice("match", ["overlaps", "within"], resume.match if resume else "overlaps"),  # type: ignore[arg-type]
        sort=sort,
        limit=reading.limit() if "limit" in pairs or not resume else resume.limit,
        count=reading.choice("count", ["exact", "none"], resume.count if resume else "exact"),  # type: ignore[arg-type]
        include=reading.include(collection) if "include" in pairs or not resume else resume.include,
        outcomes_at=resume.outcomes_at
        if resume and "outcomes_at" not in pairs
        else reading.outcomes_at(known_at, latest),
        place=resume.place if resume else None,
    )
    if resume:
        _check_same(reading, resume, question, collection)
    release = reading.finish(archive, version)
    pinned = reading.pinned() or resume is not None
    return Asked(release, question.known_at, pinned, question.include, question, question.outcomes_at, pairs)


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
    theirs = {"sort": question.sort_text, "match": question.match, "known_at": str(question.known_at)}
    theirs["outcomes_at"] = str(question.outcomes_at)
    for name, text in mine.items():
        if name in reading.pairs and theirs[name] != text:
            reading.fault(name, "differs from the cursor's: leave it out, or start again without a cursor", text)


def repeated(question: Question) -> list[tuple[str, str]]:
    """The parameters of a question in their canonical order, without release, day and cursor."""
    pairs = list(question.filters)
    if question.match != "overlaps":
        pairs.append(("match", question.match))
    if question.sort != default_sort(question.collection):
        pairs.append(("sort", question.sort_text))
    if question.limit != LIMIT:
        pairs.append(("limit", str(question.limit)))
    if question.count != "exact":
        pairs.append(("count", question.count))
    if question.include:
        pairs.append(("include", ",".join(question.include)))
    if question.outcomes_at:
        pairs.append(("outcomes_at", str(question.outcomes_at)))
    return pairs
