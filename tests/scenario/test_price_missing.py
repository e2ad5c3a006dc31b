"""Where the method is price and nobody says what a minute may cost, ``check`` and ``solve`` say so at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.cli.entry import run
from placement.scenario.load import load
from tests.helpers.small import SMALL, write


def small(folder: Path, objectives: str) -> Path:
    write(folder, {"scenario.yaml": SMALL + objectives})
    return folder


def said(folder: Path, *args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """How a command ends on a scenario, and what it says of it."""
    status = run([args[0], str(folder), *args[1:]])
    return status, " ".join("".join(capsys.readouterr()).split())


@pytest.mark.parametrize("lang", ["en", "da"])
@pytest.mark.parametrize("command", ["check", "solve"])
@pytest.mark.parametrize(
    ("objectives", "place"),
    [("", ""), ("objectives:\n  prices: {status: not_decided}\n", "scenario.yaml:67:")],
    ids=["nothing written", "another price written"],
)
def test_the_missing_price_is_named(
    objectives: str, place: str, command: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = said(small(tmp_path, objectives), command, "--lang", lang, capsys=capsys)
    assert status == 3
    assert "objectives.prices.minute" in told
    assert place in told


def test_the_scenario_is_read_all_the_same(tmp_path: Path) -> None:
    """The staircase of prices needs none."""
    assert load(small(tmp_path, "")).scenario.objectives.prices.minute is None


@pytest.mark.parametrize(
    "objectives",
    ["objectives: {prices: {minute: 0}}\n", "objectives: {method: balanced}\n"],
)
def test_a_price_of_nothing_or_a_method_without_prices_lacks_nothing(
    objectives: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(small(tmp_path, objectives), "check", capsys=capsys)[0] == 0
