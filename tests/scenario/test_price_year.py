"""Prices of the aims are prices as others: an index leads them to the money of the price year, range and all.

Where the method is price and nobody says what a minute may cost, ``check`` and ``solve`` say so at its place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.cli.entry import run
from placement.errors import ScenarioError
from placement.scenario.dump import dump
from placement.scenario.load import Loaded, Opened, load, load_text
from placement.solve.run import solve
from placement.web.steps import traded_off
from placement.web.what_ifs import Controls, WhatIf
from tests.helpers.small import SMALL, write

SCENARIO = Path(__file__).parents[2] / "scenarios" / "trappen"
OLD = (
    "about.price_year=2024",
    "prices.index={2014: 100, 2024: 125}",
    "objectives.prices.minute={value: 4, low: 2, high: 8, year: 2014, quality: assumption}",
    "objectives.prices.lost_quality_visit={value: 100, year: 2014}",
    "profiles={old: {title: Old, prices: {minute: {value: 10, year: 2014}}}}",
)


@pytest.fixture(scope="module")
def old() -> Loaded:
    return load(SCENARIO, overrides=OLD)


def test_value_and_range_are_in_the_money_of_the_price_year(old: Loaded) -> None:
    prices = old.scenario.objectives.prices
    assert prices.minute is not None
    assert (prices.minute.value, prices.minute.low, prices.minute.high) == (5, 2.5, 10)
    assert prices.minute.year == 2024
    assert prices.lost_quality_visit.value == 125
    profile = old.scenario.profiles["old"].prices
    assert profile is not None
    assert profile.minute.value == 12.5


def test_a_price_of_the_price_year_or_of_no_year_stays_as_it_is() -> None:
    for year in ("", ", year: 2024"):
        given = f"objectives.prices.minute={{value: 4{year}}}"
        found = load(SCENARIO, overrides=[*OLD[:2], given]).scenario.objectives.prices.minute
        assert found is not None
        assert found.value == 4


def test_what_is_converted_is_not_converted_again(old: Loaded) -> None:
    again = load_text(dump(old.scenario)).scenario
    assert again.objectives == old.scenario.objectives
    assert again.profiles == old.scenario.profiles


def test_the_plan_is_that_of_the_price_in_new_money(old: Loaded) -> None:
    new = load(SCENARIO, overrides=["objectives.prices.minute=5", "objectives.prices.lost_quality_visit=125"])
    one, other = solve(old), solve(new)
    assert one.prices == other.prices
    assert (one.plan.open == other.plan.open).all()


def test_a_year_the_index_lacks_is_a_fault_at_its_line() -> None:
    with pytest.raises(ScenarioError) as refused:
        load(SCENARIO, overrides=[*OLD[:2], "objectives.prices.minute={value: 4, year: 2001}"])
    (fault,) = refused.value.faults
    assert fault.path == "objectives.prices.minute.year"
    assert "prices.index has no 2001" in str(fault.message)


def test_a_price_tried_in_the_workbench_is_saved_in_the_money_it_was_shown_in(tmp_path: Path) -> None:
    text = (SCENARIO / "scenario.yaml").read_text(encoding="utf-8")
    old = "prices: {minute: {value: 4, low: 2, high: 9.6, year: 2014, quality: assumption}}"
    text = text.replace("prices: {minute: {value: 5, low: 1.7, high: 12}}", old)
    text = text.replace("about: {", "prices: {index: {2014: 100, 2024: 125}}\nabout: {price_year: 2024, ")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    controls = Controls(Opened(tmp_path))
    asked = traded_off(controls, WhatIf(minute=6))
    sets = [f"{path}={value}" for path, value in asked.items()]
    saved = load(tmp_path, overrides=sets).scenario.objectives.prices.minute
    assert saved is not None
    own = controls.scenario.objectives.prices.minute
    assert own is not None
    assert (own.value, own.low, own.high) == (5, 2.5, 12)
    assert (saved.value, saved.low, saved.high, saved.year) == (6, 2.5, 12, 2024)


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
