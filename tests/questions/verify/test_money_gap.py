"""What is close enough in money is of the scenario's currency, in the folder and for the audit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli import run
from placement.present.folder.manifest import DIGEST, sealed
from placement.questions.verify.study import verify

ASKED = ["solve", "scenarios/trappen", "--quiet"]


@pytest.mark.parametrize(
    ("more", "amount"),
    [
        ([], 1000),
        (["--set", "about.currency=GBP"], 100),
        (["--set", "about.currency=GBP", "--gap-money", "5"], 5),
    ],
)
def test_unless_said_it_is_the_currencys_own(tmp_path: Path, more: list[str], amount: float) -> None:
    folder = tmp_path / "out"
    assert run([*ASKED, *more, "--out", str(folder)]) == 0
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["options"]["gap_money"] == amount
    assert verify(folder) == []

    del manifest[DIGEST]
    manifest["options"]["gap_money"] = 3000.0
    (folder / "manifest.json").write_text(json.dumps(sealed(manifest)), encoding="utf-8")
    assert "options.gap_money" in {difference.column for difference in verify(folder)}
