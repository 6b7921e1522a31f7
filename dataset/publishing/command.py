"""`onrecord publish`, and `onrecord verify` of what is published."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from dataset.errors import ReleaseError
from dataset.folders import RELEASES
from dataset.publishing.reading import verify_at
from dataset.publishing.sending import Published, Step
from dataset.publishing.sending import publish as publish_releases
from dataset.publishing.withdrawn import withheld
from dataset.versions import list_versions
from schemas.release import files_of


def publish(
    address: str,
    /,
    *,
    release: str | None = None,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
    releases: Path = RELEASES,
) -> int:
    """Publish sealed releases to a folder or a bucket: data first, manifest last, then the index and the aliases.

    May be cut and run again: what is there already is not sent twice, and a published version is never written over.
    Credentials and endpoint of a bucket come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL.

    Parameters
    ----------
    address
        `file:///folder` or `s3://bucket/prefix`.
    release
        Version to publish. Default: the newest.
    all_
        Publish every version that is not published yet.
    releases
        Folder that holds the releases.
    """
    versions = list_versions(releases)
    if not versions:
        raise ReleaseError(f"{releases}: holds no release: make one with `onrecord release`")
    if release and all_:
        raise ReleaseError("--release and --all exclude each other: give one of them")
    if release and release not in versions:
        raise ReleaseError(f"there is no release {release} in {releases}: choose from {', '.join(versions)}")
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    chosen = versions if all_ else [release or versions[-1]]
    kept_back = withheld(releases, chosen)
    if all_:
        for version, ids in kept_back.items():
            console.print(f"{version} is left out: it holds {', '.join(ids)}, withheld by yanked.json", markup=False)
        chosen = [version for version in chosen if version not in kept_back]
    with _progress(console) as progress:
        task = progress.add_task("proving", total=None)

        def shown(step: Step) -> None:
            progress.update(task, description=step.name, completed=step.sent, total=step.total)

        done = publish_releases(address, releases, chosen, shown)
    for one in done:
        sys.stdout.write(f"{_told(one)} at {address.rstrip('/')}/releases/{one.version}/\n")
        if one.version in kept_back:
            console.print(
                f"{one.version} stands there and holds {', '.join(kept_back[one.version])}, withheld by yanked.json: "
                "remove its files there by hand if they must not be read",
                markup=False,
            )
    return 0


def _told(one: Published) -> str:
    if one.was_there:
        return f"{one.version} was published before, with the same content: nothing to send,"
    return f"{one.version} is published, {one.sent} files and the manifest sent,"


def verify_address(address: str) -> int:
    """Prove what is published under an address, and tell it in a line for each release."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with _progress(console) as progress:
        task = progress.add_task("reading", total=None)
        found = verify_at(address, lambda name: progress.update(task, description=name))
    for manifest in found:
        files = files_of(manifest)
        sys.stdout.write(
            f"{manifest.version} is whole: {len(files)} files, {sum(file.bytes for file in files):,} bytes, "
            f"data to {manifest.data_date}\n"
        )
    return 0


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<40}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress
