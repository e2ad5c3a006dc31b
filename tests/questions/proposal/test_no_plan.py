"""What `solve` prints where there is no plan: in both languages, as JSON, and so that it can be typed again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
import yaml

from placement.cli import run
from placement.locale import LANGUAGES
from placement.present.screen.faults import infeasible_screen
from placement.present.screen.lines import cells
from placement.present.words.voice import Language
from placement.scenario.schema.rules import Rule
from placement.solve.repair import Change, Repair, repairs
from tests.helpers.impossible import IMPOSSIBLE, impossible, tree_of

Capture = pytest.CaptureFixture[str]


def file_of(name: str, folder: Path) -> str:
    path = folder / "scenario.yaml"
    tree = {"objectives": {"prices": {"minute": 5}}, **tree_of(name)}
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["MINDSTE ÆNDRINGER", "anlægsramme fra 50.000 til 100.000 kr. (ejer: Regionsrådet)", "trækkes tilbage"]),
        ("en", ["THE SMALLEST CHANGES", "from 50,000 to 100,000 kr. (owner: Regionsrådet)", "is withdrawn"]),
    ],
)
def test_the_screen_names_amounts_and_owners(language: str, words: list[str], tmp_path: Path, capsys: Capture) -> None:
    assert run(["solve", file_of("investment", tmp_path), "--lang", language]) == 4

    out, err = capsys.readouterr()
    assert out == ""
    assert [word for word in words if word not in " ".join(err.split())] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("recruits", "Læge: staff who can be recruited: 1; at most 0.5"),
        ("minimum_volume", "Lunge, Vest: minimum visits: 300; at least 400"),
    ],
)
def test_a_broken_rule_says_whether_less_or_more_is_asked_for(
    name: str, said: str, tmp_path: Path, capsys: Capture
) -> None:
    assert run(["solve", file_of(name, tmp_path), "--lang", "en"]) == 4
    assert f"- {said}\n" in capsys.readouterr().err


def test_what_is_shown_can_be_typed(tmp_path: Path, capsys: Capture) -> None:
    file = file_of("two_at_once", tmp_path)
    assert run(["solve", file]) == 4
    shown = capsys.readouterr().err.partition("  1. ")[2].partition("  2. ")[0]
    typed = [word for line in shown.splitlines() if "--set" in line for word in shlex.split(line)]

    assert len(typed) == 4
    assert run(["solve", file, *typed]) == 0


def test_json_holds_the_repairs(tmp_path: Path, capsys: Capture) -> None:
    file = file_of("minimum_volume", tmp_path)
    assert run(["solve", file, "--json"]) == 4
    document = json.loads(capsys.readouterr().out)
    first = document["repairs"][0]

    assert first["confirmed"]
    assert [(c["before"], c["after"], c["amount"], c["owner"], c["beyond"]) for c in first["changes"]] == [
        (400, 300, -100, "Specialerådet", "low")
    ]
    for repair in document["repairs"]:
        assert run(["solve", file, *(word for text in repair["set"] for word in ("--set", text))]) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_every_repair_has_words_in_both_languages(name: str, language: Language) -> None:
    scenario = impossible(name).scenario
    lines = infeasible_screen([], (), scenario, language, repairs(scenario))

    assert all(cells(line.text) <= 100 for line in lines)
    assert not any("{" in line.text for line in lines)


def test_an_unconfirmed_repair_says_so() -> None:
    change = Change("policy.max_changes", 1, 2, "bound", Rule.MAX_CHANGES, unit="changes")
    lines = infeasible_screen([], (), impossible("changes").scenario, "da", [Repair((change,), confirmed=False)])

    said = "antal ændringer fra 1 til 2 ændringer; ikke bekræftet af en anden løser."
    assert any(said in line.text for line in lines)
