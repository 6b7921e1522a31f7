"""Rows of Epoch AI's table of GPU clusters, and what they name."""

import re

import msgspec
from msgspec import field

from dataset.importers.dates import no_finer_than_known, us_date, window
from dataset.importers.epoch import figure
from dataset.importers.hosts import host_of, published_of, unarchived
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line
from dataset.importers.names import organization_key
from dataset.importers.numbers import clean, in_words
from dataset.importers.rows import Placed, Table


class ClusterRow(msgspec.Struct):
    """A row of `gpu_clusters`. Columns that hold sentences are not read."""

    name: str = field(name="Name")
    status: str = field(name="Status")
    certainty: str = field(name="Certainty")
    chips: float | None = field(name="Total number of AI chips", default=None)
    country: str = field(name="Country", default="")
    owner: str = field(name="Owner", default="")
    date: str = field(name="First Operational Date", default="")
    note: str = field(name="First Operational Date Note", default="")
    reported_power: float | None = field(name="Reported Power Capacity (MW)", default=None)
    calculated_power: float | None = field(name="Calculated Power Capacity (MW)", default=None)
    reported_cost: float | None = field(name="Reported Cost", default=None)
    calculated_cost: float | None = field(name="Calculated Cost", default=None)
    duplicate: str = field(name="Possible Duplicate", default="")
    ended: str = field(name="Decommissioned Date (if applicable)", default="")
    source_1: str = field(name="Source 1", default="")
    source_2: str = field(name="Source 2", default="")
    source_3: str = field(name="Source 3", default="")
    source_4: str = field(name="Source 4", default="")
    source_5: str = field(name="Source 5", default="")


TABLE = Table("gpu_clusters", ClusterRow, ("Name",), "Single cluster?")

PHASE = re.compile(r"\s+(?:planned |possible |rumored )?phase\s+\d+\w*$", re.IGNORECASE)


_SAYS_SO = re.compile(
    r"cluster|supercomputer|data ?cent|campus|superpod|\bcloud\b|ai factory|gigafactory", re.IGNORECASE
)


class Site(msgspec.Struct):
    """A row with the entities it names."""

    placed: Placed[ClusterRow]
    entry: Entry
    name: str
    entity: str
    owners: list[str]
    owner: str
    urls: list[str]
    cited: list[str | None]

    @property
    def told(self) -> str:
        """The name with what it is, unless the name says so itself."""
        return self.name if _SAYS_SO.search(self.name) else f"the cluster {self.name}"

    @property
    def locator(self) -> str:
        return f"row {self.placed.key.partition('/')[2]}"


def why_left_out(row: ClusterRow, urls: list[str]) -> str | None:
    """Why a row is not imported, if so."""
    if row.name.startswith("Anonymized"):
        return "the row is anonymised"
    if row.duplicate == "TRUE":
        return "Epoch AI marks the row as a possible duplicate"
    if not urls:
        return "the row cites no source"
    if not row.owner:
        return "the row names no owner"
    if row.name.startswith("Paper on "):
        return "the row infers a cluster from a paper"
    return None


def began_on(row: ClusterRow) -> str | None:
    """When the cluster began, as exactly as the note beside the date says: `Q4 2024` stands beside 11/15/2024."""
    noted = window(row.note) if row.note and not row.note.lower().startswith("planned") else None
    if noted:
        return noted
    return no_finer_than_known(us_date(row.date, "First Operational Date")) if row.date else None


def capital(text: str) -> str:
    """A text that begins a sentence."""
    return text[0].upper() + text[1:] if text.startswith("the ") else text


def planned_figure(row: ClusterRow) -> Line:
    """The figure that a plan is about: its chips, else its power."""
    if row.chips:
        return {"metric": "chips", "value": figure(row.chips, bound="about")}
    power = row.reported_power or row.calculated_power
    return {"metric": "power_capacity", "value": figure(power * 1e6, bound="about")} if power else {}


def planned_what(site: Site) -> str:
    """What is planned, with its owner and size."""
    row = site.placed.row
    power = row.reported_power or row.calculated_power
    if row.chips:
        return f"{site.told} of {site.owner} with {in_words(clean(row.chips))} AI chips"
    if power:
        return f"{site.told} of {site.owner} with {in_words(clean(power))} megawatts"
    return f"{site.told} of {site.owner}"


def own_word(site: Site) -> str | None:
    """Until when the owner had said it at the latest, where the first source stands under a name of the owner's."""
    page, archive = unarchived(site.urls[0])
    owner = organization_key(site.owner.partition(" and ")[0])
    labels = [one for one in host_of(page).split(".")[:-1] if len(one) > 2]
    if not any(owner.startswith(one) or one.startswith(owner) for one in labels):
        return None
    stated = published_of(page)
    captured = re.search(r"/web/(\d{4})(\d\d)(\d\d)", archive or "")
    if stated:
        return stated
    return f"../{'-'.join(captured.groups())}" if captured else None
