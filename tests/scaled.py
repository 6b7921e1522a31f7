"""A release made large: one derived table of a real one, each of its rows many times under ids of its own."""

import shutil
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from msgspec.structs import replace

from dataset.manifest import open_release
from dataset.tables import file_sha256, write_parquet
from dataset.versions import MANIFEST
from schemas.release import Manifest


def scale_promises(release: Path, folder: Path, times: int) -> Path:
    """Copy a release into a folder with each promise `times` over."""
    target = folder / release.name
    shutil.copytree(release, target)
    path = target / "promises.parquet"
    table = pq.read_table(path)
    copies = [
        table.set_column(0, table.schema.field(0), pc.binary_join_element_wise(table["id"], str(number), "-"))
        for number in range(times)
    ]
    large = pa.concat_tables(copies)
    write_parquet(large, "promises", path)
    digest = file_sha256(path)
    manifest = msgspec.json.decode((target / MANIFEST).read_bytes(), type=Manifest)
    files = [
        replace(one, bytes=path.stat().st_size, rows=large.num_rows, sha256=digest, content_sha256=digest)
        if one.table == "promises"
        else one
        for one in manifest.tables
    ]
    (target / MANIFEST).write_bytes(msgspec.json.encode(replace(manifest, tables=files)))
    open_release(target)
    return target
