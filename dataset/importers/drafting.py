"""One run of an importer: its sources, events and claims, each new or one that stands already."""

from collections.abc import Iterable
from typing import Any

import msgspec

from dataset.checks.addresses import page_of
from dataset.importers.dates import parsed
from dataset.importers.hosts import kind_of, language_of, published_of
from dataset.importers.ledger import Entry
from dataset.importers.lines import (
    Line,
    accepted,
    canonical,
    edition,
    known_day,
    last_day,
    source_words,
)
from dataset.importers.rows import Placed
from dataset.importers.things import Things
from schemas.event import Event

_SAYS = ("subject", "metric", "scope", "basis", "value", "period", "asserted", "due", "speakers")
"""Fields of a claim that say the same where they are the same."""


class Draft(Things):
    """The lines of one run. A record is given its id by the ledger, or that of the record that stands already."""

    def edition(self, entry: Entry) -> str:
        """The source that is the data set in the snapshot since which a row stands as it does."""
        since, publisher = entry.since, self.data_set.publisher
        if publisher not in self.world.ids:
            self._entity(publisher, "organization", self.data_set.publisher_name, None, None, False)
        record = f"s_{self.data_set.slug}-{since}"
        self.lines.setdefault(record, edition(self.data_set, record, since, self.accessed))
        return record

    def source(
        self, url: str, *, kind: str | None = None, published: str | None = None, title: str | None = None
    ) -> str | None:
        """The source of an address that a row cites, or None for what is no address.

        `published` is what the row tells of it; what the address itself tells comes first. `title` only tells its language.
        """
        found = canonical(url)
        if found is None:
            return None
        bare, archive = found
        page = page_of(bare)
        entry = self.ledger.enter(f"source/{page}", self.snapshot)
        known = self.world.pages.get(page)
        if known:
            self.become(entry, "source", known)
            return known
        record = self.give(entry, "source", "source", source_words(bare))
        line = self.lines.get(record)
        if line is None:
            line = self.lines[record] = {
                "id": record,
                "url": bare,
                "archive_url": archive,
                "publisher": self.world.publisher(bare),
                "language": language_of(bare, title or ""),
                "accessed": last_day(entry.since),
                "kind": kind_of(bare) or kind or "press",
            }
        for day, basis in ((published_of(bare), "url"), (published, "dataset")):
            if day and "published" not in line and day <= line["accessed"]:
                line |= {"published": day, "published_basis": basis}
        return record

    def dated_report(self, placed: Placed[Any], words: str, citation: str, day: str) -> str:
        """The source of a report that a row dates without saying where it stands."""
        entry = self.ledger.enter(f"report/{placed.key}", self.snapshot)
        record = self.give(entry, "source", "source", words)
        self.lines[record] = {
            "id": record,
            "citation": citation,
            "language": "en",
            "published": day,
            "published_basis": "dataset",
            "accessed": last_day(entry.since),
            "kind": "press",
        }
        return record

    def evidence(
        self, entry: Entry, locator: str, sources: Iterable[str | None] = (), since: str | None = None
    ) -> list[Line]:
        """The data set with the row's place in it, and the pages that the row cites.

        A page that was there before `since` (a partial date) can only speak of what was to come: it mentions it.
        """
        found: list[Line] = [{"source": self.edition(entry), "locator": locator}]
        first = parsed(since).earliest if since else None
        for one in filter(None, dict.fromkeys(sources)):
            stands = self.world.records.sources.get(one)
            known = stands.known_on if stands else known_day(self.lines[one])
            found.append({"source": one, "stance": "mentions"} if first and known < first else {"source": one})
        return found

    def twin(self, key: str, found: Event | None) -> str | None:
        """The id of the event that a row's event is: as the merge list says, else the one found."""
        declared = self.same_events.get(key, ())
        for one in declared:
            if one.event not in self.world.ids:
                self.report.skip(f"the merge list names `{one.event}`, which no file declares", key)
            elif not one.apart:
                return one.event
        return found.id if found and all(one.event != found.id for one in declared) else None

    def twin_of(self, keys: Iterable[str], found: Event | None) -> str | None:
        """The id of the event that rows share: as the merge list says of any of them, else the one found, unless the list
        holds it apart from one of them."""
        keys = list(keys)
        if found and any(one.apart and one.event == found.id for key in keys for one in self.same_events.get(key, ())):
            found = None
        return next((named for key in keys if (named := self.twin(key, found))), None)

    def event(self, entry: Entry, words: str, line: Line, twin: str | None, part: str = "event") -> str:
        """Write an event, or add its evidence to its twin; the id in either case."""
        kept = entry.ids.get(part)
        if kept in self.world.ids and not twin:
            if any(one.apart and one.event == kept for one in self.same_events.get(entry.key, ())):
                del entry.ids[part]  # it was taken for that event before the list held them apart
            else:
                twin = kept
        if twin:
            self.become(entry, part, twin)
            self.report.merged.append((entry.key, twin))
            for one in line["evidence"]:
                self.add(twin, "evidence", self._said(twin, one, line))
            return twin
        record = self.give(entry, part, "event", words)
        apart = [one.event for one in self.same_events.get(entry.key, ()) if one.apart and one.event in self.world.ids]
        self.lines[record] = {"id": record, **line, "tier": "imported", "distinct_from": apart, **accepted(line)}
        return record

    def _said(self, twin: str, evidence: Line, line: Line) -> Line:
        """The evidence with the day that the row gives, where its twin has another. Pages a row cites say it themselves."""
        stands = self.world.records.events.get(twin)
        if stands is None or "locator" not in evidence or stands.date.edtf == line["date"]:
            return evidence
        mine = parsed(line["date"])
        same = stands.date.earliest == mine.earliest and stands.date.latest == mine.latest
        return evidence if same else {**evidence, "says": [{"field": "date", "value": line["date"]}]}

    def claim(
        self, entry: Entry, part: str, words: str, line: Line, twin: str | None = None, *, once: bool = False
    ) -> str:
        """Write a claim, or add its evidence to its twin; the id in either case. With `once` the twin can be a claim of
        this run that says the same of the same subject: a table may name one model in two rows."""
        kept = entry.ids.get(part)
        if kept in self.world.ids and not twin:
            twin = kept
        if twin:
            self.become(entry, part, twin)
            self.report.merged.append((f"{entry.key}: {part}", twin))
            for one in line["evidence"]:
                self.add(twin, "evidence", one)
            return twin
        same = msgspec.json.encode([line.get(field) for field in _SAYS]) if once else b""
        if same and (first := self.said.get(same)):
            self.become(entry, part, first)
            evidence = self.lines[first]["evidence"]
            evidence += [one for one in line["evidence"] if one not in evidence]
            return first
        record = self.give(entry, part, "claim", words)
        self.lines[record] = {"id": record, **line, "tier": "imported", **accepted(line)}
        if same:
            self.said[same] = record
        return record
