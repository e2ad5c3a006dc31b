"""``placement tradeoff``: the screen, the document, the folder, and which options belong to which answer."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.locale import LANGUAGES
from placement.present.folder.manifest import TRADEOFF_DOCUMENT as DOCUMENT
from placement.present.tables.csv_dialect import EXCEL_DA, STANDARD, dialect_named, dump, parse
from placement.present.words.voice import Language
from placement.questions.tradeoff.folder import OURS_OF_STEPS
from placement.questions.tradeoff.steps.screen import stairway_screen
from placement.questions.tradeoff.steps.study import stairway
from placement.questions.tradeoff.steps.tables import TABLES, tables
from tests.helpers.taught import loaded

ROOT = Path(__file__).parents[3] / "scenarios"
SCENARIO = str(ROOT / "lemvig-foerste")
GOLDEN = Path(__file__).parent / "golden"
TAUGHT = "de-yderste"
"""The scenario of the golden files: a step takes something out."""
Capture = pytest.CaptureFixture[str]


def same_as_golden(name: str, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen(language: Language) -> None:
    found = stairway(loaded(TAUGHT))
    found = replace(found, evidence=replace(found.evidence, seconds=0.1))
    text = "\n".join(line.text for line in stairway_screen(found, language, folder="out/x/")) + "\n"
    same_as_golden(f"staircase_{language}.txt", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables(language: Language) -> None:
    made = tables(stairway(loaded(TAUGHT)), language)
    text = "\n".join(dump(table, STANDARD).decode("utf-8-sig") for table in made.values())
    same_as_golden(f"staircase_{language}.csv", text.replace("\r\n", "\n"))


def test_it_needs_no_price(capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, "--set", "objectives.method=price", "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "It is not said what a saved minute may cost" in out
    assert "Proven: at no price of a minute" in out


def test_a_price_is_marked(capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, "--price", "5.5", "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "At 5.5 kr. a minute plan 2 is the best. The next step begins at 5.9 kr. (+7%)." in out


def test_the_document(capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, "--json"]) == 0
    out, err = capsys.readouterr()
    document: dict[str, Any] = json.loads(out)
    assert err == ""
    assert (document["set"], document["proven"], document["chosen"]) == ("staircase", True, None)
    assert len(document["plans"]) == len(document["steps"]) + 1 == 5
    assert document["minute_price"] == {"value": None, "low": None, "high": None, "asked": False, "official": 1.7}
    assert document["plans"][-1]["price_to"] is None
    for plan, step in zip(document["plans"], document["steps"], strict=False):
        assert plan["price_to"] == step["price"] == pytest.approx(step["money"] / step["minutes"])
        assert step["low"] == step["high"] == step["price"]


@pytest.mark.parametrize("dialect", [STANDARD, EXCEL_DA])
def test_the_tables_can_be_read_again(dialect: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run(["tradeoff", SCENARIO, "--out", str(folder), "--csv", dialect.name]) == 0
    assert {path.name for path in folder.iterdir()} == OURS_OF_STEPS
    for name, table in tables(stairway(loaded("lemvig-foerste"))).items():
        read = parse(table, (folder / f"{name}.csv").read_bytes(), dialect_named(dialect.name))
        assert table.kind == TABLES[name]
        assert len(read.rows) == len(table.rows) > 0
        keys = [tuple(row[at] for at in table.key) for row in table.rows]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["--points", "4"], "--points"),
        (["--spacing", "0.1"], "--spacing"),
        (["--weights", "citizen=1,quality=1,economy=1"], "--weights"),
        (["--method", "balanced"], "--method"),
        (["--all", "--price", "5"], "--price"),
    ],
)
def test_an_option_of_the_other_answer_is_refused(words: list[str], option: str, capsys: Capture) -> None:
    assert run(["tradeoff", SCENARIO, *words, "--lang", "en"]) == 2
    assert f"{option} is for" in " ".join(capsys.readouterr().err.split())


def test_the_two_answers_share_no_folder(tmp_path: Path, capsys: Capture) -> None:
    folder = str(tmp_path / "out")
    assert run(["tradeoff", SCENARIO, "--out", folder, "--quiet"]) == 0
    assert run(["tradeoff", SCENARIO, "--out", folder, "--quiet"]) == 0
    assert run(["tradeoff", SCENARIO, "--all", "--points", "2", "--out", folder, "--lang", "en"]) == 2
    assert "something else than an earlier trade-off: staircase.csv" in " ".join(capsys.readouterr().err.split())
    assert json.loads((tmp_path / "out" / DOCUMENT).read_text(encoding="utf-8"))["set"] == "staircase"


def test_an_impossible_scenario_is_4(capsys: Capture) -> None:
    assert run(["tradeoff", str(ROOT / "umuligt")]) == 4
    assert capsys.readouterr().out == ""


def test_without_time_nothing_is_found(tmp_path: Path) -> None:
    assert run(["tradeoff", SCENARIO, "--time-limit", "0.000001", "--out", str(tmp_path / "out")]) == 6
    assert not (tmp_path / "out").exists()
