"""``placement robust``: the screen, the document, the folder, a later run, and requests that cannot be."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.locale import LANGUAGES
from placement.present.screen.lines import NO_BREAK, cells
from placement.present.tables.csv_dialect import EXCEL_DA, STANDARD, dialect_named, parse
from placement.present.words.voice import Language
from placement.questions.robust.findings import Design, Robust, Thresholds
from placement.questions.robust.screen import robust_screen
from placement.questions.robust.study import robust
from placement.questions.robust.tables import DOCUMENT, TABLES, WORKBOOK, tables
from placement.scenario.load import load
from placement.scenario.schema.frame import Method
from placement.solve.result import Options

ROOT = Path(__file__).parents[3] / "scenarios"
SCENARIO = str(ROOT / "personale")
GOLDEN = Path(__file__).parent / "golden"
QUICK = ["--draws", "2", "--workers", "1"]
Capture = pytest.CaptureFixture[str]


PRICES = "objectives.prices={minute: {value: 4, low: 1.7, high: 12}, lost_quality_visit: {value: 100, high: 200}}"


@cache
def found(name: str, draws: int = 2, method: Method | None = None) -> Robust:
    loaded = load(ROOT / name, overrides=() if method else (PRICES,))
    return robust([loaded], Options(method=method), Design(draws=draws, numbers=3))


def said(study: Robust, language: Language = "da", **how: Any) -> str:
    lines = robust_screen(study, language, **how)
    assert max(cells(line.text) for line in lines) <= 100
    assert all(0 <= line.heading <= len(line.text) for line in lines)
    return " ".join(" ".join(line.text for line in lines).split()).replace(NO_BREAK, " ")


def flat(text: str) -> str:
    return " ".join(text.split()).replace(NO_BREAK, " ")


@pytest.mark.parametrize("method", [None, "balanced"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language: Language, method: Method | None) -> None:
    study = found("personale", method=method)
    lines = [line.text.rstrip() for line in robust_screen(study, language, folder="out/sikkert/")]
    shown = "\n".join(lines[: next(n for n, line in enumerate(lines) if line.startswith((" BEVIS", " EVIDENCE")))])
    path = GOLDEN / f"robust_{method or 'price'}_{language}.txt"
    if "UPDATE_GOLDEN" in os.environ:
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["lukning", "hjemme", "til-en-pris", "fri-fordeling", "udnyttelse"])
def test_every_screen_fits(name: str, language: Language) -> None:
    for method in (None, "balanced"):
        assert said(found(name, method=method), language, every=True, folder="out/x/")
        assert said(found(name, method=method), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["personale", "til-en-pris", "overloeb"])
def test_no_path_of_the_scenario_is_shown(name: str, language: Language) -> None:
    study = found(name)
    shown = said(study, language, every=True)
    assert study.hinges
    for hinge in study.hinges:
        assert hinge.number.path not in shown
    assert not re.findall(r"\b[a-z]+_[a-z_]+|\b[a-z_]{3,}\.[a-z_]{3,}", re.sub(r"robust_\w+\.csv", "", shown))


def test_prices_speak_kroner_and_weights_speak_shares() -> None:
    priced, weighed = said(found("personale"), "en"), said(found("personale", method="balanced"), "en")
    assert "a saved minute may cost anything from 1.7 to 12 kr. (4 kr. in the proposal)" in priced
    assert "kr. a year cheaper, minutes counted" in priced
    for word in ("weight", "range"):
        assert word not in priced.replace("Numbers with a range", "")
        assert word in weighed


def test_what_closes_is_told_as_sure_as_the_closing_is() -> None:
    study = found("lukning", method="balanced")
    for decide, drop, words in ((0.95, 0.6, "kan besluttes nu"), (0.4, 0.05, "holder næsten ingen steder")):
        limits = Thresholds(decide, drop)
        core = tuple(replace(row, verdict=limits.verdict(row.index)) for row in study.core)
        [closed] = [row for row in core if row.stands and not row.proposed]
        assert drop < 0.5 or closed.verdict == "drop"
        assert f"Forslaget ændrer 1 placering: 1 {words}." in said(replace(study, core=core))


def test_the_document(capsys: Capture) -> None:
    assert run(["robust", SCENARIO, *QUICK, "--json"]) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert err == ""
    assert (document["kind"], document["stopped"]) == ("placement-robust", "")
    assert [world["world"] for world in document["worlds"]] == ["base", "draw 1", "draw 2"]
    assert set(document["worlds"][1]["values"]) == {"prices.hospital_release_share"}
    assert document["prices"] is None
    rows = {row["site"]: row for row in document["placements"]}
    assert rows["sh_fjernby"]["verdict"] == "decide"
    assert rows["sh_naerby"]["verdict"] == "discuss"
    assert document["weights"][0] == pytest.approx({"citizen": 1 / 3, "quality": 1 / 3, "economy": 1 / 3})


def test_the_document_of_prices_has_no_weights(capsys: Capture) -> None:
    assert run(["robust", SCENARIO, *QUICK, "--set", PRICES, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["method"] == "price"
    assert document["prices"] == {"minute": 4, "minute_low": 1.7, "minute_high": 12, "lost_quality_visit": 100}
    assert document["weights"] == []
    for world in document["worlds"]:
        assert (world["minute_price_from"], world["minute_price_to"]) == (1.7, 12)
        assert "objectives.prices.minute" not in world["values"]
    for plan in document["plans"]:
        assert plan["largest_regret_per_year"] >= plan["mean_regret_per_year"] >= 0
        assert plan["largest_regret"] is plan["worst_weight_citizen"] is None
        assert 1.7 <= plan["worst_minute_price"] <= 12


@pytest.mark.parametrize("dialect", [STANDARD, EXCEL_DA])
def test_the_tables_can_be_read_again(dialect: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run(["robust", SCENARIO, *QUICK, "--out", str(folder), "--csv", dialect.name]) == 0
    there = {path.name for path in folder.iterdir()}
    assert there == {f"{name}.csv" for name in TABLES} | {DOCUMENT, WORKBOOK, "manifest.json", "datapackage.json"}
    assert not list(tmp_path.glob("*.unfinished"))
    for name, table in tables(robust([load(SCENARIO)], Options(), Design(draws=2))).items():
        read = parse(table, (folder / f"{name}.csv").read_bytes(), dialect_named(dialect.name))
        assert table.kind == TABLES[name]
        assert len(read.rows) == len(table.rows)
        keys = [tuple(row[at] for at in table.key) for row in table.rows]
        assert len(set(keys)) == len(keys)


def test_variants_stand_side_by_side(capsys: Capture) -> None:
    variants = list(load(SCENARIO).scenario.variants)
    assert run(["robust", SCENARIO, *QUICK, "--variant", ",".join(variants[:2]), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {world["variant"] for world in document["worlds"]} == set(variants[:2])
    assert len(document["worlds"]) == 6


def test_a_limit_says_what_the_shares_rest_on(capsys: Capture) -> None:
    assert run(["robust", SCENARIO, "--draws", "5000", "--workers", "1", "--time-limit", "6", "--lang", "en"]) == 5
    out = flat(capsys.readouterr().out)
    assert "worlds were not reached; the shares rest on the" in out
    assert "The time ran out." in out


def test_impossible_worlds_are_named(capsys: Capture) -> None:
    low = "functions.hjerte_amb.min_visits_per_year={value: 50, low: 10, high: 9000}"
    must = "policy.placements.hjerte_amb.sh_fjernby={decision: must, reason: x}"
    assert run(["robust", SCENARIO, "--draws", "8", "--workers", "1", "--set", low, "--set", must]) == 0
    assert "der ingen plan, der overholder reglerne: trækning" in flat(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--draws", "-1"], "-1 er uden for"),
        (["--draws", "mange"], "'mange'"),
        (["--least-weight", "0.4"], "0.4 er uden for"),
        (["--decide", "1.2"], "1.2 er uden for"),
        (["--decide", "0.3", "--drop", "0.6"], "--drop 0,6 skal være under --decide 0,3"),
        (["--method", "epsilon"], "epsilon"),
        (["--variant", "findes_ikke"], "findes_ikke"),
        (["--cluster", "tcp://127.0.0.1:1", "--workers", "2"], "--cluster"),
    ],
)
def test_what_cannot_be_asked_is_refused(args: list[str], words: str, capsys: Capture) -> None:
    assert run(["robust", SCENARIO, *args]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in flat(err)


def test_phases_are_refused(capsys: Capture) -> None:
    assert run(["robust", str(ROOT / "etaper")]) == 2
    assert "tag etaperne ud" in flat(capsys.readouterr().err)


def test_an_impossible_scenario_is_4(capsys: Capture) -> None:
    assert run(["robust", str(ROOT / "umuligt")]) == 4
    assert capsys.readouterr().out == ""


def test_a_folder_with_something_else_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "budget.xlsx").write_text("x")
    assert run(["robust", SCENARIO, *QUICK, "--out", str(tmp_path)]) == 2
    assert "budget.xlsx" in flat(capsys.readouterr().err)
