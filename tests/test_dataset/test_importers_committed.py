"""The committed imports: as many as promised, all in their ledgers, and nothing known before it was."""

import msgspec
import pytest

from dataset.generated import ROOT
from dataset.importers.every import IMPORTERS
from dataset.importers.ledger import Ledger, read_ledger
from dataset.known_on import complete
from dataset.reading.records import Records, read_records
from schemas.claim import Claim
from schemas.event import Event
from schemas.vocabulary.claims import PROMISE_KINDS

RECORDS = ROOT / "dataset" / "records"
IMPORTED = RECORDS / "imported"


@pytest.fixture(scope="module")
def records() -> Records:
    return complete(read_records(RECORDS)[0])


@pytest.fixture(scope="module")
def ledgers() -> dict[str, Ledger]:
    return {name: read_ledger(IMPORTED / "ledger" / f"{name}.jsonl") for name in IMPORTERS}


def lines(name: str) -> list[dict[str, object]]:
    text = (IMPORTED / f"{name}.jsonl").read_bytes()
    return [msgspec.json.decode(line, type=dict[str, object]) for line in text.splitlines()]


def test_every_file_belongs_to_an_importer() -> None:
    assert {path.stem for path in IMPORTED.rglob("*.jsonl")} == set(IMPORTERS)


@pytest.mark.parametrize("name", list(IMPORTERS))
def test_every_record_has_its_id_from_the_ledger(name: str, ledgers: dict[str, Ledger]) -> None:
    given = ledgers[name].every_id()
    editions = f"s_{IMPORTERS[name].data_set.slug}-"
    listed = {str(line["id"]) for line in lines(name) if "id" in line}
    strange = {one for one in listed - given if not one.startswith((editions, "n_"))}
    assert strange == set()


def test_no_id_is_given_to_two_importers_but_for_what_they_share(ledgers: dict[str, Ledger]) -> None:
    declared = [str(line["id"]) for name in IMPORTERS for line in lines(name) if "id" in line]
    assert len(declared) == len(set(declared))


def test_there_are_as_many_as_promised(records: Records) -> None:
    """Events and claims of the imports: written by them, or standing elsewhere and supported by them."""
    editions = tuple(f"s_{one.data_set.slug}-" for one in IMPORTERS.values())

    def supported(record: Event | Claim) -> bool:
        return any(one.source.startswith(editions) for one in record.evidence)

    assert sum(map(supported, records.events.values())) >= 2_500
    assert sum(map(supported, records.claims.values())) >= 4_000


def test_what_is_imported_says_so_and_cites_the_row(records: Records) -> None:
    stated: list[Event | Claim] = [*records.events.values(), *records.claims.values()]
    imported = [record for record in stated if records.marks.files[record.id].endswith(".jsonl")]
    assert imported
    for record in imported:
        assert record.tier == "imported"
        rows = [one for one in record.evidence if records.sources[one.source].licence]
        assert rows, record.id
        assert all(one.locator for one in rows), record.id


def test_nothing_is_known_before_it_came_about(records: Records) -> None:
    early = [
        record.id
        for record in records.events.values()
        if record.tier == "imported" and record.date.earliest and record.known_on < record.date.earliest
    ]
    early += [
        record.id
        for record in records.claims.values()
        if record.tier == "imported" and record.asserted.earliest and record.known_on < record.asserted.earliest
    ]
    assert early == []


def test_what_a_data_set_expects_is_no_promise_of_its_own(records: Records) -> None:
    for claim in records.claims.values():
        if claim.tier == "imported" and claim.kind in PROMISE_KINDS:
            assert {one.entity for one in claim.speakers} <= set(claim.obligors), claim.id
