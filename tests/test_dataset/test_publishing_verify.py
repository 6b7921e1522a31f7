"""`onrecord verify` over an address: folders, buckets, web servers, the service itself; all that is wrong at once."""

import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dataset.command import verify
from dataset.errors import DatasetError
from dataset.publishing.reading import MEND, verify_at
from dataset.publishing.sending import publish
from tests.bucket import Bucket
from tests.served import serving
from tests.support import DATA_DATE
from tests.test_dataset.publishing import FIRST, SECOND, alike
from tests.test_dataset.test_build import files
from tests.test_dataset.test_manifest import edit, flip, table


class Silent(http.server.SimpleHTTPRequestHandler):
    """No line for each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture(scope="module")
def published(two: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that both versions were published to."""
    folder = tmp_path_factory.mktemp("published")
    publish(folder.as_uri(), two, [FIRST, SECOND])
    return folder


@pytest.fixture(scope="module")
def web(published: Path) -> Iterator[str]:
    """A plain web server over that folder."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(published)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def whole(releases: Path, version: str) -> str:
    """The line that tells a whole release."""
    sizes = [len(data) for name, data in files(releases / version).items() if name != "manifest.json"]
    day = {FIRST: str(DATA_DATE), SECOND: "2026-12-31"}[version]
    return f"{version} is whole: {len(sizes)} files, {sum(sizes):,} bytes, data to {day}"


def test_a_web_server(web: str, two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(f"{web}/releases/{FIRST}/") == 0
    assert verify(web) == 0
    assert capsys.readouterr().out.splitlines() == [whole(two, one) for one in (FIRST, FIRST, SECOND)]


def test_a_folder_by_its_address(published: Path, two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(f"{published.as_uri()}/releases/{SECOND}") == 0
    assert verify(published.as_uri()) == 0
    assert capsys.readouterr().out.splitlines() == [whole(two, one) for one in (SECOND, FIRST, SECOND)]


def test_a_bucket(bucket: Bucket, two: Path) -> None:
    publish(bucket.address(), two, [FIRST])
    assert [one.version for one in verify_at(bucket.address())] == [FIRST]
    data, _headers = bucket.read(f"data/releases/{FIRST}/claims.parquet")
    bucket.write(f"data/releases/{FIRST}/claims.parquet", data[:-1] + b"?")
    with pytest.raises(DatasetError, match=r"s3://.*/claims\.parquet: SHA-256 differs from manifest\.json"):
        verify_at(bucket.address())


def test_the_service(two: Path) -> None:
    with serving("--releases", str(two)) as base:
        for path in (f"{SECOND}/files/", f"{SECOND}/files", SECOND, "latest", "latest/files"):
            assert [one.version for one in verify_at(f"{base}/v1/releases/{path}")] == [SECOND]
        with pytest.raises(DatasetError, match=r"neither a manifest\.json nor a releases/index\.json is there"):
            verify_at(f"{base}/v1/releases/2026.11.7/files/")


def test_nobody_answers() -> None:
    with pytest.raises(DatasetError, match="was not reached, or the connection broke"):
        verify_at("http://127.0.0.1:9/releases/2026.11.0")


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="there is no such folder: check the address"):
        verify_at((tmp_path / "none").as_uri())


def rewrite(path: Path, **fields: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


RELEASE = f"releases/{FIRST}"
SPOIL: dict[str, tuple[Callable[[Path], Any], str]] = {
    "byte flipped": (lambda f: flip(f / RELEASE / "claims.parquet"), f"{RELEASE}/claims.parquet: SHA-256 differs from"),
    "file cut": (lambda f: (f / RELEASE / "claims.parquet").write_bytes(b"PAR1"), f"{RELEASE}/claims.parquet: 4 bytes, manifest.json says"),
    "file missing": (lambda f: (f / RELEASE / "claims.parquet").unlink(), f"{RELEASE}/claims.parquet: missing"),
    "no manifest": (lambda f: (f / RELEASE / "manifest.json").unlink(), f"{RELEASE}/manifest.json: missing, but releases/index.json lists"),
    "manifest cut": (lambda f: (f / RELEASE / "manifest.json").write_bytes(b"{"), f"{RELEASE}/manifest.json: not a manifest"),
    "manifest lies of a hash": (lambda f: edit(f / RELEASE, lambda m: table(m, "events").update(sha256="0" * 64)), f"{RELEASE}/events.parquet: SHA-256 differs"),
    "manifest of another content": (lambda f: edit(f / RELEASE, lambda m: m.update(licence="MIT")), f"{RELEASE}/manifest.json: its SHA-256 is not the one"),
    "manifest of another version": (lambda f: edit(f / RELEASE, lambda m: m.update(version=SECOND)), f"says version {SECOND}, but stands under {FIRST}"),
    "table not listed": (lambda f: edit(f / RELEASE, lambda m: m["tables"].pop(0)), "manifest.json: does not list table events"),
    "table twice": (lambda f: edit(f / RELEASE, lambda m: m["tables"].append(m["tables"][0])), "manifest.json: lists events.parquet twice"),
    "path outside": (lambda f: edit(f / RELEASE, lambda m: table(m, "events").update(name="../x.parquet")), "'../x.parquet' is no plain file name"),
    "schema that is none": (lambda f: edit(f / RELEASE, lambda m: m.update(schema_version="new")), "manifest.json: not a manifest"),
    "index cut": (lambda f: (f / "releases/index.json").write_bytes(b"{"), "releases/index.json: not an index of releases"),
    "alias to nowhere": (lambda f: rewrite(f / "releases/latest.json", version="2027.01.0"), "releases/latest.json: names version 2027.01.0 otherwise than"),
    "alias that lies": (lambda f: rewrite(f / "releases/stable.json", manifest_sha256="0" * 64), f"releases/stable.json: names version {FIRST} otherwise"),
    "alias of nothing": (lambda f: rewrite(f / "releases/stable.json", version=None), "releases/stable.json: names no version"),
    "alias cut": (lambda f: (f / "releases/latest.json").write_bytes(b"{"), "releases/latest.json: not an alias"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOIL)
def test_spoilt_where_it_is_published(published: Path, tmp_path: Path, how: str) -> None:
    folder = alike(published, tmp_path / "spoilt")
    spoil, message = SPOIL[how]
    spoil(folder)
    with pytest.raises(DatasetError) as refused:
        verify_at(folder.as_uri())
    assert message in str(refused.value)
    assert folder.as_uri() in str(refused.value)


def test_all_that_is_wrong_is_said_at_once(published: Path, tmp_path: Path) -> None:
    folder = alike(published, tmp_path / "spoilt")
    flip(folder / "releases" / FIRST / "claims.parquet")
    (folder / "releases" / FIRST / "events.parquet").unlink()
    shutil.rmtree(folder / "releases" / SECOND)
    with pytest.raises(DatasetError) as refused:
        verify_at(folder.as_uri())
    *told, mend = str(refused.value).splitlines()
    assert sorted(line.removeprefix(folder.as_uri()).split(": ")[0] for line in told) == [
        f"/releases/{FIRST}/claims.parquet",
        f"/releases/{FIRST}/events.parquet",
        f"/releases/{SECOND}/manifest.json",
    ]
    assert mend == MEND
