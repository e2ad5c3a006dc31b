"""``placement init``: a scenario to begin with that is checked, solved and verified; its what-if does something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli import run
from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "da")
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("language", ["da", "en"])
def test_init_writes_a_scenario_without_faults(language: str, capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "one"
    assert run(["init", str(folder), "--lang", language]) == 0
    assert f"\n  placement check {folder}\n  placement solve {folder}\n" in capsys.readouterr().err
    assert run(["check", str(folder), "--lang", language]) == 0
    assert run(["init", str(folder), "--lang", "da"]) == 2
    assert "er ikke tom" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_init_writes_solves_and_verifies(language: str, capsys: Capture, tmp_path: Path) -> None:
    folder, out = tmp_path / "scenario", tmp_path / "out"
    assert run(["init", str(folder), "--lang", language]) == 0
    assert run(["solve", str(folder), "--out", str(out), "--lang", language]) == 0
    assert run(["verify", str(out), "--lang", "da"]) == 0
    assert "stemmer" in capsys.readouterr().out
    text = (out / "recommendation.csv").read_text(encoding="utf-8")
    (out / "recommendation.csv").write_text(text.replace("true", "false", 1), encoding="utf-8")
    capsys.readouterr()
    assert run(["verify", str(out), "--lang", "da"]) == 7
    assert "hvor der skulle stå" in " ".join(capsys.readouterr().out.split())
    assert run(["verify", str(out), "--json"]) == 7
    assert not json.loads(capsys.readouterr().out)["agrees"]


@pytest.mark.parametrize(("language", "variant"), [("da", "faerre_lokaler"), ("en", "fewer_rooms")])
def test_the_what_if_of_the_template_bites(language: str, variant: str, capsys: Capture) -> None:
    opened = []
    for more in ([], ["--variant", variant]):
        assert run(["solve", str(TEMPLATES / language), "--json", *more]) == 0
        opened.append(json.loads(capsys.readouterr().out)["plan"]["open"])
    assert opened[0] != opened[1]
