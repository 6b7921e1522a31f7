"""SQL of users read and checked before anything runs: one SELECT, of what is allowed, over the tables of a release."""

import re
from collections.abc import Iterator
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from dataset.queries.faults import nearest
from dataset.user_sql.allowed import (
    CLOCK_AND_SESSION,
    FUNCTIONS,
    LONGEST,
    MOST_TOKENS,
    TABLE_FUNCTIONS,
    is_reserved,
    refused_function,
    words,
)
from dataset.user_sql.faults import SqlFault, at, table_fault

_ROOTS = (exp.Select, exp.SetOperation, exp.Subquery, exp.Values)
"""What a statement may be. A subquery is a statement in brackets."""

_BEGINNINGS = ("SELECT", "WITH", "FROM", "VALUES")

_SHAPES = words(
    """
    Alias Aliases Between Boolean Bracket ByName CTE Collate Column Comprehension Cube DataType DataTypeParam
    Distinct Dot EQ Except Fetch Filter From Group GroupingSets Having Identifier IgnoreNulls In Intersect Interval
    IntervalSpan Join JSONPath Kwarg Lambda Lateral Limit Literal Null Offset Order Ordered Parameter Paren
    Placeholder PropertyEQ Qualify RecursiveWithSearch RespectNulls Rollup Select Slice Star Subquery Table
    TableAlias Tuple Union Values Var Where Window WindowSpec With WithinGroup WithOrdinality JSONPathRoot
    JSONPathKey JSONPathSubscript JSONPathWildcard JSONPathRecursive JSONPathSlice JSONKeyValue PivotAlias HavingMax
    Columns Any All HistoricalData
    """
)
"""Parts of statements that are neither operators nor functions."""

_SYNTAX = words(
    """
    And Or Xor Array Case Cast TryCast Coalesce Exists Extract If JSONExtract JSONExtractScalar JSONBExtract Map
    ToMap VarMap Overlay RegexpLike RegexpILike RegexpFullMatch StrPosition Struct Substring Trim Unnest Explode
    GroupConcat PercentileCont PercentileDisc ArrayContainsAll ArrayOverlaps ArrayContains Glob Try Columns Grouping
    Collate AtTimeZone Pow Round Lambda SafeDivide ApproxQuantile
    """
)
"""Functions that are written as syntax, or whose writing this reader does not keep. `confirming` reads them by name."""


def read(text: str, tables: list[str]) -> list[SqlFault]:
    """Faults of a statement; none where it is one SELECT that names only what is allowed. Raises `UnreadError` where
    its syntax is not understood."""
    if len(text) > LONGEST:
        return [SqlFault(f"the statement has {len(text)} characters: {LONGEST} are the most")]
    if "\0" in text:
        return [at(text, text.index("\0"), "there is a NUL in it: leave it out")]
    word = _word(text)
    if word and word not in _BEGINNINGS:
        return [at(text, _first(text), _refused(word))]
    statements = _parsed(text)
    if not statements:
        return [SqlFault("there is no statement: write one SELECT")]
    if len(statements) > 1:
        return [at(text, _second(text), f"there are {len(statements)} statements: write one SELECT")]
    root = statements[0]
    if not isinstance(root, _ROOTS):
        return [at(text, _first(text), _refused(root.key.upper()))]
    return _Walk(text, tables).faults(root)


class UnreadError(Exception):
    """A statement whose syntax is not understood here."""

    def __init__(self, fault: SqlFault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def _parsed(text: str) -> list[exp.Expression]:
    try:
        tokens = sqlglot.tokenize(text, dialect="duckdb")
        if len(tokens) > MOST_TOKENS:
            fault = SqlFault(
                f"the statement has {len(tokens)} words and signs: {MOST_TOKENS} are the most; bind long lists as a parameter"
            )
            raise UnreadError(fault)
        found = sqlglot.parse(text, dialect="duckdb")
    except ParseError as error:
        raise UnreadError(_syntax(text, error)) from None
    except TokenError:
        raise UnreadError(SqlFault("a text, name or comment is not closed")) from None
    except RecursionError:
        raise UnreadError(SqlFault("it is nested too deeply")) from None
    return [one for one in found if isinstance(one, exp.Expression) and not isinstance(one, exp.Semicolon)]


def _syntax(text: str, error: ParseError) -> SqlFault:
    told = error.errors[0] if error.errors else {}
    reason = re.sub(r"<Token [^>]*?text: (.*?), line:.*?>", r"\1", str(told.get("description") or "syntax error"))
    reason = reason.replace("SENTINEL", "the end").rstrip(".")
    line, column = told.get("line"), told.get("col")
    if not isinstance(line, int) or not isinstance(column, int):
        return SqlFault(reason)
    return SqlFault(reason, line, max(1, column - len(str(told.get("highlight") or "")) + 1))


def _first(text: str) -> int:
    """Where the first word stands, behind comments."""
    match = re.match(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*", text, re.DOTALL)
    return match.end() if match else 0


def _second(text: str) -> int | None:
    """Where the second statement begins."""
    tokens = sqlglot.tokenize(text, dialect="duckdb")
    return next((after.start for one, after in pairwise(tokens) if one.text == ";" and after.text != ";"), None)


def _word(text: str) -> str:
    """The first word; nothing where a bracket or nothing at all stands there."""
    match = re.compile(r"\w+").match(text, _first(text))
    return match[0].upper() if match else ""


def _refused(word: str) -> str:
    return f"{word} is not allowed: write one SELECT, which may begin with WITH"


class _Walk:
    """Goes over a statement and keeps its faults."""

    def __init__(self, text: str, tables: list[str]) -> None:
        self.text, self.tables = text, tables

    def faults(self, root: exp.Expression) -> list[SqlFault]:
        """Faults in their order in the text, each once."""
        found: list[SqlFault] = []
        for node in root.walk():
            found += self._of(node)  # type: ignore[arg-type]
        return sorted(dict.fromkeys(found), key=lambda one: (one.line or 0, one.column or 0))

    def _of(self, node: exp.Expression) -> Iterator[SqlFault]:
        if isinstance(node, exp.Func):
            yield from self._function(node)
        elif isinstance(node, exp.Table):
            yield from self._table(node)
        elif isinstance(node, exp.CTE):
            if is_reserved(node.alias):
                yield self._at(node.args["alias"].this, f"{node.alias} is a name of the database's own: take another")
        elif isinstance(node, exp.Column):
            if not node.table and node.name.lower() in CLOCK_AND_SESSION and not node.this.args.get("quoted"):
                yield self._at(node.this, refused_function(node.name))
        elif type(node).__name__ not in _SHAPES and not isinstance(node, exp.Binary | exp.Unary | exp.Predicate):
            yield self._at(
                node,
                f"{type(node).key.upper()} is not allowed: write a plain SELECT: joins, windows, set operations and WITH are all there",
            )

    def _function(self, node: exp.Func) -> Iterator[SqlFault]:
        names = self._names(node)
        if isinstance(node.parent, exp.Table) and node.arg_key == "this":
            if not names & TABLE_FUNCTIONS:
                yield self._at(node, refused_function(min(names), table=True))
        elif not names & (FUNCTIONS | TABLE_FUNCTIONS) and type(node).__name__ not in _SYNTAX | _SHAPES:
            name = min(names)
            yield self._at(node, refused_function(name), nearest(name, FUNCTIONS))

    def _names(self, node: exp.Func) -> set[str]:
        """The name under which a function is called; where that was not kept, those it may be called by."""
        if isinstance(node, exp.Anonymous):
            return {node.name.lower()}
        if "start" in node.meta and re.fullmatch(r"\w+", written := self._written(node)):
            return {written.lower()}
        return {name.lower() for name in type(node).sql_names()}

    def _written(self, node: exp.Expr) -> str:
        return self.text[node.meta["start"] : node.meta["end"] + 1]

    def _table(self, node: exp.Table) -> Iterator[SqlFault]:
        for name, what in (("when", "AT"), ("pivots", "PIVOT"), ("changes", "CHANGES")):
            if node.args.get(name):
                yield self._at(
                    node,
                    f"{what} is not allowed: write a plain SELECT: joins, windows, set operations and WITH are all there",
                )
        if not isinstance(node.this, exp.Identifier):
            return  # a function, which is met on its own
        if node.args.get("db") or node.args.get("catalog"):
            reason = f"{node.name} stands behind a dot: write the table's name alone, or unnest(…) for a list in a row"
            yield self._at(node.this, reason)
        elif node.name not in self.tables and node.name.lower() not in {*_visible(node), *self.tables}:
            yield table_fault(self.text, node.this.meta.get("start"), node.name, self.tables)

    def _at(self, node: exp.Expr, reason: str, suggestion: str | None = None) -> SqlFault:
        placed = next((one for one in node.walk() if "start" in one.meta), None)
        place = placed.meta["start"] if placed else None
        if place is None and isinstance(node, exp.Func):  # some names are read as syntax, whose place is not kept
            names = "|".join(type(node).sql_names())
            match = re.search(rf"\b({names})\b", self.text, re.IGNORECASE)
            place = match.start() if match else None
        return at(self.text, place, reason, suggestion)


def _visible(node: exp.Expression) -> set[str]:
    """Names of the common table expressions that can be meant where a table stands."""
    found: set[str] = set()
    above = node.parent
    while above is not None:
        clause = above.args.get("with_")
        if clause is not None:
            found |= {one.alias.lower() for one in clause.expressions}
        above = above.parent
    return found
