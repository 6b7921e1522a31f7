"""CITATION.cff of a release: how to cite it, in the Citation File Format 1.2.0."""

from dataset.documents.document import Contents

ABSTRACT = (
    "A public, sourced, versioned dataset of AI-industry events and claims: promises followed through every revision to "
    "their outcome, conflicting figures side by side, and what the world knew on any day."
)


def citation(contents: Contents) -> bytes:
    """The file's text. The day is that up to which the release speaks: a release knows no clock."""
    manifest = contents.manifest
    return f"""\
cff-version: 1.2.0
message: Cite the release you used, by its version.
title: "OnRecord: what the AI industry did, said and promised"
type: dataset
authors:
  - name: OnRecord contributors
version: "{manifest.version}"
date-released: "{manifest.data_date}"
license: {manifest.licence}
abstract: "{ABSTRACT}"
keywords:
  - artificial intelligence
  - events
  - claims
  - promises
""".encode()
