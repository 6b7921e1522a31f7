"""The answer to a statement: run in the pool while the client waits, ended when it goes, sent from a file part by part."""

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from api.caching import VARY
from api.envelope import Url
from api.errors import ProblemError, ProblemPart
from api.formats.catalogue import JSON, Format
from api.formats.sending import packer
from dataset.user_sql.job import Job, Outcome, ResultColumn
from dataset.user_sql.pool import Answer, FullError, Pool

PART = 256 * 1024
"""Bytes sent at once."""


class SqlMeta(Struct, kw_only=True):
    """What the answer to a statement rests on."""

    release: Annotated[str, Meta(description="Release that answered.")]
    data_date: Annotated[date, Meta(description="Day up to which that release speaks.")]
    columns: Annotated[list[ResultColumn], Meta(description="Columns of the rows, in their order.")]
    rows: Annotated[int, Meta(description="Number of rows.")]
    max_rows: Annotated[int, Meta(description="Most rows that were given.")]
    truncated: Annotated[bool, Meta(description="Whether there are more rows than these.")]
    elapsed_ms: Annotated[float, Meta(description="Time from reading the statement to its last row, in ms.")]
    warnings: Annotated[list[str], Meta(description="What may surprise.")] = []


class SqlLinks(Struct, kw_only=True, rename={"self_": "self"}):
    """Addresses of the answer."""

    self_: Annotated[Url, Meta(description="Where the statement was posted.")]
    schema: Annotated[Url, Meta(description="Tables and columns of the release.")]
    cite: Annotated[Url, Meta(description="The release: with the statement it gives the same answer for ever.")]
    report: Annotated[Url | None, Meta(description="Where a mistake in the data is reported.")] = None


class SqlAnswer(Struct, kw_only=True):
    """The answer to a statement."""

    data: Annotated[list[dict[str, Any]], Meta(description="Rows, each an object by the names of the columns.")]
    meta: Annotated[SqlMeta, Meta(description="What the answer rests on.")]
    links: Annotated[SqlLinks, Meta(description="Addresses.")]


class Statement(Struct, frozen=True, kw_only=True):
    """A statement ready to run, and what its answer says of it."""

    make: Callable[[str], Job]
    """The job, for the file that the answer goes into."""
    format: Format
    release: str
    data_date: date
    max_rows: int
    links: SqlLinks
    encoding: str | None


class SqlResponse(Response[bytes]):
    """Runs the statement once it is sent."""

    def __init__(self, pool: Pool, statement: Statement) -> None:
        super().__init__(b"")
        self._pool, self._statement = pool, statement

    def to_asgi_response(self, *_arguments: Any, **_named: Any) -> ASGIApp:  # type: ignore[override]
        """The app that sends it."""
        return self._send

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = self._submitted()
        gone = asyncio.create_task(_disconnected(receive))
        done = asyncio.ensure_future(asyncio.wrap_future(asked.future))
        try:
            await asyncio.wait({gone, done}, return_when=asyncio.FIRST_COMPLETED)
            if not gone.done():
                await self._answer(done.result(), gone, send)
        finally:
            gone.cancel()
            if not asked.future.done():
                asked.cancel()
            done.cancel()
            asked.future.add_done_callback(_close)

    def _submitted(self) -> Any:
        try:
            return self._pool.submit(self._statement.make)
        except FullError:
            seconds = math.ceil(self._pool.limits.seconds)
            detail = (
                f"{self._pool.size} statements run and {self._pool.queue} wait, which is as many as may: ask again in "
                f"{seconds} s."
            )
            raise ProblemError("too_many", detail, headers={"Retry-After": str(seconds)}) from None

    async def _answer(self, answer: Answer, gone: "asyncio.Task[None]", send: Send) -> None:
        outcome, statement = answer.outcome, self._statement
        _raise_for(outcome)
        assert answer.file is not None
        headers = {
            "Content-Type": statement.format.content_type,
            "Cache-Control": "no-store",
            "Vary": VARY,
            "Dataset-Release": statement.release,
            "Result-Rows": str(outcome.rows),
            "Result-Truncated": "true" if outcome.truncated else "false",
            **({"Content-Encoding": statement.encoding} if statement.encoding else {}),
        }
        if statement.format is not JSON:
            name = f"onrecord-sql-{statement.release}.{statement.format.extension}"
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        start = [(name.lower().encode(), text.encode("latin-1")) for name, text in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        pack = packer(statement.encoding)
        before, behind = self._around(outcome) if statement.format is JSON else (b"", b"")
        head = before
        while not gone.done() and (part := await asyncio.to_thread(answer.file.read, PART)):
            body = await asyncio.to_thread(pack.compress, head + part)
            head = b""
            await send({"type": "http.response.body", "body": body, "more_body": True})
        if not gone.done():
            body = pack.compress(head + behind) + pack.flush()
            await send({"type": "http.response.body", "body": body, "more_body": False})

    def _around(self, outcome: Outcome) -> tuple[bytes, bytes]:
        """What stands before and behind the rows."""
        statement = self._statement
        warnings = []
        if outcome.truncated:
            warnings.append(
                f"Cut at {outcome.truncated}: there are more rows. Ask for fewer, or for a larger max_rows."
            )
        meta = SqlMeta(
            release=statement.release,
            data_date=statement.data_date,
            columns=outcome.columns,
            rows=outcome.rows,
            max_rows=statement.max_rows,
            truncated=outcome.truncated is not None,
            elapsed_ms=outcome.elapsed_ms,
            warnings=warnings,
        )
        behind = b',"meta":' + msgspec.json.encode(meta) + b',"links":' + msgspec.json.encode(statement.links) + b"}"
        return b'{"data":', behind


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _close(future: "Future[Answer]") -> None:
    """Let go of the file, whether or not it was sent."""
    if not future.cancelled() and future.exception() is None:
        file = future.result().file
        if file is not None:
            file.close()


def _raise_for(outcome: Outcome) -> None:
    if outcome.stopped:
        part = ProblemPart(f"the statement was stopped: {outcome.stopped}", pointer="/sql")
        detail = (
            "The statement was stopped at a limit: ask for fewer rows, join on ids, or download the release and ask it "
            "yourself."
        )
        raise ProblemError("stopped", detail, [part])
    if outcome.faults:
        parts = [
            ProblemPart(one.reason, None, one.suggestion, f"/{one.member}", one.line, one.column)
            for one in outcome.faults
        ]
        raise ProblemError("bad_request", "Mend the statement as said in errors and ask again.", parts)
