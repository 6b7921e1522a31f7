"""models.dev's history of prices: what it listed for a model on a day, and the changes that were none of its own."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec

from dataset.importers.dates import parsed
from dataset.importers.drafting import Draft
from dataset.importers.ledger import Entry
from dataset.importers.lines import Line
from dataset.importers.names import listed
from dataset.importers.rows import Placed, RowError, Table
from dataset.importers.running import each

SPEAKER = "n_models-dev"


class PriceRow(msgspec.Struct):
    """A line of `price_history`. Prices are US dollars for a million tokens."""

    provider: str
    model_id: str
    observed_at: str
    commit: str
    change: str
    cost_input: float | None = None
    cost_output: float | None = None
    previous_input: float | None = None
    previous_output: float | None = None


PRICES = Table("price_history", PriceRow, ("provider", "model_id", "observed_at", "change"), "commit")

MAKERS = {
    "alibaba": "Alibaba",
    "anthropic": "Anthropic",
    "cohere": "Cohere",
    "deepseek": "DeepSeek",
    "google": "Google",
    "inception": "Inception Labs",
    "llama": "Meta",
    "minimax": "MiniMax",
    "mistral": "Mistral AI",
    "moonshotai": "Moonshot AI",
    "nvidia": "NVIDIA",
    "openai": "OpenAI",
    "perplexity": "Perplexity",
    "poolside": "Poolside",
    "sakana": "Sakana AI",
    "sarvam": "Sarvam AI",
    "stepfun": "StepFun",
    "upstage": "Upstage",
    "xai": "xAI",
    "xiaomi": "Xiaomi",
    "zai": "Zhipu AI",
    "zhipuai": "Zhipu AI",
}
"""Makers by the name of their interface."""

POINTERS = {"deepseek/deepseek-chat", "deepseek/deepseek-reasoner"}
"""Names in interfaces that mean another model from time to time, beside those that end in `-latest`."""

NOT_IN_DOLLARS = {"zhipuai"}
"""Interfaces whose prices stood in the list in another currency for a time."""

REPAIR = timedelta(days=14)
"""A listed price that is replaced sooner than this was a slip of the list, and no price."""

ROUNDING = 0.06
"""Share by which prices differ that were rounded, or converted from another currency."""

NEAR_DAYS = 45
"""Days before an observed change in which a change told elsewhere is the same."""


class Observed(msgspec.Struct, eq=False):
    """A line with the day it was observed on, in UTC."""

    placed: Placed[PriceRow]
    day: date
    moment: datetime


def maker_of(provider: str, model_id: str) -> str | None:
    """Who makes a listed model; None where a host lists the model of somebody else."""
    prefix, slash, _ = model_id.partition("/")
    if slash and prefix != provider:
        return None
    if provider not in MAKERS:
        raise RowError(f"column `provider` holds {provider!r}, which the importer does not know: add its maker")
    return MAKERS[provider]


def is_catalogue(provider: str, model_id: str) -> bool:
    """Whether an interface is a catalogue of what is hosted there, with the days of the catalogue as dates; NVIDIA's own
    family of models is told by its name."""
    return provider == "nvidia" and "nemotron" not in model_id


def is_pointer(provider: str, model_id: str) -> bool:
    """Whether a name means another model from time to time."""
    return model_id.endswith("-latest") or f"{provider}/{model_id}" in POINTERS


def make(draft: Draft, rows: list[Placed[PriceRow]], entities: dict[str, str]) -> None:
    """Claims for the prices listed, events for the changes. `entities` are the models that the list of today names."""
    histories: dict[str, list[Observed]] = defaultdict(list)
    each(draft, rows, lambda placed: _read(draft, placed, histories))
    changes: dict[tuple[str, str], list[tuple[Observed, str]]] = defaultdict(list)
    for name, history in sorted(histories.items()):
        history.sort(key=lambda one: one.moment)
        for n, one in enumerate(history):
            after = history[n + 1] if n + 1 < len(history) else None
            _price(draft, name, one, history[:n], after, entities, changes)
    for (_, _), changed in sorted(changes.items()):
        _event(draft, changed)


def _read(draft: Draft, placed: Placed[PriceRow], histories: dict[str, list[Observed]]) -> None:
    row = placed.row
    try:
        moment = datetime.fromisoformat(row.observed_at).astimezone(UTC)
    except ValueError:
        raise RowError(f"column `observed_at` holds {row.observed_at!r}, which is no moment of ISO 8601") from None
    draft.enter(placed)
    for reason, left_out in (
        ("a host lists a model of another maker", maker_of(row.provider, row.model_id) is None),
        ("a model left the list, which is no shutdown", row.change == "removed"),
        ("prices of this interface stood in another currency", row.provider in NOT_IN_DOLLARS),
        ("a price of zero or none: not known, or a free tier", not row.cost_input and not row.cost_output),
    ):
        if left_out:
            draft.report.skip(reason, placed.key)
            return
    histories[f"{row.provider}/{row.model_id}"].append(Observed(placed, moment.date(), moment))


def _price(
    draft: Draft,
    name: str,
    one: Observed,
    before: list[Observed],
    after: Observed | None,
    entities: dict[str, str],
    changes: dict[tuple[str, str], list[tuple[Observed, str]]],
) -> None:
    row, entry = one.placed.row, draft.ledger.entries[one.placed.key]
    if after and after.moment - one.moment < REPAIR:
        draft.report.skip("the list replaced the price within days: a slip of the list", one.placed.key)
        return
    entity = _subject(draft, entry, name, row, entities)
    for part, price in (("input", row.cost_input), ("output", row.cost_output)):
        if price:
            line = _claim(draft, one, entry, entity, part, price)
            draft.claim(entry, f"{part} price", f"{name} {part} price {one.day}", line, once=True)
    old = _settled([*before, one])
    if old is None:
        return
    if _alike(old.placed.row, row):
        draft.report.skip("the price is what it was, but for rounding: no change", one.placed.key)
        return
    changes[row.provider, row.commit].append((one, entity))


def _settled(history: list[Observed]) -> Observed | None:
    """The last price before the last one of `history` that stood for longer than a slip does."""
    pairs = pairwise(history)
    return next((one for one, later in reversed(list(pairs)) if later.moment - one.moment >= REPAIR), None)


def _alike(one: PriceRow, other: PriceRow) -> bool:
    """Whether two prices are the same but for what rounding and conversion do."""
    pairs = ((one.cost_input or 0, other.cost_input or 0), (one.cost_output or 0, other.cost_output or 0))
    return all(abs(new - old) <= ROUNDING * max(old, new) for old, new in pairs)


def _subject(draft: Draft, entry: Entry, name: str, row: PriceRow, entities: dict[str, str]) -> str:
    if name in entities:
        draft.become(entry, "entity", entities[name])
        return entities[name]
    own = draft.ledger.enter(f"listed/{name}", draft.snapshot)
    makers = draft.organization(MAKERS[row.provider])
    kind = "product" if is_pointer(row.provider, row.model_id) else "model"
    kinds = ("product",) if kind == "product" else ("model", "model_family", "product")
    entity, _ = draft.thing(own, kind, row.model_id, makers, kinds)
    return entity


def _claim(draft: Draft, one: Observed, entry: Entry, entity: str, part: str, price: float) -> Line:
    row = one.placed.row
    return {
        "kind": "measurement",
        "speakers": [{"entity": SPEAKER}],
        "subject": entity,
        "metric": "token_price",
        "scope": part,
        "basis": "per_unit",
        "statement": f"models.dev lists {row.model_id} at {price:g} US dollars for a million {part} tokens.",
        "value": {
            "best": float(f"{price / 1e6:.10g}"),
            "bound": "exact",
            "currency": "USD",
            "raw": f"${price:g} per million",
        },
        "period": one.day.isoformat(),
        "asserted": one.day.isoformat(),
        "venue": "report",
        "topics": ["model_access", "business_model"],
        "evidence": draft.evidence(entry, _locator(row)),
    }


def _locator(row: PriceRow) -> str:
    return f"{row.provider}/{row.model_id} in commit {row.commit[:12]}"


def _event(draft: Draft, changed: list[tuple[Observed, str]]) -> None:
    """The changes of one maker that one commit observed: they happened on that day or before."""
    changed = sorted(changed, key=lambda pair: pair[0].placed.key)
    first = changed[0][0]
    entries = [draft.ledger.entries[one.placed.key] for one, _ in changed]
    maker = draft.organization(MAKERS[first.placed.row.provider])[0]
    names = listed([one.placed.row.model_id for one, _ in changed])
    line: Line = {
        "type": "price_change",
        "title": f"{MAKERS[first.placed.row.provider]}'s token prices for {names} change",
        "summary": f"The list of models.dev holds new prices from {first.day.isoformat()} on; the change came on that day or earlier.",
        "date": f"../{first.day.isoformat()}",
        "stage": "occurred",
        "participants": [
            {"entity": maker, "role": "provider"},
            *({"entity": one, "role": "product"} for one in dict.fromkeys(entity for _, entity in changed)),
        ],
        "topics": ["model_access", "business_model"],
        "sectors": ["technology"],
        "evidence": [
            part
            for (one, _), entry in zip(changed, entries, strict=True)
            for part in draft.evidence(entry, _locator(one.placed.row))
        ],
    }
    found = next(
        (
            event
            for _, entity in changed
            if (event := draft.world.event_of(entity, ("price_change",), parsed(first.day.isoformat()), NEAR_DAYS))
        ),
        None,
    )
    twin = draft.twin_of((one.placed.key for one, _ in changed), found)
    words = f"{first.placed.row.provider} {first.placed.row.model_id} price change {first.day}"
    made = draft.event(entries[0], words, line, twin)
    for entry in entries[1:]:
        draft.become(entry, "event", made)
