"""The command `onrecord import`: one sub-command for each importer."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from dataset.folders import RECORDS
from dataset.importers.every import IMPORTERS, earlier_than
from dataset.importers.running import run_importer

DECLARED = Path(__file__).parent.parent / "corrections"
"""Corrections of upstream data, and the reviewed list of what is one thing."""

app = App(name="import", help="Import a published data set into dataset/records/imported.")


def _command(name: str) -> None:
    importer = IMPORTERS[name]
    tables = ", ".join(table.name for table in importer.tables)

    def run(
        *files: Path,
        snapshot: str | None = None,
        records: Path = RECORDS,
        corrections: Path = DECLARED,
        details: Annotated[bool, Parameter(negative="")] = False,
    ) -> int:
        """Replaced below."""
        report = run_importer(
            importer,
            earlier_than(name),
            list(files),
            records,
            corrections,
            snapshot=snapshot,
            today=date.today(),
        )
        sys.stdout.write("\n".join(report.told(whole=details)) + "\n")
        return 0

    run.__doc__ = f"""Import {importer.data_set.title} ({importer.data_set.licence}): {tables}.

    Run again with the same files, it changes nothing. Nothing is written where a file, a correction or the merge list
    cannot be used.

    Parameters
    ----------
    files
        The files, CSV or JSON lines: {tables}.
    snapshot
        Month or day of the snapshot, such as 2025-12. Default: as the files' names or rows tell it.
    records
        Folder of records. Default: the records of this project.
    corrections
        Folder of corrections and the merge list. Default: those of this project.
    details
        Name every row, instead of a few for each reason.
    """
    app.command(run, name=name)


for _name in IMPORTERS:
    _command(_name)
