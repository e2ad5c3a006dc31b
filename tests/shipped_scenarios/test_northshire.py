"""Northshire: its script writes it to the letter, and what its page says is proposed is what comes out."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from placement.instance.build import build
from placement.instance.plausible import plausible
from placement.plan.evaluate import describe_today, evaluate
from placement.questions.proposal.evidence import calibrate, within20
from placement.scenario.load import Loaded, load
from placement.solve.result import Solved, Status
from placement.solve.run import solve
from tests.shipped_scenarios.test_midtjylland import quantities
from tools.northshire.__main__ import files, main

FOLDER = Path(__file__).parents[2] / "scenarios" / "northshire"

FEET = {("foot_care", f"hc_{town}") for town in ("ravensby", "thornwick", "eastholme", "stanbeck")}
PROPOSED = {*FEET, ("blood_tests", "hc_ravensby"), ("antenatal", "hc_thornwick"), ("dialysis", "hc_thornwick")}
THREE_TODAY = {("minor_injuries", "hc_thornwick"), ("general_medicine", "hc_thornwick"), ("diabetes", "hc_wetherfold")}

MORE_AND_LESS: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]] = {
    "in_two_phases": (set(), set()),
    "minutes_worth_more": (
        {
            ("physiotherapy", "hc_stanbeck"),
            ("diabetes", "hc_stanbeck"),
            ("antenatal", "hc_wetherfold"),
            ("physiotherapy", "hc_eastholme"),
            ("ultrasound", "hc_thornwick"),
            ("dermatology", "hc_thornwick"),
        },
        set(),
    ),
    "more_podiatrists": (
        {("foot_care", "hc_wetherfold"), ("foot_care", "hc_harrowby"), ("diabetes", "hc_stanbeck")},
        set(),
    ),
    "higher_minimums": (set(), {("foot_care", "hc_eastholme"), ("foot_care", "hc_stanbeck")}),
    "nothing_to_invest": (set(), {("dialysis", "hc_thornwick")}),
    "home_as_today": ({("physiotherapy", "hc_stanbeck")}, set()),
    "close_too": (set(), THREE_TODAY),
    "dialysis_stanbeck": ({("dialysis", "hc_stanbeck")}, set()),
    "kelby_centre": ({("blood_tests", "hc_kelby")}, set()),
}
"""By what-if: what opens and what is gone, against the proposal and today together."""


@cache
def loaded(*variants: str) -> Loaded:
    return load(FOLDER, variants=variants)


@cache
def today() -> set[tuple[str, str]]:
    instance = build(loaded().scenario)
    _, plan = describe_today(instance)
    assert plan is not None
    return {
        (function, site)
        for f, function in enumerate(instance.function_ids)
        for s, site in enumerate(instance.site_ids)
        if plan.open[f, s]
    }


def opened(answer: Solved) -> set[tuple[str, str]]:
    sites, functions = answer.instance.site_ids, answer.instance.function_ids
    return {
        (function, site)
        for f, function in enumerate(functions)
        for s, site in enumerate(sites)
        if answer.plan.open[f, s]
    }


def test_the_script_writes_the_same_files_again(tmp_path: Path) -> None:
    main(tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        name: (FOLDER / name).read_bytes() for name in files()
    }


def test_its_size_is_that_of_a_region() -> None:
    scenario = loaded().base
    kinds = Counter(site.kind for site in scenario.sites.values() if site.scope == "candidate")

    assert kinds == {"hospital": 3, "health_house": 7}
    assert len(scenario.functions) == 25
    assert len(scenario.areas.rows) == 77
    assert 330_000 < sum(float(area.people) for area in scenario.areas.rows.values()) < 370_000


def test_every_number_says_that_it_is_made_up() -> None:
    given = [number for _, number in quantities(loaded().base) if number.source is not None]

    assert len(given) > 500
    assert {(number.source, number.quality) for number in given} == {("made_up", "assumption")}


def test_nothing_about_it_looks_odd() -> None:
    assert [str(odd) for odd in plausible(loaded(), build(loaded().scenario))] == []


def test_ten_of_twelve_counts_are_hit() -> None:
    instance = build(loaded().scenario)
    known, plan = describe_today(instance)
    assert plan is not None

    assert within20(calibrate(instance, evaluate(instance, known, plan))) == (10, 12)


def test_the_proposal_is_what_the_page_says() -> None:
    answer = solve(loaded())

    assert answer.status is Status.OPTIMAL
    assert answer.evaluation.violations == ()
    assert opened(answer) - today() == PROPOSED
    assert today() - opened(answer) == set()


@pytest.mark.slow
@pytest.mark.parametrize("variant", MORE_AND_LESS)
def test_a_what_if_changes_what_the_page_says(variant: str) -> None:
    answer = solve(loaded(variant))
    more, less = MORE_AND_LESS[variant]

    assert answer.status is Status.OPTIMAL
    assert opened(answer) == (today() | PROPOSED | more) - less


def test_every_what_if_is_told_on_the_page() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert set(MORE_AND_LESS) == set(loaded().scenario.variants)
    assert [variant for variant in MORE_AND_LESS if f"`{variant}`" not in page] == []
