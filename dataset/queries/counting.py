"""Numbers of a release as a whole."""

from dataset.store.store import Store


def answers(store: Store) -> int:
    """Number of records that a release holds; asked to see that it answers."""
    return int(
        store.rows(
            "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM claims) + (SELECT count(*) FROM entities)"
            " + (SELECT count(*) FROM sources) AS n",
            {},
        )[0]["n"]
    )
