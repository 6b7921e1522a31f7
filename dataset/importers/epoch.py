"""What the importers of Epoch AI's data share: how the data sets are cited, and in whose name their figures stand."""

from typing import Any

from dataset.importers.drafting import Draft
from dataset.importers.ledger import Entry
from dataset.importers.lines import DataSet, Line
from dataset.importers.numbers import clean

SPEAKER = "n_epoch-ai"

_URL = "https://epoch.ai/data"
_LICENCE = "CC-BY-4.0"


def data_set(slug: str, title: str) -> DataSet:
    """One of Epoch AI's data sets."""
    credit = f'Epoch AI, "{title}", epoch.ai/data'
    return DataSet(f"epoch-ai-{slug}", _URL, title, SPEAKER, "Epoch AI", _LICENCE, credit)


MODELS = data_set("models", "Data on AI Models")
COMPANIES = data_set("companies", "Data on AI Companies")
CLUSTERS = data_set("gpu-clusters", "GPU Clusters")
DATA_CENTERS = data_set("data-centers", "Frontier Data Centers")
HARDWARE = data_set("hardware", "Machine Learning Hardware")


def figure(number: float, *, currency: str | None = None, bound: str = "exact") -> Line:
    """A value as a line has it."""
    end = {"at_least": "low", "at_most": "high"}.get(bound, "best")
    value: Line = {end: clean(number), "bound": bound}
    return {**value, "currency": currency} if currency else value


def own_claim(draft: Draft, entry: Entry, kind: str, statement: str, locator: str, **fields: Any) -> Line:
    """A figure that Epoch AI gives in its own name, in the snapshot since which the row stands as it does."""
    return {
        "kind": kind,
        "speakers": [{"entity": SPEAKER}],
        "statement": statement,
        "asserted": entry.since,
        "venue": "report",
        **fields,
        "evidence": draft.evidence(entry, locator),
    }
