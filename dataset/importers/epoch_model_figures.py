"""Epoch AI's figures for a model: its size, and what its training took."""

from typing import Any

import msgspec
from msgspec import field

from dataset.importers.drafting import Draft
from dataset.importers.epoch import figure, own_claim
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line
from dataset.importers.names import listed
from dataset.importers.numbers import clean, in_powers, in_words


class ModelRow(msgspec.Struct):
    """A row of `ai_models`. Columns that hold sentences of others are not read."""

    model: str = field(name="Model")
    domain: str = field(name="Domain", default="")
    organization: str = field(name="Organization", default="")
    published: str = field(name="Publication date", default="")
    reference: str = field(name="Reference", default="")
    """Title of the paper or page; tells its language alone, and is not carried over."""
    link: str = field(name="Link", default="")
    parameters: float | None = field(name="Parameters", default=None)
    compute: float | None = field(name="Training compute (FLOP)", default=None)
    compute_low: float | None = field(name="Training compute lower bound", default=None)
    compute_high: float | None = field(name="Training compute upper bound", default=None)
    hours: float | None = field(name="Training time (hours)", default=None)
    hardware: str = field(name="Training hardware", default="")
    chips: float | None = field(name="Hardware quantity", default=None)
    access: str = field(name="Model accessibility", default="")
    confidence: str = field(name="Confidence", default="")
    country: str = field(name="Country (from Organization)", default="")


def figures(draft: Draft, entry: Entry, row: ModelRow, model: str, locator: str) -> None:
    """Epoch AI's figures for a model. Sizes of training sets are left out: their unit changes from row to row."""
    name = " ".join(row.model.split())
    kind = "measurement" if row.confidence == "Confident" else "estimate"
    rated = f" and rates the figure {row.confidence.lower()}" if row.confidence in ("Likely", "Speculative") else ""

    def claim(part: str, kind: str, statement: str, value: Line, **fields: Any) -> None:
        line = own_claim(draft, entry, kind, statement, locator, subject=model, metric=part, value=value, **fields)
        draft.claim(entry, part, f"{name} {part} by Epoch AI", line, once=True)

    if row.parameters:
        verb = "records" if kind == "measurement" else "estimates"
        claim(
            "total_parameters",
            kind,
            f"Epoch AI {verb} {in_words(clean(row.parameters))} parameters for {name}{rated}.",
            {**figure(row.parameters, bound="exact" if kind == "measurement" else "about")},
            scope="total",
            basis="point",
        )
    if row.compute:
        low, high = row.compute_low, row.compute_high
        value, bounds = figure(row.compute, bound="about"), ""
        if low and high and low <= row.compute <= high:
            value = {"low": clean(low), "best": clean(row.compute), "high": clean(high), "bound": "range"}
            bounds = f", and at least {in_powers(low)} and at most {in_powers(high)},"
        claim(
            "training_compute",
            "estimate",
            f"Epoch AI estimates that the training of {name} took about {in_powers(row.compute)}"
            f" operations{bounds}{rated}.",
            value,
            scope="final_run",
            basis="cumulative",
            topics=["compute"],
        )
    if row.hours:
        claim(
            "training_duration",
            kind,
            f"Epoch AI records that {name} was trained for {in_words(clean(row.hours))} hours{rated}.",
            figure(row.hours / 24, bound="exact" if kind == "measurement" else "about"),
            scope="final_run",
            basis="point",
            topics=["compute"],
        )
    if row.chips:
        kinds = listed([part.strip() for part in row.hardware.split(",") if part.strip()] or ["chips"])
        noun = "chip" if row.chips == 1 else "chips"
        chips = noun if kinds == "chips" else f"{noun} of the kind {kinds}"
        claim(
            "chips",
            kind,
            f"Epoch AI records that {name} was trained on {in_words(clean(row.chips))} {chips}{rated}.",
            figure(row.chips, bound="exact" if kind == "measurement" else "about"),
            scope="final_run",
            basis="point",
            topics=["compute"],
        )
