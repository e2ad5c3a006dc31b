"""``placement export`` and ``placement schema``: the model and the schema as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli import run
from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "da")
Capture = pytest.CaptureFixture[str]


def test_schema(capsys: Capture, tmp_path: Path) -> None:
    assert run(["schema"]) == 0
    assert "functions" in json.loads(capsys.readouterr().out)["properties"]
    assert run(["schema", "--out", str(tmp_path / "schema.json")]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))["properties"]
    assert run(["schema", "--out", str(tmp_path / "none" / "schema.json")]) == 2


@pytest.mark.parametrize("suffix", ["lp", "mps"])
def test_export(suffix: str, capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / f"model.{suffix}"
    assert run(["export", SCENARIO, str(file), "--variant", "faerre_lokaler"]) == 0
    assert capsys.readouterr().out == ""
    assert file.stat().st_size > 1000
    assert (tmp_path / "model.names.csv").read_text(encoding="utf-8").startswith("name,part,what,id_1,")
    assert run(["export", SCENARIO, str(tmp_path / "none" / f"model.{suffix}")]) == 2
