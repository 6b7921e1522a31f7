"""What is owed, by whom, by when, and how it was settled."""

from dataset.checks.findings import At, Findings
from schemas.claim import Claim, Resolution
from schemas.evidence import Evidence
from schemas.vocabulary.claims import PROMISE_KINDS


def obligors(findings: Findings) -> None:
    """Promises have an obligor, other claims have none."""
    for claim in findings.records.claims.values():
        kind = (claim.id, "kind")
        if claim.kind in PROMISE_KINDS and not claim.obligors:
            findings.add(
                "missing_obligor",
                kind,
                f"`{claim.id}` is a {claim.kind} that nobody owes",
                "add `obligors`, or choose the kind `forecast` where it is only expected",
                needs=[(claim.id, "obligors")],
            )
        if claim.kind not in PROMISE_KINDS and claim.obligors:
            findings.add(
                "needless_obligor",
                (claim.id, "obligors"),
                f"`{claim.id}` is a {claim.kind}, which nobody owes",
                f"remove `obligors`, or choose a kind that is owed: {', '.join(PROMISE_KINDS)}",
                needs=[kind],
            )


def due_dates(findings: Findings) -> None:
    """What is owed is due after it was promised."""
    for claim in findings.records.claims.values():
        if not claim.due or not claim.due.date:
            continue
        last, said = claim.due.date.latest, claim.asserted.earliest
        if last and said and last < said:
            findings.add(
                "due_before_asserted",
                (claim.id, "due", "date"),
                f"`{claim.id}` was due {claim.due.date.edtf}, before it was said on {claim.asserted.edtf}",
                "correct `due.date` or `asserted`",
                needs=[(claim.id, "asserted")],
            )


def verdict(claim: Claim, resolution: Resolution) -> str | None:
    """`kept` or `late` by the delivery against the claim's own due date; None where that does not decide."""
    due, delivered = claim.due, resolution.on
    if not due or not due.date or not delivered:
        return None
    if due.kind == "not_before":
        too_early = due.date.earliest and delivered.latest and delivered.latest < due.date.earliest
        return "broken" if too_early else None
    if not due.date.latest:
        return None
    if delivered.latest and delivered.latest <= due.date.latest:
        return "kept"
    if delivered.earliest and delivered.earliest > due.date.latest:
        return "late"
    return None


def outcomes(findings: Findings) -> None:
    """An outcome fits the due date, carries its day or figure, and is shown by something."""
    for claim in findings.records.claims.values():
        for n, one in enumerate(claim.resolutions):
            at: At = (claim.id, "resolutions", n)
            if one.outcome in ("kept", "late"):
                _delivery(findings, claim, one, at)
            if (one.outcome == "value") != (one.value is not None):
                has = "has no figure" if one.outcome == "value" else "has a figure"
                findings.add(
                    "outcome_value",
                    (*at, "outcome"),
                    f"an outcome `{one.outcome}` of `{claim.id}` {has}",
                    "add `value`" if one.outcome == "value" else "remove `value`, or write `outcome: value`",
                    needs=[(*at, "value")],
                )
            _proof(findings, at, one.event, one.evidence, f"the resolution of `{claim.id}`")


def _delivery(findings: Findings, claim: Claim, one: Resolution, at: At) -> None:
    if one.on is None:
        findings.add(
            "missing_delivery_day",
            (*at, "outcome"),
            f"`{claim.id}` is said to be {one.outcome}, but not when it was delivered",
            "add `on`, the day of delivery as exactly as it is known",
            needs=[(*at, "on")],
        )
    shown = verdict(claim, one)
    if shown and shown != one.outcome and one.on and claim.due and claim.due.date:
        findings.add(
            "outcome_against_slip",
            (*at, "outcome"),
            f"`{claim.id}` is said to be {one.outcome}, but {one.on.edtf} against a due date "
            f"`{claim.due.kind}` {claim.due.date.edtf} is {shown}",
            f"write `outcome: {shown}`, or correct `on` or `due`",
            nearest=shown,
            needs=[(*at, "on"), (claim.id, "due")],
        )


def _proof(findings: Findings, at: At, event: str | None, evidence: list[Evidence], what: str) -> None:
    if not event and not any(one.stance == "supports" for one in evidence):
        findings.add(
            "missing_proof",
            at,
            f"nothing shows {what}",
            "add `event`, or `evidence` that supports it",
            needs=[(*at, "event"), (*at, "evidence")],
        )


def proofs(findings: Findings) -> None:
    """States of conditions, starts and ends of relations, and dated aliases are shown by something."""
    for claim in findings.records.claims.values():
        for n, condition in enumerate(claim.conditions):
            for m, state in enumerate(condition.states):
                at: At = (claim.id, "conditions", n, "states", m)
                _proof(
                    findings, at, state.event, state.evidence, f"that the condition of `{claim.id}` is {state.state}"
                )
    for entity in findings.records.entities.values():
        for n, alias in enumerate(entity.aliases):
            if alias.since:
                at = (entity.id, "aliases", n, "since")
                _proof(findings, at, alias.since.event, alias.since.evidence, f"since when `{entity.id}` has that name")
        for n, relation in enumerate(entity.relations):
            for key, anchor in (("start", relation.start), ("end", relation.end)):
                if anchor:
                    what = f"the {key} of `{entity.id}` {relation.relation} `{relation.target}`"
                    _proof(findings, (entity.id, "relations", n, key), anchor.event, anchor.evidence, what)


def inferences(findings: Findings) -> None:
    """A subject that was inferred carries the reason, and only such a one."""
    for claim in findings.records.claims.values():
        if claim.subject_explicit == (claim.inference is None):
            continue
        if claim.subject_explicit:
            findings.add(
                "missing_inference",
                (claim.id, "inference"),
                f"`{claim.id}` gives a reason for an inferred subject, but its subject is explicit",
                "add `subject_explicit: false`, or remove `inference`",
                needs=[(claim.id, "subject_explicit")],
            )
        else:
            findings.add(
                "missing_inference",
                (claim.id, "subject_explicit"),
                f"the subject of `{claim.id}` is inferred, without saying why",
                "add `inference`: why a reader takes this subject",
                needs=[(claim.id, "inference")],
            )
