"""A plan in phases on the screen, in the folder and recomputed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from placement.present.words.voice import Language
from placement.questions.proposal.folder import write_result
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from placement.questions.verify.study import verify
from tests.helpers.taught import loaded, solved


def written(folder: Path) -> Path:
    answer, scenario = solved("etaper"), loaded("etaper")
    return write_result(folder / "out", answer, study(answer, scenario), scenario, command="placement solve")


def screen(language: Language, *variants: str) -> str:
    answer, scenario = solved("etaper", *variants), loaded("etaper", *variants)
    lines = first_screen(answer, study(answer, scenario), language, date=dt.date(2026, 11, 22))
    return " ".join(" ".join(line.text for line in lines).split())


def test_the_folder_is_recomputed(tmp_path: Path) -> None:
    folder = written(tmp_path)
    document = json.loads((folder / "result.json").read_text(encoding="utf-8"))

    assert verify(folder) == []
    assert [phase["id"] for phase in document["phases"]] == ["foerste", "anden"]
    assert document["phases"][-1]["plan"] == document["plan"]
    assert document["phase_aims"]["citizen_minutes"] == pytest.approx(
        (4 * document["phases"][0]["objectives"]["citizen_minutes"] + 6 * document["objectives"]["citizen_minutes"])
        / 10
    )
    assert {rule["rule"] for rule in document["phase_rules"]} == {"no_flip_flop", "phase_budget"}


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("phases.csv", ",3000000,", ",2000000,", "phases.csv"),
        ("phase_placements.csv", ",new,2,500", ",kept,2,500", "phase_placements.csv"),
        ("result.json", '"from_year": 2027', '"from_year": 2028', "result.json"),
    ],
)
def test_what_is_changed_is_found(tmp_path: Path, file: str, old: str, new: str, where: str) -> None:
    folder = written(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    assert where in {difference.file for difference in verify(folder)}


def test_a_first_phase_that_keeps_no_rule_is_found(tmp_path: Path) -> None:
    """Both houses in the first phase are beyond its budget."""
    folder = written(tmp_path)
    document = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    document["phases"][0]["plan"] = document["plan"]
    (folder / "result.json").write_text(json.dumps(document), encoding="utf-8")

    assert "phase_budget" in {difference.column for difference in verify(folder)}


def test_the_screen_says_when() -> None:
    danish, english = screen("da"), screen("en")

    assert "HVORNÅR Alt andet på siden gælder den sidste etape, Anden etape (2031-2036)" in danish
    assert "Første etape (2027-2030): nyt: Hjerteambulatorium i Vesterby Sundhedshus. Anlæg 3,0 af 3,0 mio." in danish
    assert "WHEN All else on this page is about the last phase" in english
    assert "HVORNÅR" not in screen("da", "uden_etaper")


def test_the_tables_of_phases_are_only_there_where_there_are_phases() -> None:
    answer, scenario = solved("etaper", "uden_etaper"), loaded("etaper", "uden_etaper")
    made = tables(answer, study(answer, scenario))

    assert not {"phases", "phase_placements"} & made.keys()
