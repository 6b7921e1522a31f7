"""Evidence: every record has support, and what a source says differently names a field of the record."""

from collections.abc import Iterator
from functools import cache

import msgspec
from msgspec import inspect

from dataset.checks.findings import At, Findings
from dataset.reading.convert import nearest, parse_as
from schemas.claim import ConditionState, Resolution
from schemas.evidence import Anchor, Evidence
from schemas.type_tree import bare, extra_of
from schemas.vocabulary.entities import PRIMARY_SOURCE_KINDS, WEAK_SOURCE_KINDS

NOT_SAID = ("evidence", "links", "resolutions", "tier")
"""Fields that are ours, so that no source can give them differently."""


def support(findings: Findings) -> None:
    """Every event and claim has support that is not weak alone, at best from a primary source."""
    sources = findings.records.sources
    for record in findings.stated():
        at = (record.id, "evidence")
        supporting = [one for one in record.evidence if one.stance == "supports"]
        if not record.evidence:
            findings.add("missing_evidence", at, f"`{record.id}` has no evidence", "add a source that supports it")
            continue
        if not supporting:
            findings.add(
                "no_supporting_evidence",
                at,
                f"no evidence of `{record.id}` supports it",
                "add a source that says what the record says, or correct `stance`",
            )
            continue
        kinds = {sources[one.source].kind for one in supporting if one.source in sources}
        unknown = any(one.source not in sources for one in supporting)
        needs = [(one.source, "kind") for one in supporting]
        if unknown or record.tier == "candidate":
            continue
        if kinds <= set(WEAK_SOURCE_KINDS):
            findings.add(
                "weak_sources_only",
                at,
                f"`{record.id}` rests on weak sources alone: {', '.join(sorted(kinds))}",
                "find a better source, or mark the record `tier: candidate`",
                needs=needs,
            )
        elif not kinds & set(PRIMARY_SOURCE_KINDS):
            findings.add(
                "no_primary_source",
                at,
                f"no primary source supports `{record.id}`, only {', '.join(sorted(kinds))}",
                "add the page, post, filing or transcript itself, or accept it: "
                "`accept: [{check: no_primary_source, reason: …}]`",
                needs=needs,
            )


def _everywhere(findings: Findings) -> Iterator[tuple[At, list[Evidence], type[msgspec.Struct]]]:
    """Every list of evidence: its path, the list, and what it is evidence of."""
    for record in findings.stated():
        yield (record.id, "evidence"), record.evidence, type(record)
    for claim in findings.records.claims.values():
        for n, one in enumerate(claim.resolutions):
            yield (claim.id, "resolutions", n, "evidence"), one.evidence, Resolution
        for n, condition in enumerate(claim.conditions):
            for m, state in enumerate(condition.states):
                yield (claim.id, "conditions", n, "states", m, "evidence"), state.evidence, ConditionState
    for entity in findings.records.entities.values():
        for n, alias in enumerate(entity.aliases):
            if alias.since:
                yield (entity.id, "aliases", n, "since", "evidence"), alias.since.evidence, Anchor
        for n, relation in enumerate(entity.relations):
            for key, anchor in (("start", relation.start), ("end", relation.end)):
                if anchor:
                    yield (entity.id, "relations", n, key, "evidence"), anchor.evidence, Anchor


def _sayable(cls: type[msgspec.Struct]) -> dict[str, inspect.Type]:
    """Fields of a Struct that a source can give differently."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return {
        field.encode_name: field.type
        for field in info.fields
        if field.encode_name not in NOT_SAID and not extra_of(field.type).keys() & {"derived", "curation"}
    }


@cache
def _field(cls: type[msgspec.Struct], name: str) -> inspect.Type | list[str]:
    """Type of a dotted field, or the valid names where it has none."""
    here: inspect.Type | None = None
    for n, part in enumerate(name.split(".")):
        if n and here is not None:
            inner = bare(here)
            inner = bare(inner.item_type) if isinstance(inner, inspect.ListType) else inner
            if not isinstance(inner, inspect.StructType):
                return [name.rpartition(".")[0]]
            cls = inner.cls
        fields = _sayable(cls)
        if part not in fields:
            start = ".".join(name.split(".")[:n])
            return [f"{start}.{one}" if start else one for one in fields]
        here = fields[part]
    assert here is not None
    return here


def says(findings: Findings) -> None:
    """`says` names a field of the record and a value that it can hold."""
    for at, evidence, cls in _everywhere(findings):
        for n, one in enumerate(evidence):
            for m, said in enumerate(one.says):
                here = (*at, n, "says", m)
                field = _field(cls, said.field)
                if isinstance(field, list):
                    findings.add(
                        "says_field",
                        (*here, "field"),
                        f"a {cls.__name__.lower()} has no field `{said.field}` that a source could give",
                        f"use one of: {', '.join(field)}",
                        nearest=nearest(said.field, field),
                    )
                elif said.value is not None and (fault := parse_as(field, said.value)):
                    findings.add(
                        "says_field",
                        (*here, "value"),
                        f"{said.value!r} is no value of `{said.field}`: {fault.what}",
                        fault.mend,
                        nearest=fault.nearest,
                    )


def uncovered_fields(findings: Findings) -> None:
    """For every field, some supporting source says nothing else."""
    for record in findings.stated():
        supporting = [(n, one) for n, one in enumerate(record.evidence) if one.stance == "supports"]
        for field in sorted({said.field for _, one in supporting for said in one.says}):
            if all(any(_covers(said.field, field) for said in one.says) for _, one in supporting):
                n = supporting[0][0]
                findings.add(
                    "field_without_support",
                    (record.id, "evidence", n),
                    f"every supporting source of `{record.id}` gives another `{field}`",
                    f"give the `{field}` that the best source gives, or add a source for this one",
                )


def _covers(said: str, field: str) -> bool:
    return said == field or field.startswith(f"{said}.")
