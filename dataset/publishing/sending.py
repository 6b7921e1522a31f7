"""Publish releases: data first, the manifest last, then withdrawals, the index, and the aliases at the very end."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from dataset.publishing.index import add_to_index, point_aliases, until
from dataset.publishing.places import JSON, NEVER_CHANGES, YANKED_AT, media_types, release_file
from dataset.publishing.plan import Plan, plans, sealed, sha256, stands
from dataset.publishing.target import Target
from dataset.publishing.telling import PublishError
from dataset.publishing.withdrawn import send_yanked, withheld
from dataset.versions import MANIFEST
from schemas.release import OtherFile, TableFile
from schemas.yanked import YANKED


class Step(Struct, frozen=True):
    """One write, told right before it and right after it."""

    name: str
    """File that is written, relative to the address."""
    done: bool
    sent: int
    """Bytes of releases sent so far."""
    total: int
    """Bytes of releases to send."""


class Published(Struct, frozen=True):
    """What became of one version."""

    version: str
    sent: int
    """Files sent; the others were there already."""
    was_there: bool
    """The whole version was published before."""


def publish(
    address: str, releases: Path, versions: list[str], on_step: Callable[[Step], None] = lambda _step: None
) -> list[Published]:
    """Publish versions that stand in the folder `releases` under `address` (`file:///…` or `s3://…`).

    Each is proved first; where anything stands in the way of one, nothing is sent. A reader never meets a half of
    anything: a version counts once its manifest is there, and index and aliases only name such versions. May be cut at any
    moment and run again, and by several at once. Raises `DatasetError` that says what to do.
    """
    kept_back = withheld(releases, versions)
    target = Target(address, writable=True)
    with target.alone():
        planned = plans(target, [releases / version for version in versions])
        problems = [
            f"{plan.folder}: holds {', '.join(kept_back[plan.manifest.version])}, withheld by {releases / YANKED}, and is not "
            "published yet: publish a release without it"
            for plan in planned
            if plan.manifest.version in kept_back and not plan.sealed
        ]
        if problems:
            raise PublishError("\n".join([*problems, "nothing was published"]))
        sender = _Sender(target, planned, on_step)
        done = [sender.version(plan) for plan in planned]
        yanked = releases / YANKED
        if yanked.is_file():
            data = yanked.read_bytes()
            until(lambda: send_yanked(target, data, str(yanked), sender.write), target.shown(YANKED_AT))
        add_to_index(target, (plan.entry for plan in planned), sender.write)
        point_aliases(target, sender.write)
    return done


class _Sender:
    def __init__(self, target: Target, planned: list[Plan], on_step: Callable[[Step], None]) -> None:
        self.target, self.on_step, self.sent = target, on_step, 0
        self.total = sum(file.bytes for plan in planned for file in plan.missing)

    def write(self, name: str, action: Callable[[], bool], size: int = 0) -> bool:
        """One write between its two steps."""
        self.on_step(Step(name, False, self.sent, self.total))
        written = action()
        self.sent += size
        self.on_step(Step(name, True, self.sent, self.total))
        return written

    def version(self, plan: Plan) -> Published:
        version = plan.manifest.version
        if plan.sealed:
            return Published(version, 0, was_there=True)
        media = media_types(plan.manifest)
        for file in plan.missing:
            self._file(plan.folder, version, file, media[file.name])
        name = release_file(version, MANIFEST)
        if not self.write(name, lambda: self.target.create(name, plan.raw, JSON, NEVER_CHANGES)):
            sealed(self.target, version, plan.raw)  # somebody else came first: with the same, or this raises
        return Published(version, len(plan.missing), was_there=False)

    def _file(self, folder: Path, version: str, file: TableFile | OtherFile, media_type: str) -> None:
        data = (folder / file.name).read_bytes()
        if sha256(data) != file.sha256:
            raise PublishError(
                f"{folder / file.name}: changed while it was being published; the version is not sealed and nobody sees it: "
                "restore the folder and run the same command again"
            )
        name = release_file(version, file.name)
        if not self.write(name, lambda: self.target.create(name, data, media_type, NEVER_CHANGES), file.bytes):
            stands(self.target, version, file)
