"""Answers to statements: the same rows in every format, cut at their limits, and faults with their places."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.store.store import Store
from dataset.user_sql.faults import SqlFault
from dataset.user_sql.job import FORMATS, Limits, ResultColumn
from tests.test_dataset.sql_asked import Asking, asking

ALL_KINDS = """
SELECT 1 AS i, 1.5::DECIMAL(5,2) AS d, 3::HUGEINT AS h, 'nan'::DOUBLE AS f, DATE '2025-06-10' AS day,
  TIMESTAMP '2025-06-10 12:00:01' AS t, NULL AS nothing, 'a,"b' AS text, '' AS empty, true AS yes, [1, NULL] AS list,
  {'a': 1, 'b': {'c': 'x'}} AS s, MAP {'k': 1.5} AS m, [{'x': 2.5::DECIMAL(3,1)}] AS ls
"""


@pytest.fixture(scope="module")
def pool(store: Store) -> Iterator[Asking]:
    with asking(store, Limits(seconds=20, bytes=1024 * 1024)) as found:
        yield found


def read(form: str, body: bytes) -> list[Any]:
    """Rows of an answer."""
    if form == "json":
        return list(msgspec.json.decode(body))
    if form == "ndjson":
        return [msgspec.json.decode(line) for line in body.splitlines()]
    if form == "csv":
        return list(csv.DictReader(io.StringIO(body.decode(), newline="")))
    if form == "arrow":
        return list(pa.ipc.open_stream(body).read_all().to_pylist())
    return list(pq.read_table(io.BytesIO(body)).to_pylist())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_same_rows_in_the_same_order(pool: Asking, form: str) -> None:
    outcome, body = pool.answer("SELECT id, date.edtf AS day FROM events ORDER BY id DESC", form=form)
    plain = pool.rows("SELECT id, date.edtf AS day FROM events ORDER BY id DESC")
    assert read(form, body) == plain
    assert outcome.rows == len(plain) == 140
    assert outcome.columns == [ResultColumn("id", "VARCHAR"), ResultColumn("day", "VARCHAR")]
    assert outcome.truncated is None


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_answer_is_one_too(pool: Asking, form: str) -> None:
    outcome, body = pool.answer("SELECT id, date FROM events WHERE false", form=form)
    assert read(form, body) == []
    assert outcome.rows == 0
    if form == "csv":
        assert body == b"id,date.edtf,date.earliest,date.latest,date.precision,date.approximate\r\n"


def test_every_kind_of_value_has_a_plain_form(pool: Asking) -> None:
    (row,) = pool.rows(ALL_KINDS)
    assert row == {
        "i": 1,
        "d": 1.5,
        "h": 3,
        "f": None,
        "day": "2025-06-10",
        "t": "2025-06-10T12:00:01",
        "nothing": None,
        "text": 'a,"b',
        "empty": "",
        "yes": True,
        "list": [1, None],
        "s": {"a": 1, "b": {"c": "x"}},
        "m": {"k": 1.5},
        "ls": [{"x": 2.5}],
    }
    head, line = pool.answer(ALL_KINDS, form="csv")[1].decode().split("\r\n")[:2]
    assert head == "i,d,h,f,day,t,nothing,text,empty,yes,list,s.a,s.b.c,m,ls"
    assert line == (
        '1,1.5,3,,2025-06-10,2025-06-10T12:00:01,,"a,""b","",true,"[1,null]",1,x,"{""k"":1.5}","[{""x"":2.5}]"'
    )
    assert pool.rows("SELECT INTERVAL '1 month 2 days 3.5 seconds' AS i") == [{"i": "P1M2DT3.5S"}]


def test_columns_of_one_name_are_told_apart(pool: Asking) -> None:
    assert pool.rows("SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a") == [{"a": 1, "a_2": 2, "a_1": 3, "a_3": 4}]


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_is_cut_at_its_rows_and_says_so(pool: Asking, form: str) -> None:
    outcome, body = pool.answer("SELECT i FROM range(5000) t(i) ORDER BY i", form=form, max_rows=1234)
    rows = read(form, body)
    assert [int(row["i"]) for row in rows] == list(range(1234))
    assert (outcome.rows, outcome.truncated) == (1234, "1234 rows")
    whole, _body = pool.answer("SELECT i FROM range(5000) t(i)", form=form, max_rows=5000)
    assert (whole.rows, whole.truncated) == (5000, None)


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_an_answer_is_cut_at_its_bytes_and_says_so(pool: Asking, form: str) -> None:
    outcome, body = pool.answer(
        "SELECT i, repeat('x', 10000) AS x FROM range(5000) t(i) ORDER BY i", form=form, max_rows=5000
    )
    rows = read(form, body)
    assert outcome.truncated == "1 MB"
    assert 100 <= len(rows) == outcome.rows < 110
    assert len(body) <= 1024 * 1024 + 100
    assert [int(row["i"]) for row in rows] == list(range(len(rows)))


def test_a_row_larger_than_the_limit_is_no_answer(pool: Asking) -> None:
    assert pool.outcome("SELECT repeat('x', 3000000)").stopped == "one row of its answer is larger than 1 MB"


def test_what_the_files_say_of_themselves(store: Store, pool: Asking) -> None:
    body = pool.answer("SELECT id FROM events", form="parquet")[1]
    assert pq.read_schema(io.BytesIO(body)).names == ["id"]


FAULTS: list[tuple[str, Any, list[SqlFault]]] = [
    (
        "SELECT id\nFROM evnts",
        None,
        [SqlFault("there is no table evnts in this release: there are events, ", 2, 6, "events")],
    ),
    ("SELECT id,\n  titel FROM events", None, [SqlFault('Referenced column "titel" not found', 2, 3, "title")]),
    ("SELECT 'é', nothing FROM events", None, [SqlFault('Referenced column "nothing" not found', 1, 13, None)]),
    ("SELECT 1 +", None, [SqlFault('syntax error at or near "+"', 1, 10)]),
    ("DROP TABLE events", None, [SqlFault("DROP is not allowed: write one SELECT", 1, 1)]),
    ("-- a\n  DROP TABLE events", None, [SqlFault("DROP is not allowed: write one SELECT", 2, 3)]),
    ("WITH a AS (SELECT 1) DELETE FROM events", None, [SqlFault("DELETE is not allowed: write one SELECT", 1, 1)]),
    ("SELECT 1;\nSELECT 2", None, [SqlFault("there are 2 statements: write one SELECT", 2, 1)]),
    (
        "SELECT getenv('a'),\n  lowr('b')",
        None,
        [SqlFault("the function getenv is not among", 1, 8), SqlFault("the function lowr is not among", 2, 3, "lower")],
    ),
    ("SELECT current_date", None, [SqlFault("current_date is not allowed: without the clock", 1, 8)]),
    ("SELECT title::INTEGER FROM events", None, [SqlFault("Could not convert string ", 1, 13)]),
    ("SELECT 1 + 'a'", None, [SqlFault("Could not ", 1, 10)]),
    ("SELECT $a", None, [SqlFault("there is no value for $a: give params as an object", member="params")]),
    ("SELECT ?, ?", [1], [SqlFault("there is no value for $2: give params as a list", member="params")]),
    ("SELECT 1", {"a": 1}, [SqlFault("the statement has no $a: leave it out", member="params")]),
    ("SELECT * FROM events.participants", None, [SqlFault("participants stands behind a dot", 1, 22)]),
]


@pytest.mark.parametrize(("sql", "params", "expected"), FAULTS, ids=[sql for sql, _, _ in FAULTS])
def test_faults_say_what_and_where(pool: Asking, sql: str, params: Any, expected: list[SqlFault]) -> None:
    found = pool.outcome(sql, params).faults
    assert [msgspec.structs.replace(one, reason="", suggestion=None) for one in found] == [
        msgspec.structs.replace(one, reason="", suggestion=None) for one in expected
    ]
    for one, right in zip(found, expected, strict=True):
        assert one.reason.startswith(right.reason)
        assert right.suggestion in (None, one.suggestion)


HARMLESS = [
    "SELECT 1;",
    "(SELECT 1)",
    "FROM events",
    "FROM events SELECT id",
    "VALUES (1), (2)",
    "SELECT 'DROP TABLE events; --' AS x",
    "SELECT 1 -- ; DROP TABLE events",
    "SELECT 1 AS \"read_csv('/etc/passwd')\"",
    "SELECT '\uff33\uff25\uff2c\uff25\uff23\uff34 ❤ \u202e' AS x",
    "WITH now AS (SELECT 1 AS x) SELECT now.x FROM now",
    'SELECT id AS "user" FROM events ORDER BY "user"',
    "SELECT * EXCLUDE (summary) FROM events",
    "SELECT COLUMNS('i.*') FROM events",
    "SELECT EVENTS.ID FROM Events",
    "SELECT DISTINCT ON (type) id, type FROM events ORDER BY type, id",
    "SELECT * FROM events e, unnest(e.participants) p",
    "SELECT e.id FROM events e SEMI JOIN event_participants p ON p.event = e.id",
    "SELECT e.id, s.status FROM events e ASOF JOIN event_status s ON e.id = s.event AND e.known_on >= s.as_of_from",
    "SELECT CAST(value.low AS BIGINT), value.low::VARCHAR, TRY_CAST(statement AS INTEGER) FROM claims",
    "SELECT extract(year FROM known_on), known_on + INTERVAL 1 DAY, known_on BETWEEN '2020-01-01' AND '2025-01-01' FROM claims",
    "SELECT title[1:3], substring(title FROM 2 FOR 3), position('a' IN title), trim(title), title LIKE 'A%' FROM events",
    "SELECT title SIMILAR TO 'A.*', title ~ 'A.*', title NOT ILIKE 'a%', title IS DISTINCT FROM 'x' FROM events",
    "SELECT first_value(id) OVER w, ntile(4) OVER w, sum(1) FILTER (WHERE tier = 'curated') OVER w FROM events "
    "WINDOW w AS (PARTITION BY category ORDER BY known_on ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
    "SELECT [x.entity FOR x IN participants IF x.role = 'developer'] FROM events",
    "SELECT list_reduce([1, 2, 3], lambda a, b: a + b), list_sort([3, 1]), map_keys(MAP {'a': 1}), struct_pack(a := 1)",
    "SELECT 7 // 2, 7 % 2, 2 ** 3, -1, NOT true, 1 << 2, 'a' || 'b', 5 IN (1, 5), 1 <> 2",
    "SELECT count(*) FROM events GROUP BY GROUPING SETS ((type), (category), ())",
    "SELECT json_extract('{\"a\": 1}', '$.a'), '{\"a\": 1}'::JSON ->> 'a', to_json({'a': 1})",
    "SELECT id FROM events UNION BY NAME SELECT id, kind FROM claims",
    "SELECT id FROM events WHERE id = ANY (SELECT subject FROM claims) LIMIT 3 OFFSET 1",
    "SELECT quantile_cont(x, [0.25, 0.5]), approx_quantile(x, 0.5), mode(x), histogram(x) FROM range(10) t(x)",
    "SELECT id FROM events ORDER BY title COLLATE NOCASE NULLS LAST LIMIT 3",
    "SELECT * FROM events NATURAL JOIN (SELECT event AS id FROM event_status)",
    "SELECT epoch(known_on), strftime(known_on, '%Y'), date_diff('day', known_on, DATE '2026-01-01'), last_day(known_on) FROM claims",
]


@pytest.mark.parametrize("sql", HARMLESS)
def test_what_is_plain_sql_is_answered(pool: Asking, sql: str) -> None:
    outcome = pool.outcome(sql)
    assert (outcome.faults, outcome.stopped) == ([], None)
    assert outcome.columns
    assert outcome.rows >= 0
