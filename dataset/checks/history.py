"""What curators say of changes, and of ids that are given up."""

from dataset.checks.findings import Findings
from schemas.vocabulary.changes import DECLARED_REASONS, GONE_REASONS

_SUCCESSORS = {"merge": (1, 1), "split": (2, None)}
"""Fewest and most successors of an id that is given up for a reason; others have none or one."""


def change_reasons(findings: Findings) -> None:
    """A change has one reason for each release, of those that curators give."""
    records = findings.records
    for store in (records.sources, records.entities, records.events, records.claims):
        for id_, record in store.items():
            met = set()
            for n, one in enumerate(record.changed):
                if one.reason not in DECLARED_REASONS:
                    findings.add(
                        "change_reason",
                        (id_, "changed", n, "reason"),
                        f"`{one.reason}` is not for a curator to give",
                        f"use one of: {', '.join(DECLARED_REASONS)}",
                    )
                if one.release in met:
                    findings.add(
                        "change_reason",
                        (id_, "changed", n, "release"),
                        f"a second reason for release {one.release}",
                        "keep the one that says more; its note may tell both",
                    )
                met.add(one.release)


def gone_reasons(findings: Findings) -> None:
    """An id is given up for a reason that fits its successors."""
    for id_, one in findings.records.gone.items():
        if one.reason not in GONE_REASONS:
            findings.add(
                "gone_reason",
                (id_, "reason"),
                f"no id is given up for `{one.reason}`",
                f"use one of: {', '.join(GONE_REASONS)}",
            )
            continue
        least, most = _SUCCESSORS.get(one.reason, (0, 1))
        if len(one.successors) < least or (most is not None and len(one.successors) > most):
            findings.add(
                "gone_reason",
                (id_, "successors"),
                f"{len(one.successors)} successors do not fit the reason `{one.reason}`",
                "a merge has one successor, a split two or more, any other reason none or one",
            )
