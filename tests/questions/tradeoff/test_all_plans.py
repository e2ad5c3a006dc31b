"""``placement tradeoff --all``: the screen, the document, the folder, and a run that goes on from another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.locale import LANGUAGES
from placement.present.folder.manifest import TRADEOFF_DOCUMENT as DOCUMENT
from placement.present.screen.lines import cells
from placement.present.screen.progress import progress_text
from placement.present.tables.csv_dialect import EXCEL_DA, STANDARD, dialect_named, parse
from placement.present.words.voice import Language, Voice
from placement.questions.tradeoff.folder import OURS, STATE
from placement.questions.tradeoff.screen import tradeoff_screen
from placement.questions.tradeoff.study import Tradeoff, tradeoff
from placement.questions.tradeoff.tables import TABLES, tables
from placement.scenario.load import load
from placement.solve.result import Options, Progress

ROOT = Path(__file__).parents[3] / "scenarios"
SCENARIO = str(ROOT / "profiler")
Capture = pytest.CaptureFixture[str]


def said(found: Tradeoff, language: Language = "da", **how: Any) -> str:
    lines = tradeoff_screen(found, language, **how)
    assert max(cells(line.text) for line in lines) <= 100
    assert all(0 <= line.heading <= len(line.text) for line in lines)
    return " ".join(" ".join(line.text for line in lines).split()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["profiler", "lukning", "etaper", "akut-dag"])
def test_every_screen_fits(name: str, language: Language) -> None:
    found = tradeoff(load(ROOT / name), most=4)
    assert said(found, language, folder="out/x/")


def test_a_complete_set_says_so(capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, "--all", "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "8 plans in which no aim can get better without another getting worse." in out
    assert "The set is complete: any other plan is at most as good" in out
    assert "so the worst among the plans is the true nadir" in out


def test_a_set_cut_short_says_so_and_claims_less(capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, "--all", "--points", "4"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "4 planer, hvoraf ingen er dårligere end en anden i alle tre hensyn." in out
    assert "Mængden er ikke komplet. Bevist er:" in out
    assert "Der blev stoppet ved 4 planer, som ønsket." in out
    assert "Med --out kan en senere kørsel gå videre" in out
    assert "det sande nadir" not in out


def test_a_spacing_is_told_in_shares_of_the_range() -> None:
    found = tradeoff(load(SCENARIO), Options(gap=0.0), spacing=0.3)
    assert "Bevist med en afstand på 30,0 %" in said(found)


def test_one_plan_is_no_choice() -> None:
    found = tradeoff(load(ROOT / "akut-dag"))
    shown = said(found)
    assert "Der er intet at vælge imellem: én plan er bedst i alle tre hensyn." in shown
    assert "100.000 KR." not in shown


def test_the_document(capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, "--all", "--method", "weighted", "--json"]) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert err == ""
    assert document["complete"]
    assert [plan["plan"] for plan in document["plans"]] == list(range(1, 9))
    assert document["weights_may_be"]["quality"][1] is None
    citizen = document["next_100000"][0]
    assert citizen["within"]["before"] == document["chosen"] < citizen["within"]["after"]
    assert citizen["within"]["gain"] > 0


@pytest.mark.parametrize("dialect", [STANDARD, EXCEL_DA])
def test_the_tables_can_be_read_again(dialect: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run(["tradeoff", SCENARIO, "--all", "--out", str(folder), "--csv", dialect.name]) == 0
    assert {path.name for path in folder.iterdir()} == OURS
    for name, table in tables(tradeoff(load(SCENARIO))).items():
        read = parse(table, (folder / f"{name}.csv").read_bytes(), dialect_named(dialect.name))
        assert table.kind == TABLES[name]
        assert len(read.rows) == len(table.rows) > 0
        keys = [tuple(row[at] for at in table.key) for row in table.rows]
        assert len(set(keys)) == len(keys)


def test_a_later_run_goes_on(tmp_path: Path, capsys: Capture) -> None:
    folder = str(tmp_path / "out")
    assert run(["tradeoff", SCENARIO, "--all", "--points", "4", "--out", folder]) == 0
    assert "flere --points" in " ".join(capsys.readouterr().out.split())

    before = (tmp_path / "out" / DOCUMENT).read_bytes()
    assert run(["tradeoff", SCENARIO, "--all", "--out", folder, "--time-limit", "0.000001"]) == 6
    assert "intet er skrevet" in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / "out" / DOCUMENT).read_bytes() == before

    assert run(["tradeoff", SCENARIO, "--all", "--out", folder]) == 0
    assert "4 planer er fra en tidligere kørsel." in " ".join(capsys.readouterr().out.split())
    assert len(json.loads((tmp_path / "out" / DOCUMENT).read_text())["plans"]) == 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"of": "x"}', "hører til et andet scenarie"),
        ("{", "kan ikke læses"),
        ("[]", "kan ikke læses"),
        ("[" * 100_000, "kan ikke læses"),
    ],
)
def test_a_state_that_cannot_be_used_is_refused(content: str, words: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / STATE).write_text(content)
    assert run(["tradeoff", SCENARIO, "--all", "--out", str(tmp_path)]) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / STATE).read_text() == content


def test_another_scenarios_state_is_refused(tmp_path: Path) -> None:
    assert run(["tradeoff", SCENARIO, "--all", "--points", "3", "--out", str(tmp_path)]) == 0
    assert run(["tradeoff", SCENARIO, "--all", "--set", "policy.max_changes=1", "--out", str(tmp_path)]) == 2


def test_a_folder_with_something_else_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "budget.xlsx").write_text("x")
    assert run(["tradeoff", SCENARIO, "--all", "--out", str(tmp_path)]) == 2
    assert "rummer andet end en tidligere afvejning: budget.xlsx" in " ".join(capsys.readouterr().err.split())
    assert run(["tradeoff", SCENARIO, "--all", "--out", str(tmp_path / "budget.xlsx")]) == 2


def test_an_impossible_scenario_is_4(capsys: Capture) -> None:
    assert run(["tradeoff", str(ROOT / "umuligt"), "--all"]) == 4
    assert capsys.readouterr().out == ""


def test_without_time_nothing_is_found(tmp_path: Path) -> None:
    assert run(["tradeoff", SCENARIO, "--all", "--time-limit", "0.000001", "--out", str(tmp_path / "out")]) == 6


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", "afvejning: 7 planer, 12 områder tilbage"), ("en", "trade-off: 7 plans, 12 zones left")],
)
def test_progress_counts_plans_and_zones(language: Language, words: str) -> None:
    assert words in progress_text(Voice(language), Progress("pareto", 3.0, 7.0, 12.0, 0.125))


@pytest.mark.parametrize(
    ("kept", "words"), [(True, "tradeoff.state.json; samme kommando går videre derfra"), (False, "intet er skrevet")]
)
def test_an_abort_says_what_is_kept(
    kept: bool, words: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def aborted(*args: Any, **how: Any) -> Tradeoff:
        tradeoff(*args, **how)
        raise KeyboardInterrupt

    monkeypatch.setattr("placement.questions.tradeoff.run.calculate", aborted)
    out = ["--out", str(tmp_path / "out")] if kept else []
    assert run(["tradeoff", SCENARIO, "--all", *out]) == 6
    assert words.replace(" ", "") in "".join(capsys.readouterr().err.split())  # a long path is broken across lines
    assert (tmp_path / "out" / STATE).exists() is kept


def test_an_aim_without_range_is_named() -> None:
    found = tradeoff(load(ROOT / "dialyse-satellit"), Options(gap=0.0), most=5)

    assert any(found.measured_by.indifferent)
    assert "Målestokkens planer er lige gode i" in said(found)
    assert "The plans that make the scale are as good in" in said(found, "en")
