"""The same question holds the same rows in every format, read back by the libraries that people use."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import duckdb
import msgspec
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.formats.catalogue import ROW_FORMATS
from dataset.queries.catalogue import COLLECTIONS
from dataset.queries.collection import Collection
from dataset.queries.examples import example_rows, example_values
from dataset.queries.filters import read_conditions
from dataset.queries.order import sort_terms
from dataset.queries.projecting import columns_of, field_paths, layout, layout_with, tree_of
from dataset.queries.writers import CsvWriter, Shape
from dataset.store.store import Store
from tests.asked import Asked
from tests.rows_read import check, every_row, in_format, read_csv

LISTS = [one for one in COLLECTIONS if not one.needs]


@pytest.fixture(scope="module")
def filters(store: Store) -> dict[str, dict[str, str]]:
    """A value for each filter of each collection, as it is written."""
    return {one.name: written(one, example_values(example_rows(store, one, store.data_date), one)) for one in LISTS}


def written(collection: Collection, values: dict[str, Any]) -> dict[str, str]:
    """Values as they stand in an address, those that may be asked alone."""
    found = {name: text_of(value) for name, value in values.items()}
    return {name: text for name, text in found.items() if not read_conditions(collection.filters, [(name, text)])[1]}


def text_of(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(text_of, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 2**32))
def test_random_questions(asked: Asked, store: Store, filters: dict[str, dict[str, str]], seed: int) -> None:
    drawn = Random(seed)
    collection = drawn.choice(LISTS)
    known = filters[collection.name]
    query = {name: known[name] for name in drawn.sample(sorted(known), drawn.randint(0, 2))}
    day = store.data_date - timedelta(days=drawn.randint(0, 900))
    query["known_at"] = str(day)
    if drawn.random() < 0.5:
        query["sort"] = drawn.choice(sort_terms(collection.fields))
    if collection.outcomes and drawn.random() < 0.5:
        query["outcomes_at"] = str(day + timedelta(days=drawn.randint(0, (store.data_date - day).days)))
    further = ("outcome_at",) if "outcomes_at" in query else ()
    columns = layout_with(collection.row, further)
    if drawn.random() < 0.5:
        paths = [one for one in field_paths(collection.row) if not one.startswith("outcome_at") or further]
        asked_for = drawn.sample(paths, drawn.randint(1, 6))
        query["fields"] = ",".join(asked_for)
        columns = columns_of(columns, tree_of(["id", *asked_for]))
    size = drawn.choice(["all", "1", "7", "1000", "sample"])
    target = f"/v1/{collection.name}?{urlencode(query)}"
    if read_conditions(collection.filters, [pair for pair in query.items() if pair[0] in known])[1]:
        return  # some filters do not go together
    if size == "all":
        check(asked, f"{target}&limit=all", every_row(asked, f"{target}&limit=1000"), columns)
    elif size == "sample" and "sort" not in query:
        check(asked, f"{target}&sample=5&seed=3", asked.json(f"{target}&sample=5&seed=3")["data"], columns)
    else:
        limit = "50" if size == "sample" else size
        check(asked, f"{target}&limit={limit}", asked.json(f"{target}&limit={limit}")["data"], columns)


@pytest.mark.parametrize("collection", LISTS, ids=lambda one: one.name)
def test_whole_collections(asked: Asked, collection: Collection) -> None:
    target = f"/v1/{collection.name}?"
    expected = every_row(asked, f"{target}limit=1000")
    assert len(expected) > 10
    check(asked, f"{target}limit=all", expected, layout(collection.row))


def test_types_are_kept_and_described(asked: Asked) -> None:
    target = "/v1/claims?limit=all&known_at=2025-08-06"
    schema = pa.ipc.open_stream(in_format(asked, target, "arrow")).schema
    assert schema.field("known_on").type == pa.date32()
    assert schema.field("asserted").type.field("earliest").type == pa.date32()
    assert schema.field("value").type.field("low").type == pa.float64()
    assert pa.types.is_list(schema.field("speakers").type)
    assert not schema.field("id").nullable
    for field in schema:
        assert field.metadata[b"description"], field.name
    said = {name.decode(): text.decode() for name, text in schema.metadata.items()}
    assert said["onrecord:known_at"] == "2025-08-06"
    assert said["onrecord:cite"].endswith(
        f"limit=all&release={said['onrecord:release']}&known_at=2025-08-06&format=arrow"
    )
    assert [one["name"] for one in json.loads(said["onrecord:columns"])] == schema.names


def test_other_readers_read_them(asked: Asked, tmp_path: Path) -> None:
    rows = every_row(asked, "/v1/events?limit=1000")
    ids, days = [row["id"] for row in rows], [date.fromisoformat(row["known_on"]) for row in rows]
    for form in ROW_FORMATS:
        path = tmp_path / f"events.{form}"
        path.write_bytes(in_format(asked, "/v1/events?limit=all", form))
    parquet = polars.read_parquet(tmp_path / "events.parquet")
    stream = polars.read_ipc_stream(tmp_path / "events.arrow")
    text = polars.read_csv(tmp_path / "events.csv", try_parse_dates=True)
    for frame in (parquet, stream, text):
        assert frame["id"].to_list() == ids
        assert frame["known_on"].to_list() == days
    for reader in ("read_parquet", "read_csv", "read_json"):
        form = {"read_json": "ndjson"}.get(reader, reader.removeprefix("read_"))
        found = duckdb.execute(f"SELECT id, known_on FROM {reader}('{tmp_path}/events.{form}')").fetchall()
        assert found == list(zip(ids, days, strict=True)), reader
    listed = duckdb.execute(f"SELECT len(participants) FROM read_parquet('{tmp_path}/events.parquet')").fetchall()
    assert [one for (one,) in listed] == [len(row["participants"]) for row in rows]


def test_null_is_not_empty_and_nothing_breaks_a_line(store: Store) -> None:
    collection = next(one for one in LISTS if one.name == "sources")
    row = example_rows(store, collection, store.data_date)[0]
    hard = ["", ' a,"b"\r\nc\n', "“é” ~ ;\t", None]
    rows = [msgspec.structs.replace(row, title=text) for text in hard]
    columns = columns_of(layout(collection.row), {"id": None, "title": None})
    writer = CsvWriter(Shape(columns=columns, tree=None, about={}))
    text = (writer.start() + writer.part(rows) + writer.end()).decode()
    assert [one["title"] for one in read_csv(text)] == hard
    assert text.startswith(f'id,title\r\n{row.id},""\r\n')
    assert text.endswith(f"{row.id},\r\n")


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_no_rows_are_an_answer_too(asked: Asked, form: str) -> None:
    for limit in ("5", "all"):
        body = in_format(asked, f"/v1/events?date__lt=1990&limit={limit}", form)
        if form == "csv":
            assert (body.count(b"\r\n"), read_csv(body.decode())) == (1, [])
        elif form == "ndjson":
            assert body == b""
        else:
            read = pq.read_table(io.BytesIO(body)) if form == "parquet" else pa.ipc.open_stream(body).read_all()
            assert (read.num_rows, "participants" in read.schema.names) == (0, True)
