"""Audit a release."""

from pathlib import Path

from dataset.audit.figures import Audit
from dataset.audit.goals import BASELINE
from dataset.audit.opened import baseline_of, opened
from dataset.audit.reached import reached
from dataset.audit.sections import sections
from dataset.manifest import open_release


def audit(release: Path, *, baseline: Path | None = None) -> Audit:
    """Count what a release folder holds. `baseline` is the release over which goals count; left out, `BASELINE` where it stands
    beside the release. Raises `ReleaseError` for a folder that is no release."""
    manifest = open_release(release)
    over = baseline or baseline_of(release, BASELINE)
    connection = opened(release, over)
    try:
        return Audit(
            release=manifest.version,
            data_date=manifest.data_date,
            baseline=over.name if over else None,
            goals=reached(connection),
            sections=sections(connection),
        )
    finally:
        connection.close()
