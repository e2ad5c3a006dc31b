"""What no model can hold is found by ``check``, with its place; ``solve`` refuses it alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.cli.entry import run
from placement.model.demand_classes import MOST_TIED

HEAD = """\
schema_version: 2
name: lige_langt
title: Lige langt
areas:
  by: {name: By, people: 9000, lat: 56.0, lon: 9.0}
  land: {name: Land, people: 4000, lat: 56.3, lon: 9.3}
sites:
  rh: {title: Hospital, kind: hospital, lat: 56.4, lon: 9.0}
"""
FUNCTION = (
    "functions:\n  amb: {title: Ambulatorium, choice: nearest, visits_per_1000_per_year: 100, minutes_per_visit: 30"
)
BASELINE = "baseline: {amb: {rh: 5}}\nobjectives: {prices: {minute: 5}}\n"


def houses(count: int) -> str:
    """So many houses at one place."""
    return "".join(f"  hus{n}: {{title: Hus {n}, kind: health_house, lat: 56.0, lon: 9.0}}\n" for n in range(count))


def told(folder: Path, text: str, *args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """How a command ends on a scenario, and what it says of it."""
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    status = run([*args, str(folder), "--lang", "en"])
    return status, " ".join("".join(capsys.readouterr()).split())


@pytest.mark.parametrize("command", ["check", "solve"])
def test_more_sites_at_one_distance_than_can_share(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEAD + houses(MOST_TIED + 1) + FUNCTION + "}\n" + BASELINE
    status, said = told(tmp_path, text, command, capsys=capsys)
    assert status == 3
    names = ", ".join(f"hus{n}" for n in range(MOST_TIED + 1))
    assert f"{MOST_TIED + 1} sites are exactly as far from by for amb: {names}. At most {MOST_TIED} can share" in said
    assert ("scenario.yaml:5:7" in said) is (command == "check")


def test_as_many_as_can_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + houses(MOST_TIED) + FUNCTION + "}\n" + BASELINE
    assert told(tmp_path, text, "check", capsys=capsys)[0] == 0
    assert told(tmp_path, text, "solve", "--time-limit", "5", capsys=capsys)[0] in (0, 5)


def test_sites_that_may_not_offer_it_do_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + houses(MOST_TIED + 3) + FUNCTION + ", allowed_at: [hospital]}\n" + BASELINE
    assert told(tmp_path, text, "check", capsys=capsys)[0] == 0
    assert told(tmp_path, text, "solve", capsys=capsys)[0] == 0


@pytest.mark.parametrize("options", [("check",), ("solve",), ("solve", "--method", "balanced")])
def test_a_variant_whose_base_is_too_much(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A variant is measured by itself, so that it does not matter whether a model holds the scenario without it."""
    text = HEAD + houses(MOST_TIED + 1) + FUNCTION + "}\n" + BASELINE
    text += "variants: {faerre: {title: Færre, set: {functions.amb.allowed_at: [hospital]}}}\n"
    assert told(tmp_path, text, *options, capsys=capsys)[0] == 3
    assert told(tmp_path, text, *options, "--variant", "faerre", capsys=capsys)[0] == 0


@pytest.mark.parametrize("command", ["check", "solve"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("people: 9000", "people: 900000000, need_index: 100"),
            "9e+09 visits a year, more than can be reckoned with (1,000,000,000)",
        ),
        (("minutes_per_visit: 30", "minutes_per_visit: 300"), ""),
        (("year: 100, minutes_per_visit: 30", "year: 900000, minutes_per_visit: 360"), "2.6e+05 clinic days a week"),
        (
            ("100, minutes_per_visit: 30", "900, minutes_per_visit: 30, days_per_week_exactly: 0.001"),
            "lines side by side",
        ),
        (("minutes_per_visit: 30", "minutes_per_visit: 30, variable_per_visit: 1e12"), "DKK a year"),
    ],
)
def test_numbers_that_are_too_much_together(
    change: tuple[str, str], words: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HEAD + FUNCTION + "}\n" + BASELINE
    assert change[0] in text
    status, said = told(tmp_path, text.replace(*change), command, capsys=capsys)
    assert status == (3 if words else 0)
    assert words in said


def test_minutes_that_are_too_much_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + FUNCTION.replace("year: 100", "year: 60000") + ", visits_per_clinic_day: 100000}\n" + BASELINE
    text = text.replace("people: 9000", "people: 9000000") + "travel: {access_minutes: 1000000}\n"
    status, said = told(tmp_path, text, "check", capsys=capsys)
    assert (status, "minutes of travel a year" in said) == (3, True)


def test_faults_of_limits_are_danish_on_a_danish_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + houses(MOST_TIED + 1) + FUNCTION + ", variable_per_visit: 1}\n" + BASELINE
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    assert run(["check", str(tmp_path), "--lang", "da"]) == 3
    assert "steder er præcis lige langt fra by for amb" in " ".join(capsys.readouterr().err.split())


def test_what_would_have_to_give_is_left_open_where_it_cannot_be_reckoned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the decisions more sites could be open at one place than can share an area."""
    decided = ", ".join(f"hus{n}: {{decision: must_not, reason: x}}" for n in range(3))
    text = HEAD + houses(MOST_TIED + 2) + FUNCTION + "}\n"
    text += f"policy: {{max_changes: 0, placements: {{amb: {{{decided}, hus3: {{decision: must, reason: x}}}}}}}}\n"
    text += "baseline: {amb: {rh: 5, hus0: 1, hus1: 1, hus2: 1}}\nobjectives: {prices: {minute: 5}}\n"
    assert told(tmp_path, text, "check", capsys=capsys)[0] == 4
    assert told(tmp_path, text, "solve", capsys=capsys)[0] == 4
