"""Counts, hits, series and related records hold the same rows in every format, as lists do."""

import io

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.queries.claims import CLAIMS
from dataset.queries.events import EVENTS
from dataset.queries.grouping import Grouping, columns_counted, row_type
from dataset.queries.projecting import layout
from dataset.queries.related import RelatedItem
from schemas.answers_metrics import MetricKnown, Series
from schemas.search import Hit, NameMatch
from schemas.walk import Column
from tests.asked import Asked
from tests.rows_read import check, in_format, plain, read_csv

COUNTED: dict[str, tuple[Column, ...]] = {
    "/v1/events/stats?group_by=category,participants.role&interval=year": columns_counted(
        row_type(EVENTS), Grouping(fields=[EVENTS.fields["category"], EVENTS.fields["participants.role"]])
    ),
    "/v1/claims/stats?group_by=subject&metric=training_cost&scope=final_run&basis=cumulative&value.currency=USD"
    "&measure=min,median": columns_counted(
        row_type(CLAIMS), Grouping(fields=[CLAIMS.fields["subject"]], measures=["min", "median"])
    ),
    "/v1/search?q=open+weights&limit=40": layout(Hit),
    "/v1/search?q=open+weights&kind=claims&known_at=2025-08-06": layout(Hit),
    "/v1/entities/resolve?name=Open+AI": layout(NameMatch),
    "/v1/metrics?known_at=2025-08-06": layout(MetricKnown),
    "/v1/metrics/revenue/series?limit=20": layout(Series),
}
"""Questions that are no lists of records, with the columns of their rows."""


@pytest.mark.parametrize("target", COUNTED)
def test_counts_hits_and_series(asked: Asked, target: str) -> None:
    expected = asked.json(target)["data"]
    assert expected
    check(asked, target, expected, COUNTED[target])


def test_groups_of_nothing_have_their_count_alone(asked: Asked) -> None:
    (row,) = asked.json("/v1/entities/stats")["data"]
    arrow = pa.ipc.open_stream(in_format(asked, "/v1/entities/stats?", "arrow")).read_all()
    assert arrow.to_pylist() == [{"bin": None, "count": row["count"]}]
    assert read_csv(in_format(asked, "/v1/entities/stats?", "csv").decode())[0]["count.certain"] == str(
        row["count"]["certain"]
    )


@pytest.mark.parametrize(
    "record", ["events/e_openai-open-model-postponed", "sources/s_savedelete-white-house-memo-2026"]
)
def test_related_records_of_every_kind_share_their_columns(asked: Asked, record: str) -> None:
    target = f"/v1/{record}/related?limit=200"
    expected = asked.json(target)["data"]
    assert len({row["type"] for row in expected}) >= 2, expected
    lines = in_format(asked, target, "ndjson").decode().splitlines()
    assert [msgspec.json.decode(line) for line in lines] == expected
    names = [one.name for one in layout(RelatedItem)]
    for form in ("arrow", "parquet"):
        body = in_format(asked, target, form)
        table = pq.read_table(io.BytesIO(body)) if form == "parquet" else pa.ipc.open_stream(body).read_all()
        assert table.schema.names == names == ["type", "id", "reasons", "event", "claim", "entity", "source"]
        rows = [{name: one for name, one in row.items() if one is not None} for row in plain(table.to_pylist())]
        assert rows == expected
    found = read_csv(in_format(asked, target, "csv").decode())
    assert [(row["type"], row["id"]) for row in found] == [(row["type"], row["id"]) for row in expected]
