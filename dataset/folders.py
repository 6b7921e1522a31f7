"""Where this project keeps its records and releases."""

from pathlib import Path

RECORDS = Path(__file__).parent / "records"
"""The records of this project."""

RELEASES = Path(__file__).parent / "releases"
"""The releases of this project."""
