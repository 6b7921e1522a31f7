"""Paths of SQL: statements over a release, and what they may name."""

from asyncio import to_thread
from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get, post
from msgspec import Meta, Struct

from api.addresses import address, base_url
from api.answering import Asking, archive_of, check_accepts, encoded, report_url, settings_of
from api.caching import MOVING, PINNED, VARY, etag_of, is_fresh
from api.citing import LICENCE
from api.encoding import negotiated
from api.envelope import Links
from api.errors import ProblemError, ProblemPart
from api.formats.catalogue import JSON
from api.formats.negotiating import accepted
from api.in_process import TRUSTED
from api.operations import sql_operation, sql_schema_operation
from api.parameters import RELEASE, Parameter, known_names
from api.posted import MOST_BYTES
from api.query_string import read_pairs
from api.reading import Reading
from api.sql_answering import SqlAnswer, SqlLinks, SqlResponse, Statement
from api.sql_question import JSON_ROWS, OFFERED, SqlQuestion, read_question
from dataset.user_sql.described import sql_schema, table_names
from dataset.user_sql.job import Job
from dataset.user_sql.pool import Pool
from schemas.answers_sql import SqlSchema

PATH = "/v1/sql"


class SqlSchemaMeta(Struct, kw_only=True):
    """What the answer rests on."""

    release: Annotated[str, Meta(description="Release that is described.")]
    data_date: Annotated[date, Meta(description="Day up to which that release speaks.")]
    warnings: Annotated[list[str], Meta(description="What may surprise.")] = []


class SqlSchemaAnswer(Struct, kw_only=True):
    """What a statement may name."""

    data: Annotated[SqlSchema, Meta(description="Tables and functions.")]
    meta: Annotated[SqlSchemaMeta, Meta(description="What the answer rests on.")]
    links: Annotated[Links, Meta(description="Addresses.")]


ASKED = [
    Parameter(
        "release",
        "Release that is described: a version or an alias, `latest` where not given.",
        {"type": "string", "pattern": RELEASE, "maxLength": 20},
    )
]


@post(
    PATH,
    operation_class=sql_operation(SqlAnswer),
    operation_id="querySql",
    request_max_body_size=MOST_BYTES,
    status_code=200,
)
async def query_sql(request: Asking) -> Response[bytes]:
    """Rows of a statement in SQL over a release."""
    if settings_of(request).sql == "off" and not request.scope.get(TRUSTED):
        detail = (
            "This service runs no SQL. Download the release (/v1/releases/latest) and ask it with DuckDB, or start a "
            "service of your own with `onrecord serve --sql`."
        )
        raise ProblemError("sql_off", detail)
    return await to_thread(_answered, request, await request.body())


def _answered(request: Asking, body: bytes) -> Response[bytes]:
    asked = read_question(request, body)
    form = OFFERED[asked.format] if asked.format else accepted(request.headers.get("accept"), OFFERED)
    archive, base = archive_of(request), base_url(request, settings_of(request))
    version = archive.resolve(asked.release or "latest")
    if version is None:
        part = ProblemPart("there is no such release: /v1/releases lists them", None, archive.latest, "/release")
        raise ProblemError("not_found", f"There is no release {asked.release}.", [part])
    store = archive.store(version)
    pool: Pool = request.app.state["sql"]
    rows = asked.max_rows or (JSON_ROWS if form is JSON else pool.limits.rows)
    job = Job(
        database=str(store.database),
        tables=table_names(store),
        sql=asked.sql,
        params=asked.params,
        format=form.name,
        max_rows=min(rows, pool.limits.rows),
        out="",
        about=_about(asked, version, store.data_date),
    )
    return SqlResponse(
        pool,
        Statement(
            make=lambda out: msgspec.structs.replace(job, out=out),
            format=form,
            release=version,
            data_date=store.data_date,
            max_rows=job.max_rows,
            links=SqlLinks(
                self_=address(base, PATH),
                schema=address(base, f"{PATH}/schema", [("release", version)]),
                cite=address(base, f"/v1/releases/{version}"),
                report=report_url(request),
            ),
            encoding=negotiated(request.headers.get("accept-encoding")) if form.text else None,
        ),
    )


def _about(asked: SqlQuestion, version: str, data_date: date) -> dict[str, str]:
    return {"release": version, "data_date": str(data_date), "licence": LICENCE, "sql": asked.sql}


@get(
    f"{PATH}/schema",
    operation_class=sql_schema_operation(SqlSchemaAnswer, ASKED),
    operation_id="getSqlSchema",
    sync_to_thread=True,
)
def get_sql_schema(request: Asking) -> Response[bytes]:
    """Tables, columns and functions that a statement may name."""
    check_accepts(request)
    archive, base = archive_of(request), base_url(request, settings_of(request))
    pairs, faults = read_pairs(request.scope["query_string"], known_names(ASKED))
    reading = Reading(pairs, faults)
    version = reading.finish(archive, reading.release(archive))
    cite = address(base, f"{PATH}/schema", [("release", version)])
    self_ = address(base, f"{PATH}/schema", [("release", pairs["release"])] if "release" in pairs else [])
    store = archive.store(version)
    answer = SqlSchemaAnswer(
        data=sql_schema(store),
        meta=SqlSchemaMeta(release=version, data_date=store.data_date),
        links=Links(self_=self_, cite=cite, report=report_url(request, cite)),
    )
    body = msgspec.json.encode(answer)
    etag = etag_of(body, negotiated(request.headers.get("accept-encoding")) or "identity")
    headers = {
        "ETag": etag,
        "Cache-Control": PINNED if reading.pinned() else MOVING,
        "Vary": VARY,
        "Dataset-Release": version,
    }
    if not reading.pinned():
        headers["Content-Location"] = cite
    if is_fresh(request, etag):
        return Response(b"", status_code=304, headers=headers)
    return encoded(request, body, headers)
