"""The price of insisting against a search through every plan, pair by pair, on scenarios drawn at random.

The search goes through the plans of the scenario with the exceptions that the explanation names and keeps those that
have the pair (or have it not); it is told no price and knows no model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from placement.errors import InfeasibleError
from placement.questions.explain.price import Question
from placement.questions.explain.study import Explanation, explain
from placement.questions.proposal.findings import Study
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Decision, ExceptionToRules
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Solved
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, pose
from tests.properties.brute_force import BruteForce, TooManyPlans
from tests.properties.random_scenario import random_scenario

pytestmark = pytest.mark.slow

SEEDS = 40
CHUNK = 10
OPTIONS = Options(method="weighted", gap=1e-6)
SAME = 3e-4
"""Of the measure, which runs from 0 to 1: the solver's tolerance on a column of an aim, over a short range."""

Place = tuple[Rule, str]


def varied(scenario: Scenario, function: str, site: str, decision: str, waived: Sequence[Place]) -> Scenario:
    """The scenario with one more decision and the exceptions, written here once more."""
    placements = {name: dict(row) for name, row in scenario.policy.placements.items()}
    placements.setdefault(function, {})[site] = Decision(decision=decision, reason="x")
    exceptions = {
        f"insisted{n}": ExceptionToRules(site=at, function=function, rules=(rule,), reason="x")
        for n, (rule, at) in enumerate(waived)
    }
    policy = scenario.policy.model_copy(update={"placements": placements})
    return scenario.model_copy(update={"policy": policy, "exceptions": {**exceptions, **scenario.exceptions}})


def best(solved: Solved, scenario: Scenario, *, is_open: bool, pair: tuple[int, int]) -> float:
    """The least of the proposal's measure over every plan that has the pair, or has it not; inf where none has."""
    bench = Workbench(scenario, OPTIONS)
    question = pose(scenario.objectives, "weighted", solved.weights, None, solved.scale, (0.0, 0.0, 0.0))
    plans = BruteForce(bench.instance, bench.today).all()
    values = (objective_value(question, found.aims) for found in plans if found.plan.open[pair] == is_open)
    return min(values, default=math.inf)


def faults(live: Live, loaded: Loaded, studied: Study, pair: tuple[int, int]) -> list[str]:
    """What the explanation says of a pair's price that the plans do not."""
    solved, scenario = live.solved, loaded.scenario
    names = solved.instance.function_ids[pair[0]], solved.instance.site_ids[pair[1]]
    explained = explain(live, loaded, studied, *names)
    price = explained.price
    decision, is_open = ("must_not", False) if explained.is_in else ("must", True)
    waived = [(waiver.rule, waiver.site) for waiver in price.waivers]
    said = math.inf if price.answer is None else solved.objective + price.objective
    true = best(solved, varied(scenario, *names, decision, waived), is_open=is_open, pair=pair)
    found = [] if said == true or abs(said - true) <= SAME else [f"{names} {decision}: said {said}, is {true}"]
    return found + ([] if explained.is_in else needless(live, loaded, explained, pair))


def needless(live: Live, loaded: Loaded, explained: Explanation, pair: tuple[int, int]) -> list[str]:
    """Rules set aside although a plan keeps them: with the fewer tried before there must be none."""
    names = explained.function, explained.site
    blocking = [rule.check for rule in explained.rules if rule.says_no]
    question = Question(live, loaded, *names, OPTIONS)
    used = [(waiver.rule, waiver.site) for waiver in explained.price.waivers]
    found = []
    for places in question.waivers(blocking):
        if len(places) >= len(used):
            break
        if best(live.solved, varied(loaded.scenario, *names, "must", places), is_open=True, pair=pair) < math.inf:
            found.append(f"{names}: {places} would do")
    return found


def compared(seed: int) -> tuple[int, list[str]]:
    """How many pairs of a scenario were compared, and what differs."""
    loaded = random_scenario(seed)
    try:
        live = Live(loaded, OPTIONS)
    except InfeasibleError:
        return 0, []
    studied = study(live.solved, loaded)
    count, found = 0, []
    functions, _, sites = live.solved.instance.shape
    for pair in [(f, s) for f in range(functions) for s in range(sites)]:
        try:
            found += [f"{seed} {fault}" for fault in faults(live, loaded, studied, pair)]
            count += 1
        except TooManyPlans:
            continue
    return count, found


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_price_of_insisting_is_what_a_search_through_every_plan_says(first: int) -> None:
    results = [compared(seed) for seed in range(first, first + CHUNK)]

    assert not [fault for _, faults in results for fault in faults]
    assert sum(count for count, _ in results) >= 2 * CHUNK
