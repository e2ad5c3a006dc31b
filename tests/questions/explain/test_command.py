"""``placement explain`` on the command line: screen, JSON, tables and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli import run
from placement.present.screen.lines import WIDTH, cells
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import DIALECTS, parse
from placement.questions.explain.tables import TABLES

Capture = pytest.CaptureFixture[str]
LEMVIG = ["explain", "scenarios/lemvig-foerste", "lunge_amb", "sh_lemvig", "--variant", "hoejere_krav"]
SATELLITE = ["explain", "scenarios/dialyse-satellit", "dialyse", "sh_oplandet", "--set", "objectives.prices.minute=8"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "da",
            ["Hvorfor ikke Lungeambulatorium", "REGLER, DER SIGER NEJ", "PRISEN FOR AT INSISTERE", "vipper ved 461,4"],
        ),
        ("en", ["Why not Lungeambulatorium", "RULES THAT SAY NO", "THE PRICE OF INSISTING", "tips at 461.4"]),
    ],
)
def test_the_screen_speaks_both_languages(language: str, words: list[str], capsys: Capture) -> None:
    assert run([*LEMVIG, "--lang", language]) == 0

    out = capsys.readouterr().out
    assert [word for word in words if word not in out] == []
    assert max(map(cells, out.splitlines())) <= WIDTH


def test_what_a_rule_is_about_is_told_in_words_and_in_brackets(capsys: Capture) -> None:
    assert run(["explain", "scenarios/trappen", "diabetes_amb", "sh_vesterby", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "free rooms (consulting room) " in told
    assert "free rooms (consulting room) is an assumption" in told


@pytest.mark.parametrize("every", [[], ["--all"]])
def test_what_is_in_has_a_price_of_doing_without(every: list[str], capsys: Capture) -> None:
    assert run([*SATELLITE, *every]) == 0

    out = capsys.readouterr().out
    assert "PRISEN FOR AT UNDVÆRE" in out
    assert "(eksempel)" in out, "who decided it"
    assert max(map(cells, out.splitlines())) <= WIDTH


def test_the_json_is_one_document(capsys: Capture) -> None:
    assert run([*LEMVIG, "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["function"], found["site"], found["in_proposal"]) == ("lunge_amb", "sh_lemvig", False)
    assert found["price"]["waived"] == [{"rule": "min_visits_per_year", "site": "sh_lemvig", "needed": True}]
    assert found["price"]["decided_again"]["change_minutes_per_year"] == pytest.approx(-31_469, abs=1)
    assert [rule["rule"] for rule in found["rules"] if rule["answer"] == "no"] == ["min_visits_per_year"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_folder_holds_every_table_and_may_be_written_again(dialect: str, tmp_path: Path, capsys: Capture) -> None:
    for _ in range(2):
        assert run([*LEMVIG, "--out", str(tmp_path / "out"), "--csv", dialect]) == 0
    capsys.readouterr()

    made = {
        name: parse(Table(kind, []), (tmp_path / "out" / f"{name}.csv").read_bytes(), DIALECTS[dialect])
        for name, kind in TABLES.items()
    }
    prices = made["explain_price"]
    assert [row[prices.position("all_else")] for row in prices.rows] == ["as_proposed", "decided_again"]
    for table in made.values():
        keys = [tuple(row[at] for at in table.key) for row in table.rows]
        assert len(set(keys)) == len(keys), table.name
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert all(row[at] not in (None, "") for table in made.values() for row in table.rows for at in table.key)
    assert {resource["path"] for resource in described["resources"]} == {f"{name}.csv" for name in TABLES}


def test_small_numbers_are_left_out_everywhere(tmp_path: Path, capsys: Capture) -> None:
    assert run([*LEMVIG, "--out", str(tmp_path / "out"), "--suppress-below", "50", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)["areas"]
    written = json.loads((tmp_path / "out" / "explain.json").read_text())["areas"]
    assert shown == written
    assert [area["visits_per_year"] is None for area in shown] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["explain", "scenarios/lemvig-foerste", "lunge", "sh_lemvig"], "Mente du 'lunge_amb'?"),
        (["explain", "scenarios/lemvig-foerste", "lunge_amb", "x"], "Der er: rh_goedstrup, sh_holstebro, sh_lemvig."),
        (["explain", "scenarios/etaper", "hjerte_amb", "rh_midtby"], "--set phases={}"),
        (["explain"], "SCENARIE mangler"),
    ],
)
def test_what_cannot_be_asked_is_refused(args: list[str], said: str, capsys: Capture) -> None:
    assert run(args) == 2

    assert said in " ".join(capsys.readouterr().err.split())


def test_many_rules_set_aside_are_told_over_several_lines(capsys: Capture) -> None:
    sets = ("functions.dialyse.backup_hospital_within_minutes=10", "functions.dialyse.min_visits_per_year=9000")
    asked = [part for one in (*sets, "policy.placements={}") for part in ("--set", one)]
    assert run([*SATELLITE, *asked, "--lang", "en"]) == 0

    out = capsys.readouterr().out
    assert "set aside for this one alone: distance to backup and minimum visits" in " ".join(out.split())
    assert max(map(cells, out.splitlines())) <= WIDTH
