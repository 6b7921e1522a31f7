"""Epoch AI's table of chips: each becomes a chip, its release, and the price it came out at."""

import re
from typing import Any

import msgspec
from msgspec import field

from dataset.importers.dates import iso_date, no_finer_than_known, parsed
from dataset.importers.drafting import Draft
from dataset.importers.epoch import HARDWARE, figure, own_claim
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line, urls_in
from dataset.importers.names import listed, tokens
from dataset.importers.numbers import in_words
from dataset.importers.rows import Placed, Table
from dataset.importers.running import Importer, each


class ChipRow(msgspec.Struct):
    """A row of `ml_hardware`."""

    name: str = field(name="Hardware name")
    manufacturer: str = field(name="Manufacturer", default="")
    type: str = field(name="Type", default="")
    released: str = field(name="Release date", default="")
    price: float | None = field(name="Release price (USD)", default=None)
    datasheet: str = field(name="Link to datasheet", default="")
    price_source: str = field(name="Source for the price", default="")


TABLE = Table("ml_hardware", ChipRow, ("Hardware name",), "Link to datasheet")

SPELLINGS = {"PCle": "PCIe"}
"""Slips of the pen in names."""


class Chip(msgspec.Struct, eq=False):
    """A row with the entities it names."""

    placed: Placed[ChipRow]
    entry: Entry
    date: str
    name: str
    maker: str | None
    owners: list[str]
    entity: str
    stands_elsewhere: bool


def make(draft: Draft, rows: dict[str, list[Placed[Any]]]) -> None:
    """A chip for each row, an event for the variants of one chip that came out on one day, and the prices."""
    chips: list[Chip] = []
    each(draft, rows["ml_hardware"], lambda placed: _read(draft, placed, chips))
    _agree_on_dates(chips)
    groups: dict[tuple[Any, ...], list[Chip]] = {}
    for chip in chips:
        groups.setdefault((chip.maker, chip.date, _series(chip.name)), []).append(chip)
    for group in groups.values():
        event = _event(draft, group)
        for chip in group:
            if not chip.stands_elsewhere and chip.maker:
                start = {"date": chip.date, "event": event}
                draft.lines[chip.entity]["relations"] = [{"relation": "made_by", "target": chip.maker, "start": start}]
    for chip in chips:
        _price(draft, chip)


def _agree_on_dates(chips: list[Chip]) -> None:
    """One day for each chip, where rows name it twice: the earliest."""
    first: dict[str, str] = {}
    for chip in chips:
        day = first.setdefault(chip.entity, chip.date)
        first[chip.entity] = min(day, chip.date, key=lambda one: (parsed(one).earliest, -len(one)))
    for chip in chips:
        chip.date = first[chip.entity]


def _series(name: str) -> tuple[str, ...]:
    """A chip's name up to its number: variants of memory and board share it, with or without the name of its line."""
    parts = tuple(part for part in tokens(name) if part not in ("tesla", "radeon"))
    end = next((n for n, part in enumerate(parts) if part[0].isdigit()), len(parts) - 1)
    return (*parts[:end], re.sub(r"[a-z]+$", "", parts[end]))


def _read(draft: Draft, placed: Placed[ChipRow], chips: list[Chip]) -> None:
    row = placed.row
    entry = draft.enter(placed)
    if not urls_in(row.datasheet, row.price_source):
        draft.report.skip("the row cites no source", placed.key)
        return
    if not row.released:
        draft.report.skip("the row has no release date", placed.key)
        return
    date = no_finer_than_known(iso_date(row.released, "Release date"))
    name = " ".join(row.name.split())
    for slip, right in SPELLINGS.items():
        name = name.replace(slip, right)
    maker, owners = None, []
    if row.manufacturer:
        maker, *owners = draft.organization(row.manufacturer)
        name = name if _begins(name, row.manufacturer) else f"{_short(row.manufacturer)} {name}"
    makers = [maker, *owners] if maker else []
    entity, elsewhere = draft.thing(entry, "chip", name, makers, ("chip", "product"))
    chips.append(Chip(placed, entry, date, name, maker, owners, entity, elsewhere))


def _event(draft: Draft, group: list[Chip]) -> str:
    group = sorted(group, key=lambda one: ("event" not in one.entry.ids, one.placed.key))
    first = group[0]
    participants: list[Line] = [{"entity": one, "role": "developer"} for one in (first.maker,) if one]
    participants += [{"entity": one, "role": "owner"} for one in first.owners]
    participants += [{"entity": one, "role": "product"} for one in dict.fromkeys(chip.entity for chip in group)]
    evidence: list[Line] = []
    for chip in group:
        cited = [draft.source(url, kind="primary") for url in urls_in(chip.placed.row.datasheet)]
        for part in draft.evidence(chip.entry, f"row {chip.placed.row.name}", cited):
            if part not in evidence:
                evidence.append(part)
    maker = _short(first.placed.row.manufacturer)
    names = listed(sorted({chip.name.removeprefix(f"{maker} ") for chip in group}), 3)
    line: Line = {
        "type": "chip_released",
        "title": f"{draft.name(first.maker)} releases the {names}" if first.maker else f"The {names} comes out",
        "date": first.date,
        "stage": "occurred",
        "participants": participants,
        "topics": ["compute"],
        "sectors": ["semiconductors"],
        "evidence": evidence,
    }
    makers = [first.maker] if first.maker else []
    found = draft.world.release(
        [chip.entity for chip in group], [chip.name for chip in group], makers, parsed(first.date)
    )
    twin = draft.twin_of((chip.placed.key for chip in group), found)
    event = draft.event(first.entry, f"{first.name} released", line, twin)
    for chip in group[1:]:
        draft.become(chip.entry, "event", event)
    return event


def _price(draft: Draft, chip: Chip) -> None:
    row = chip.placed.row
    if not row.price:
        return
    line = own_claim(
        draft,
        chip.entry,
        "measurement",
        f"Epoch AI records a release price of {in_words(row.price)} US dollars for the {chip.name}.",
        f"row {row.name}",
        subject=chip.entity,
        metric="price",
        scope="unstated",
        basis="per_unit",
        period=chip.date,
        value=figure(row.price, currency="USD"),
        topics=["compute"],
    )
    line["evidence"] += [{"source": one} for url in urls_in(row.price_source) if (one := draft.source(url))]
    draft.claim(chip.entry, "price", f"{chip.name} price by Epoch AI", line, once=True)


def _begins(name: str, manufacturer: str) -> bool:
    """Whether a chip's name holds its maker's already: `Maia 100 (M100)` does not."""
    return any(part in tokens(name) for part in tokens(_short(manufacturer)))


def _short(manufacturer: str) -> str:
    return re.sub(r"\s*\(.*\)$", "", manufacturer).replace("Kunlunxin Baidu", "Baidu").strip()


IMPORTER = Importer("epoch-hardware", HARDWARE, (TABLE,), make)
