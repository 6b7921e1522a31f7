"""A small story in which nothing is wrong, and the means to spoil it.

A spoiling is a pair of texts, old and new. `§` in the new one marks where the problem is to be told.
"""

from pathlib import Path

from dataset.checks.run import check
from dataset.problems import Problem

STORY = """\
# yaml-language-server: $schema=../../story.schema.json
title: A small model that was promised and came late
sources:
  s_maker-page-2025: {url: https://maker.example/plan, publisher: n_maker, kind: primary, language: en, published: 2025-03-31, accessed: 2026-11-20}
  s_paper-report-2025: {url: https://paper.example/report, publisher: n_paper, kind: press, language: en, published: 2025-06-11, accessed: 2026-11-20}
  s_maker-release-2025: {url: https://maker.example/release, publisher: n_maker, kind: primary, language: en, published: 2025-08-05, accessed: 2026-11-20}
  s_digest-2025: {url: https://digest.example/all, publisher: n_paper, kind: aggregator, language: en, published: 2025-08-09, accessed: 2026-11-20}
  s_printed-2025: {url: null, citation: The printed magazine, kind: press, language: fr, published: 2025-06~, accessed: 2026-11-20}
events:
  e_small-model-announced:
    type: release_announced
    title: Maker says that it will release a small model
    date: 2025-03-31
    stage: announced
    participants: [{entity: n_maker, role: developer}, {entity: n_ada, role: announcer}]
    topics: [open_weights]
    evidence: [{source: s_maker-page-2025}]
  e_small-model-postponed:
    type: postponement
    title: Maker moves its small model to the summer
    summary: The model needs more time.
    date: 2025-06-10
    stage: occurred
    participants: [{entity: n_maker, role: developer}]
    links: [{relation: follows, target: e_small-model-announced}]
    evidence:
      - {source: s_maker-page-2025}
      - {source: s_printed-2025, says: [{field: date, value: 2025-06-11/2025-06-20}]}
  e_small-model-released:
    type: model_release
    title: Maker releases a small model
    date: 2025-08-05
    time_utc: 2025-08-05T17:00Z
    stage: occurred
    participants: [{entity: n_maker, role: developer}, {entity: n_small, role: product}]
    links: [{relation: completes, target: e_small-model-announced}]
    evidence: [{source: s_maker-release-2025}]
claims:
  c_small-model-in-june:
    kind: commitment
    speakers: [{entity: n_ada, on_behalf_of: n_maker}]
    obligors: [n_maker]
    subject: e_small-model-announced
    statement: Maker will release the small model in June.
    asserted: 2025-03-31
    venue: post
    due: {date: 2025-06, kind: in, text: in June}
    evidence: [{source: s_maker-page-2025}]
  c_small-model-in-july:
    kind: commitment
    speakers: [{entity: n_ada, on_behalf_of: n_maker}]
    obligors: [n_maker]
    subject: e_small-model-announced
    statement: Maker will release the small model in July.
    quote: {text: it will be worth the wait, language: en}
    asserted: 2025-06-10
    venue: post
    due: {date: 2025-07, kind: by}
    conditions: [{text: The tests are passed., states: [{state: met, event: e_small-model-released}]}]
    links: [{relation: revises, target: c_small-model-in-june}]
    resolutions:
      - {outcome: late, on: 2025-08-05, event: e_small-model-released}
    evidence: [{source: s_maker-page-2025}]
  c_small-model-cost:
    kind: estimate
    speakers: [{entity: n_paper}]
    subject: n_small
    metric: training_cost
    scope: final_run
    basis: point
    statement: Training the small model cost five to six million dollars.
    value: {low: 5e6, high: 6000000, bound: range, currency: USD, raw: $5-6 million}
    asserted: 2025-08-06
    venue: press_report
    evidence: [{source: s_maker-release-2025}, {source: s_digest-2025, stance: mentions}]
"""

ENTITIES = """\
# yaml-language-server: $schema=../entity.schema.json
entities:
  n_maker:
    kind: organization
    name: Maker
    country: FR
    external_ids: {domain: maker.example}
    aliases: [{name: Maker AI, since: {date: 2024, evidence: [{source: s_printed-2025}]}}]
  n_paper: {kind: organization, name: The Paper}
  n_ada:
    kind: person
    name: Ada
    relations: [{relation: works_for, target: n_maker, role: chief, start: {date: 2020, evidence: [{source: s_maker-page-2025}]}}]
  n_small: {kind: model, name: Small, relations: [{relation: made_by, target: n_maker, start: {event: e_small-model-released}}]}
"""

LISTS = """\
# yaml-language-server: $schema=complete-lists.schema.json
complete_lists:
  small-models:
    title: Every small model of Maker
    rule: What Maker's page of models names, one item for each model.
    since: 2025-03
    until: 2025-12
    items:
      - item: The small model
        records: [c_small-model-cost, e_small-model-released, e_small-model-announced]
      - item: The cost of the small model
        records: [c_small-model-cost]
      - {item: The tiny model, gap: none_made, reason: It was never announced.}
"""


def spoil(text: str, old: str, new: str) -> str:
    """The text with one edit, which must fit in exactly one place."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def mark(text: str) -> tuple[str, tuple[int, int]]:
    """The text without its mark, and the line and column where it stood."""
    before, found, after = text.partition("§")
    assert found, "no mark"
    return before + after, (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def lay_out(folder: Path, story: str = STORY, entities: str = ENTITIES, **others: str) -> Path:
    """A folder of records with the story in 2025; `others` are further stories by slug."""
    stories = folder / "stories" / "2025"
    stories.mkdir(parents=True, exist_ok=True)
    (folder / "entities").mkdir(exist_ok=True)
    (stories / "small-model.yaml").write_text(story, encoding="utf-8")
    (folder / "entities" / "all.yaml").write_text(entities, encoding="utf-8")
    for slug, text in others.items():
        (stories / f"{slug}.yaml").write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path, story: str = STORY, entities: str = ENTITIES, **others: str) -> list[Problem]:
    """What the check tells of such a folder."""
    return check(lay_out(folder, story, entities, **others))[1]
