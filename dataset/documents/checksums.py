"""SHA256SUMS: the hashes of all other files, as `sha256sum -c` reads them. The manifest is written after it, and has its own."""

from dataset.documents.document import Contents
from schemas.release import files_of


def sums(contents: Contents) -> bytes:
    """A line for each file that stands so far: hash, two spaces, name."""
    files = sorted(files_of(contents.manifest), key=lambda one: one.name)
    return "".join(f"{file.sha256}  {file.name}\n" for file in files).encode()
