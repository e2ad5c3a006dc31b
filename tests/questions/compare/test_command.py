"""``placement compare`` from the command line to its exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from placement.cli.entry import run
from placement.scenario.load import load
from tests.helpers.solved_by_hand import TEMPLATES

LUKNING = "scenarios/lukning"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return " ".join((out + err).split())


def test_the_scenario_and_all_its_variants_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", LUKNING]) == 0
    shown = said(capsys)
    assert "A = scenariet uden varianter (base)" in shown
    assert "(lovet)" in shown


@pytest.mark.parametrize("option", [(), ("--variant", "base")])
def test_a_scenario_without_variants_is_told_in_its_own_currency(
    option: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "scenario"
    assert run(["init", str(folder), "--lang", "en"]) == 0
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8").partition("\nvariants:")[0]
    file.write_text(f"{text}\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["compare", str(folder), *option, "--set", "about.currency=NOK", "--lang", "en", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "NOK" in said
    assert "kr." not in said.replace("Kr.", "kr.")


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", LUKNING, "--variant", "lovet,base", "--reference", "base", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["reference"] == "base"
    assert [each["name"] for each in document["alternatives"]] == ["lovet", "base"]
    assert document["alternatives"][0]["moved"]["shorter_visits"] == pytest.approx(300)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "højst 460, er A og B ens; ved 469 er de ikke."),
        ("en", "at most 460, A and B are alike; at 469 they are not."),
    ],
)
def test_where_the_difference_turns(
    language: str, words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ["compare", "scenarios/lemvig-foerste", "--variant", "base,hoejere_krav", "--tips", "--lang", language]
    assert run([*asked, "--out", str(tmp_path / "out")]) == 0
    assert words in said(capsys)
    (row,) = (tmp_path / "out" / "compare_tips.csv").read_text().splitlines()[1:]
    assert row == "base,hoejere_krav,functions.lunge_amb.min_visits_per_year,300,600,alike,460,469,true"
    document = json.loads((tmp_path / "out" / "compare.json").read_text())
    assert document["tips"]["found"][0]["last"] == 460


def test_the_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert run(["compare", LUKNING, "--variant", "lovet", "--out", out, "--csv", "excel-da"]) == 0
    assert f"{out}/" in said(capsys).replace(" ", "")
    assert (tmp_path / "out" / "compare_groups.csv").read_bytes().startswith(b"\xef\xbb\xbfgroup;alternative;")
    assert run(["verify", out, "--lang", "en"]) == 0
    assert "the plans in them are recomputed and agree" in said(capsys)


def test_an_impossible_alternative_is_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "scenarios/umuligt", "--variant", "base,uden_skal"]) == 4
    assert "A: ingen plan overholder alle reglerne." in said(capsys)


def test_nothing_is_written_without_a_plan(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["compare", "scenarios/umuligt", "--variant", "base", "--out", str(tmp_path / "out")]) == 4
    out, err = capsys.readouterr()
    assert not out
    assert "ingen plan" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--reference", "mandag"], "'mandag' is not part of the comparison; choose today, base, behold, lovet."),
        (["--variant", "behold,behold"], "'behold' is named twice"),
        (["--variant", "beholdt"], "There is no variant 'beholdt' in the scenario. Did you mean 'behold'?"),
    ],
)
def test_what_cannot_be_understood(options: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", LUKNING, *options, "--lang", "en"]) == 2
    assert words in said(capsys)


def with_many(tmp_path: Path) -> str:
    """A scenario with more variants than can be shown: eight of them allow so many changes and no more."""
    many = shutil.copytree(TEMPLATES / "en", tmp_path / "many") / "scenario.yaml"
    more = [f"  most_{n}: {{title: At most {n}, set: {{policy.max_changes: {n}}}}}\n" for n in range(8)]
    many.write_text(many.read_text(encoding="utf-8") + "".join(more), encoding="utf-8")
    return str(many)


def test_too_many_that_are_named_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    named = ",".join(["base", *(f"most_{n}" for n in range(8))])
    assert run(["compare", with_many(tmp_path), "--variant", named, "--lang", "en"]) == 2
    assert "9 are too many side by side; at most 8 can be read" in said(capsys)


def test_of_too_many_those_that_differ_most_are_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    scenario, out = with_many(tmp_path), str(tmp_path / "out")
    assert run(["compare", scenario, "--lang", "en", "--json", "--out", out]) == 0
    told = json.loads(capsys.readouterr().out)
    shown, left = [each["name"] for each in told["alternatives"]], told["left_out"]
    every = ["base", *load(scenario).base.variants]
    assert shown[0] == "base"
    assert len(shown) <= 8
    assert sorted([*shown, *(each["name"] for each in left)]) == sorted(every)
    assert [name for name in every if name in shown] == shown
    plans = {each["name"]: {tuple(pair) for pair in pairs_of(each)} for each in told["alternatives"]}
    assert len(set(map(frozenset, plans.values()))) == len(plans), "none is shown twice"
    assert all(each["nearest"] in shown and each["apart"] == 0 for each in left), "there are fewer plans than places"

    table = (tmp_path / "out" / "compare_left_out.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "alternative,status,nearest,placements_apart"
    assert table[1:] == [f"{each['name']},{each['status']},{each['nearest']},{each['apart']}" for each in left]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "What is not shown" in page
    assert f"--variant {','.join([*shown, left[0]['name']])}" in page
    assert run(["verify", out, "--lang", "en"]) == 0
    assert run(["report", out, "--out", str(tmp_path / "again.html"), "--lang", "en"]) == 0
    assert "What is not shown" in (tmp_path / "again.html").read_text(encoding="utf-8")

    capsys.readouterr()
    assert run(["compare", scenario, "--lang", "en"]) == 0
    screen = " ".join(said(capsys).split())
    assert f"Of {len(every)} alternatives those {len(shown)} are shown that differ most" in screen
    assert f"--variant base,{left[0]['name']}" in screen
    assert screen.count(": offers the same as") == len(left)


def pairs_of(alternative: dict[str, Any]) -> list[tuple[str, str]]:
    """What opens and closes in an alternative of the document."""
    return [(kind, f"{each['function']}@{each['site']}") for kind in ("opens", "closes") for each in alternative[kind]]


def test_without_a_today_one_of_them_is_the_reference(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (Path(LUKNING) / "scenario.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("baseline:")]
    scenario = tmp_path / "new.yaml"
    scenario.write_text("\n".join(lines), encoding="utf-8")

    assert run(["compare", str(scenario), "--lang", "en"]) == 2
    assert "says nothing about today" in said(capsys)
    assert run(["compare", str(scenario), "--lang", "en", "--reference", "base"]) == 0
    assert "Held against: A" in said(capsys)
