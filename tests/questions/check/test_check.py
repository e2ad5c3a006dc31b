"""``placement check``: what is in order, what is at fault, and what cannot be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli import run
from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "da")
Capture = pytest.CaptureFixture[str]


def test_check_json_of_a_faulty_scenario(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("schema_version: 2\nname: x\ntitle: x\nfuntions: {}\n", encoding="utf-8")
    assert run(["check", str(path), "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["status"] == "faulty"
    assert {fault["path"] for fault in document["faults"]} >= {"funtions"}


def test_check(capsys: Capture) -> None:
    assert run(["check", SCENARIO]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Ingen fejl i min-region." in out
    assert "8 områder" in out
    assert "Modellen rammer 2 af 2 inden for 20 %." in out.replace("\N{NO-BREAK SPACE}", " ")
    assert max(map(len, out.splitlines())) <= 100


def test_check_finds_what_is_structurally_impossible(capsys: Capture) -> None:
    impossible = ["--set", "functions.lunge_amb.number_of_sites={at_least: 9}"]
    assert run(["check", SCENARIO, *impossible]) == 4
    assert "KAN IKKE LADE SIG GØRE" in capsys.readouterr().out
    assert run(["check", SCENARIO, *impossible, "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["causes"]
