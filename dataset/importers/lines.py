"""Lines of an importer's file: what they are, and what is made of them whichever importer it is."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec

from dataset.checks.addresses import without_tracking
from dataset.checks.texts import years_after
from dataset.importers.dates import parsed
from dataset.importers.hosts import host_of, unarchived
from dataset.importers.names import slug
from schemas.annotations import ID_PREFIX

Line = dict[str, Any]

_URL = re.compile(r"https?://[^\s\"'<>)\]]+")


class DataSet(msgspec.Struct, frozen=True):
    """The data set that an importer reads, as its source is cited."""

    slug: str
    url: str
    title: str
    publisher: str
    publisher_name: str
    licence: str
    credit: str


def edition(data_set: DataSet, record: str, snapshot: str, accessed: date) -> Line:
    """The source that is a data set in one snapshot."""
    return {
        "id": record,
        "url": data_set.url,
        "citation": f"{data_set.credit}, snapshot of {snapshot}",
        "title": data_set.title,
        "publisher": data_set.publisher,
        "language": "en",
        "published": snapshot,
        "published_basis": "stated",
        "accessed": accessed.isoformat(),
        "licence": data_set.licence,
        "kind": "dataset",
    }


def urls_in(*texts: str | None) -> list[str]:
    """Every address in some cells, once, in order."""
    found = [one.rstrip(".,;:") for text in texts if text for one in _URL.findall(text)]
    return list(dict.fromkeys(found))


def last_day(snapshot: str) -> str:
    """The day by which whoever made a snapshot had read what it cites."""
    return (parsed(snapshot).latest or parsed(snapshot).earliest or date.max).isoformat()


def known_day(source: Line) -> date:
    """The day since which a source was there: of its publication, else of the archived copy, else the last of the snapshot."""
    read = date.fromisoformat(source["accessed"])
    captured = re.search(r"/([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{6}", source.get("archive_url") or "")
    if published := source.get("published"):
        return min(parsed(published).latest or read, read)
    return min(date(*map(int, captured.groups())), read) if captured else read


def accepted(line: Line) -> Line:
    """What lets a number in a name stand that reads like a later year: the 2080 of a graphics card."""
    days = [line.get(key) for key in ("date", "asserted", "period")] + [line.get("due", {}).get("date")]
    until = max(end.year for day in days if day for end in (parsed(day).latest, parsed(day).earliest) if end)
    text = f"{line.get('title', '')} {line.get('summary') or ''} {line.get('statement', '')}"
    if not years_after(text, until):
        return {}
    return {"accept": [{"check": "later_year", "reason": "The number belongs to a name or is no year."}]}


def _named(line: Line) -> set[str]:
    """Entities that a line names by itself, so that they show with it."""
    found = {line[key] for key in ("publisher", "subject") if line.get(key)}
    found |= {one["entity"] for key in ("participants", "speakers") for one in line.get(key, ())}
    return found | set(line.get("obligors", ()))


def unnamed(lines: dict[str, Line], elsewhere: Collection[str] = ()) -> set[str]:
    """Entities of a draft that no source, event or claim of it names, nor any record `elsewhere`, nor any relation of one
    that is named."""
    entities = {record for record in lines if record.startswith(ID_PREFIX["entity"])}
    reached = ({one for line in lines.values() for one in _named(line)} | set(elsewhere)) & entities
    ahead = list(reached)
    while ahead:
        for relation in lines[ahead.pop()].get("relations", ()):
            if relation["target"] in entities - reached:
                reached.add(relation["target"])
                ahead.append(relation["target"])
    return entities - reached


def shown(name: str) -> str:
    """An organisation's name as it is shown: without the short form that a table puts behind it in brackets."""
    return re.sub(r"\s*\([A-Z]{2,8}\)$", "", name.partition(" / ")[0]).strip() or name


def canonical(url: str) -> tuple[str, str | None] | None:
    """An address without what follows the reader or marks a passage, and its archived copy; None for what is no address."""
    bare, archive = unarchived(url)
    bare = without_tracking(bare)
    bare = re.sub(r"#selection-.*$|[?&](?:rc|gaa_\w+)=[^&#]*(?:&gaa_\w+=[^&#]*)*", "", bare)
    return (bare, archive) if re.fullmatch(r"https?://[!-~]+\.[!-~]+", bare) else None


def source_words(url: str) -> str:
    """Words for the id of the source of an address: its host and the end of its path."""
    host, path = host_of(url), url.partition("//")[2].partition("/")[2]
    path = re.sub(r"\.(html?|pdf|php|aspx)\b", "", path.partition("#")[0])
    last = [part for part in re.split(r"[/?=&]", path) if part]
    stem = re.sub(r"^www\.|\.(com|org|net|edu|ai|io|cn|gov)$", "", host)
    stem = host if len(stem) < 3 else stem
    return f"{slug(stem, 30)}-{slug(' '.join(last[-2:]), 60)}" if last else slug(host)
