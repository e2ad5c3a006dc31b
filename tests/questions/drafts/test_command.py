"""``placement drafts`` from the command line to its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli.entry import run

LUKNING = "scenarios/lukning"
Capture = pytest.CaptureFixture[str]


def said(capsys: Capture) -> str:
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


@pytest.fixture
def folder(tmp_path: Path) -> str:
    path = str(tmp_path / "old")
    assert run(["solve", LUKNING, "--out", path, "--quiet"]) == 0
    return path


def test_a_folder_and_a_scenario(folder: str, capsys: Capture) -> None:
    capsys.readouterr()
    assert run(["drafts", folder, LUKNING]) == 0
    assert "INGEN FORUDSÆTNINGER ER ÆNDRET" in said(capsys)


def test_folders_need_no_solver(folder: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    new = folder.replace("old", "new")
    assert run(["solve", LUKNING, "--variant", "behold", "--out", new, "--quiet"]) == 0
    capsys.readouterr()

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("placement.solve.run.Live.__init__", never)
    assert run(["drafts", folder, new, "--lang", "en"]) == 0
    assert "What may happen to the offers in houses today: free → as today" in said(capsys)


def test_json_folder_and_put_back(folder: str, tmp_path: Path, capsys: Capture) -> None:
    new = str(tmp_path / "new")
    assert run(["solve", LUKNING, "--variant", "behold", "--out", new, "--quiet"]) == 0
    capsys.readouterr()
    out = tmp_path / "drafts"
    assert run(["drafts", folder, new, "--put-back", "--json", "--out", str(out), "--csv", "excel-da"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["part"] for each in document["put_back"]] == ["policy"]
    assert json.loads((out / "drafts.json").read_text(encoding="utf-8"))["inputs"] == document["inputs"]
    assert (out / "draft_inputs.csv").read_bytes().startswith(b"\xef\xbb\xbfpath;part;change;")


def test_a_version_that_cannot_be_done_is_the_status(tmp_path: Path, capsys: Capture) -> None:
    assert run(["drafts", "scenarios/umuligt", "scenarios/umuligt", "--out", str(tmp_path / "out")]) == 4
    out, err = capsys.readouterr()
    assert not out
    assert "Nu: ingen plan overholder alle reglerne." in err
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_understood(folder: str, tmp_path: Path, capsys: Capture) -> None:
    capsys.readouterr()
    for new, words in (
        ("scenarios/midtjylland", "have no sites in common"),
        (str(tmp_path), "scenario.yaml"),
        (str(tmp_path / "nix"), "does not exist"),
    ):
        assert run(["drafts", folder, new, "--lang", "en"]) in (2, 3)
        assert words in said(capsys)
    (Path(folder) / "result.json").write_text("{}", encoding="utf-8")
    assert run(["drafts", folder, LUKNING, "--lang", "en"]) == 2
    assert "has changed since the result was made. placement verify" in said(capsys)
    (Path(folder) / "manifest.json").write_text("{", encoding="utf-8")
    assert run(["drafts", folder, LUKNING]) == 2
    assert "kan ikke læses" in said(capsys)


def test_a_folder_of_somebody_elses_is_not_touched(folder: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x", encoding="utf-8")
    assert run(["drafts", folder, folder, "--out", str(tmp_path / "mine")]) == 2
    assert "notes.txt" in said(capsys)
