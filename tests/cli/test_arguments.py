"""What cannot be understood is said in a sentence, with status 2, in the user's language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from placement.cli import run
from placement.console.types import Decimal, WeightsType
from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "da")
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def said(args: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = run(args)
    out, err = capsys.readouterr()
    if "--json" in args:
        assert json.loads(out)["exit_status"] == status
    else:
        assert out == ""
    assert "Traceback" not in err
    return status, " ".join(err.split())


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["solv", SCENARIO], "ingen kommando, der hedder 'solv'"),
        (["solve"], "SCENARIE mangler"),
        (["solve", "nix.yaml"], "'nix.yaml' findes ikke"),
        (["solve", SCENARIO, "--weight", "x"], "Mente du --weights?"),
        (["solve", SCENARIO, "--weights", "citizen=0,5,quality=1"], "decimalkomma"),
        (["solve", SCENARIO, "--weights", "citizen=0,5"], "citizen=0.5,quality=1"),
        (["solve", SCENARIO, "--weights", "borger=1"], "citizen, quality og economy"),
        (["solve", SCENARIO, "--weights", "citizen"], "er ikke vægte"),
        (["solve", SCENARIO, "--weights", "citizen=nan"], "er ikke vægte"),
        (["solve", SCENARIO, "--weights", "citizen=1,citizen=2"], "to gange"),
        (["solve", SCENARIO, "--weights", "citizen=0"], "alle vægte er 0"),
        (["solve", SCENARIO, "--weights", "citizen=-1"], "under 0"),
        (["solve", SCENARIO, "--weights", "citizen=3"], "intet om quality, economy; skriv alle tre, som citizen=3,"),
        (["compare", SCENARIO, "--weights", "economy=2,quality=1"], "citizen=1,quality=1,economy=2"),
        (["tradeoff", SCENARIO, "--all", "--weights", "citizen=3"], "skriv alle tre"),
        (["robust", SCENARIO, "--weights", "citizen=3"], "skriv alle tre"),
        (["explain", SCENARIO, "--weights", "citizen=3"], "skriv alle tre"),
        (["drafts", SCENARIO, SCENARIO, "--weights", "citizen=3"], "skriv alle tre"),
        (["report", SCENARIO, "--weights", "citizen=3"], "skriv alle tre"),
        (["solve", SCENARIO, "--weights", "citizen=1e300,quality=1,economy=1"], "for stor eller for nær 0"),
        (["solve", SCENARIO, "--weights", "citizen=1e-300,quality=1,economy=1"], "for stor eller for nær 0"),
        (["robust", SCENARIO, "--least-weight", "1e-12"], "0, ≥ 1e-09"),
        (["solve", f"{SCENARIOS}/hjemme", "--profiles"], "ingen profiler"),
        (["solve", f"{SCENARIOS}/profiler", "--profiles", "--method", "lexicographic"], "lexicographic bruger ingen"),
        (["solve", SCENARIO, "--method", "monetised"], "'monetised' er ikke blandt mulighederne: price, balanced,"),
        (["solve", SCENARIO, "--price", "dyrt"], "'dyrt' er ikke et tal"),
        (["solve", SCENARIO, "--price", "-1"], "≥ 0"),
        (["solve", SCENARIO, "--price", "4", "--method", "balanced"], "--price"),
        (["solve", SCENARIO, "--price", "1e300"], "≤ 1e+12"),
        (["solve", SCENARIO, "--weights", "citizen=1,quality=1,economy=1"], "price har ingen vægte"),
        (["solve", SCENARIO, "--gap", "lidt"], "'lidt' er ikke et tal"),
        (["solve", SCENARIO, "--gap", "2"], "≥ 0, ≤ 1"),
        (["solve", SCENARIO, "--time-limit", "0"], "> 0"),
        (["solve", SCENARIO, "--threads", "1.5"], "ikke et helt tal"),
        (["solve", SCENARIO, "--threads", "0"], "uden for det tilladte"),
        (["solve", SCENARIO, "--method", "magi"], "balanced, weighted"),
        (["solve", SCENARIO, "--formulation", "magi"], "auto, configuration, assignment"),
        (["solve", SCENARIO, "--lang", "fr"], "da, en"),
        (["solve", SCENARIO, "--out"], "--out skal have en værdi"),
        (["solve", SCENARIO, "ekstra"], "noget for meget: ekstra"),
        (["solve", SCENARIO, "--variant", "nope"], "faerre_lokaler"),
        (["solve", SCENARIO, "--variant", "faerre_lokale"], "faerre_lokaler"),
        (["solve", SCENARIO, "--json", "--variant", "faerre_lokaler,faerre_lokaler"], "--json giver ét dokument"),
        (["check", SCENARIO, "--variant", "faerre_lokaler,faerre_lokaler"], "kun være én"),
        (["solve", SCENARIO, "--set", "policy.max_changes"], "sti=værdi"),
        (["export", SCENARIO, "model.txt"], "hverken på .lp eller .mps"),
        (["solve", SCENARIO, "--variant", "x"], "Der er ingen variant, der hedder 'x'"),
        (["solve", SCENARIO, "--out", __file__], "er en fil"),
        (["solve", SCENARIO, "--out", str(TEMPLATES)], "rummer intet tidligere resultat"),
        (["verify", SCENARIO], "er ingen resultatmappe"),
    ],
)
def test_usage(args: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, err = said(args, capsys)
    assert status == 2
    assert words in err
    assert err.startswith("Fejl:")


def test_english(capsys: pytest.CaptureFixture[str]) -> None:
    status, err = said(["solve", SCENARIO, "--gap", "x", "--lang=en"], capsys)
    assert status == 2
    assert err == "Error: --gap: 'x' is not a number. Help: placement solve --help"


@pytest.mark.parametrize(
    ("option", "seen", "decimal", "meant"),
    [
        ("--price", "1.000", "1", "1000"),
        ("--price", "2,500", "2.5", "2500"),
        ("--price", "1.725", "1.7250", "1725"),
        ("--gap-money", "12.500", "12.5", "12500"),
        ("--time-limit", "3.600", "3.6", "3600"),
    ],
)
def test_a_thousands_separator_is_not_read_as_a_decimal_sign(
    option: str, seen: str, decimal: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, err = said(["solve", SCENARIO, option, seen, "--lang=en"], capsys)
    assert status == 2
    assert f"{option}: '{seen}' may mean {decimal} or {meant}; write one of these." in err


def test_what_cannot_be_a_thousand_has_three_decimals(capsys: pytest.CaptureFixture[str]) -> None:
    status, err = said(["solve", SCENARIO, "--gap", "1.001", "--lang=en"], capsys)
    assert status == 2
    assert "1.001 is outside what is allowed: ≥ 0, ≤ 1." in err


def test_language_of_the_environment(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACEMENT_LANG", "en")
    assert said(["solve"], capsys)[1].startswith("Error: SCENARIO is missing.")
    assert said(["solve", "--lang", "da"], capsys)[1].startswith("Fejl: SCENARIE mangler.")


@pytest.mark.parametrize("text", ["0,001", "0.001", " 0.001 ", "1e-3"])
def test_decimal_comma_and_point(text: str) -> None:
    assert Decimal(0, 1).convert(text, None, None) == 0.001


def test_weights() -> None:
    """An aim that is not named has no weight of its own making: what then holds is asked for."""
    assert WeightsType().convert("citizen=2, economy=0.5", None, None) == {"citizen": 2.0, "economy": 0.5}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "command",
    [
        [],
        ["init"],
        ["schema"],
        ["check"],
        ["solve"],
        ["compare"],
        ["explain"],
        ["tradeoff"],
        ["ballots"],
        ["serve"],
        ["verify"],
        ["export"],
    ],
)
def test_help_is_whole_in_both_languages(
    command: list[str], language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*command, "--help", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert ("Valg" if language == "da" else "Options") in out
    assert not re.search(r"\b(option|help|panel|usage)\.[a-z]", out)
    assert max(map(len, out.splitlines())) <= 80


def test_no_arguments_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Kommandoer" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("placement ")
