"""CITATION.cff of a release: how to cite it, in the Citation File Format 1.2.0."""

from dataset.documents.document import Contents
from dataset.documents.words import ABSTRACT, AUTHORS, KEYWORDS, LICENCE_URLS, TITLE


def citation(contents: Contents) -> bytes:
    """The file's text. The day is that up to which the release speaks: a release knows no clock."""
    manifest = contents.manifest
    keywords = "\n".join(f"  - {word}" for word in KEYWORDS)
    return f"""\
cff-version: 1.2.0
message: Cite the release you used, by its version.
title: "{TITLE}"
type: dataset
authors:
  - name: {AUTHORS}
version: "{manifest.version}"
date-released: "{manifest.data_date}"
license: {manifest.licence}
license-url: {LICENCE_URLS[manifest.licence]}
abstract: "{ABSTRACT}"
keywords:
{keywords}
""".encode()
