"""What is told where upstream, a correction or a story is at fault, and what goes on all the same."""

from pathlib import Path

import pytest

from dataset.errors import ImportFaultError
from tests.test_dataset.importing import ENTITIES, MODEL, STORY, Project

LARGE = {"Model": "Large", "Publication date": "2024-09-10", "Link": "https://maker.example/large", "Parameters": ""}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_correction_mends_a_cell_and_says_so(project: Project) -> None:
    project.declare(
        "epoch-models",
        "corrections:\n"
        '  - {row: ai_models/Large, column: Publication date, expect: "2024-09-10", read: "2024-09-12", reason: The page says so.}\n',
    )
    report = project.models(LARGE)
    assert report.corrected == 1
    assert project.made()["e_large-released"]["date"] == "2024-09-12"


def test_a_correction_leaves_a_row_out(project: Project) -> None:
    project.declare("epoch-models", "corrections:\n  - {row: ai_models/Large, skip: true, reason: No model at all.}\n")
    report = project.models({}, LARGE)
    assert report.skipped == {"No model at all.": ["ai_models/Large"]}
    assert "n_large" not in project.made()
    assert report.gone == []


@pytest.mark.parametrize(
    ("row", "expect", "told"),
    [
        ("ai_models/Large", "2024-09-11", "expects '2024-09-11', but upstream now says '2024-09-10': remove it"),
        ("ai_models/Larger", "2024-09-10", "no row `ai_models/Larger` stands upstream any more"),
    ],
)
def test_a_correction_that_no_longer_fits_stops_the_run(project: Project, row: str, expect: str, told: str) -> None:
    project.declare(
        "epoch-models",
        f'corrections:\n  - {{row: {row}, column: Publication date, expect: "{expect}", reason: A slip of the pen.}}\n',
    )
    with pytest.raises(ImportFaultError, match=r"epoch-models\.yaml") as raised:
        project.models(LARGE)
    assert told in str(raised.value)
    assert not (project.records / "imported").exists()


def test_a_faulty_correction_is_told_with_its_line(project: Project) -> None:
    project.declare("epoch-models", "corrections:\n  - {row: ai_models/Large, skp: true, reason: None at all.}\n")
    with pytest.raises(ImportFaultError, match=r"epoch-models.yaml:2:\d+: .*no key `skp`"):
        project.models(LARGE)


def test_bad_rows_are_told_one_by_one_and_the_others_go_on(project: Project) -> None:
    report = project.models(
        {"Parameters": "many"},
        {**LARGE, "Model": "Later", "Publication date": "2024-13-01"},
        {**LARGE, "Model": "  "},
        LARGE,
    )
    file = (project.folder / "models_2025-04.csv").as_posix()
    assert [(one.file, one.line) for one in report.bad] == [(file, 2), (file, 3), (file, 4)]
    assert "nothing names it" in report.bad[2].told
    assert (
        report.bad[0].told
        == "row `ai_models/Small 1.5`: column `Parameters` holds 'many': expected `float | null`, got `str`"
    )
    assert "'2024-13-01', which is no day, month or year" in report.bad[1].told
    assert "e_large-released" in project.made()


def test_a_row_that_became_unreadable_keeps_its_records(project: Project) -> None:
    project.models({}, LARGE)
    before = project.made()
    report = project.models({}, {**LARGE, "Parameters": "many"}, month="2025-10")
    assert report.gone == []
    after = project.made()
    for record in ("n_large", "e_large-released", "s_maker-example-large"):
        assert after[record] == before[record]
    assert project.problems() == []


def test_rows_of_the_wrong_length_are_told(project: Project) -> None:
    path = project.table("models_2025-04.csv", [MODEL])
    path.write_text(path.read_text(encoding="utf-8") + "one,two\n", encoding="utf-8")
    report = project.run("epoch-models", path)
    assert [(one.line, one.told) for one in report.bad] == [
        (3, f"the row has 2 cells, but the table has {len(MODEL)} columns")
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("none_2025-04.csv", None, "there is no such file"),
        ("other_2025-04.csv", "a,b\n1,2\n", "no table of epoch-models"),
        ("models.csv", "Model,Training compute (FLOP)\nX,1\n", "add --snapshot"),
    ],
)
def test_files_that_cannot_be_used(project: Project, name: str, text: str | None, told: str) -> None:
    path = project.folder / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportFaultError, match=told):
        project.run("epoch-models", path)


def test_tables_that_belong_together_are_asked_for_together(project: Project) -> None:
    path = project.table("staff_2025-12.csv", [{"Company": "Maker", "Id": "x", "Staff count": "1", "Date": "1/1/2024"}])
    with pytest.raises(
        ImportFaultError, match=r"epoch-companies reads 6 tables together.*give ai_companies, funding_rounds"
    ):
        project.run("epoch-companies", path)


def test_a_story_that_cannot_be_read_stops_the_run(project: Project) -> None:
    project.curate(STORY.replace("title: Maker releases a", "title: Maker: releases a"), ENTITIES)
    with pytest.raises(ImportFaultError, match=r"mend these files first(.|\n)*small\.yaml:2"):
        project.models({})
    assert not (project.records / "imported").exists()


def test_the_report_tells_what_was_done_and_why(project: Project) -> None:
    report = project.models({}, {**LARGE, "Link": "no address"}, {**LARGE, "Model": "Other", "Confidence": "Wrong"})
    told = "\n".join(report.told())
    assert "3 rows read" in told
    assert "ai_models/Small 1.5 is e_small-released" in told
    assert "1: the row cites no source (ai_models/Large)" in told
    assert "1: Epoch AI marks the row as wrong (ai_models/Other)" in told
