"""Lists that are declared complete: each item is told by records that count, or says why it is not."""

from dataset.checks.findings import Findings


def complete_lists(findings: Findings) -> None:
    """Every declared list by itself."""
    records = findings.records
    for one in records.complete_lists.values():
        if one.since.earliest and one.until.latest and one.until.latest < one.since.earliest:
            findings.add(
                "list_span",
                (one.id, "until"),
                f"`{one.id}` ends {one.until.edtf}, before it begins {one.since.edtf}",
                "correct `since` or `until`",
                needs=[(one.id, "since")],
            )
        named: set[str] = set()
        for n, item in enumerate(one.items):
            at = (one.id, "items", n)
            if item.item in named:
                findings.add("list_item", at, f"`{item.item}` stands twice in `{one.id}`", "keep one of the two")
            named.add(item.item)
            if bool(item.records) == bool(item.gap) or bool(item.gap) != bool(item.reason):
                findings.add(
                    "list_item",
                    at,
                    f"`{item.item}` of `{one.id}` is neither told by records nor a gap with its reason, or is both",
                    "give either `records`, or `gap` and `reason`",
                )
            tiers = [records.events[id_].tier for id_ in item.records if id_ in records.events]
            tiers += [records.claims[id_].tier for id_ in item.records if id_ in records.claims]
            if tiers and set(tiers) == {"candidate"}:
                findings.add(
                    "weak_list_item",
                    at,
                    f"`{item.item}` of `{one.id}` rests on candidates alone",
                    "find a better source for one of its records, or make it a gap: `gap: not_reached`",
                )
