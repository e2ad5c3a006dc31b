"""The plans that differ most from the proposal, and the best with few changes, against a search through every plan."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from placement.errors import InfeasibleError
from placement.plan.plan import Plan
from placement.questions.robust.best_plans import weighed
from placement.questions.robust.worlds import fewest_changes
from placement.scenario.load import Loaded
from placement.solve.other_plans import most_different
from placement.solve.result import Options, Prices, Solved
from placement.solve.run import Live, solve
from placement.solve.scalarisation import objective_value, question_of, span_of
from placement.solve.stage import Clock
from tests.helpers.taught import loaded as taught
from tests.properties.brute_force import BruteForce, TooManyPlans
from tests.properties.brute_force import Found as Enumerated
from tests.properties.random_scenario import random_scenario

SEEDS = 30
CHUNK = 10
NEAR = 2e-4
"""Plans whose measure is closer to the limit than this may be on either side of it, for the solver."""
WITHIN = 0.2
PRICES = Prices(40.0, 50.0)


def enumerated(live: Live) -> list[Enumerated] | None:
    try:
        return list(BruteForce(live.bench.instance, live.bench.today, most=400).all())
    except TooManyPlans:
        return None


def opened(seed: int, method: Any) -> Live | None:
    try:
        return Live(random_scenario(seed), Options(method=method, prices=PRICES, gap=0.0, gap_money=0.0))
    except InfeasibleError:
        return None


def apart(one: Plan, other: Plan) -> int:
    return int((one.open != other.open).sum() + (one.home_level != other.home_level).sum())


def measure(solved: Solved, found: Enumerated) -> float:
    return objective_value(question_of(solved), found.aims)


def farthest(solved: Solved, plans: list[Enumerated], known: list[Plan], limit: float) -> int:
    return max(
        (min(apart(found.plan, plan) for plan in known) for found in plans if measure(solved, found) <= limit),
        default=0,
    )


@pytest.mark.parametrize("method", ["balanced", "weighted"])
@pytest.mark.parametrize("chunk", range(SEEDS // CHUNK))
def test_no_plan_as_good_differs_more(chunk: int, method: str) -> None:
    assert sum(as_different_as_can_be(seed, method, WITHIN) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK))


def test_with_prices_a_share_is_of_what_is_gained_over_today() -> None:
    """In most of the scenarios today is best, and the rest have few plans: they are looked for far from the best."""
    assert sum(as_different_as_can_be(seed, "price", 2.0) for seed in range(SEEDS)) > 2


def as_different_as_can_be(seed: int, method: str, within: float) -> int:
    """Check the plans found in a scenario against all there are; how many were checked."""
    live = opened(seed, method)
    plans = enumerated(live) if live is not None else None
    if live is None or plans is None:
        return 0
    solved = live.solved
    unit = span_of(question_of(solved), solved.bound)
    if method == "price" and unit < 1000:  # too little is gained over today for a share of it to be told apart
        return 0
    found = most_different(live.bench, solved, within, 2, Clock())
    assert found is not None
    known = [solved.plan]
    for one in found:
        limits = [solved.objective + (within + e) * unit for e in (-NEAR, NEAR)]
        least, most = (farthest(solved, plans, known, limit) for limit in limits)
        assert least <= one.distance <= most
        assert min(apart(one.plan, plan) for plan in known) == one.distance
        assert one.worse <= within + NEAR
        assert one.apart == pytest.approx(one.worse * unit)
        known.append(one.plan)
    if len(found) < 2:
        assert farthest(solved, plans, known, solved.objective + (within - NEAR) * unit) == 0
    again = live.ask(random_scenario(seed))
    assert again.objective == pytest.approx(solved.objective, rel=1e-6, abs=1e-6)
    return len(found)


def test_no_plan_with_as_few_changes_is_better() -> None:
    checked = 0
    for seed in range(SEEDS):
        live = opened(seed, "weighted")
        plans = enumerated(live) if live is not None else None
        if live is None or plans is None or live.solved.today_evaluation is None:
            continue
        checked += few_changes(live.solved, plans, random_scenario(seed))
    assert checked


def few_changes(solved: Solved, plans: list[Enumerated], loaded: Loaded) -> int:
    today = solved.today_evaluation
    assert today is not None
    before = weighed(today.objectives.as_tuple(), solved.weights, "weighted", solved.table)
    found = fewest_changes(solved, loaded, before, 3, threading.Event())
    for one in found:
        few = [p for p in plans if int((p.plan.open != solved.today.open).sum()) <= one.changes]
        best = min(measure(solved, p) for p in few)
        assert solved.objective + one.worse == pytest.approx(best, abs=3e-4)
        assert len(one.opens) + len(one.closes) <= one.changes
    return len(found)


def test_the_number_of_changes_is_a_what_if_of_the_same_model() -> None:
    def limited(loaded: Loaded, changes: int) -> Loaded:
        policy = loaded.scenario.policy.model_copy(update={"max_changes": changes})
        return replace(loaded, scenario=loaded.scenario.model_copy(update={"policy": policy}))

    plain = taught("personale")
    live = Live(limited(plain, 2), Options(gap=0.0))
    for changes in (1, 0, 2):
        asked = limited(plain, changes)
        bench = live.bench.asked(asked.scenario)
        assert bench is not None
        assert bench.backend is live.bench.backend
        answer, fresh = live.ask(asked, keep_scale=True), solve(asked, Options(gap=0.0))
        assert int((answer.plan.open != answer.today.open).sum()) <= changes
        assert answer.evaluation.objectives.as_tuple() == pytest.approx(fresh.evaluation.objectives.as_tuple())
    assert live.bench.asked(plain.scenario) is None
    assert np.array_equal(live.solved.plan.open, live.ask(limited(plain, 2)).plan.open)
