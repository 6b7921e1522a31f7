"""Settings of the service: read once from the environment, nowhere else."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields, replace

from dataset.errors import DatasetError
from dataset.folders import RELEASES
from dataset.user_sql.job import Limits

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onrecord"


SWITCH = ("auto", "on", "off")
"""What `sql` takes."""


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
    sql: Annotated[
        str,
        Meta(
            description="`on` or `off`: whether `POST /v1/sql` runs statements; `auto` has it on where the service listens on loopback alone."
        ),
    ] = "auto"
    sql_seconds: Annotated[float, Meta(gt=0, le=600, description="Seconds that a statement may take.")] = 5.0
    sql_memory_mb: Annotated[int, Meta(ge=64, le=65_536, description="Memory that a statement may take, in MB.")] = 512
    sql_rows: Annotated[int, Meta(ge=1, le=10_000_000, description="Most rows of the answer to a statement.")] = 100_000
    sql_processes: Annotated[
        int,
        Meta(ge=1, le=64, description="Statements that run at once, each in a process of its own, for each worker."),
    ] = 2
    sql_queue: Annotated[int, Meta(ge=0, le=1000, description="Statements that may wait; one more is a 429.")] = 8
    log_level: Annotated[str, Meta(description="`info` logs each request, `warning` only what went wrong.")] = "warning"


class SettingsError(DatasetError):
    """A setting that cannot be read; the message says which and what it takes."""


def variable(name: str) -> str:
    """Environment variable of a setting."""
    return f"ONRECORD_{name.upper()}"


def from_environment(*, releases: Path | None = None, cache: Path | None = None, sql: bool | None = None) -> Settings:
    """Settings as the environment has them, an empty variable counting as not given; arguments go before it. Raises
    `SettingsError`."""
    given: dict[str, Any] = {
        field.name: text for field in fields(Settings) if (text := os.environ.get(variable(field.name)))
    }
    given |= {name: path for name, path in (("releases", releases), ("cache", cache)) if path}
    for name in ("releases", "cache"):
        if name in given:
            given[name] = Path(given[name]).absolute()
    if sql is not None:
        given["sql"] = "on" if sql else "off"
    elif given.get("sql", "auto") not in SWITCH:
        raise SettingsError(f"{variable('sql')}: {given['sql'][:40]!r} is none of {', '.join(SWITCH)}")
    hints = get_type_hints(Settings, include_extras=True)
    for name in ("sql_seconds", "sql_memory_mb", "sql_rows", "sql_processes", "sql_queue"):
        if name in given:
            try:
                given[name] = msgspec.convert(given[name], hints[name], strict=False)
            except msgspec.ValidationError as error:
                raise SettingsError(f"{variable(name)}: {given[name][:40]!r} does not fit: {error}") from None
    return Settings(**given)


def with_sql_for(settings: Settings, host: str | None) -> Settings:
    """Settings in which `sql` is settled for an address listened on; `auto` is off where that is not known."""
    if settings.sql != "auto":
        return settings
    return replace(settings, sql="on" if host is not None and is_loopback(host) else "off")


def limits_of(settings: Settings) -> Limits:
    """Limits of statements."""
    return Limits(seconds=settings.sql_seconds, memory_mb=settings.sql_memory_mb, rows=settings.sql_rows)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def to_environment(settings: Settings) -> None:
    """Hand settings on to processes started from this one."""
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value is not None:
            os.environ[variable(field.name)] = str(value)
