"""A small project to import into: two curated events, and the means to write upstream tables of a few rows."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dataset.checks.run import check
from dataset.importers.every import IMPORTERS, earlier_than
from dataset.importers.report import Report
from dataset.importers.running import run_importer
from dataset.problems import Problem

TODAY = date(2026, 11, 23)

ENTITIES = """\
# yaml-language-server: $schema=../entity.schema.json
entities:
  n_epoch-ai: {kind: organization, name: Epoch AI, external_ids: {domain: epoch.ai}}
  n_maker: {kind: organization, name: Maker, aliases: [{name: Maker Laboratories}], external_ids: {domain: maker.example}}
  n_small: {kind: model, name: Small 1.5, relations: [{relation: made_by, target: n_maker, start: {event: e_small-released}}]}
"""

STORY = """\
# yaml-language-server: $schema=../../story.schema.json
title: Maker releases a model and raises money
sources:
  s_maker-small: {url: https://maker.example/small, publisher: n_maker, kind: primary, language: en, published: 2024-06-20, accessed: 2026-11-20}
  s_epoch-page: {url: https://epoch.ai/blog/one, publisher: n_epoch-ai, kind: primary, language: en, published: 2024-06-20, accessed: 2026-11-20}
events:
  e_small-released:
    type: model_release
    title: Maker releases its model Small 1.5
    date: 2024-06-20
    stage: occurred
    participants: [{entity: n_maker, role: developer}, {entity: n_small, role: product}]
    evidence: [{source: s_maker-small}, {source: s_epoch-page}]
  e_maker-raises-a-million:
    type: funding_round
    title: Maker raises a million dollars
    date: 2024-05-05
    stage: occurred
    participants: [{entity: n_maker, role: recipient}]
    evidence: [{source: s_maker-small}]
claims:
  c_maker-raised-a-million:
    kind: measurement
    speakers: [{entity: n_maker}]
    subject: e_maker-raises-a-million
    metric: funding_amount
    scope: unstated
    basis: point
    statement: Maker raised a million dollars.
    value: {best: 1e6, bound: exact, currency: USD}
    asserted: 2024-06-20
    venue: post
    evidence: [{source: s_maker-small}]
"""

MODEL = {
    "Model": "Small 1.5",
    "Domain": "Language",
    "Organization": "Maker Laboratories",
    "Publication date": "2024-06-21",
    "Reference": "Small is beautiful",
    "Link": "https://arxiv.org/abs/2406.01234",
    "Parameters": "7000000000.0",
    "Training compute (FLOP)": "1.1999999999999999e+24",
    "Training compute lower bound": "",
    "Training compute upper bound": "",
    "Training time (hours)": "48.0",
    "Training hardware": "Chip X",
    "Hardware quantity": "512.0",
    "Model accessibility": "Open weights (unrestricted)",
    "Confidence": "Confident",
    "Country (from Organization)": "France",
    "Abstract": "A sentence that must not be carried over.",
}
"""A row of Epoch AI's table of models; its event stands in the story."""


class Project:
    """A folder of records with what curators wrote, where importers run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = folder / "records"
        self.declared = folder / "corrections"
        (self.records / "stories" / "2024").mkdir(parents=True)
        (self.records / "entities").mkdir()
        self.declared.mkdir()
        self.curate(STORY, ENTITIES)

    def curate(self, story: str, entities: str) -> None:
        """Write what curators wrote."""
        (self.records / "stories" / "2024" / "small.yaml").write_text(story, encoding="utf-8")
        (self.records / "entities" / "all.yaml").write_text(entities, encoding="utf-8")

    def declare(self, name: str, text: str) -> None:
        """Write a file of corrections, or the merge list."""
        (self.declared / f"{name}.yaml").write_text(text, encoding="utf-8")

    def table(self, name: str, rows: Sequence[Mapping[str, str]]) -> Path:
        """An upstream table as CSV."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    def lines(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
        """An upstream table as JSON lines."""
        path = self.folder / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    def run(self, importer: str, *files: Path, **options: Any) -> Report:
        """Run an importer."""
        options.setdefault("today", TODAY)
        return run_importer(
            IMPORTERS[importer], earlier_than(importer), list(files), self.records, self.declared, **options
        )

    def models(self, *rows: Mapping[str, str], month: str = "2025-04") -> Report:
        """Run the importer of Epoch AI's models over rows that differ from `MODEL` in the cells given."""
        return self.run("epoch-models", self.table(f"models_{month}.csv", [{**MODEL, **row} for row in rows]))

    def made(self, importer: str = "epoch-models") -> dict[str, dict[str, Any]]:
        """Lines of an importer's file by the id of the record, or `+` and the one added to."""
        text = (self.records / "imported" / f"{importer}.jsonl").read_text(encoding="utf-8")
        found = [json.loads(line) for line in text.splitlines()]
        return {line.get("id") or "+" + line["adds_to"]: line for line in found}

    def ledger(self, importer: str = "epoch-models") -> dict[str, dict[str, Any]]:
        """Entries of an importer's ledger by row key."""
        text = (self.records / "imported" / "ledger" / f"{importer}.jsonl").read_text(encoding="utf-8")
        return {entry["key"]: entry for entry in map(json.loads, text.splitlines())}

    def files(self) -> dict[str, bytes]:
        """Everything that importers wrote, by path."""
        return {path.as_posix(): path.read_bytes() for path in sorted((self.records / "imported").rglob("*.jsonl"))}

    def problems(self) -> list[Problem]:
        """What the checks tell of everything."""
        return check(self.records)[1]
