"""The model as a whole: everything is described, names follow the grammar, vocabularies fit together."""

import re

import pytest

from schemas.arrow import arrow_schema, fingerprint, schema_fingerprint
from schemas.ddl import create_table
from schemas.tables import RECORD_TABLES, TABLES, Table, tables_at
from schemas.vocabulary import VOCABULARIES
from schemas.vocabulary.claims import CLAIM_KIND, DUE_BEARING_KINDS
from schemas.vocabulary.entities import PRIMARY_SOURCE_KINDS, SOURCE_KIND, WEAK_SOURCE_KINDS
from schemas.vocabulary.events import EVENT_CATEGORY, EVENT_TYPE
from schemas.vocabulary.metrics import BASIS, METRIC, MONEY_UNITS, PERIOD_BASES, SCOPE, TIMELESS_METRICS, UNIT
from schemas.walk import Column, columns


def every_column(found: tuple[Column, ...], path: str) -> list[tuple[str, Column]]:
    inside: list[tuple[str, Column]] = []
    for column in found:
        inside.append((f"{path}.{column.name}", column))
        inside.extend(every_column(column.children, f"{path}.{column.name}"))
    return inside


ALL = [pair for table in TABLES.values() for pair in every_column(columns(table.row, table.key), table.name)]


def test_every_table_and_column_is_described() -> None:
    assert [name for name, column in ALL if not column.description and column.name != "element"] == []
    assert [table.name for table in TABLES.values() if not table.row.__doc__] == []


def test_names_follow_the_grammar_of_the_readme() -> None:
    for name, column in ALL:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name), name
        if column.name.startswith("is_"):
            assert column.kind == "boolean", name
        if column.name.endswith("_on"):
            assert column.kind in ("date", "struct"), name
        if column.name.endswith(("_days_low", "_days_high")):
            assert column.unit == "days", name
        if column.name.endswith("_sha256"):
            assert column.kind == "string", name
        if column.kind == "boolean":
            assert re.fullmatch(r"is_\w+|\w+_explicit|translated|slipped|approximate|evidence_later", column.name), name


def test_keys_come_first_and_are_never_null() -> None:
    for table in TABLES.values():
        found = columns(table.row, table.key)
        assert tuple(column.name for column in found[: len(table.key)]) == table.key
        if table in RECORD_TABLES:
            assert not found[0].nullable


def test_curators_own_fields_are_not_released() -> None:
    assert not {"accept", "distinct_from"} & {column.name for _, column in ALL}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_terms_are_named_and_defined(name: str) -> None:
    for key, term in VOCABULARIES[name].terms.items():
        assert term.name == key
        assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
        assert re.search(r"\.$", term.definition), f"{name}.{key} ends without a full stop"


def test_event_types_lie_in_categories_and_every_category_has_types() -> None:
    assert {term.category for term in EVENT_TYPE.terms.values()} == set(EVENT_CATEGORY.terms)
    assert all(term.public is not None for term in EVENT_TYPE.terms.values())


def test_metrics_name_units_bases_and_scopes_that_exist() -> None:
    for term in METRIC.terms.values():
        assert term.unit in UNIT
        assert term.bases
        assert set(term.bases) <= set(BASIS.terms), term.name
        assert set(term.scopes) <= set(SCOPE.terms), term.name
        assert term.scopes[-1] == "unstated"


@pytest.mark.parametrize(
    ("group", "terms"),
    [
        (DUE_BEARING_KINDS, CLAIM_KIND.terms),
        (PRIMARY_SOURCE_KINDS, SOURCE_KIND.terms),
        (WEAK_SOURCE_KINDS, SOURCE_KIND.terms),
        (MONEY_UNITS, UNIT.terms),
        (PERIOD_BASES, BASIS.terms),
        (TIMELESS_METRICS, METRIC.terms),
    ],
)
def test_groups_of_terms_hold_terms(group: tuple[str, ...], terms: dict[str, object]) -> None:
    assert group
    assert set(group) <= set(terms)


def test_every_column_of_a_closed_term_names_its_vocabulary() -> None:
    named = {column.vocabulary for _, column in ALL if column.vocabulary}
    assert named <= set(VOCABULARIES)
    assert {"event_type", "claim_kind", "metric", "claim_status", "topic"} <= named


def test_every_vocabulary_is_used_by_a_field_or_a_term() -> None:
    from schemas.changes import DerivedChange
    from schemas.claim import ClaimAsKnown
    from schemas.event import EventAsKnown

    used = {column.vocabulary for _, column in ALL}
    for row in (EventAsKnown, ClaimAsKnown, DerivedChange):
        used |= {column.vocabulary for _, column in every_column(columns(row), row.__name__)}
    assert set(VOCABULARIES) - used == set()


def test_fingerprints_tell_tables_apart_and_ignore_wording() -> None:
    prints = {name: fingerprint(table) for name, table in TABLES.items()}
    assert len(set(prints.values())) == len(TABLES)
    assert re.fullmatch("[0-9a-f]{64}", schema_fingerprint())
    events = TABLES["events"]
    assert fingerprint(Table("events", events.row, ("id", "type"))) != prints["events"]


def test_arrow_and_sql_follow_the_same_columns() -> None:
    for name, table in TABLES.items():
        names = [column.name for column in columns(table.row, table.key)]
        assert arrow_schema(name).names == names
        create, *comments = create_table(table)
        assert [part for part in re.findall(r'"(\w+)" [A-Z]', create) if part in names][: len(names)]
        assert len(comments) == len(names) + 1


def test_tables_of_a_schema_version() -> None:
    assert "promises" in tables_at("1.0.0")
    assert "scorecards" not in tables_at("1.0.0")
    assert "scorecards" in tables_at("1.1.0")
    assert "complete_lists" not in tables_at("1.1.0")
    assert {"complete_lists", "changes", "redirects", "tombstones"} == set(tables_at("1.2.0")) - set(tables_at("1.1.0"))
    with pytest.raises(ValueError, match="invalid literal"):
        tables_at("one")
