"""Where each thing stands under a published address, and how long it may be cached."""

from schemas.release import Manifest, TableFile, files_of
from schemas.yanked import YANKED

FOLDER = "releases"
INDEX = f"{FOLDER}/index.json"
YANKED_AT = f"{FOLDER}/{YANKED}"

JSON = "application/json"
PARQUET = "application/vnd.apache.parquet"

NEVER_CHANGES = "public, max-age=31536000, immutable"
MAY_CHANGE = "public, max-age=60, must-revalidate"


def release_file(version: str, name: str) -> str:
    """A file of a version."""
    return f"{FOLDER}/{version}/{name}"


def alias_file(alias: str) -> str:
    """What an alias means."""
    return f"{FOLDER}/{alias}.json"


def media_types(manifest: Manifest) -> dict[str, str]:
    """Media type of each file of a release but its manifest."""
    return {one.name: PARQUET if isinstance(one, TableFile) else one.media_type for one in files_of(manifest)}
