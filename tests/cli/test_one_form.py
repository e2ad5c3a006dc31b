"""From the command line: ids, files and folders meet however their accents are typed or stored."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from placement.cli.entry import run
from tests.helpers.small import AREAS, BASELINE, SMALL, changed, write

Capture = pytest.CaptureFixture[str]
SITE, VARIANT, FUNCTION, TABLE = "café_nord", "à_côté", "réponse", "områder.csv"


def apart(text: str) -> str:
    """With every accent as a sign of its own, as some file systems keep names."""
    return unicodedata.normalize("NFD", text)


def scenario(folder: Path, *, typed_apart: bool = False) -> Path:
    yaml = changed(SMALL.replace("sh_nord", SITE).replace("lunge_nord", VARIANT), ("areas.csv", TABLE))
    yaml = yaml.replace("lunge:", f"{FUNCTION}:").replace("lunge.", f"{FUNCTION}.")
    yaml += "objectives: {prices: {minute: 3}}\n"
    base = BASELINE.replace("sh_nord", SITE).replace("lunge,", f"{FUNCTION},")
    folder.mkdir()
    files = {"scenario.yaml": apart(yaml) if typed_apart else yaml, "baseline.csv": apart(base)}
    write(folder, {**files, apart(TABLE): AREAS})
    return folder


@pytest.fixture
def solved(tmp_path: Path) -> tuple[Path, Path]:
    """A scenario in a folder whose name is stored apart, and its result."""
    folder = scenario(tmp_path / apart("région"))
    out = tmp_path / "out"
    asked = str(tmp_path / "région")
    assert run(["solve", asked, "--variant", apart(VARIANT), "--out", str(out), "--quiet"]) == 0
    return folder, out


def test_a_result_is_verified_where_its_names_are_stored_apart(solved: tuple[Path, Path], capsys: Capture) -> None:
    folder, out = solved
    sheet = out / f"sheet_{SITE}.md"
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["variants"] == [VARIANT]
    sheet.rename(out / apart(sheet.name))
    assert run(["verify", str(out), str(folder)]) == 0
    (out / apart(sheet.name)).write_text("andet", encoding="utf-8")
    assert run(["verify", str(out), str(folder)]) != 0
    assert run(["solve", str(folder), "--out", str(out), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_drafts_see_no_difference_in_how_names_are_typed(
    solved: tuple[Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    other = scenario(tmp_path / "igen", typed_apart=True)
    capsys.readouterr()
    plain = str(tmp_path / "uden")
    assert run(["solve", str(solved[0]), "--out", plain, "--quiet"]) == 0
    capsys.readouterr()
    assert run(["drafts", plain, str(other), "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["inputs"] == []


def test_places_are_named_in_either_form(tmp_path: Path, capsys: Capture) -> None:
    folder = str(scenario(tmp_path / "s"))
    setting = apart(f"sites.{SITE}.title={SITE}")
    assert run(["explain", folder, apart(FUNCTION), apart(SITE), "--set", setting, "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["function"], told["site"]) == (FUNCTION, SITE)
    assert run(["compare", folder, "--variant", f"{VARIANT},{apart(VARIANT)}", "--quiet"]) == 2
    assert run(["compare", folder, "--variant", VARIANT, "--reference", apart(VARIANT), "--json", "--quiet"]) == 0
