"""Sources: what can be asked of them."""

from dataset.queries.answered import answered
from dataset.queries.as_of import records_as_known
from dataset.queries.collection import Collection
from dataset.queries.fields import declare_all
from schemas.source import Source

SOURCES = Collection(
    name="sources",
    kind="source",
    id_kind="source",
    row=answered("Source", Source),
    as_known=records_as_known("sources"),
    fields=declare_all(
        Source,
        "id",
        "url",
        "citation",
        "archive_url",
        "title",
        "publisher",
        "author",
        "language",
        "published",
        "published_basis",
        "accessed",
        "licence",
        "kind",
        "known_on",
        "first_release",
        "last_changed_release",
    ),
    default_sort="-published",
    includes={"entities": "Publisher and author."},
)
