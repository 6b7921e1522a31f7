"""Every check with its code, its severity and what it means: the one place from which docs/checks.md is made."""

from msgspec import Struct

from dataset.problems import Severity


class Check(Struct, frozen=True):
    """A rule that records keep."""

    code: str
    severity: Severity
    meaning: str
    group: str


_ERRORS: dict[str, dict[str, str]] = {
    "The file": {
        "yaml_syntax": "The text is no valid YAML, not UTF-8, or holds more than one document.",
        "yaml_alias": "An anchor or alias; a record is written out in full.",
        "yaml_tag": "A YAML tag; the schema tells the type of every value.",
        "misplaced_file": "A file that stands where no records are looked for.",
        "schema_line": "The first line does not name the schema, so that editors cannot complete and check the file.",
        "json_syntax": "A line of an importer's file that is no record and no addition to one.",
        "section_order": "Sections stand in another order than title, sources, events, claims.",
    },
    "Keys and values": {
        "unknown_key": "A key that the record does not have.",
        "missing_key": "A key that the record needs is missing or empty.",
        "duplicate_key": "A key stands twice in one mapping.",
        "duplicate_id": "An id is declared twice, in one file or in two.",
        "derived_key": "A key that is derived and never written.",
        "wrong_type": "A value of another sort than the field holds: text for a number, a list for a text.",
        "wrong_form": "A text that has not the form its field asks for, or is too short or too long.",
        "wrong_id": "An id that does not begin with its kind's letter or is not made of lower-case words and hyphens.",
        "unknown_term": "A term that its closed vocabulary does not have.",
        "impossible_date": "A date or moment that is not in the calendar or is written in no known form.",
        "repeated_item": "The same item stands twice in one list.",
    },
    "Links": {
        "dangling_id": "An id that no file declares.",
        "self_link": "A record that links to itself.",
        "link_cycle": "Events that complete or reverse one another in a circle.",
        "unnamed_entity": "An entity that no source, event or claim names, and that no visible entity is related to.",
        "late_subject": "A claim about an event that became known only after the claim.",
    },
    "Chains of revisions": {
        "revision_cycle": "Claims that revise one another in a circle.",
        "revision_branch": "Two claims revise or withdraw the same one, or one claim revises two.",
        "foreign_revision": "A claim revises or withdraws one of somebody else.",
        "revision_before_original": "A claim revises or withdraws one that was made later.",
        "repeat_in_chain": "A claim that repeats a promise also revises one, or is revised.",
        "resolution_before_end": "An outcome at a claim that another revises; it belongs to the last of the chain.",
    },
    "Promises and outcomes": {
        "missing_obligor": "A commitment, target, guidance or obligation that nobody owes.",
        "needless_obligor": "An obligor of a claim that is no commitment, target, guidance or obligation.",
        "due_before_asserted": "A claim that was due before it was made.",
        "missing_delivery_day": "An outcome `kept` or `late` without the day of delivery.",
        "outcome_against_slip": "`kept` or `late` where the day of delivery and the due date say the opposite.",
        "outcome_value": "An outcome `value` without a figure, or a figure with another outcome.",
        "missing_proof": "A resolution, condition state, relation or alias without an event or evidence that shows it.",
        "missing_inference": "An inferred subject without the reason, or a reason where the subject is explicit.",
    },
    "Figures": {
        "metric_without_figure": "A metric without a value or a comparison.",
        "figure_without_metric": "A value, scope or basis without a metric.",
        "missing_scope": "A metric without a scope; `unstated` where the source does not say.",
        "scope_not_of_metric": "A scope that does not fit the metric.",
        "basis_not_of_metric": "A basis that does not fit the metric.",
        "unit_not_of_metric": "A unit that is not the metric's.",
        "currency": "Money without a currency, or a currency of something else than money.",
        "value_empty": "A value with neither a number nor a reason why it is missing.",
        "value_and_state": "A value with both numbers and a reason why they are missing.",
        "bound": "Numbers that do not fit the bound.",
        "value_order": "Not low ≤ best ≤ high.",
    },
    "Evidence and sources": {
        "missing_evidence": "An event or claim without evidence.",
        "no_supporting_evidence": "Evidence of which none supports the record.",
        "weak_sources_only": "A record that rests on weak sources alone and is not marked as a candidate.",
        "says_field": "`says` names a field that the record does not have, or a value that the field cannot hold.",
        "field_without_support": "A field for which every supporting source says something else.",
        "same_source_twice": "One address or citation declared as two sources.",
        "tracking_parameter": "An address that carries parameters which only follow the reader.",
        "missing_publisher": "A curated source with an address that names no publisher.",
        "foreign_publisher": "A source filed under a publisher on whose domain it does not stand.",
        "missing_url": "A source with neither an address nor a citation.",
        "published_after_accessed": "A source published after it was read.",
        "quote_length": "A quote of more words than may be taken over.",
    },
    "Time": {
        "open_public_date": "Something public whose date has no last day, so that nobody can tell when it was known.",
        "time_against_date": "A moment that lies outside the date.",
        "end_before_start": "A relation that ends before it begins.",
        "after_data_date": "A record that became known after the data date of the release.",
    },
    "Complete lists": {
        "list_item": "An item without records or a reason, with both, or listed twice.",
        "list_span": "A list that ends before it begins.",
    },
    "Changes and ids that are gone": {
        "change_reason": "A reason that is not for a curator to give, or two for one release.",
        "gone_reason": "A reason for which no id is given up, or successors that do not fit it.",
    },
    "Warnings that stand": {
        "unknown_check": "`accept` names no warning.",
    },
}

_WARNINGS: dict[str, dict[str, str]] = {
    "Worth a second look": {
        "near_duplicate": "Two events of one type and time share a participant and a title: perhaps one event.",
        "later_year": "A text names a year later than the record: perhaps it tells what came afterwards.",
        "no_primary_source": "No supporting source is a primary one.",
        "weak_list_item": "An item of a complete list that candidates alone tell; the list does not count as complete.",
    },
    "Warnings that stand": {
        "unused_accept": "`accept` names a warning that the record does not give.",
    },
}

_SEVERITIES: tuple[tuple[Severity, dict[str, dict[str, str]]], ...] = (("error", _ERRORS), ("warning", _WARNINGS))

CHECKS: dict[str, Check] = {
    code: Check(code, severity, meaning, group)
    for severity, groups in _SEVERITIES
    for group, checks in groups.items()
    for code, meaning in checks.items()
}
"""Every check by code, in the order of the docs."""
