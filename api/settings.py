"""Settings of the service: read once from the environment, nowhere else."""

import os
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import fields

from dataset.folders import RELEASES

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onrecord"


class Settings(Struct, frozen=True, kw_only=True):
    """Every setting, each from the environment variable `ONRECORD_<NAME>`."""

    releases: Annotated[Path, Meta(description="Folder of releases; the committed ones where not given.")] = RELEASES
    cache: Annotated[
        Path, Meta(description="Folder for databases prepared from releases; may be emptied any time.")
    ] = _CACHE
    public_url: Annotated[
        str | None,
        Meta(description="Address under which the service is reached, for links; that of the request where not given."),
    ] = None
    report_url: Annotated[
        str | None,
        Meta(
            description="Where mistakes in the data are reported, `{cite}` in it standing for the address of the answer; `links.report` is null where not given."
        ),
    ] = None
    log_level: Annotated[str, Meta(description="`info` logs each request, `warning` only what went wrong.")] = "warning"


def variable(name: str) -> str:
    """Environment variable of a setting."""
    return f"ONRECORD_{name.upper()}"


def from_environment(*, releases: Path | None = None, cache: Path | None = None) -> Settings:
    """Settings as the environment has them, an empty variable counting as not given; arguments go before it."""
    given: dict[str, Any] = {
        field.name: text for field in fields(Settings) if (text := os.environ.get(variable(field.name)))
    }
    given |= {name: path for name, path in (("releases", releases), ("cache", cache)) if path}
    for name in ("releases", "cache"):
        if name in given:
            given[name] = Path(given[name]).absolute()
    return Settings(**given)


def to_environment(settings: Settings) -> None:
    """Hand settings on to processes started from this one."""
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value is not None:
            os.environ[variable(field.name)] = str(value)
