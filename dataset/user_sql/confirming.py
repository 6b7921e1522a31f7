"""The same checks over the statement as the database itself reads it: where two readers differ, the stricter one holds."""

import re
from typing import Any

import duckdb
import msgspec

from dataset.user_sql.allowed import (
    CLOCK_AND_SESSION,
    FUNCTIONS,
    OPERATORS,
    TABLE_FUNCTIONS,
    is_reserved,
    refused_function,
)
from dataset.user_sql.faults import SqlFault, at, character_of, database_fault, table_fault

_SOURCES = frozenset({"EMPTY", "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "COLUMN_DATA"})
"""What may stand after FROM."""

_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
"""What a query may be made of."""

_INNER = frozenset({"list_value", "struct_pack", "row", "list_apply", "list_filter", "date_part", "regexp_full_match"})
"""Functions that syntax becomes; all are allowed by name too."""


def confirm(cursor: duckdb.DuckDBPyConnection, text: str, tables: list[str]) -> list[SqlFault]:
    """Faults of a statement as the database reads it. Nothing of it is run."""
    answer = cursor.execute("SELECT json_serialize_sql(?, skip_null := true, skip_empty := true)", [text]).fetchone()
    assert answer is not None
    try:
        read = msgspec.json.decode(answer[0])
    except RecursionError:
        return [SqlFault("it is nested too deeply")]
    if read["error"]:
        if read.get("error_type") != "parser":
            return [SqlFault("this is no SELECT, or holds PIVOT: write one SELECT without it")]
        return [database_fault(text, answer[0])]
    if len(read["statements"]) != 1:
        return [SqlFault(f"there are {len(read['statements'])} statements: write one SELECT")]
    return _Walk(text, tables).faults(read["statements"][0])


class _Walk:
    """Goes over the parts of a statement, each with the names that a table may have there."""

    def __init__(self, text: str, tables: list[str]) -> None:
        self.text, self.tables = text, tables
        self._known = {one.lower() for one in tables}

    def faults(self, root: Any) -> list[SqlFault]:
        found: list[SqlFault] = []
        waiting: list[tuple[Any, frozenset[str]]] = [(root, frozenset())]
        while waiting:
            part, names = waiting.pop()
            if isinstance(part, dict):
                clause = part.get("cte_map")
                given = [one["key"] for one in clause.get("map", [])] if isinstance(clause, dict) else []
                given += [part["cte_name"]] if "cte_name" in part else []
                found += [
                    SqlFault(f"{one} is a name of the database's own: take another")
                    for one in given
                    if is_reserved(one)
                ]
                names = names | {one.lower() for one in given}
                fault = self._of(part, names)
                if fault:
                    found.append(fault)
                waiting += [(inner, names) for inner in part.values()]
            elif isinstance(part, list):
                waiting += [(inner, names) for inner in part]
        return sorted(dict.fromkeys(found), key=lambda one: (one.line or 0, one.column or 0))

    def _of(self, part: dict[str, Any], names: frozenset[str]) -> SqlFault | None:
        kind = part.get("type")
        if "sample" in part or "at_clause" in part:
            return self._at(part, "samples and AT are not allowed: a statement always gives the same answer")
        if kind == "BASE_TABLE":
            path = part.get("qualified_name", {}).get("path", [part.get("table_name", "")])
            if len(path) > 1:
                return self._at(part, f"{'.'.join(path)[:80]} stands behind a dot: write the table's name alone")
            if path[0].lower() not in self._known | names:
                return table_fault(self.text, self._place(part), path[0], self.tables)
        elif kind == "TABLE_FUNCTION":
            name = part["function"].get("function_name", "")
            if name.lower() not in TABLE_FUNCTIONS:
                return self._at(part, refused_function(name, table=True))
        elif kind == "COLUMN_REF":
            path = part.get("column_names", [])
            if len(path) == 1 and path[0].lower() in CLOCK_AND_SESSION and not self._quoted(part):
                return self._at(part, refused_function(path[0]))
        elif "function_name" in part:
            name = part["function_name"].lower()
            if name not in FUNCTIONS | OPERATORS | TABLE_FUNCTIONS | _INNER:
                return self._at(part, refused_function(part["function_name"]))
        elif isinstance(kind, str) and (
            (kind.endswith("_NODE") and kind not in _NODES) or kind in ("SHOW_REF", "PIVOT")
        ):
            return self._at(
                part, "SHOW, DESCRIBE, SUMMARIZE and PIVOT are not allowed: GET /v1/sql/schema describes tables"
            )
        elif "from_table" in part and part["from_table"].get("type") not in _SOURCES:
            return self._at(part["from_table"], "what stands after FROM is not allowed: name a table of the release")
        return None

    def _quoted(self, part: dict[str, Any]) -> bool:
        place = self._place(part)
        return place is not None and bool(re.match('"', self.text[place : place + 1]))

    def _place(self, part: dict[str, Any]) -> int | None:
        byte = part.get("query_location")
        return character_of(self.text, byte) if isinstance(byte, int) and byte < len(self.text.encode()) else None

    def _at(self, part: dict[str, Any], reason: str) -> SqlFault:
        return at(self.text, self._place(part), reason)
