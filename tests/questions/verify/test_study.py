from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement.errors import ResultError, ScenarioError
from placement.present.folder.differences import MOST, Difference
from placement.present.folder.manifest import sealed, sha256
from placement.present.tables.csv_dialect import DIALECTS, EXCEL_DA, STANDARD, Dialect
from placement.questions.proposal.folder import result_files, write_files
from placement.questions.verify.study import verify
from tests.helpers import world


class Result:
    """A result folder beside its scenario."""

    def __init__(self, tmp_path: Path, dialect: Dialect = STANDARD, suppress_below: float = 0) -> None:
        self.scenario = world.on_disk(tmp_path / "scenario")
        solved, study, loaded = world.solved_in(self.scenario)
        call = world.call(self.scenario, dialect, suppress_below)
        self.folder = write_files(tmp_path / "out", result_files(solved, study, loaded, call))

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_bytes().decode()
        assert old in text, text
        path.write_bytes(text.replace(old, new, 1).encode())

    def change_json(self, name: str, change: Callable[[dict[str, Any]], None]) -> None:
        path = self.folder / name
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        made = sealed(document) if name == "manifest.json" else document
        path.write_text(json.dumps(made), encoding="utf-8")

    def found(self) -> list[Difference]:
        return verify(self.folder)


@pytest.fixture
def result(tmp_path: Path) -> Result:
    return Result(tmp_path)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("suppress_below", [0, 50])
def test_an_untouched_folder_agrees(tmp_path: Path, dialect: Dialect, suppress_below: float) -> None:
    assert Result(tmp_path, dialect, suppress_below).found() == []


CELLS = {
    "recommendation": ("lunge,nord,", ",405,0,150,", ",406,0,150,", "lunge nord", "visits_per_year"),
    "assignments": ("nordby,lunge,nord", ",0.75,405,", ",0.76,405,", "nordby lunge nord", "share"),
    "sites": ("hosp,", ",hospital,,,,3,3", ",hospital,,,,3,4", "hosp", "functions"),
    "hospitals": ("vest,lunge,", ",330,", ",331,", "vest lunge", "visits_per_year"),
    "functions": ("lunge,", ",2,4,0,2,", ",2,5,0,2,", "lunge", "sites"),
    "areas": ("nordby,", ",9000,", ",9001,", "nordby", "people"),
    "groups": ("Nord,", ",2,13000,", ",3,13000,", "Nord", "areas"),
    "steps": ("1,lunge,nord", ",true", ",false", "1", "feasible"),
    "calibration": ("lunge,vest,", ",900,", ",901,", "lunge vest", "observed_visits_per_year"),
    "knife_edge": ("kantby,lunge,", ",48,", ",49,", "kantby lunge false", "visits_per_year"),
    "assumptions": (
        "functions.lunge.min_visits_per_year,",
        ",150,",
        ",151,",
        "functions.lunge.min_visits_per_year",
        "value",
    ),
    "equipment": ("nord,skanner,", ",1,1,", ",1,2,", "nord skanner", "units"),
    "staff": ("nord,laege,", ",0.5,1.5,", ",0.5,1.6,", "nord laege", "days_per_week"),
    "payers": ("municipality,home,", "home,90720", "home,90721", "municipality home", "money_per_year"),
    "catalogue": ("syd,lunge,", ",0.5,", ",0.6,", "syd lunge", "days_per_week"),
    "report_card": (
        "equity,share_beyond_45_min,",
        ",0.2293233083,",
        ",0.2393233083,",
        "equity share_beyond_45_min",
        "today",
    ),
    "rules": ("2,scope,lunge,nord,", ",1,1,0,", ",1,1,1,", "2", "slack"),
}


@pytest.mark.parametrize(("table", "place"), CELLS.items(), ids=CELLS)
def test_one_changed_number_is_named(result: Result, table: str, place: tuple[str, str, str, str, str]) -> None:
    start, old, new, row, column = place
    path = result.folder / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(start))
    assert old in lines[at]
    lines[at] = lines[at].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    (found,) = result.found()
    assert (found.file, found.row, found.column) == (path.name, row, column)


def test_a_decimal_comma_is_read(tmp_path: Path) -> None:
    result = Result(tmp_path, EXCEL_DA)
    result.change("assignments.csv", ";0,75;405;", ";0,74;405;")
    (found,) = result.found()
    assert (found.column, found.seen, found.expected) == ("share", "0,74", "0,75")
    assert str(found) == "assignments.csv, nordby lunge nord, share: 0,74 where 0,75 is expected"


def test_rows_that_are_missing_doubled_or_invented_are_named(result: Result) -> None:
    path = result.folder / "payers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[2], lines[2], "state,home,1,0\n", *lines[3:]]), encoding="utf-8")
    found = {(each.row, each.seen, each.expected) for each in result.found()}
    assert found == {
        ("municipality home", "the row twice", "nothing"),
        ("state home", "a row", "nothing"),
        ("citizen citizen_travel", "nothing", "a row"),
    }


def test_changed_headings_and_broken_files_are_named(result: Result) -> None:
    result.change("payers.csv", "money_per_year", "money")
    (result.folder / "staff.csv").write_bytes(b"\xff\xff")
    (result.folder / "sites.csv").write_bytes(b"")
    assert {(each.file, each.row) for each in result.found()} == {
        ("payers.csv", "heading"),
        ("staff.csv", ""),
        ("sites.csv", ""),
    }


def test_many_differences_are_counted(result: Result) -> None:
    path = result.folder / "assumptions.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0], encoding="utf-8")
    found = result.found()
    assert len(lines) - 1 > MOST
    assert len(found) == MOST + 1
    assert found[-1].seen == f"{len(lines) - 1 - MOST} more differences"


def test_a_digit_too_small_to_matter_is_still_a_changed_file(result: Result) -> None:
    result.change("assignments.csv", ",0.75,405,", ",0.7500000001,405,")
    (found,) = result.found()
    assert (found.file, found.column) == ("assignments.csv", "sha256")


RESULTS: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "objective": (lambda d: d["objectives"].update(citizen_minutes=1.0), "objectives.citizen_minutes"),
    "indicator": (lambda d: d["indicators"].update(affected_visits=1.0), "indicators.affected_visits"),
    "baseline": (lambda d: d["baseline"]["indicators"].update(p90_minutes=1.0), "baseline.indicators.p90_minutes"),
    "claim": (lambda d: d.update(objective=0.1), "objective"),
    "gap": (lambda d: d.update(gap=0.0), "gap"),
    "bound": (lambda d: d.update(bound=9.0), "bound"),
    "audit": (lambda d: d["audit"].update(feasible=False), "audit.feasible"),
    "seed": (lambda d: d["manifest"].update(seed=7), "manifest.seed"),
    "input": (lambda d: d["manifest"]["inputs"].update({"areas.csv": "0"}), "manifest.inputs.areas.csv"),
    "price": (lambda d: d.update(implied_price_per_minute=99.0), "implied_price_per_minute"),
    "more": (lambda d: d.update(surprise=1), "surprise"),
    "less": (lambda d: d.pop("home"), "home"),
    "seconds": (lambda d: d["seconds"].update(total=0.01), "seconds.total"),
}


@pytest.mark.parametrize(("change", "column"), RESULTS.values(), ids=RESULTS)
def test_a_changed_result_is_named(result: Result, change: Callable[[dict[str, Any]], None], column: str) -> None:
    result.change_json("result.json", change)
    found = result.found()
    assert {each.file for each in found} == {"result.json"}
    assert column in {each.column for each in found}


def test_a_changed_plan_is_told_by_the_tables(result: Result) -> None:
    result.change_json("result.json", lambda d: d["plan"]["open"]["lunge"].update(nord=2.0))
    (found,) = result.found()
    assert (found.file, found.column, found.seen, found.expected) == (
        "result.json",
        "plan.open.lunge.nord",
        "2.0",
        "1.0",
    )


def test_a_changed_share_of_a_function_the_region_allocates_is_seen(result: Result) -> None:
    def change(document: dict[str, Any]) -> None:
        document["plan"]["assign"]["tolk"][0][3] += 0.2

    result.change_json("result.json", change)
    assert {"assignments.csv", "result.json"} <= {each.file for each in result.found()}


def test_a_claim_of_the_best_needs_its_proof(result: Result) -> None:
    result.change_json("result.json", lambda d: d.update(bound=d["objective"] - 0.2, gap=0.2))
    assert [(each.column, each.expected) for each in result.found()] == [("gap", "at most 0.001 (status optimal)")]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"plan": {}}', b"{"])
def test_a_result_that_does_not_hold_together_is_named(result: Result, content: bytes) -> None:
    (result.folder / "result.json").write_bytes(content)
    found = result.found()
    assert {each.file for each in found} == {"result.json"}
    assert any(each.expected == "the result" for each in found)


def test_a_plan_that_breaks_a_rule_is_named(tmp_path: Path) -> None:
    scenario = world.on_disk(tmp_path / "scenario")
    solved, study, loaded = world.solved_in(scenario)
    files = result_files(solved, study, loaded, world.call(scenario))
    folder = write_files(tmp_path / "out", files)
    text = (scenario / "scenario.yaml").read_text(encoding="utf-8")
    (scenario / "scenario.yaml").write_text(
        text.replace("retained_share: 0.2", "retained_share: 0.5"), encoding="utf-8"
    )
    found = verify(folder)
    assert found[0].file == "scenario.yaml"
    assert Difference("result.json", "lunge vest", "retained_volume", "330", "588 visits/year") in found


@pytest.mark.parametrize("name", ["scenario.yaml", "areas.csv"])
def test_a_changed_input_is_named(result: Result, name: str) -> None:
    path = result.scenario / name
    path.write_text(
        path.read_text(encoding="utf-8") + ("# talt op\n" if name.endswith("yaml") else ""), encoding="utf-8"
    )
    if name.endswith("csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("9000", "9500"), encoding="utf-8")
    first = result.found()[0]
    assert (first.file, first.row, first.column) == (name, "input", "sha256")


def test_an_input_that_no_longer_reads_is_named(result: Result) -> None:
    (result.scenario / "areas.csv").write_text("id,name\n", encoding="utf-8")
    assert [each.file for each in result.found()] == ["areas.csv"]


def test_a_scenario_that_was_always_faulty_is_a_fault(result: Result) -> None:
    path = result.scenario / "areas.csv"
    path.write_text("id,name\n", encoding="utf-8")
    result.change_json("manifest.json", lambda d: d["inputs"].update({"areas.csv": sha256(path.read_bytes())}))
    with pytest.raises(ScenarioError):
        result.found()


def test_a_changed_lock_is_named(result: Result) -> None:
    result.change("scenario.lock.yaml", "Kun til prøver", "Kun til leg")
    (found,) = result.found()
    assert (found.file, found.row[:4]) == ("scenario.lock.yaml", "line")


def test_a_changed_description_is_named(result: Result) -> None:
    result.change_json("datapackage.json", lambda d: d["resources"][0].update(path="x.csv"))
    (found,) = result.found()
    assert (found.file, found.column) == ("datapackage.json", "resources.0.path")


def counted_anew(result: Result, name: str) -> None:
    """Make the manifest agree with what now lies in the folder."""
    digest = sha256((result.folder / name).read_bytes())
    result.change_json("manifest.json", lambda d: d["outputs"].update({name: digest}))


def rewritten(path: Path, old: str, new: str) -> None:
    """The workbook with one text in its sheets replaced by another."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert any(old.encode() in content for content in parts.values())
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(old.encode(), new.encode(), 1))


def test_a_changed_cell_of_the_workbook_is_named_whatever_the_manifest_says(result: Result) -> None:
    path = result.folder / "recommendation.xlsx"
    rewritten(path, "<v>405</v>", "<v>406</v>")
    for _ in range(2):
        found = result.found()
        assert ("Forslag", "405", "406") in {(each.row, each.expected, each.seen) for each in found}
        assert all(each.file == path.name for each in found)
        counted_anew(result, path.name)


def test_a_formula_put_into_the_workbook_is_named(result: Result) -> None:
    path = result.folder / "recommendation.xlsx"
    rewritten(path, "<v>405</v>", "<f>400+5</f><v>405</v>")
    counted_anew(result, path.name)
    assert {each.seen for each in result.found()} == {"=405"}


def test_a_workbook_that_was_styled_is_a_changed_file(result: Result) -> None:
    path = result.folder / "recommendation.xlsx"
    rewritten(path, "DCE6EC", "FF0000")
    (found,) = result.found()
    assert (found.file, found.column) == (path.name, "sha256")


def test_a_workbook_that_is_none_or_has_other_sheets_is_named(result: Result) -> None:
    path = result.folder / "recommendation.xlsx"
    rewritten(path, 'name="Forslag"', 'name="Andet"')
    assert "Andet" in result.found()[0].seen
    path.write_bytes(b"PK")
    (found,) = result.found()
    assert (found.file, found.expected) == (path.name, "a workbook")


def test_missing_and_extra_files_are_named(result: Result) -> None:
    (result.folder / "steps.csv").unlink()
    (result.folder / "notes.txt").write_text("x", encoding="utf-8")
    (result.folder / ".DS_Store").write_text("x", encoding="utf-8")
    assert {(each.file, each.seen) for each in result.found()} == {("steps.csv", "no file"), ("notes.txt", "a file")}


def test_a_table_that_the_manifest_forgot_is_named(result: Result) -> None:
    result.change_json("manifest.json", lambda d: d["outputs"].pop("steps.csv"))
    assert {each.file for each in result.found()} == {"steps.csv"}


def test_a_changed_manifest_shows_in_what_it_describes(result: Result) -> None:
    result.change_json("manifest.json", lambda d: d["csv"].update(suppress_below=400))
    assert {"assignments.csv", "datapackage.json"} <= {each.file for each in result.found()}


def test_another_version_may_use_other_words(result: Result) -> None:
    path = result.folder / "recommendation.csv"
    result.change(path.name, "Nyt tilbud", "Ny funktion")
    (found,) = result.found()
    assert (found.row, found.column) == ("lunge nord", "reason")

    def older(manifest: dict[str, Any]) -> None:
        manifest["versions"]["placement"] = "0.0.1"
        manifest["outputs"][path.name] = sha256(path.read_bytes())

    result.change_json("manifest.json", older)
    result.change_json("result.json", lambda d: d["manifest"]["versions"].update(placement="0.0.1"))
    assert {each.column for each in result.found()} == {"sha256"}, "result.json is no longer what the manifest counted"


def test_the_scenario_may_have_moved(result: Result) -> None:
    moved = result.scenario.rename(result.scenario.with_name("moved"))
    with pytest.raises(ResultError, match="is not there"):
        result.found()
    assert verify(result.folder, moved) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is no result folder"),
        ("{", "cannot be read"),
        ("{}", "was not written"),
        ('{"kind": "placement-result"}', "lacks"),
    ],
)
def test_a_folder_that_is_no_result_is_refused(tmp_path: Path, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ResultError, match=told):
        verify(tmp_path)
