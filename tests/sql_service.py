"""The service asked in SQL, for tests."""

from typing import Any

import msgspec

from api.app import litestar_app
from api.in_process import Reply, ask
from api.settings import Settings
from api.wrapper import Wrapper
from tests.asked import Asked


class Service(Asked):
    """The service with a short way to ask it in SQL."""

    def __init__(self, settings: Settings) -> None:
        self.inner = litestar_app(settings)
        super().__init__(Wrapper(self.inner))

    def post(self, body: Any, **headers: str) -> Reply:
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        return ask(self.app, "/v1/sql", {"Content-Type": "application/json", **given}, method="POST", body=raw)

    def put(self, sql: str, **members: Any) -> Any:
        reply = self.post({"sql": sql, **members})
        assert reply.status == 200, reply.body
        return msgspec.json.decode(reply.body)

    def close(self) -> None:
        self.inner.state.archive.close()
        self.inner.state.sql.close()
