"""The app asked from within the process, for tests that need no server."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar.types import ASGIApp

from api.in_process import Reply, ask


class Asked:
    """An app with short ways to ask it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, target: str, **headers: str) -> Reply:
        """GET a target; keyword arguments are headers, `_` standing for `-`."""
        return ask(self.app, target, {name.replace("_", "-"): value for name, value in headers.items()})

    def json(self, target: str, status: int = 200, **headers: str) -> Any:
        """The body of a GET as plain data, after its status was found right."""
        reply = self.get(target, **headers)
        assert reply.status == status, f"{target}: {reply.status} {reply.body[:500]!r}"
        return msgspec.json.decode(reply.body)

    def ids(self, target: str) -> list[str]:
        """Ids of the rows of a list, over all its pages."""
        found: list[str] = []
        following: str | None = target
        while following:
            page = self.json(following)
            found += [row["id"] for row in page["data"]]
            following = path_of(page["links"]["next"])
        return found


def path_of(address: str | None) -> str | None:
    """Path and query of an address of this service."""
    return "/" + address.split("/", 3)[3] if address else None


def parts(problem: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    """Reason and suggestion of each fault of a problem, by parameter."""
    return {one["parameter"]: (one["reason"], one.get("suggestion")) for one in problem["errors"]}
