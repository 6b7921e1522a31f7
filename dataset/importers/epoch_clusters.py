"""Epoch AI's table of GPU clusters: those that exist become events, those that are planned forecasts, with their figures."""

from typing import Any

from dataset.importers.countries import country_code
from dataset.importers.dates import parsed, told, us_date, window
from dataset.importers.drafting import Draft
from dataset.importers.epoch import CLUSTERS, figure, own_claim
from dataset.importers.epoch_cluster_rows import (
    PHASE,
    TABLE,
    ClusterRow,
    Site,
    began_on,
    capital,
    own_word,
    planned_figure,
    planned_what,
    why_left_out,
)
from dataset.importers.lines import Line, urls_in
from dataset.importers.numbers import clean, in_words
from dataset.importers.rows import Placed
from dataset.importers.running import Importer, each


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """A site, and an event or a forecast, for each row that names an owner and a source."""
    each(draft, rows["gpu_clusters"], lambda placed: _cluster(draft, placed))


def _cluster(draft: Draft, placed: Placed[ClusterRow]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    urls = urls_in(row.source_1, row.source_2, row.source_3, row.source_4, row.source_5)
    reason = why_left_out(row, urls)
    if reason:
        draft.report.skip(reason, placed.key)
        return
    name = " ".join(row.name.replace('"', "").split())
    names = [one.strip() for one in row.owner.split(",") if one.strip()]
    owners = list(dict.fromkeys(one for owner in names for one in draft.organization(owner)[:1]))
    entity, elsewhere = draft.thing(entry, "site", PHASE.sub("", name), owners, ("site", "programme"))
    if not elsewhere:
        draft.lines[entity]["country"] = draft.lines[entity].get("country") or country_code(row.country)
    cited = [draft.source(url) for url in urls]
    site = Site(placed, entry, name, entity, owners, " and ".join(names[:2]), urls, cited)
    date = began_on(row)
    if row.certainty == "Unlikely":
        _rumour(draft, site)
    elif row.status == "Planned" or (window(row.note.strip()) is None and row.note.lower().startswith("planned")):
        _forecast(draft, site)
    elif date is None:
        draft.report.skip("the row says neither when the cluster began nor that it is planned", placed.key)
    else:
        _event(draft, site, date)


def _event(draft: Draft, site: Site, date: str) -> None:
    row = site.placed.row
    line: Line = {
        "type": "site_operational",
        "title": capital(f"{site.told} starts to work"),
        "summary": None if row.certainty == "Confirmed" else "Epoch AI takes this for likely, not for confirmed.",
        "date": date,
        "stage": "occurred",
        "participants": [
            *({"entity": one, "role": "owner"} for one in site.owners),
            {"entity": site.entity, "role": "product"},
        ],
        "jurisdictions": [code for code in (country_code(row.country),) if code],
        "topics": ["compute"],
        "sectors": ["technology"],
        "evidence": draft.evidence(site.entry, site.locator, site.cited, date),
    }
    found = draft.world.event_of(site.entity, ("site_operational",), parsed(date), 31)
    draft.event(site.entry, f"{site.name} operational", line, draft.twin(site.placed.key, found))
    if row.ended:
        ended = window(row.ended) or us_date(row.ended, "Decommissioned Date (if applicable)")
        end: Line = {
            **line,
            "type": "shutdown",
            "title": capital(f"{site.told} is taken out of service"),
            "summary": None,
            "date": ended,
            "evidence": draft.evidence(site.entry, site.locator, site.cited, ended),
        }
        draft.event(site.entry, f"{site.name} shut down", end, None, part="shutdown")
    _figures(draft, site, "installed", {"period": date})


def _figures(
    draft: Draft, site: Site, scope: str, fields: Line, *, chips: bool = True, power_told: bool = False
) -> None:
    """Epoch AI's figures for a cluster: what was reported before what it calculated."""
    row, sure, built = site.placed.row, site.placed.row.certainty == "Confirmed", scope == "installed"

    def claim(part: str, kind: str, statement: str, value: Line, scope: str) -> None:
        kind = kind if built else "forecast"  # what is to come cannot contradict what another phase will be
        line = own_claim(
            draft,
            site.entry,
            kind,
            statement,
            site.locator,
            subject=site.entity,
            metric=part,
            scope=scope,
            basis="point",
            value=value,
            topics=["compute"],
            **fields,
        )
        draft.claim(site.entry, part, f"{site.name} {part} by Epoch AI", line)

    what = f"{site.told}, which is planned" if scope == "planned" else site.told
    if row.chips and chips:
        kind = "measurement" if sure else "estimate"
        verb = "counts" if sure else "estimates"
        value = figure(row.chips, bound="exact" if sure else "about")
        claim("chips", kind, f"Epoch AI {verb} {in_words(clean(row.chips))} AI chips in {what}.", value, scope)
    if not power_told and (power := row.reported_power or row.calculated_power):
        found = "records a reported power of" if row.reported_power else "calculates a power of about"
        kind = "measurement" if row.reported_power else "estimate"
        value = figure(power * 1e6, bound="exact" if row.reported_power else "about")
        claim("power_capacity", kind, f"Epoch AI {found} {in_words(clean(power))} megawatts for {what}.", value, scope)
    if cost := row.reported_cost or row.calculated_cost:
        found = "records a reported cost of" if row.reported_cost else "calculates a hardware cost of about"
        kind = "measurement" if row.reported_cost else "estimate"
        value = figure(cost, currency="USD", bound="exact" if row.reported_cost else "about")
        statement = f"Epoch AI {found} {in_words(clean(cost))} US dollars for {what}."
        claim("investment_amount", kind, statement, value, "unstated")


def _forecast(draft: Draft, site: Site) -> None:
    """Epoch AI's forecast, or the owner's target where the first source is the owner's own page."""
    row = site.placed.row
    due = window(row.note)
    what = planned_what(site)
    fields = planned_figure(row)
    if fields:
        fields |= {"scope": "planned", "basis": "point"}
    said_on = own_word(site)
    late = due is not None and (parsed(due).latest or parsed(due).earliest) < parsed(site.entry.since).earliest  # type: ignore[operator]
    if due and said_on:
        line: Line = {
            "kind": "target",
            "speakers": [{"entity": site.owners[0]}],
            "obligors": site.owners[:1],
            "subject": site.entity,
            **fields,
            "statement": f"{capital(what)} is to start working in {told(due)}.",
            "asserted": said_on,
            "venue": "press_release",
            "due": {"date": due, "kind": "in", "text": row.note},
            "topics": ["compute"],
            "evidence": draft.evidence(site.entry, site.locator, site.cited),
        }
        draft.claim(site.entry, "plan", f"{site.name} planned by its owner", line)
    elif due and not late:
        statement = f"Epoch AI expects {what} to start working in {told(due)}."
        when = {"date": due, "kind": "in", "text": row.note}
        line = own_claim(
            draft,
            site.entry,
            "forecast",
            statement,
            site.locator,
            subject=site.entity,
            due=when,
            topics=["compute"],
            **fields,
        )
        line["evidence"] = draft.evidence(site.entry, site.locator, site.cited)
        draft.claim(site.entry, "plan", f"{site.name} expected by Epoch AI", line)
    else:
        time = f"for {told(due)} and not yet as working" if due else "for a time that is not stated"
        statement = f"Epoch AI lists {what} as planned {time}."
        kind = "estimate" if fields else "characterization"
        line = own_claim(
            draft, site.entry, kind, statement, site.locator, subject=site.entity, topics=["compute"], **fields
        )
        line["evidence"] = draft.evidence(site.entry, site.locator, site.cited)
        draft.claim(site.entry, "plan", f"{site.name} planned as listed by Epoch AI", line)
    # Epoch AI's own word on a plan without chips holds its power already.
    _figures(draft, site, "planned", {}, chips=False, power_told=not row.chips and not (due and said_on))


def _rumour(draft: Draft, site: Site) -> None:
    line: Line = {
        "kind": "rumour",
        "attribution": "as listed by Epoch AI, which takes it for unlikely",
        "subject": site.entity,
        **(fields := planned_figure(site.placed.row)),
        **({"scope": "unstated", "basis": "point"} if fields else {}),
        "statement": f"There is said to be, or to come, {planned_what(site)}.",
        "asserted": site.entry.since,
        "topics": ["compute"],
        "evidence": draft.evidence(site.entry, site.locator, site.cited, site.entry.since),
    }
    draft.claim(site.entry, "rumour", f"{site.name} rumoured", line)


IMPORTER = Importer("epoch-clusters", CLUSTERS, (TABLE,), make)
