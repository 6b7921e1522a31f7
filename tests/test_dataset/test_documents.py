"""The documents of a release for people: its data dictionary, its changelog, how to cite it, its hashes."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from dataset.build import build
from dataset.manifest import open_release
from schemas.release import Manifest
from schemas.tables import TABLES, columns_at
from schemas.vocabulary import VOCABULARIES
from schemas.walk import Column
from tests.changing import SECOND, THIRD, changing_releases
from tests.support import event, records, source


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changing_releases(tmp_path_factory.mktemp("changing"))


def paths(column: Column, path: str) -> list[str]:
    """A column and every field within it, as the dictionary names them."""
    inner, suffix = column, ""
    while inner.kind == "list":
        inner, suffix = inner.children[0], suffix + "[]"
    found = [path]
    for child in inner.children:
        found += paths(child, f"{path}{suffix}.{child.name}")
    return found


def test_the_readme_describes_every_column_and_term(releases: Path) -> None:
    text = (releases / THIRD / "README.md").read_text(encoding="utf-8")
    for name, table in TABLES.items():
        section = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        rows = {line.split("`")[1]: line for line in section.splitlines() if line.startswith("| `")}
        assert list(rows) == [path for column in columns_at(table) for path in paths(column, column.name)]
        assert all(line.rstrip(" |").rsplit("|", 1)[1].strip() for line in rows.values()), name
    for vocabulary in VOCABULARIES.values():
        section = text.split(f"\n### Terms of {vocabulary.name}\n")[1].split("\n### ")[0]
        assert all(f"- `{term.name}`: {term.definition}" in section for term in vocabulary.terms.values())


def test_links_within_the_readme_lead_to_one_heading(releases: Path) -> None:
    text = (releases / THIRD / "README.md").read_text(encoding="utf-8")
    anchors = [line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")]
    linked = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert len(linked) > len(TABLES)
    assert [one for one in linked if anchors.count(one) != 1] == []


def test_the_readme_names_whom_imported_records_come_from(releases: Path) -> None:
    """As LICENSE-DATA does: they must be named by those who reuse the records."""
    text = (releases / THIRD / "README.md").read_text(encoding="utf-8")
    licence = (Path(__file__).parents[2] / "LICENSE-DATA").read_text(encoding="utf-8")
    assert " ".join(licence.split("(docs/importing.md):")[1].split()) in text


def test_the_changelog_tells_each_correction_merge_and_retraction(releases: Path) -> None:
    text = (releases / SECOND / "CHANGELOG.md").read_text(encoding="utf-8")
    for line in (
        "| event | changed | correction | 1 |",
        "- `e_fix`: It met on Tuesday *The page says Tuesday.*",
        '  - title: `"It met on Monday"` → `"It met on Tuesday"`',
        "- `e_never`: Event e_never (deleted) *The source took it back.*",
        "- `n_twin`: n_twin (now `n_firm`)",
        "- `e_both`: Event e_both (now `e_one`, `e_two`)",
        "| plan | 2 | 2025 to 2026 |",
    ):
        assert line in text.splitlines()


def test_a_changelog_stays_short_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    def many(title: str) -> list[object]:
        return [event(f"e_{n:03}", "2025-01-02", "s_a", title=f"{title} number {n}") for n in range(120)]

    build(records(source("s_a", "2025-01-01"), *many("Event")), "2026.10.0", date(2026, 10, 1), tmp_path)  # type: ignore[arg-type]
    folder = build(records(source("s_a", "2025-01-01"), *many("Thing")), "2026.11.0", date(2026, 11, 1), tmp_path)  # type: ignore[arg-type]
    lines = (folder / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert "| event | changed | undeclared | 120 |" in lines
    assert "- and 70 more, in the table `changes`" in lines
    assert len(lines) < 150


def test_the_first_release_and_one_without_a_change_say_so(tmp_path: Path) -> None:
    same = records(source("s_a", "2025-01-01"), event("e_a", "2025-01-02", "s_a"))
    first = build(same, "2026.10.0", date(2026, 10, 1), tmp_path)
    second = build(same, "2026.11.0", date(2026, 11, 1), tmp_path)
    assert (first / "CHANGELOG.md").read_text().endswith("The first release: everything in it is new.\n")
    assert (second / "CHANGELOG.md").read_text().endswith("No record changed.\n")


def test_the_citation_is_one(releases: Path, manifest: Manifest) -> None:
    """By hand, since the validator of the format needs an old jsonschema: the keys that version 1.2.0 requires, in their forms."""
    cited = yaml.safe_load((releases / THIRD / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["type"], cited["license"]) == ("1.2.0", "dataset", manifest.licence)
    assert (cited["version"], cited["date-released"]) == (THIRD, str(manifest.data_date))
    assert date.fromisoformat(cited["date-released"])
    assert all(isinstance(cited[key], str) and cited[key] for key in ("message", "title", "abstract", "license-url"))
    assert cited["authors"] == [{"name": "OnRecord contributors"}]
    assert all(isinstance(word, str) for word in cited["keywords"])


def test_the_hashes_are_those_that_sha256sum_finds(releases: Path) -> None:
    folder = releases / THIRD
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True)
    proved = {line.removesuffix(": OK") for line in done.stdout.splitlines()}
    assert proved == {path.name for path in folder.iterdir()} - {"SHA256SUMS", "manifest.json"}


@pytest.fixture(scope="module")
def manifest(releases: Path) -> Manifest:
    return open_release(releases / THIRD)
