"""``placement workbook``: what it writes, that what it wrote is solved as the scenario is, and what it refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from placement.cli.entry import run
from placement.console.endings import Exit
from placement.errors import ResultError
from placement.present.words.voice import Voice
from placement.questions.workbook import sheets
from placement.questions.workbook.sheets import scenario_workbook
from placement.scenario.load import Opened
from placement.scenario.workbook.book import book_of
from tests.scenario.workbook.books import LEMVIG, cell, edited, made

SCENARIO = "scenarios/dialyse-satellit"


def recommendation(folder: Path) -> str:
    return (folder / "recommendation.csv").read_text(encoding="utf-8")


def test_a_workbook_is_solved_and_verified_as_its_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.xlsx"
    assert run(["workbook", SCENARIO, str(file)]) == Exit.DONE
    assert "model.xlsx" in capsys.readouterr().err
    for path, out in ((SCENARIO, "a"), (str(file), "b")):
        assert run(["solve", path, "--out", str(tmp_path / out), "--quiet"]) == Exit.DONE
    assert recommendation(tmp_path / "a") == recommendation(tmp_path / "b")
    assert (tmp_path / "b" / "scenario.lock.yaml").read_bytes() == (tmp_path / "a" / "scenario.lock.yaml").read_bytes()
    assert '"model.xlsx": "' in (tmp_path / "b" / "manifest.json").read_text(encoding="utf-8")
    assert run(["verify", str(tmp_path / "b")]) == Exit.DONE
    file.write_bytes(made(LEMVIG))
    assert run(["verify", str(tmp_path / "b")]) == Exit.DIFFERENCE


def test_an_edited_workbook_gives_another_proposal(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        baseline = book["baseline"]
        names = [each.value for each in baseline[2]]
        row = {"function": "dialyse", "site": book["sites"].cell(4, 1).value, "days_per_week": 3}
        baseline.append([row.get(name) for name in names])

    file = tmp_path / "model.xlsx"
    file.write_bytes(edited(change, SCENARIO))
    assert run(["solve", str(file), "--out", str(tmp_path / "b"), "--quiet"]) == Exit.DONE
    rows = list(csv.DictReader(io.StringIO(recommendation(tmp_path / "b"))))
    new = [row for row in rows if row["site"] == Opened(file).plain.base.baseline.rows["dialyse"].popitem()[0]]
    assert new
    assert run(["verify", str(tmp_path / "b")]) == Exit.DONE


def test_what_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.xlsx"
    file.write_bytes(b"mine")
    assert run(["workbook", SCENARIO, str(file), "--lang", "en"]) == Exit.USAGE
    assert "is there already" in " ".join(capsys.readouterr().err.split())
    assert run(["workbook", SCENARIO, str(tmp_path / "model.csv"), "--lang", "en"]) == Exit.USAGE
    assert "does not end in .xlsx" in " ".join(capsys.readouterr().err.split())
    assert file.read_bytes() == b"mine"


def test_sheets_have_headings_notes_lists_and_links() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(LEMVIG)))
    assert book.sheetnames[0] == "contents"
    assert {"sites", "functions", "areas", "baseline", "policy", "objectives", "fields"} <= set(book.sheetnames)
    sites = book["sites"]
    names = [each.value for each in sites[2]]
    assert names[0] == "id"
    assert sites.cell(1, names.index("kind") + 1).value in ("Slags", "Kind")
    assert sites.freeze_panes == "B3"
    kind = sites.cell(2, names.index("kind") + 1)
    assert kind.comment is not None
    assert "health_house" in kind.comment.text
    rules = {rule.formula1 for rule in sites.data_validations.dataValidation}
    assert any("hospital,health_house" in rule for rule in rules)
    assert any(rule.startswith("'sites'!$A$3:$A$") for rule in rules), rules
    assert cell(book, "objectives", "objectives.method", "value").value == "lexicographic"
    functions = book["functions"]
    beside = [each for each in functions[2] if str(each.value).startswith("minutes_per_visit.")]
    assert [each.value.partition(".")[2] for each in beside] == ["low", "high", "source", "quality", "owner"]
    assert functions.column_dimensions[beside[0].column_letter].outlineLevel == 1
    assert all(sheet.cell(1, 1).value for sheet in book.worksheets if sheet.title != "lists")


def test_a_table_too_long_for_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with pytest.raises(ResultError, match="The table 'areas' has 10 rows; a sheet holds 5"):
        scenario_workbook(book_of(Opened(LEMVIG).written), "x", Voice("en"))


def test_large_and_small_workbooks_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    small = openpyxl.load_workbook(io.BytesIO(made(LEMVIG)))
    monkeypatch.setattr(sheets, "_LARGE", 0)
    large = openpyxl.load_workbook(io.BytesIO(made(LEMVIG)))
    assert small.sheetnames == large.sheetnames
    for sheet in small.worksheets:
        assert list(sheet.values) == list(large[sheet.title].values)
