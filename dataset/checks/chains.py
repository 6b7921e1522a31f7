"""Chains of revisions: linear, of one obligor, forward in time, with the outcome at their end."""

from collections import defaultdict

from dataset.checks.findings import Findings
from dataset.checks.graphs import circles
from schemas.claim import Claim
from schemas.vocabulary.claims import PROMISE_KINDS

REPLACING = ("revises", "withdraws")


def _replacing(findings: Findings) -> list[tuple[Claim, int, Claim]]:
    """Each link by which a claim revises or withdraws another: the later claim, the link's place, the earlier one."""
    claims = findings.records.claims
    return [
        (claim, n, claims[link.target])
        for claim in claims.values()
        for n, link in enumerate(claim.links)
        if link.relation in REPLACING and link.target in claims and link.target != claim.id
    ]


def revision_circles(findings: Findings) -> None:
    """A chain never comes back to where it was."""
    points_to: dict[str, list[str]] = defaultdict(list)
    place: dict[tuple[str, str], int] = {}
    for claim, n, target in _replacing(findings):
        points_to[claim.id].append(target.id)
        place[claim.id, target.id] = n
    for circle in circles(points_to):
        findings.add(
            "revision_cycle",
            (circle[0], "links", place[circle[0], circle[1]]),
            f"the claims revise one another: {' → '.join([*circle, circle[0]])}",
            "keep the links that point from the later claim to the earlier one",
        )


def revision_branches(findings: Findings) -> None:
    """A claim is revised or withdrawn by one claim at most, and revises one at most."""
    revised_by: dict[str, str] = {}
    revises: dict[str, str] = {}
    for claim, n, target in _replacing(findings):
        at = (claim.id, "links", n)
        if target.id in revised_by:
            other = revised_by[target.id]
            findings.add(
                "revision_branch",
                at,
                f"`{target.id}` is revised or withdrawn by `{other}` already ({findings.where(other)})",
                f"let the later of the two revise the earlier: a chain has no branches; if it only says it again, "
                f"link it to `{other}` as `repeats`",
                nearest=other,
            )
        revised_by.setdefault(target.id, claim.id)
        if claim.links[n].relation != "revises":
            continue
        if claim.id in revises:
            findings.add(
                "revision_branch",
                at,
                f"`{claim.id}` revises `{revises[claim.id]}` already",
                "write one claim for each promise that is revised",
            )
        revises.setdefault(claim.id, target.id)


def speaking_for(claim: Claim) -> set[str]:
    """By whom and on whose behalf a claim was spoken."""
    return {one for speaker in claim.speakers for one in (speaker.entity, speaker.on_behalf_of) if one}


def foreign_revisions(findings: Findings) -> None:
    """Only the obligor, or the authority that set an obligation, revises or withdraws a promise; any other claim only
    those who made it."""
    for claim, n, target in _replacing(findings):
        promise = target.kind in PROMISE_KINDS
        allowed = set(target.obligors) if promise else speaking_for(target)
        if target.kind == "obligation":
            allowed |= speaking_for(target)
        if speaking_for(claim) & allowed:
            continue
        who = ", ".join(f"`{one}`" for one in sorted(allowed)) or "nobody named"
        findings.add(
            "foreign_revision",
            (claim.id, "links", n),
            f"`{target.id}` {'is owed' if promise else 'was said'} by {who}, who does not speak in `{claim.id}`",
            "name the speaker and `on_behalf_of`; what somebody else reports is a rumour that `contradicts`",
            needs=[(one, key) for one in (claim.id, target.id) for key in ("speakers", "obligors", "kind")],
        )


def backward_revisions(findings: Findings) -> None:
    """A revision is made after what it revises."""
    for claim, n, target in _replacing(findings):
        last, first = claim.asserted.latest, target.asserted.earliest
        if last and first and last < first:
            findings.add(
                "revision_before_original",
                (claim.id, "links", n),
                f"`{claim.id}` was said on {claim.asserted.edtf}, before `{target.id}` on {target.asserted.edtf}",
                "turn the link round: the later claim points to the earlier one",
                needs=[(claim.id, "asserted"), (target.id, "asserted")],
            )


def repeats_in_chains(findings: Findings) -> None:
    """A claim that repeats a promise is none of its own: it stands in no chain."""
    claims = findings.records.claims
    repeats = {
        claim.id: link.target
        for claim in claims.values()
        for link in claim.links
        if link.relation == "repeats" and link.target in claims and claims[link.target].kind in PROMISE_KINDS
    }
    for claim, n, target in _replacing(findings):
        for one in (claim, target):
            if one.id not in repeats:
                continue
            original = repeats[one.id]
            findings.add(
                "repeat_in_chain",
                (claim.id, "links", n),
                f"`{one.id}` repeats the promise `{original}` and so stands in no chain",
                f"link to `{original}` instead, or drop `repeats` where the claim promises something new",
                nearest=original,
            )


def early_outcomes(findings: Findings) -> None:
    """The outcome stands at the last claim of a chain."""
    for claim, _, target in _replacing(findings):
        if target.resolutions and any(link.relation == "revises" and link.target == target.id for link in claim.links):
            findings.add(
                "resolution_before_end",
                (target.id, "resolutions"),
                f"`{target.id}` has an outcome, but `{claim.id}` revises it ({findings.where(claim.id)})",
                "move `resolutions` to the last claim of the chain",
                nearest=claim.id,
            )
