"""Both formulations against a search through every plan, where some sites cannot be got to from some areas."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest

from placement.plan.aims import usable
from placement.plan.allocate import flows
from placement.scenario.schema.scenario import Scenario
from placement.solve.prepared import Workbench
from placement.solve.result import Options
from placement.solve.stage import Three
from tests.properties.brute_force import BruteForce, TooManyPlans
from tests.properties.random_scenario import random_scenario
from tests.properties.test_brute_force import CHUNK, FORMULATIONS, disagreements, faults

DRAWN = 120


def cut_off(seed: int, *, allocated: bool = False) -> Scenario:
    """The tiny scenario of a seed with some of the times taken out of its table: nobody can get there."""
    scenario, dice = random_scenario(seed, allocated=allocated).scenario, random.Random(seed * 7919 + 5)
    rows = tuple(
        row.model_copy(update={"minutes": None}) if dice.random() < 0.2 else row for row in scenario.travel.rows
    )
    return scenario.model_copy(update={"travel": scenario.travel.model_copy(update={"rows": rows})})


@cache
def every_plan(seed: int) -> tuple[Three, ...] | None:
    """The aims of every plan; None where they are too many."""
    bench = Workbench(cut_off(seed), Options())
    try:
        return tuple(found.aims for found in BruteForce(bench.instance, bench.today).all())
    except TooManyPlans:
        return None


@pytest.mark.parametrize("first", range(0, DRAWN, CHUNK))
def test_no_plan_is_better_than_the_models_and_none_is_overlooked(first: int) -> None:
    found = []
    for seed in range(first, first + CHUNK):
        plans = every_plan(seed)
        for formulation in FORMULATIONS if plans is not None else ():
            bench = Workbench(cut_off(seed), Options(formulation=formulation))
            found += [f"{formulation} {fault}" for fault in faults(bench, seed, plans or ())]
    assert not found


def test_enough_of_them_have_a_plan_and_enough_have_none() -> None:
    plans = [every_plan(seed) for seed in range(DRAWN)]
    assert sum(bool(found) for found in plans) >= 0.2 * DRAWN
    assert sum(found == () for found in plans) >= 0.1 * DRAWN


def test_solvers_agree_and_the_judge_accepts_where_the_region_allocates() -> None:
    found: list[str] = []
    plans = 0
    for seed in range(40):
        differ, had = disagreements(cut_off(seed, allocated=True), seed)
        found += differ
        plans += had
    assert not found
    assert plans >= 40


def test_every_trip_of_every_plan_is_among_those_there_can_be() -> None:
    """And for some functions and places there can be fewer than the table has."""
    fewer = 0
    for seed in range(60):
        bench = Workbench(cut_off(seed), Options())
        can = np.array([usable(bench.instance, f) for f in range(len(bench.instance.function_ids))])
        fewer += int((~can & np.isfinite(bench.instance.travel.minutes)).any())
        try:
            plans = list(BruteForce(bench.instance, bench.today).all())
        except TooManyPlans:
            continue
        for found in plans:
            plan = found.plan
            seen = flows(bench.instance, plan.open, plan.days, plan.home_level, plan.assign).seen
            assert can[seen > 1e-9].all(), seed
    assert fewer >= 30
