"""The state on a day worked out in plain Python over the Parquet rows: what the queries are compared with."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dataset.queries.collection import LISTED_TIERS
from schemas.vocabulary.entities import PRIMARY_SOURCE_KINDS

Row = dict[str, Any]
STATUS = {"events": ("event_status", "event"), "claims": ("claim_status", "claim")}


def later(value: Any, day: date) -> bool:
    """Whether a part became known only after the day."""
    return isinstance(value, dict) and value.get("known_on") is not None and value["known_on"] > day


def stripped(value: Any, day: date) -> Any:
    """The value without whatever became known after the day."""
    if isinstance(value, list):
        return [stripped(one, day) for one in value if not later(one, day)]
    if isinstance(value, dict):
        return {name: None if later(one, day) else stripped(one, day) for name, one in value.items()}
    return value


def holding(rows: list[Row], day: date) -> Iterator[Row]:
    """Interval rows that hold on the day."""
    return (row for row in rows if row["as_of_from"] <= day and (row["as_of_to"] is None or day < row["as_of_to"]))


class Plain:
    """A release as Python rows."""

    def __init__(self, folder: Path) -> None:
        self.tables: dict[str, list[Row]] = {
            path.stem: pq.read_table(path).to_pylist() for path in folder.glob("*.parquet")
        }

    def later_ids(self, day: date) -> set[str]:
        """Ids of all records that were not known on the day."""
        return {
            row["id"]
            for name in ("events", "claims", "entities", "sources")
            for row in self.tables[name]
            if row["known_on"] > day
        }

    def visible(self, name: str, day: date) -> dict[str, Row]:
        """Rows of a collection as known on the day, by id, whatever their tier."""
        if name == "promises":
            found = {row["id"]: dict(row) for row in holding(self.tables[name], day)}
            for row in found.values():
                del row["as_of_to"]
            return found
        if name == "scorecards":
            return {card["id"]: card for card in self._scorecards(day)}
        if name == "contradictions":
            return {pair["id"]: pair for pair in self._contradictions(day)}
        rows = {row["id"]: stripped(row, day) for row in self.tables[name] if row["known_on"] <= day}
        if name in STATUS:
            table, key = STATUS[name]
            states = {row[key]: row for row in holding(self.tables[table], day)}
            for id_, row in rows.items():
                row |= {field: states[id_][field] for field in ("status", "is_disputed", "decided_by")}
                row["evidence_later"] = all(one["stance"] != "supports" for one in row["evidence"])
        if name == "events":
            for id_, row in rows.items():
                row["figures"] = self._figures(id_, day)
        return rows

    def listed(self, name: str, day: date) -> dict[str, Row]:
        """The same without candidates."""
        return {id_: row for id_, row in self.visible(name, day).items() if row.get("tier", "curated") in LISTED_TIERS}

    def ids(self, name: str) -> list[str]:
        """Ids of a collection on any day."""
        ever = self.tables[name]
        if name == "scorecards":
            return sorted({f"{row['view']}~{row['key']}" for row in ever})
        if name == "contradictions":
            return sorted(f"{row['claim']}~{row['other']}" for row in ever)
        return sorted({row["id"] for row in ever})

    def _scorecards(self, day: date) -> Iterator[Row]:
        for row in holding(self.tables["scorecards"], day):
            kept = {name: value for name, value in row.items() if name != "as_of_to"}
            entity = row["key"] if row["view"] != "topic" else None
            yield kept | {"id": f"{row['view']}~{row['key']}", "entity": entity}

    def _contradictions(self, day: date) -> Iterator[Row]:
        for row in self.tables["contradictions"]:
            if row["known_on"] <= day:
                yield row | {"id": f"{row['claim']}~{row['other']}", "claims": [row["claim"], row["other"]]}

    def _figures(self, event: str, day: date) -> list[Row]:
        kinds = {row["id"]: row["kind"] for row in self.tables["sources"]}
        groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for raw in self.tables["claims"]:
            if raw["subject"] != event or raw["known_on"] > day or not raw["metric"] or not raw["value"]:
                continue
            numbers = [raw["value"][part] for part in ("low", "best", "high")]
            if raw["kind"] == "denial" or all(one is None for one in numbers) or raw["tier"] not in LISTED_TIERS:
                continue
            primary = any(
                one["known_on"] <= day and one["stance"] == "supports" and kinds[one["source"]] in PRIMARY_SOURCE_KINDS
                for one in raw["evidence"]
            )
            latest = raw["asserted"]["latest"]
            rank = (raw["editor_preference"] is None, not primary, -(latest.toordinal() if latest else 0), raw["id"])
            key = (raw["metric"], raw["scope"] or "~", raw["basis"] or "~", raw["value"]["currency"] or "~")
            groups.setdefault(key, []).append((rank, raw))
        found = []
        for _key, claims in sorted(groups.items()):
            ranked = sorted(claims, key=lambda one: one[0])
            best, claim = ranked[0]
            rule = "only_claim"
            if len(ranked) > 1:
                following = ranked[1][0]
                rule = "editor_preference" if best[0] != following[0] else "latest_asserted"
                if best[0] == following[0] and best[1] != following[1]:
                    rule = "primary_source"
            found.append(
                {
                    "metric": claim["metric"],
                    "scope": claim["scope"],
                    "basis": claim["basis"],
                    "value": claim["value"],
                    "claim": claim["id"],
                    "rule": rule,
                }
            )
        return found
