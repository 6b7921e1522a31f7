"""Errors that a person caused or can mend: their text is shown as it is, without a traceback."""


class DatasetError(Exception):
    """Something about records or releases that the message tells how to mend."""


class ReleaseError(DatasetError):
    """A release that is missing, damaged, or made for another version of the software."""


class BuildError(DatasetError):
    """A release that could not be built."""


class NotInReleaseError(DatasetError):
    """A table that a release does not hold, since it came with a later version of the schema."""

    def __init__(self, table: str, version: str) -> None:
        super().__init__(
            f"Release {version} does not hold the table {table}: it came with a later version of the schema."
        )


class ImportFaultError(DatasetError):
    """An import that cannot be made: its files, corrections or merge list need mending first."""
