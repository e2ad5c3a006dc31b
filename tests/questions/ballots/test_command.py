"""``placement ballots`` from the command line to its exit status."""

from __future__ import annotations

import csv
import json
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from placement.cli.entry import run
from placement.present.folder.manifest import sha256
from placement.present.words.voice import Voice
from placement.questions.ballots.questionnaire import sentence
from placement.questions.verify.study import verify
from placement.scenario.ballots import read_ballots
from placement.solve import staircase
from tests.helpers.answers import asked, sheet

NAME = "lemvig-foerste"
SCENARIO = f"scenarios/{NAME}"
GIVEN = {"Anna": "yyyn", "=Bo": "yynn", "Carl": "y.nn", "Dorte": ".ny.", "Erik": "...."}


@pytest.fixture
def answers(tmp_path: Path) -> str:
    path = tmp_path / "svar.csv"
    path.write_text(sheet(NAME, GIVEN), encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


# ---- questions


def test_the_questions_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", SCENARIO, "--lang", "en"]) == 0
    shown, found = said(capsys), asked(NAME)
    assert "QUESTIONS 4 questions, to be answered by yes or no." in shown
    texts = [f"{question.number} {sentence(question, found, Voice('en'))}" for question in found.questions]
    assert " ".join(texts) in shown
    assert "Would you pay 257,000 kr. a year so that 56.4 visits a year can have 66.6 minutes less" in shown
    assert "It is proven that no other plan is best at any price." in shown


def test_questions_and_an_empty_sheet_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "spoergsmaal.csv"
    assert run(["ballots", SCENARIO, "--questions", str(file), "--csv", "excel-da", "--lang", "en"]) == 0
    shown, found = said(capsys), asked(NAME)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row["question"] for row in rows] == [question.id for question in found.questions]
    assert "price" not in " ".join(rows[0]), "nobody is told the price of a minute before answering"
    empty = tmp_path / "spoergsmaal-answers.csv"
    assert f"{file} and {empty}".replace(" ", "") in shown.replace(" ", "")
    heading, hint, *more = empty.read_text(encoding="utf-8-sig").splitlines()
    assert heading.split(";") == ["participant", *(question.id for question in found.questions)]
    assert hint.startswith("# ")
    assert more == []

    empty.write_text(f"{heading}\r\n{hint}\r\nAnna;ja;nej;;ja\r\n", encoding="utf-8-sig")
    assert [one.participant for one in read_ballots(empty).participants] == ["Anna"]
    assert run(["ballots", SCENARIO, str(empty), "--lang", "en"]) == 0
    assert "1 participant, 4 questions." in said(capsys)
    assert run(["ballots", SCENARIO, "--questions", str(file), "--lang", "en"]) == 2
    assert "may hold answers" in said(capsys)
    assert "Anna;ja" in empty.read_text(encoding="utf-8-sig")


def test_questions_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", SCENARIO, "--json", "--lang", "en"]) == 0
    told, found = json.loads(capsys.readouterr().out), asked(NAME)
    assert told["fingerprint"] == found.fingerprint
    assert [each["question"] for each in told["questions"]] == [question.id for question in found.questions]
    assert told["proven"] is True


# ---- answers


def test_the_screen(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", SCENARIO, answers, "--lang", "en"]) == 0
    shown = said(capsys)
    words = [
        "ANSWERS 5 participants, 4 questions. 4 of 5 have answered",
        "EVERYBODY TAKES 1 step",
        "TO TALK ABOUT 2 steps",
        "NOBODY TAKES 1 step",
        "Everybody takes every step up to 4.95 kr. a minute. From 6.11 kr. a minute there is somebody who would not.",
        "A majority (3 of 4) takes every step up to 4.95 kr. a minute.",
        "Anna 3 1 6.11 or more, less than 34.2",
        "=Bo 2 2 5.86 or more, less than 6.11",
        "Dorte 1 1 5.86–6.11, contradictory",
        "Erik 0 0 –",
    ]
    assert [each for each in words if each not in shown] == []


def test_a_contradiction_stands_in_nobody_elses_place(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", SCENARIO, answers, "--lang", "en"]) == 0
    before, _, participants = capsys.readouterr().out.partition("PARTICIPANTS")
    assert participants.count("contradictory") == participants.count("Dorte") == 1
    assert "contradict" not in before
    assert not [name for name in GIVEN if name.strip("=") in before]


def test_json_is_one_document(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", SCENARIO, answers, "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    prices = [question.price for question in asked(NAME).by_price]
    assert (told["participants"], told["participants_answered"], told["majority"]) == (5, 4, 3)
    assert told["everybody_accepts_price_per_minute"] == {
        "surely_up_to": pytest.approx(prices[0]),
        "no_more_from": pytest.approx(prices[2]),
    }
    assert [step["verdict"] for step in told["steps"]] == ["everybody", "talk", "talk", "nobody"]
    assert [each["contradictions"] for each in told["ballots"]][:3] == ["", "", ""]
    taken, refused = told["ballots"][3]["contradictions"].split(" > ")
    by_price = [question.id for question in asked(NAME).by_price]
    assert (by_price.index(taken), by_price.index(refused)) == (2, 1)
    assert answers in told["manifest"]["inputs"]


def test_the_folder(answers: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    wanted = ["ballots", SCENARIO, answers, "--lang", "en", "--out", str(out)]
    assert run(wanted) == 0
    assert f"{out}/" in said(capsys).replace(" ", "")
    rows = list(csv.DictReader((out / "ballots.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["participant"] for row in rows][:2] == ["Anna", "'=Bo"], "no spreadsheet runs a name"
    report = frictionless.Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "message"])
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "placement-ballots"
    assert manifest["inputs"][answers] == sha256(Path(answers).read_bytes())
    assert {name: sha256((out / name).read_bytes()) for name in manifest["outputs"]} == manifest["outputs"]
    assert [str(each) for each in verify(out)] == []
    assert run([*wanted, "--csv", "excel-da"]) == 0, "an earlier one is replaced"
    assert (out / "ballot_plans.csv").read_bytes().startswith(b"\xef\xbb\xbfplan;best_from_price_per_minute;")
    assert [str(each) for each in verify(out)] == []


@pytest.mark.parametrize("name", ["etaper", "hjemme", "lukning", "fri-fordeling"])
def test_folders_of_other_scenarios_agree_with_themselves(name: str, tmp_path: Path) -> None:
    """With phases, with home levels, with offers that close, and where the region allocates visits."""
    path, out = tmp_path / "svar.csv", tmp_path / "out"
    path.write_text(sheet(name, {"Anna": "y", "Bo": "n"}), encoding="utf-8")
    assert run(["ballots", f"scenarios/{name}", str(path), "--out", str(out), "--quiet"]) == 0
    assert [str(each) for each in verify(out)] == []


def changed(out: Path, change: str) -> None:
    """A value of the document changed: in a plan, an answer or a count."""
    told = json.loads((out / "ballots.json").read_text(encoding="utf-8"))
    match change:
        case "plan":
            offers = told["plans"][-1]["exact"][0]["open"]
            offers.pop(next(iter(offers)))
        case "answer":
            told["answers"][0]["answer"] = "no"
        case "count":
            told["steps"][1]["take"] += 1
        case "price":
            told["steps"][1]["price_per_minute"] += 0.1
        case "question":
            told["questions"][0]["money_per_year"] += 1000
    (out / "ballots.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.mark.parametrize("change", ["plan", "answer", "count", "price", "question"])
def test_a_change_is_found_and_named(change: str, answers: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["ballots", SCENARIO, answers, "--out", str(out), "--quiet"]) == 0
    changed(out, change)
    found = [str(each) for each in verify(out)]
    assert any("sha256" not in each for each in found), "more than the fingerprint of the file"


def text_of(path: Path) -> str:
    """A file as text; of a workbook every part of it."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_numbers_for_names_are_everywhere(answers: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["ballots", SCENARIO, answers, "--anonymous", "--all", "--out", str(out), "--lang", "en"]) == 0
    everything = [capsys.readouterr().out, *(text_of(path) for path in out.iterdir())]
    assert "Participant 5" in everything[0]
    assert not [text for text in everything if re.search(r"\b(Anna|Bo|Carl|Dorte|Erik)\b", text)]


# ---- refusals


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--questions", "q.csv"], 2, "--questions writes questions, and BALLOTS.csv holds answers to them"),
        (["--method", "weighted"], 2, "There is no option --method"),
        (["--weights", "citizen=1"], 2, "There is no option --weights"),
        (["--price", "5"], 2, "There is no option --price"),
        (["--out", "."], 2, "holds no earlier result"),
        (["--seed", "1"], 3, "was asked about another scenario, or about this one before it was changed"),
        (["--set", "objectives.prices.lost_quality_visit=100"], 3, "give the same --variant, --set, --seed"),
    ],
)
def test_what_cannot_be_asked(
    options: list[str], status: int, words: str, answers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ballots", SCENARIO, answers, *options, "--lang", "en"]) == status
    assert words in said(capsys)


def test_a_folder_is_for_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", SCENARIO, "--out", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert "--out is for the answers; --questions FILE.csv writes the questions." in said(capsys)
    assert list(tmp_path.iterdir()) == []


def test_answers_about_another_scenario(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", "scenarios/profiler", answers, "--lang", "en"]) == 3
    assert f"its questions end in {asked('profiler').fingerprint}" in said(capsys)


def test_faults_of_the_file_are_told_before_anybody_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("participant;q1-1f20ab9c\nAnna;perhaps\n;yes\n", encoding="utf-8")
    assert run(["ballots", SCENARIO, str(path), "--lang", "en"]) == 3
    shown = said(capsys)
    assert "svar.csv:2:6" in shown.replace(" ", "")
    assert "'perhaps' is neither yes nor no" in shown
    assert "the cell 'participant' is empty" in shown


def test_weights_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "vaegte.csv"
    path.write_text("participant;citizen;quality;economy\nAnna;4;1;1\n", encoding="utf-8")
    assert run(["ballots", SCENARIO, str(path), "--lang", "en"]) == 3
    assert "these ballots are weights" in said(capsys)


def test_an_impossible_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", "scenarios/umuligt"]) == 4
    assert "KAN IKKE LADE SIG GØRE" in said(capsys)


def test_a_search_that_is_cut_short_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is over when both ends are known: one large step is asked about, and steps in it may be missing."""
    search = staircase._Probing._found

    def cut(self: staircase._Probing, price: float, near: Sequence[staircase._Seen]) -> staircase._Seen | None:
        seen = search(self, price, near)
        return seen and replace(seen, stopped=math.isinf(price))

    monkeypatch.setattr(staircase._Probing, "_found", cut)
    limit = ["--time-limit", "60", "--lang", "en"]
    assert run(["ballots", SCENARIO, "--json", *limit]) == 5
    told = json.loads(capsys.readouterr().out)
    assert (told["complete"], told["proven"], told["stopped"]) == (False, False, False)
    [question] = told["questions"]
    path, out = tmp_path / "svar.csv", tmp_path / "out"
    path.write_text(f"participant,{question['question']}\nAnna,yes\n", encoding="utf-8")
    assert run(["ballots", SCENARIO, str(path), "--out", str(out), *limit]) == 5
    assert "The search was stopped, and steps may be missing" in said(capsys)
    assert [str(each) for each in verify(out)] == []
