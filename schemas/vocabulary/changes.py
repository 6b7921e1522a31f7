"""Vocabularies of releases: how a record changed from one to the next, and why."""

from schemas.vocabulary.terms import vocabulary

CHANGE = vocabulary(
    "change",
    "What became of a record from one release to the next.",
    added="The release before did not hold it.",
    changed="A field holds something else.",
    removed="The release does not hold it any more.",
)

CHANGE_REASON = vocabulary(
    "change_reason",
    "Why a record changed from one release to the next.",
    new="It was added.",
    source_update="A source said something further or something else, or another source was found.",
    correction="We had read or written something wrongly.",
    dispute="Somebody disputes it, and the record says so now.",
    retraction="A source took it back, or it rested on nothing that holds.",
    merge="It was the same as another record.",
    split="It held what are several things.",
    recode="The same said in other terms: a vocabulary, an id or a form changed.",
    import_refresh="An importer read a newer edition of its data set, or reads it better.",
    upstream_removed="The data set that it was imported from holds it no more.",
    undeclared="No reason was declared; only in drafts.",
)

DERIVED_CAUSE = vocabulary(
    "derived_cause",
    "Why a derived row differs between two releases.",
    record_change="Records that it is derived from were added, changed or removed.",
    time_passed="The later release speaks up to a later day.",
    rule_change="It is derived by other rules, or its table is new.",
)

DECLARED_REASONS = tuple(term for term in CHANGE_REASON.terms if term not in ("new", "undeclared"))
"""Reasons that a curator gives for a change of a record that was there."""

GONE_REASONS = ("merge", "split", "retraction", "correction", "recode", "upstream_removed")
"""Reasons for which an id is given up."""
