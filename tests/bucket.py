"""A server that speaks S3 over HTTP, for the tests of publishing: real requests, conditional writes, policies."""

import json
import os
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

_NUMBERS = count()


class Quiet(WSGIRequestHandler):
    """No line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


class Bucket:
    """An empty bucket of its own, and what was written into it."""

    def __init__(self, endpoint: str, log: list[tuple[str, str]]) -> None:
        self.name = f"releases-{next(_NUMBERS)}"
        self.endpoint, self._log = endpoint, log
        self._send("PUT", "")

    def address(self, prefix: str = "data") -> str:
        """Address to publish to."""
        return f"s3://{self.name}/{prefix}"

    def environment(self) -> dict[str, str]:
        """Settings under which the bucket is reached."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            # Never the address of a cloud's own metadata service, whatever machine this runs on.
            "AWS_METADATA_ENDPOINT": "http://127.0.0.1:9",
        }

    def puts(self) -> list[str]:
        """Names of what was sent so far, refused writes too."""
        mine = f"/{self.name}/"
        return [
            path.removeprefix(mine)
            for method, path in self._log
            if method == "PUT" and path.startswith(mine) and "?" not in path
        ]

    def deny(self, action: str) -> None:
        """Forbid everybody an action, such as `s3:PutObject`."""
        resource = f"arn:aws:s3:::{self.name}/*"
        statement = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource}
        self._send("PUT", "?policy", json.dumps({"Version": "2012-10-17", "Statement": [statement]}).encode())

    def read(self, name: str) -> tuple[bytes, dict[str, str]]:
        """An object and its headers."""
        with urllib.request.urlopen(self._request("GET", f"/{name}")) as reply:
            return reply.read(), {key.lower(): value for key, value in reply.headers.items()}

    def write(self, name: str, data: bytes) -> None:
        """Write over an object, as somebody with the right to do so might."""
        self._send("PUT", f"/{name}", data)

    def _request(self, method: str, path: str, data: bytes | None = None) -> urllib.request.Request:
        headers = {"Authorization": "AWS tests:tests", "Content-Type": "application/octet-stream"}
        return urllib.request.Request(f"{self.endpoint}/{self.name}{path}", data, headers, method=method)

    def _send(self, method: str, path: str, data: bytes | None = None) -> None:
        with urllib.request.urlopen(self._request(method, path, data)) as reply:
            reply.read()


class Buckets:
    """The server."""

    def __init__(self) -> None:
        self._app = DomainDispatcherApplication(create_backend_app)
        self.log: list[tuple[str, str]] = []
        self.server = make_server("127.0.0.1", 0, self._logged, threaded=True, request_handler=Quiet)

    def _logged(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        self.log.append((environ["REQUEST_METHOD"], environ["PATH_INFO"] + query))
        answer: Iterable[bytes] = self._app(environ, start)
        return answer

    def bucket(self) -> Bucket:
        """A new one."""
        return Bucket(f"http://127.0.0.1:{self.server.server_port}", self.log)


@contextmanager
def serving_buckets() -> Iterator[Buckets]:
    """A server, stopped at the end."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    buckets = Buckets()
    thread = threading.Thread(target=buckets.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield buckets
    finally:
        buckets.server.shutdown()
        thread.join(10)
        buckets.server.server_close()
