"""What is wrong with a record, told so that it can be mended."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True):
    """One problem at one place of one file. Lines and columns count from 1."""

    severity: Annotated[Severity, Meta(description="An error stops a build; a warning may be accepted with a reason.")]
    code: Annotated[str, Meta(description="Code of the check, listed in docs/checks.md.")]
    file: Annotated[str, Meta(description="The file.")]
    line: Annotated[int, Meta(description="Line in the file, from 1.")]
    column: Annotated[int, Meta(description="Column in the line, from 1.")]
    what: Annotated[str, Meta(description="What is wrong.")]
    mend: Annotated[str, Meta(description="What to do about it.")]
    nearest: Annotated[str | None, Meta(description="The nearest valid term, key or id.")] = None

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Key that sorts problems as one reads files."""
        return self.file, self.line, self.column, self.code
