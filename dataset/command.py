"""The commands of a curator, as a part of the `onrecord` command."""

import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import App, Parameter
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from dataset.audit.command import audit
from dataset.build import STEPS
from dataset.build import build as build_release
from dataset.checks.run import check as check_folder
from dataset.errors import BuildError
from dataset.folders import RECORDS, RELEASES
from dataset.generated import ROOT, stale, write
from dataset.history.command import diff
from dataset.importers.command import app as importing
from dataset.manifest import verify as verify_release
from dataset.problems import Problem
from dataset.publishing.command import publish, verify_address
from dataset.versions import list_versions, next_version

app = App(name="onrecord", help="OnRecord: what the AI industry did, said and promised.")
app.command(importing)
app.command(audit)
app.command(diff)
app.command(publish)


def _shown(folder: Path) -> Path:
    """A path as short as it can be from where the command runs."""
    relative = os.path.relpath(folder)
    return folder if relative.startswith("..") else Path(relative)


@app.command
def check(
    folder: Path | None = None,
    /,
    *,
    format: Annotated[Literal["text", "json"], Parameter(name="--format")] = "text",  # noqa: A002
    data_date: date | None = None,
    warnings: bool = True,
) -> int:
    """Check the records and tell every problem with its place and how to mend it.

    Ends with 0 where nothing is wrong or only warnings stand, and with 1 where there are errors.

    Parameters
    ----------
    folder
        Folder of records, with `stories/` and `entities/` in it. Default: the records of this project.
    format
        `text` for people, `json` for programs: `{"problems": […], "counts": {…}}`.
    data_date
        Day up to which a release would know. A record known later is an error.
    warnings
        Whether warnings are shown, or only counted.
    """
    console = Console(highlight=False, soft_wrap=True)
    chosen = folder or RECORDS
    if not any((chosen / part).is_dir() for part in ("stories", "entities")):
        Console(stderr=True, soft_wrap=True).print(
            f"{chosen} is no folder of records: name the one that holds stories/ and entities/", markup=False
        )
        return 1
    records, problems = check_folder(_shown(chosen), data_date)
    counts = {
        "errors": sum(one.severity == "error" for one in problems),
        "warnings": sum(one.severity == "warning" for one in problems),
        "sources": len(records.sources),
        "entities": len(records.entities),
        "events": len(records.events),
        "claims": len(records.claims),
    }
    if format == "json":
        answer = msgspec.json.encode({"problems": problems, "counts": counts})
        sys.stdout.write(msgspec.json.format(answer, indent=2).decode() + "\n")
    else:
        for problem in problems:
            if problem.severity == "warning" and not warnings:
                continue
            console.print(_told(problem))
        console.print(_summary(counts, problems))
    return 1 if counts["errors"] else 0


def _told(one: Problem) -> str:
    """A problem as compilers tell it."""
    colour = "red" if one.severity == "error" else "yellow"
    lines = [
        f"[bold]{escape(one.file)}:{one.line}:{one.column}:[/] [{colour}]{one.severity}[/] {one.code}: {escape(one.what)}",
        f"    [dim]mend:[/] {escape(one.mend)}",
    ]
    if one.nearest:
        lines.append(f"    [dim]nearest:[/] {escape(one.nearest)}")
    return "\n".join(lines)


def _summary(counts: dict[str, int], problems: list[Problem]) -> str:
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in ("sources", "entities", "events", "claims"))
    often = ", ".join(f"{code} {n}" for code, n in Counter(one.code for one in problems).most_common(5))
    errors, warnings = (
        f"{counts[kind]} {kind[: -1 if counts[kind] == 1 else None]}" for kind in ("errors", "warnings")
    )
    return f"{errors}, {warnings} in {kinds}" + (f" ({often})" if often else "")


@app.command
def generate(*, check: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Make the committed files that follow from declarations: JSON Schemas for editors, the list of checks, the audit of
    the newest release with its complete lists, and the error rates of the second reading.

    Parameters
    ----------
    check
        Change nothing, and end with 1 where a file has drifted.
    """
    console = Console(highlight=False, soft_wrap=True)
    paths = stale() if check else write()
    for path in paths:
        console.print(
            f"{path.as_posix()} {'has drifted: run `onrecord generate`' if check else 'written'}", markup=False
        )
    if not paths:
        console.print(f"every generated file under {_shown(ROOT)} is fresh", markup=False)
    return 1 if check and paths else 0


@app.command
def build(
    folder: Path,
    /,
    *,
    data_date: date,
    version: str | None = None,
    records: Path = RECORDS,
) -> int:
    """Check the records and build a draft of a release, to look at and to try.

    A draft need not say why records changed; `onrecord release` makes the real one.

    Parameters
    ----------
    folder
        Folder of releases to write the draft into. A release before it, where one stands there, is what it is compared with.
    data_date
        Day up to which the release speaks, YYYY-MM-DD. Never taken from the clock.
    version
        Version, YYYY.MM.N. Default: the next number in the month of the data date.
    records
        Folder of records.
    """
    if folder.resolve() == RELEASES.resolve():
        raise BuildError(f"{_shown(folder)} holds releases, not drafts: use `onrecord release`, or name another folder")
    return _built(records, folder, version, data_date, sealed=False)


@app.command
def release(
    *,
    data_date: date,
    version: str | None = None,
    records: Path = RECORDS,
    releases: Path = RELEASES,
) -> int:
    """Make the next release: check the records, build, compare with the release before, seal.

    Writes `<releases>/<version>/`, the manifest last; made twice, it gives the same bytes. Nothing is written where the
    check finds an error, a record changed without a reason, or one vanished without a redirect or tombstone.

    Parameters
    ----------
    data_date
        Day up to which the release speaks, YYYY-MM-DD. Never taken from the clock.
    version
        Version, YYYY.MM.N. Default: the next number in the month of the data date.
    records
        Folder of records.
    releases
        Folder that holds the releases.
    """
    return _built(records, releases, version, data_date, sealed=True)


def _built(records: Path, releases: Path, version: str | None, data_date: date, *, sealed: bool) -> int:
    found, problems = check_folder(_shown(records), data_date)
    errors = [problem for problem in problems if problem.severity == "error"]
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if errors:
        for problem in errors:
            console.print(_told(problem))
        console.print(f"nothing was built: mend the {len(errors)} errors above")
        return 1
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("read and checked", total=STEPS)
        target = build_release(
            found,
            version or next_version(releases, data_date),
            data_date,
            releases,
            lambda step: progress.update(task, advance=1, description=step),
            sealed=sealed,
        )
    return verify(str(target))


@app.command
def verify(release: str | None = None, /) -> int:
    """Prove a release by its hashes; one in a folder also by its schemas and row counts.

    Parameters
    ----------
    release
        Folder of one release, or the address of what is published: https://…, s3://… or file:///…, of one release or of all.
        Default: every release of this project.
    """
    if release and "://" in release:
        return verify_address(release)
    folders = [Path(release)] if release else [RELEASES / version for version in list_versions(RELEASES)]
    if not folders:
        Console(stderr=True, soft_wrap=True).print(
            f"{RELEASES} holds no release: build one with `onrecord build`", markup=False
        )
        return 1
    for folder in folders:
        manifest = verify_release(folder)
        rows = {file.table: file.rows for file in manifest.tables}
        kinds = ", ".join(f"{rows[kind]} {kind}" for kind in ("sources", "entities", "events", "claims"))
        size = sum(file.bytes for file in manifest.tables)
        sys.stdout.write(
            f"{manifest.version} is whole: {len(manifest.tables)} tables, {size:,} bytes, {kinds}, data to {manifest.data_date}\n"
        )
    return 0
