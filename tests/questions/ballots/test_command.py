"""``placement ballots`` from the command line to its exit status."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import frictionless
import pytest

from placement.cli.entry import run
from placement.present.folder.manifest import sha256
from placement.present.folder.writing import kept_beside

PROFILER = "scenarios/profiler"
TEXT = """\
participant,citizen,quality,economy
Anna,4,1,1
=Bo,1,1,4
Carl,2,1,1
Dorte,1,1,1
Freja,0,0,1
Gerda,1,0,0
"""


@pytest.fixture
def ballots(tmp_path: Path) -> str:
    path = tmp_path / "stemmer.csv"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "da",
            [
                "STEMMER 6 deltagere vægter på 6 måder; de vælger 4 forskellige planer.",
                "ENIGE OM 6 deltagere Ingen ændring vælges af alle. 1 placering er hos alle som i dag.",
                "Østerby Sundhedshus – 4 af 6",
                "har det mindste største tab",
                "længst fra hinanden er Freja og Gerda; 100 % af vægten",
                "Gerda 100 % 0 % 0 %",
                "Metode: vægtet sum. For hver deltagers vægte er ingen plan mere end 0,10 % bedre",
            ],
        ),
        (
            "en",
            [
                "BALLOTS 6 participants with 6 ways of weighing; they choose 4 different plans.",
                "the participants' own, and nobody has decided them",
                "farthest apart are Freja and Gerda; 100% of the weight",
            ],
        ),
    ],
)
def test_the_screen(language: str, words: list[str], ballots: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", PROFILER, ballots, "--workers", "1", "--lang", language]) == 0
    shown = said(capsys)
    assert [each for each in words if each not in shown] == []


def test_json_is_one_document_and_the_same_with_any_number_of_workers(
    ballots: str, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = []
    for workers in ("1", "2"):
        assert run(["ballots", PROFILER, ballots, "--json", "--workers", workers]) == 0
        documents.append(json.loads(capsys.readouterr().out))
        del documents[-1]["manifest"]["command"]
    first = documents[0]
    assert first == documents[1]
    assert first["participants"] == first["participants_solved"] == 6
    assert first["complete"]
    assert first["apart"]["weights"]["farthest"] == {"participants": ["Freja", "Gerda"], "distance": 1}
    assert {each["participant"]: each["plan"] for each in first["ballots"]}["Gerda"] == 4
    assert ballots in first["manifest"]["inputs"]


def test_the_folder(ballots: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["ballots", PROFILER, ballots, "--workers", "1", "--out", str(out)]
    assert run(asked) == 0
    assert f"{out}/" in said(capsys).replace(" ", "")
    rows = list(csv.DictReader((out / "ballots.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["participant"] for row in rows][:2] == ["Anna", "'=Bo"], "no spreadsheet runs a name"
    report = frictionless.Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "message"])
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "placement-ballots"
    assert manifest["inputs"][ballots] == sha256(TEXT.encode())
    assert {name: sha256((out / name).read_bytes()) for name in manifest["outputs"]} == manifest["outputs"]
    assert not kept_beside(out).path.exists(), "all is done"
    assert run([*asked, "--csv", "excel-da"]) == 0, "an earlier one is replaced"
    assert (out / "ballot_plans.csv").read_bytes().startswith(b"\xef\xbb\xbfplan;participants;")


def text_of(path: Path) -> str:
    """A file as text; of a workbook every part of it."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_numbers_for_names_are_everywhere(ballots: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["ballots", PROFILER, ballots, "--workers", "1", "--anonymous", "--all", "--out", str(out)]) == 0
    everything = [capsys.readouterr().out, *(text_of(path) for path in out.iterdir())]
    assert "Deltager 6" in everything[0]
    assert not [text for text in everything if re.search(r"\b(Anna|Bo|Carl|Dorte|Freja|Gerda)\b", text)]


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--set", "objectives.method=lexicographic"], 2, "the method lexicographic uses none; use --method with"),
        (["--method", "monetised"], 2, "'monetised' is not one of: balanced, weighted"),
        (["--workers", "0"], 2, "0 is outside what is allowed"),
        (["--workers", "2", "--cluster", "tcp://127.0.0.1:9"], 2, "choose one of them"),
        (["--weights", "citizen=1"], 2, "There is no option --weights"),
        (["--out", "."], 2, "holds no earlier result"),
    ],
)
def test_what_cannot_be_asked(
    options: list[str], status: int, words: str, ballots: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ballots", PROFILER, ballots, *options, "--lang", "en"]) == status
    assert words in said(capsys)


def test_faults_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "stemmer.csv"
    path.write_text("participant;citizen;quality;economy\nAnna;1;-2;x\n;1;1;1\n", encoding="utf-8")
    assert run(["ballots", PROFILER, str(path), "--lang", "en"]) == 3
    shown = said(capsys)
    assert "stemmer.csv:2:8" in shown.replace(" ", "")
    assert "-2 is below 0" in shown
    assert "'x' is not a number" in shown
    assert "the cell 'participant' is empty" in shown


def test_an_impossible_scenario(ballots: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballots", "scenarios/umuligt", ballots, "--workers", "1"]) == 4
    assert "KAN IKKE LADE SIG GØRE" in said(capsys)
