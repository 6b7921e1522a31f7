"""The `onrecord` command: what curators do, and serving."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number
from rich.console import Console

import api
from api.logs import configure
from api.serve import ServeError
from api.serve import serve as serve_releases
from api.settings import from_environment
from dataset.command import app as curating
from dataset.errors import DatasetError
from dataset.versions import software_version

app: App = curating
app.version = software_version()

CONTRACT = Path(api.__file__).parent.parent / "openapi.yaml"
"""The committed contract."""


@app.command
def serve(
    *,
    host: Annotated[str, Parameter(env_var="HOST")] = "127.0.0.1",
    port: Annotated[int, Parameter(env_var="PORT", validator=Number(gte=1, lte=65535))] = 8000,
    workers: Annotated[int, Parameter(validator=Number(gte=1, lte=64))] = 1,
    releases: Path | None = None,
    cache: Path | None = None,
    sql: bool | None = None,
) -> int:
    """Serve the releases over HTTP until stopped.

    Every release is proved by its hashes first, and the latest one is prepared into the cache.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on.
    workers
        Number of processes.
    releases
        Folder of releases. Default: ONRECORD_RELEASES, else those of this project.
    cache
        Folder for prepared databases; may be emptied any time. Default: ONRECORD_CACHE, else the user's cache folder.
    sql
        Run statements posted to /v1/sql. Default: ONRECORD_SQL, else only where this machine alone reaches the host.
    """
    serve_releases(from_environment(releases=releases, cache=cache, sql=sql), host, port, workers)
    return 0


@app.command
def openapi(*, check: Annotated[bool, Parameter(negative="")] = False, releases: Path | None = None) -> int:
    """Write openapi.yaml from the app and the latest release.

    Parameters
    ----------
    check
        Change nothing, and end with 1 where the file has drifted.
    releases
        Folder of releases. Default: ONRECORD_RELEASES, else those of this project.
    """
    from api.app import litestar_app
    from api.openapi_file import as_yaml, spec_of

    settings = from_environment(releases=releases)
    configure(settings.log_level)
    app_ = litestar_app(settings)
    try:
        text = as_yaml(spec_of(app_))
    finally:
        app_.state.archive.close()
    if check:
        if CONTRACT.is_file() and CONTRACT.read_bytes() == text:
            return 0
        sys.stderr.write(f"{CONTRACT.name} has drifted from the app or the latest release: run `onrecord openapi`\n")
        return 1
    CONTRACT.write_bytes(text)
    return 0


def main() -> None:
    """Run the command line. What a person can mend is told in a sentence, without a traceback."""
    try:
        app()
    except (DatasetError, ServeError) as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(error), markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
