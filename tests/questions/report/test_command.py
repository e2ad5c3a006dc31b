"""``placement report``: what it takes, what it writes, and what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from placement.cli import run
from placement.present.folder.manifest import misfits, read_manifest, sha256
from placement.questions.verify.study import verify
from tests.helpers import world
from tests.questions.proposal.test_page import Read, sound

Capture = pytest.CaptureFixture[str]
SMALL = "scenarios/overloeb"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own, with a scenario and its result."""
    world.on_disk(tmp_path / "scenario")
    monkeypatch.chdir(tmp_path)
    assert run(["solve", "scenario", "--out", "result", "--quiet"]) == 0
    return tmp_path


def shown(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_a_result_folder_has_its_report_and_can_have_it_again(here: Path, capsys: Capture) -> None:
    report = here / "result" / "report.html"
    first = shown(report)
    sound(first)
    capsys.readouterr()
    assert run(["report", "result", "--lang", "en"]) == 0
    assert "Wrote result/report.html." in capsys.readouterr().err
    assert '<html lang="en">' in shown(report)
    assert read_manifest(here / "result")["outputs"]["report.html"] == sha256(report.read_bytes())
    assert verify(here / "result") == []
    assert run(["report", "result"]) == 0
    assert shown(report) == first
    assert sorted(path.name for path in (here / "result").glob(".*")) == []
    assert run(["solve", "scenario", "--out", "result", "--quiet"]) == 0


def test_the_page_of_a_folder_hides_what_its_tables_hide(here: Path) -> None:
    assert run(["solve", "scenario", "--out", "other", "--suppress-below", "5000", "--quiet"]) == 0
    assert run(["report", "other", "--out", "again.html"]) == 0
    for path in (here / "other" / "report.html", here / "again.html"):
        assert "under 5.000" in shown(path)
    assert run(["report", "other", "--suppress-below", "0", "--out", "all.html"]) == 0
    assert "under 5.000" not in shown(here / "all.html")


def test_a_changed_scenario_is_refused_and_the_old_one_named_where_it_is(here: Path, capsys: Capture) -> None:
    (here / "scenario").rename(here / "moved")
    assert run(["report", "result", "--lang", "en"]) == 2
    assert "placement report result SCENARIO" in " ".join(capsys.readouterr().err.split())
    assert run(["report", "result", "moved"]) == 0
    with (here / "moved" / "areas.csv").open("a", encoding="utf-8") as file:
        file.write("ny,Ny,Nord,10,0,56.5,8.4\n")
    assert run(["report", "result", "moved", "--lang", "en"]) == 2
    assert "(areas.csv)" in capsys.readouterr().err


def test_a_result_that_was_tampered_with_is_refused(here: Path, capsys: Capture) -> None:
    path = here / "result" / "result.json"
    document = json.loads(shown(path))
    document["objectives"]["citizen_minutes"] -= 1000
    path.write_text(json.dumps(document), encoding="utf-8")
    before = shown(here / "result" / "report.html")
    assert run(["report", "result", "--lang", "en"]) == 2
    assert "Run placement verify." in " ".join(capsys.readouterr().err.split())
    path.write_text("{", encoding="utf-8")
    assert run(["report", "result"]) == 2
    assert shown(here / "result" / "report.html") == before


def test_a_result_of_several_phases_has_its_report_again(tmp_path: Path, capsys: Capture) -> None:
    result, page = tmp_path / "result", tmp_path / "again.html"
    assert run(["solve", "scenarios/etaper", "--out", str(result), "--quiet"]) == 0
    assert run(["report", str(result), "--out", str(page)]) == 0
    assert shown(page) == shown(result / "report.html")
    path = result / "result.json"
    document = json.loads(shown(path))
    document["phase_aims"]["citizen_minutes"] -= 1000
    path.write_text(json.dumps(document), encoding="utf-8")
    assert run(["report", str(result), "--lang", "en"]) == 2
    assert "Run placement verify." in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("kind", "command", "wanted"),
    [
        ("placement-tradeoff", "report", "is a folder of placement tradeoff, where one of placement solve"),
        ("placement-robust", "report", "is a folder of placement robust, where one of placement solve"),
        ("placement-comparison", "paper", "is a folder of placement compare, where one of placement solve is needed"),
        ("another-program", "report", "was not written by placement"),
    ],
)
def test_a_folder_of_another_command_is_called_what_it_is(
    here: Path, capsys: Capture, kind: str, command: str, wanted: str
) -> None:
    manifest = here / "result" / "manifest.json"
    manifest.write_text(shown(manifest).replace("placement-result", kind), encoding="utf-8")
    capsys.readouterr()
    assert run([command, "result", "--lang", "en"]) == 2
    assert wanted in " ".join(capsys.readouterr().err.split())


def test_options_of_a_search_mean_nothing_to_what_is_solved(here: Path, capsys: Capture) -> None:
    assert here.exists()
    assert run(["report", "result", "--weights", "citizen=2", "--gap", "0.1", "--lang", "en"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "so --weights, --gap has no effect" in said


def test_a_scenario_is_solved_first(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "page.html"
    assert run(["report", SMALL, "--variant", "flere_lokaler", "--out", str(out), "--quiet"]) == 0
    sound(shown(out))
    assert run(["report", SMALL, "--out", str(out), "--quiet"]) == 0


def test_what_is_not_ours_is_not_written_over(tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "mine.html"
    other.write_text("<p>mine</p>", encoding="utf-8")
    for path in (other, tmp_path):
        assert run(["report", SMALL, "--out", str(path), "--lang", "en"]) == 2
        assert "is no report by placement" in " ".join(capsys.readouterr().err.split())
    assert shown(other) == "<p>mine</p>"


def test_a_comparison_of_a_scenario_and_of_its_folder_are_the_same_page(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, page = tmp_path / "compared", tmp_path / "page.html"
    asked = ["scenarios/lukning", "--variant", "base,behold,lovet", "--reference", "behold", "--tips"]
    assert run(["compare", *asked, "--out", str(folder), "--quiet"]) == 0
    first = Read(shown(folder / "report.html")).tables
    assert "Hvor forskellen vipper" in shown(folder / "report.html")
    capsys.readouterr()
    assert run(["report", str(folder)]) == 0
    assert Read(shown(folder / "report.html")).tables == first
    assert "Hvor forskellen vipper" in shown(folder / "report.html")
    assert run(["report", *asked, "--out", str(page), "--quiet"]) == 0
    assert Read(shown(page)).tables == first
    sound(shown(page))
    assert run(["compare", *asked, "--out", str(folder), "--quiet"]) == 0
    monkeypatch.chdir(tmp_path)
    assert run(["report", str(folder), "--lang", "en"]) == 2


def test_a_variant_without_a_plan_is_told_in_a_comparison(tmp_path: Path) -> None:
    folder = tmp_path / "compared"
    assert run(["compare", "scenarios/umuligt", "--out", str(folder), "--quiet"]) == 4
    assert run(["report", str(folder)]) == 0
    assert "ingen plan overholder alle reglerne" in shown(folder / "report.html")


def test_a_trade_off_is_shown_where_it_belongs(tmp_path: Path, capsys: Capture) -> None:
    folder, page = str(tmp_path / "front"), tmp_path / "page.html"
    assert run(["tradeoff", "scenarios/profiler", "--all", "--out", folder, "--quiet"]) == 0
    assert run(["report", "scenarios/profiler", "--tradeoff", folder, "--out", str(page), "--quiet"]) == 0
    assert "Alle 8 forslag" in shown(page)
    capsys.readouterr()
    for asked, said in (
        (["report", SMALL, "--tradeoff", folder], "is of another scenario or variant"),
        (["report", SMALL, "--tradeoff", str(tmp_path)], "holds no trade-off"),
        (
            ["report", "scenarios/lukning", "--variant", "base,behold", "--tradeoff", folder],
            "fits a single proposal only",
        ),
    ):
        assert run([*asked, "--out", str(tmp_path / "no.html"), "--lang", "en"]) == 2
        assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "no.html").exists()


def test_a_staircase_is_shown_with_its_steps_and_its_lines(tmp_path: Path) -> None:
    folder, page = str(tmp_path / "steps"), tmp_path / "page.html"
    assert run(["tradeoff", "scenarios/lemvig-foerste", "--out", folder, "--quiet"]) == 0
    words = ["report", "scenarios/lemvig-foerste", "--tradeoff", folder, "--out", str(page), "--quiet", "--lang", "en"]
    assert run(words) == 0
    told = shown(page)
    assert "What the next step costs" in told
    assert "1.7 official unit price (assumption)" in told
    assert "No other plan is cheaper at any price of a minute: that is proven." in told
    assert "+ Lungeambulatorium Holstebro, Lemvig" in told


def test_without_weasyprint_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("placement.present.pdf.find_spec", lambda _: None)
    assert run(["report", SMALL, "--pdf", "--out", str(tmp_path / "page.html"), "--lang", "en"]) == 2
    assert "pip install '.[pdf]'" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "page.html").exists()


def test_a_pdf_lies_beside_its_page(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.questions.report.run.pdf_of", lambda *_: b"%PDF-1.7")
    assert run(["report", "result", "--pdf"]) == 0
    assert (here / "result" / "report.pdf").read_bytes() == b"%PDF-1.7"
    assert verify(here / "result") == []


@pytest.mark.parametrize("depth", ["summary", "meeting"])
def test_a_folder_keeps_how_much_of_its_report_is_shown(here: Path, depth: str) -> None:
    whole = shown(here / "result" / "report.html")
    assert run(["report", "result", "--depth", depth]) == 0
    told = shown(here / "result" / "report.html")
    chosen = re.findall(r'id="depth-(\w+)"[^>]* checked', told)
    assert chosen == [depth]
    assert told.replace(" checked", "") == whole.replace(" checked", "")
    assert read_manifest(here / "result")["page"]["depth"] == depth
    assert verify(here / "result") == []


def test_a_depth_that_is_none_is_refused_and_so_is_one_in_the_manifest(here: Path, capsys: Capture) -> None:
    assert run(["report", "result", "--depth", "short", "--lang", "en"]) == 2
    assert "'short' is not one of: summary, meeting, everything." in " ".join(capsys.readouterr().err.split())
    told = json.loads(shown(here / "result" / "manifest.json"))
    told["page"]["depth"] = "short"
    assert [each.path for each in misfits(told)] == ["page.depth"]
    del told["page"]["depth"]
    assert misfits(told) == []
