"""Parameters of a search: described and read."""

import re
from datetime import date
from typing import Any

from api.formats.reading import format_schema, formats_of, read_format
from api.parameters import Parameter, known_names, list_parameters, match_parameter, moment_parameters
from api.query_string import read_pairs
from api.reading import Asked, Reading
from dataset.queries.events import EVENTS
from dataset.queries.faults import nearest
from dataset.queries.question import LIMIT, MOST_ROWS
from dataset.queries.search_question import LONGEST, QUESTION, SearchQuestion, resumed
from dataset.queries.searched import FILTERS, SEARCHED, scopes
from dataset.queries.values import shown
from dataset.store.archive import Archive
from schemas.search import Hit

_FILTERS = {name: next(iter(having.values())) for name, having in FILTERS.items()}
"""Each filter as one of the collections that have it declares it."""


def search_parameters() -> list[Parameter]:
    """Parameters beside the filters."""
    return [
        Parameter(
            "q",
            "Words to find in titles, summaries, statements, quotes, names and aliases, and in the names of those a record "
            'names. Accents and case make no difference; `"two words"` is a phrase, `postp*` a prefix, `GPT-4` the phrase '
            "of its parts; up to 20 parts with spaces between them. Where not given everything is found, the newest first.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": QUESTION},
        ),
        Parameter(
            "words",
            "Whether a hit holds every word (`all`) or at least one (`any`), all of them where not given. An entity of "
            "exactly that name is found either way.",
            {"type": "string", "title": "WordsMode", "enum": ["all", "any"]},
        ),
        Parameter(
            "kind",
            "Collections to search, all of them where not given. A filter leaves out those that do not have it.",
            {
                "type": "array",
                "items": {"type": "string", "title": "SearchedKind", "enum": list(SEARCHED)},
                "minItems": 1,
                "maxItems": len(SEARCHED),
            },
        ),
        Parameter(
            "limit",
            f"Most hits of a page, {LIMIT} where not given.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        ),
        *(one for one in list_parameters(EVENTS) if one.name == "cursor"),
        Parameter(
            "count",
            "Whether `meta.count` and `facets` count the hits on all pages, as they do where not given.",
            {"type": "string", "title": "CountMode", "enum": ["exact", "none"]},
        ),
        match_parameter(),
        *moment_parameters(),
        Parameter("format", *format_schema(formats_of(Hit))),
    ]


def read_search(raw: bytes, archive: Archive, accept: str | None = None) -> tuple[Asked, SearchQuestion]:
    """What a search asks. Raises `ProblemError` with every fault."""
    pairs, faults = read_pairs(raw, known_names(search_parameters(), _FILTERS))
    reading = Reading(pairs, faults)
    form = read_format(reading, accept, formats_of(Hit))
    resume = _resumed(reading, archive) if "cursor" in pairs else None
    version = resume.release if resume else reading.release(archive)
    latest = archive.manifests[version].data_date if version else None
    known_at = resume.known_at if resume and "known_at" not in pairs else reading.known_at(latest)
    kinds = _kinds(reading)
    filters = tuple(sorted((name, text) for name, text in pairs.items() if name in FILTERS))
    if resume:
        found = resume.scopes
    else:
        found, wrong = scopes(kinds, filters)
        faults.extend(wrong)
    question = SearchQuestion(
        release=version or "",
        known_at=known_at or date.min,
        q=_question(reading) if "q" in pairs or not resume else resume.q,
        words=reading.choice("words", ["all", "any"], resume.words if resume else "all"),  # type: ignore[arg-type]
        kinds=kinds if "kind" in pairs or not resume else resume.kinds,
        filters=resume.filters if resume else filters,
        scopes=found,
        match=reading.choice("match", ["overlaps", "within"], resume.match if resume else "overlaps"),  # type: ignore[arg-type]
        limit=reading.limit() if "limit" in pairs or not resume else resume.limit,
        count=reading.choice("count", ["exact", "none"], resume.count if resume else "exact"),  # type: ignore[arg-type]
        place=resume.place if resume else None,
    )
    if resume:
        _check_same(reading, resume, question, filters)
    release = reading.finish(archive, version)
    pinned = reading.pinned() or resume is not None
    return Asked(release, question.known_at, pinned, [], format=form, given=pairs), question


def _question(reading: Reading) -> str | None:
    text = reading.pairs.get("q")
    if text is not None and not 1 <= len(text) <= LONGEST:
        reading.fault("q", f"write 1 to {LONGEST} characters, or leave it out to find everything")
    elif text is not None and not re.search(QUESTION, text):
        reading.fault("q", "write up to 20 words with spaces between them, and no NUL")
    return text


def _kinds(reading: Reading) -> tuple[str, ...]:
    parts = reading.pairs["kind"].split(",") if "kind" in reading.pairs else []
    for part in dict.fromkeys(parts):
        if part not in SEARCHED:
            reason = f"{shown(part)} is not searched: choose from {', '.join(SEARCHED)}; the kinds of claims, entities "
            reason += "and sources are asked by claim_kind, entity_kind and source_kind"
            reading.fault("kind", reason, nearest(part, SEARCHED))
    return tuple(name for name in SEARCHED if name in parts)


def _resumed(reading: Reading, archive: Archive) -> SearchQuestion | None:
    try:
        question = resumed(reading.pairs["cursor"])
    except ValueError as error:
        reading.fault("cursor", f"not a cursor of a search ({error}): take it from links.next, or start without one")
        return None
    if question.release not in archive.manifests or question.known_at > archive.manifests[question.release].data_date:
        reading.fault("cursor", f"its release {question.release} is not here: start again without a cursor")
        return None
    asked = reading.release(archive)
    if reading.pinned() and asked != question.release:
        reading.fault("release", f"the cursor goes on in release {question.release}", question.release)
    return question


def _check_same(
    reading: Reading, resume: SearchQuestion, question: SearchQuestion, filters: tuple[tuple[str, str], ...]
) -> None:
    """A parameter given beside a cursor must be the cursor's own."""
    mine, theirs = _plain(resume, resume.filters), _plain(question, filters)
    for name in reading.pairs:
        if (name in FILTERS or name in mine) and theirs.get(name) != mine.get(name):
            own: Any = mine.get(name)
            reading.fault(name, "differs from the cursor's: leave it out, or start again without a cursor", own)


def _plain(question: SearchQuestion, filters: tuple[tuple[str, str], ...]) -> dict[str, str | None]:
    return {
        **dict(filters),
        "q": question.q,
        "kind": ",".join(question.kinds),
        "words": question.words,
        "match": question.match,
        "known_at": str(question.known_at),
    }


def repeated(question: SearchQuestion) -> list[tuple[str, str]]:
    """The parameters of a question in their canonical order, without release, day and cursor."""
    pairs = [("q", question.q)] if question.q is not None else []
    if question.kinds:
        pairs.append(("kind", ",".join(question.kinds)))
    pairs += question.filters
    defaults = {"words": "all", "match": "overlaps", "limit": LIMIT, "count": "exact"}
    given = ((name, getattr(question, name)) for name in defaults)
    return pairs + [(name, str(value)) for name, value in given if value != defaults[name]]
