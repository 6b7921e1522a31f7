"""Every document of a release, in the order in which they are written: each may speak of the ones before it."""

from dataset.documents.checksums import sums
from dataset.documents.document import Contents, Document

DOCUMENTS: tuple[Document, ...] = (Document("SHA256SUMS", "text/plain; charset=utf-8", sums),)

__all__ = ["DOCUMENTS", "Contents", "Document"]
