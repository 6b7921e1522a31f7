"""An ordinary client, generated from the committed contract, compiles and talks to a real service."""

import compileall
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.command import CONTRACT
from tests.conftest import SMALL
from tests.served import serving

PACKAGE = "generated_onrecord_client"
SETTINGS = "post_hooks: []\n"
"""The code is taken as it comes: formatting it needs a further program and proves nothing."""

LATER = "a_term_of_tomorrow"


class Generated:
    """The generated package, and a client of it that asks a service."""

    def __init__(self, client: Any) -> None:
        self.models: Any = importlib.import_module(f"{PACKAGE}.models")
        self._client = client

    def ask(self, operation: str, *path: str, **parameters: Any) -> Any:
        """What an operation answers, such as `events.get_event`."""
        module: Any = importlib.import_module(f"{PACKAGE}.api.{operation}")
        return module.sync(*path, client=self._client, **parameters)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    work = tmp_path_factory.mktemp("client")
    (work / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--path", str(CONTRACT)),
            *("--output-path", str(work / PACKAGE), "--meta", "none", "--config", str(work / "settings.yaml")),
            "--fail-on-warning",
        ],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5_000:]
    sys.path.insert(0, str(work))
    yield work / PACKAGE
    sys.path.remove(str(work))


@pytest.fixture(scope="module")
def client(package: Path) -> Iterator[Generated]:
    made: Any = importlib.import_module(PACKAGE)
    with serving() as base, made.Client(base_url=base, raise_on_unexpected_status=True) as client:
        yield Generated(client)


@pytest.fixture(scope="module")
def spec() -> Any:
    return yaml.load(CONTRACT.read_bytes(), Loader=yaml.CSafeLoader)


def ids(page: Any) -> list[str]:
    return [row.id for row in page.data]


def test_every_module_compiles(package: Path) -> None:
    assert compileall.compile_dir(package, quiet=1, force=True)


def test_every_operation_is_there_under_its_name(package: Path, spec: Any) -> None:
    asked = {operation["operationId"] for methods in spec["paths"].values() for operation in methods.values()}
    made = {path.stem for path in (package / "api").rglob("*.py") if path.stem != "__init__"}
    assert {name.replace("_", "") for name in made} == {name.lower() for name in asked}


def test_every_type_has_a_name_of_ours(package: Path) -> None:
    """A generator numbers what has no name of its own: `EventsWhereType12`, `ClaimsQuerySortType0Item`."""
    assert [path.stem for path in package.rglob("*.py") if re.search("_type_[0-9]", path.stem)] == []


def test_events_are_listed_by_filters(client: Generated) -> None:
    term = client.models.EventTypeTerm
    page = client.ask(
        "events.list_events",
        type_in=[term.POSTPONEMENT, term.CANCELLATION],
        participants_entity="n_openai",
        date_gte="2025",
        sort=[client.models.EventsSort.DATE, client.models.EventsSort.ID],
        release="2026.11.1",
    )
    assert isinstance(page, client.models.EventPage)
    assert ids(page) == ["e_openai-open-model-postponed", "e_openai-open-model-postponed-again"]
    first = page.data[0]
    assert (first.type_, first.date.earliest.year) == ("postponement", 2025)
    assert {part.entity for part in first.participants} >= {"n_openai"}


def test_some_fields_and_several_inclusions_are_answered(client: Generated) -> None:
    """Several values are sent as several parameters: the generator knows no other way."""
    field, bring = client.models.EventsField, client.models.EventsInclude
    some = client.ask("events.list_events", limit=2, fields=[field.TITLE, field.DATE_EDTF])
    assert isinstance(some, client.models.EventPartPage)
    assert {name for row in some.data for name in row.to_dict()} == {"id", "title", "date"}
    whole = client.ask("events.list_events", limit=2, include=[bring.CLAIMS, bring.ENTITIES])
    assert whole.included.entities
    assert client.ask("events.list_events", sample=3, seed=1).meta.count == client.ask("events.list_events").meta.count


def test_a_claim_is_read_with_its_value_and_evidence(client: Generated) -> None:
    claim = client.ask("claims.get_claim", "c_semianalysis-deepseek-hardware-over-500m").data
    assert isinstance(claim, client.models.Claim)
    assert (claim.metric, claim.value.low, claim.value.currency) == ("training_cost", 5e8, "USD")
    assert [one.stance for one in claim.evidence].count("supports") >= 1


def test_a_tree_is_posted(client: Generated) -> None:
    models = client.models
    played = models.EventsParticipantsWhereEntity("entity", models.EqualityOperator.EQ, "n_openai")
    tree = models.EventsWhereAll(
        [
            models.EventsWhereTypeIn("type", "in", [models.EventTypeTerm.POSTPONEMENT]),
            models.EventsWhereSomeParticipants("participants", played),
            models.EventsWhereNot(models.EventsWhereDate("date", models.OrderOperator.GT, "2025-06")),
        ]
    )
    page = client.ask("events.query_events", body=models.EventsQuery(where=tree, release="2026.11.1", limit=5))
    assert ids(page) == ["e_openai-open-model-postponed"]


def test_promises_are_listed_with_their_slips(client: Generated) -> None:
    page = client.ask("promises.list_promises", obligors="n_openai", slipped=True, release="2026.11.1")
    assert ids(page) == ["c_openai-open-model-coming-months"]
    assert [slip.slip_days_high for slip in page.data[0].slips] == [65, 65]


def test_a_search_gives_typed_hits_and_facets(client: Generated) -> None:
    kind = client.models.SearchedKind
    found = client.ask("search.search", q="open weights", kind=[kind.EVENTS, kind.CLAIMS], limit=5)
    assert len(found.data) == 5
    assert {hit.kind for hit in found.data} <= {"events", "claims"}
    assert sum(facet.count for facet in found.facets.kind) == found.meta.count


def test_a_problem_is_typed_and_names_the_fault(client: Generated) -> None:
    missing = client.ask("events.get_event", "e_no-such-event")
    assert isinstance(missing, client.models.Problem)
    assert missing.status == 404
    wrong = client.ask("events.list_events", date_gte="June", sort=[client.models.EventsSort.ID])
    assert (wrong.status, [part.parameter for part in wrong.errors]) == (400, ["date__gte"])


def test_a_cursor_leads_through_all_pages(client: Generated) -> None:
    """Also where nothing but the cursor is given: a client must not send defaults that differ from the cursor's."""
    match = client.models.MatchMode.WITHIN
    whole = client.ask("claims.list_claims", asserted="2025", match=match, limit=1000, release=SMALL[-1])
    page = client.ask("claims.list_claims", asserted="2025", match=match, limit=40, release=SMALL[-1])
    found = ids(page)
    while page.meta.next_cursor:
        page = client.ask("claims.list_claims", cursor=page.meta.next_cursor)
        found += ids(page)
    assert found == ids(whole)
    assert len(found) == whole.meta.count > 80


@pytest.mark.parametrize(
    ("operation", "id_", "model"),
    [
        ("events.get_event", "e_openai-open-model-postponed", "EventItem"),
        ("claims.get_claim", "c_semianalysis-deepseek-hardware-over-500m", "ClaimItem"),
        ("promises.get_promise", "c_openai-open-model-coming-months", "PromiseItem"),
    ],
)
def test_a_new_term_in_an_answer_is_survived(
    client: Generated, spec: Any, operation: str, id_: str, model: str
) -> None:
    """A client made today reads the answers of a service that knows more terms."""
    item = client.ask(operation, id_)
    later = _renamed(item.to_dict(), _open_fields(spec))
    again = getattr(client.models, model).from_dict(later)
    assert again.to_dict() == later
    assert str(later).count(LATER) >= 3


def _open_fields(spec: Any) -> set[str]:
    """Fields of answers that hold a closed term."""
    return {
        name
        for schema in spec["components"]["schemas"].values()
        for name, part in schema.get("properties", {}).items()
        if "x-known-values" in str(part)
    }


def _renamed(plain: Any, names: set[str]) -> Any:
    """An answer with every closed term replaced by one that is not known yet."""
    if isinstance(plain, list):
        return [_renamed(one, names) for one in plain]
    if not isinstance(plain, dict):
        return plain
    return {name: _later(one) if name in names else _renamed(one, names) for name, one in plain.items()}


def _later(value: Any) -> Any:
    if isinstance(value, str):
        return LATER
    return [_later(one) for one in value] if isinstance(value, list) else value
