"""A place that holds published files, a folder or a bucket or a web server: read, create, replace if unchanged."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from msgspec import Struct
from obstore.exceptions import AlreadyExistsError, PreconditionError
from obstore.store import HTTPStore, LocalStore, S3Store

from dataset.publishing.telling import PublishError, told

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_LOCK = ".publishing.lock"
_STAGED = re.compile(r".+#[0-9]+")
"""Name under which the store of a folder writes a file before it takes its own name."""

_CHUNK = 1 << 20
_CLIENT: "ClientConfig" = {"timeout": timedelta(minutes=10), "connect_timeout": timedelta(seconds=10)}
_RETRY: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}


class Held(Struct, frozen=True):
    """A small file as it was read."""

    data: bytes
    e_tag: str | None
    """Changes with the content where the store keeps one."""


class Measured(Struct, frozen=True):
    """Size and hash of a file, found by reading all of it."""

    bytes: int
    sha256: str


class Target:
    """Files under an address. Names are relative, with `/`. All methods raise `PublishError`."""

    def __init__(self, address: str, *, writable: bool = False) -> None:
        """`file:///folder`, `s3://bucket/prefix`, or, to read alone, `http(s)://host/path`."""
        self.address = address.rstrip("/")
        self.folder: Path | None = None
        self._store: LocalStore | S3Store | HTTPStore
        parts = urlsplit(address)
        with told(self.address):
            if parts.query or parts.fragment:
                raise PublishError(
                    f"{address}: an address with a query is not understood: leave out what follows ? or #"
                )
            if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
                self.folder = Path(unquote(parts.path))
                if self.folder.exists() and not self.folder.is_dir():
                    raise PublishError(f"{self.address}: is a file, not a folder: name a folder")
                if writable:
                    self.folder.mkdir(parents=True, exist_ok=True)
                self._store = LocalStore(self.folder)
            elif parts.scheme == "s3" and parts.netloc:
                self._store = S3Store(
                    parts.netloc,
                    prefix=unquote(parts.path).strip("/") or None,
                    # Options given here replace those of the environment, so this one is taken from it by hand.
                    client_options={**_CLIENT, "allow_http": os.environ.get("AWS_ALLOW_HTTP", "") in ("1", "true")},
                    retry_config=_RETRY,
                )
            elif parts.scheme in ("http", "https") and parts.netloc and not writable:
                self._store = HTTPStore(
                    self.address, client_options={**_CLIENT, "allow_http": True}, retry_config=_RETRY
                )
            else:
                ways = "file:///folder or s3://bucket/prefix" + ("" if writable else " or https://host/path")
                raise PublishError(f"{address!r} is no address of a place for releases: write {ways}")

    def shown(self, name: str) -> str:
        """Address of a file."""
        return f"{self.address}/{name}"

    def read(self, name: str) -> Held | None:
        """A small file, whole; null where it is not there."""
        with told(self.shown(name)):
            try:
                found = obstore.get(self._store, name)
                return Held(found.bytes().to_bytes(), found.meta["e_tag"])
            except FileNotFoundError as error:
                _check_bucket(error)
                return None

    def names(self, under: str) -> set[str]:
        """Names of the files in a folder; none where it is not there."""
        with told(self.shown(under)):
            return {one["path"] for chunk in obstore.list(self._store, f"{under}/") for one in chunk}

    def measure(self, name: str) -> Measured | None:
        """Size and hash of a file, read as a stream; null where it is not there."""
        with told(self.shown(name)):
            try:
                found = obstore.get(self._store, name)
            except FileNotFoundError as error:
                _check_bucket(error)
                return None
            size, digest = 0, hashlib.sha256()
            for chunk in found.stream(_CHUNK):
                size += len(chunk)
                digest.update(chunk)
            return Measured(size, digest.hexdigest())

    def create(self, name: str, data: bytes, media_type: str, cache: str) -> bool:
        """Write a file that is not there yet, whole or not at all; false where one is there, which stays as it is."""
        with told(self.shown(name)):
            try:
                self._put(name, data, media_type, cache, "create")
            except AlreadyExistsError:
                return False
            return True

    def replace(self, name: str, data: bytes, media_type: str, cache: str, held: Held | None) -> bool:
        """Write over the file as it was `held` (null: not there); false where it is no longer so, and stays as it is."""
        if held is None:
            return self.create(name, data, media_type, cache)
        if self.folder:  # the store of a folder cannot compare; `alone` keeps the others out meanwhile
            if self.read(name) != held:
                return False
            with told(self.shown(name)):
                self._put(name, data, media_type, cache, "overwrite")
            return True
        if held.e_tag is None:
            raise PublishError(f"{self.shown(name)}: the store gives no ETag, so that it cannot be replaced safely")
        with told(self.shown(name)):
            try:
                self._put(name, data, media_type, cache, {"e_tag": held.e_tag})
            except PreconditionError:
                return False
            return True

    def _put(self, name: str, data: bytes, media_type: str, cache: str, mode: "obstore.PutMode") -> None:
        if not self.folder:
            attributes = {"Content-Type": media_type, "Cache-Control": cache}
            obstore.put(self._store, name, data, mode=mode, attributes=attributes)
            return
        obstore.put(self._store, name, data, mode=mode)
        path = self.folder / name
        for one in (path, path.parent):  # on the disk before anything that speaks of it
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """In a folder: no other publisher meanwhile, and what a killed one left staged is gone. A bucket needs no lock."""
        if not self.folder:
            yield
            return
        with told(self.address):
            lock = (self.folder / _LOCK).open("a")
        with lock:
            with told(self.address):
                fcntl.flock(lock, fcntl.LOCK_EX)
                for path in self.folder.glob("releases/**/*#*"):
                    if _STAGED.fullmatch(path.name):
                        path.unlink()
            yield


def _check_bucket(error: FileNotFoundError) -> None:
    """A file may well be missing; a missing bucket is an error."""
    if "NoSuchBucket" in str(error):
        raise error
