"""Where this project keeps its records and releases."""

from pathlib import Path

_HERE = Path(__file__).parent

RECORDS = _HERE / "records"
"""The records of this project."""

RELEASES = _HERE / "releases"
"""The releases of this project."""
