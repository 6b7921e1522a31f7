"""Every document of a release, in the order in which they are written: each may speak of the ones before it."""

from dataset.documents.changelog import changelog
from dataset.documents.checksums import sums
from dataset.documents.citation import citation
from dataset.documents.dictionary import readme
from dataset.documents.document import Contents, Document

_MARKDOWN = "text/markdown; charset=utf-8"

DOCUMENTS = (
    Document("README.md", _MARKDOWN, readme),
    Document("CHANGELOG.md", _MARKDOWN, changelog),
    Document("CITATION.cff", "application/yaml", citation),
    Document("SHA256SUMS", "text/plain; charset=utf-8", sums),
)

__all__ = ["DOCUMENTS", "Contents", "Document"]
