"""Both formulations against a search through every plan, on scenarios drawn at random.

The search puts plans together and asks the judge about each; it knows nothing of the model. A scenario whose plans are
too many to go through is left out; the last test counts that enough remain.
"""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest

from placement.errors import InfeasibleError
from placement.model.formulation import AIM_UNITS
from placement.scenario.load import Loaded
from placement.solve.result import Options, Solved, Status
from placement.solve.run import solve
from placement.solve.solver import Workbench
from placement.solve.stage import Clock, Stage, Three
from tests.properties.brute_force import BruteForce, TooManyPlans
from tests.properties.random_scenario import random_scenario

FORMULATIONS = ("assignment", "configuration")
CHUNK = 20
BY_HAND = 680
"""Seeds drawn; about four in five are small enough to go through."""
COLUMN = max(AIM_UNITS)
"""What one of an aim's column is worth: the solver's tolerance counts in columns."""
SECOND_OPINIONS = 40
MIDDLING = 240
ALLOCATED = 60


@cache
def every_plan(seed: int) -> tuple[Three, ...] | None:
    """The aims of every plan worth considering; None where they are too many."""
    bench = Workbench(random_scenario(seed).scenario, Options())
    try:
        return tuple(found.aims for found in BruteForce(bench.instance, bench.today).all())
    except TooManyPlans:
        return None


def costs(seed: int) -> list[Three]:
    """Each aim alone, and a sum of all three."""
    dice = random.Random(seed)
    mixed = (dice.choice((0.1, 1.0, 3.0)), dice.choice((1.0, 50.0, 1000.0)), dice.choice((0.01, 0.1, 1.0)))
    return [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), mixed]


def same(one: float, other: float, share: float = 1e-6) -> bool:
    return abs(one - other) <= share * max(1.0, abs(one), abs(other))


def faults(bench: Workbench, seed: int, plans: tuple[Three, ...]) -> list[str]:
    """What one formulation or solver says that the plans do not."""
    found = []
    for cost in costs(seed):
        answer = bench.backend.answer(Stage("test", bench.columns.cost(cost)), Clock())
        if not plans or answer.status is not Status.OPTIMAL:
            if plans or answer.status is not Status.INFEASIBLE:
                found.append(f"{seed} {cost}: {answer.status}, {len(plans)} plans")
            continue
        best = min(float(np.dot(cost, aims)) for aims in plans)
        judged = float(np.dot(cost, bench.aims(answer.values)))
        claimed = answer.objective + bench.columns.constant(cost)
        if not (same(judged, best) and abs(claimed - best) <= 1e-6 * max(COLUMN * max(cost), abs(best))):
            found.append(f"{seed} {cost}: claimed {claimed}, judged {judged}, best {best}")
    return found


@pytest.mark.parametrize("first", range(0, BY_HAND, CHUNK))
def test_no_plan_is_better_than_the_models_and_none_is_overlooked(first: int) -> None:
    found = []
    for seed in range(first, first + CHUNK):
        plans = every_plan(seed)
        if plans is None:
            continue
        for formulation in FORMULATIONS:
            bench = Workbench(random_scenario(seed).scenario, Options(formulation=formulation))
            found += [f"{formulation} {fault}" for fault in faults(bench, seed, plans)]
    assert not found


@pytest.mark.parametrize("first", range(0, SECOND_OPINIONS, 10))
def test_cbc_agrees(first: int) -> None:
    found = []
    for seed in range(first, first + 10):
        plans = every_plan(seed)
        if plans is not None:
            bench = Workbench(random_scenario(seed).scenario, Options(solver="cbc"))
            found += faults(bench, seed, plans)
    assert not found


def solved(loaded: Loaded, **options: str) -> Solved | None:
    """The balanced proposal, judged by the search itself; None where no plan keeps the rules."""
    try:
        return solve(loaded, Options(method="balanced", gap=1e-6, **options))
    except InfeasibleError:
        return None


@pytest.mark.parametrize("first", range(0, MIDDLING, CHUNK))
@pytest.mark.parametrize("allocated", [False, True], ids=["order", "allocated"])
def test_both_formulations_propose_equally_good_plans(first: int, allocated: bool) -> None:
    found = []
    for seed in range(first, first + CHUNK // (4 if allocated else 1)):
        loaded = random_scenario(seed, middling=True, allocated=allocated)
        one, other = (solved(loaded, formulation=formulation) for formulation in FORMULATIONS)
        if one is None or other is None:
            if one is not other:
                found.append(f"{seed}: only one formulation finds a plan")
        elif one.status != other.status or abs(one.objective - other.objective) > 1e-4:
            found.append(f"{seed}: {one.status} {one.objective}, {other.status} {other.objective}")
    assert not found


@pytest.mark.parametrize("first", range(0, ALLOCATED, 10))
def test_solvers_agree_where_the_region_allocates(first: int) -> None:
    found = []
    for seed in range(first, first + 10):
        loaded = random_scenario(seed, allocated=True)
        benches = [Workbench(loaded.scenario, Options(solver=solver)) for solver in ("highs", "cbc")]
        for cost in costs(seed):
            answers = [bench.backend.answer(Stage("test", bench.columns.cost(cost)), Clock()) for bench in benches]
            if answers[0].status != answers[1].status:
                found.append(f"{seed} {cost}: {answers[0].status}, {answers[1].status}")
            elif answers[0].values:
                one, other = (
                    float(np.dot(cost, bench.aims(answer.values)))
                    for bench, answer in zip(benches, answers, strict=True)
                )
                if not same(one, other, 1e-5):
                    found.append(f"{seed} {cost}: {one}, {other}")
    assert not found


def test_enough_scenarios_are_small_enough_and_have_a_plan() -> None:
    """A sample stands for all: going through every plan again would take as long as the tests above."""
    plans = [every_plan(seed) for seed in range(60)]
    small = [found for found in plans if found is not None]
    assert len(small) >= 0.75 * len(plans)
    assert sum(bool(found) for found in small) >= 0.5 * len(plans)
