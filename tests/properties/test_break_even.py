"""Prices of a minute, and what scarce things are worth, against solving again and a search through every plan.

Whatever is said to be enough is tried on scenarios drawn at random, which have many exact ties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from placement.errors import InfeasibleError
from placement.model.decisions import certain_pairs
from placement.questions.explain.break_even import Asking, BreakEven, Budget, Span, break_even, spans_of
from placement.questions.explain.price import decided
from placement.questions.explain.study import Explanation, explain, remedied
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Prices, Solved
from placement.solve.run import Live, solve
from placement.solve.scarce import Worths, with_more, worths
from placement.solve.staircase import Staircase
from tests.properties.brute_force import BruteForce, Found, TooManyPlans
from tests.properties.random_scenario import random_scenario

pytestmark = pytest.mark.slow

SEEDS = 320
"""Of which some have no plan at all, so that 200 scenarios are left."""
CHUNK = 20
MINUTE, LOST = 3.0, 50.0
OPTIONS = Options(method="price", prices=Prices(MINUTE, LOST), gap=0.0, gap_money=0.5)
A_KRONE = 1.0 + 1e-6
"""Sums that read the same."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A scenario with its proposal and staircase."""

    loaded: Loaded
    live: Live
    asking: Asking
    stairs: Staircase

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        functions, _, sites = self.live.solved.instance.shape
        return ((f, s) for f in range(functions) for s in range(sites))

    def spans(self, pair: tuple[int, int]) -> tuple[Span, ...]:
        return spans_of(self.stairs, lambda solved: bool(solved.plan.open[pair]))

    def at(self, minute: float) -> Solved:
        """Solved from the beginning at a price."""
        return solve(self.loaded, replace(OPTIONS, prices=Prices(minute, LOST)))


@cache
def live_of(seed: int) -> Live | None:
    """The scenario's proposal, kept ready; None where no plan keeps the rules."""
    try:
        return Live(random_scenario(seed), OPTIONS)
    except InfeasibleError:
        return None


@cache
def drawn(seed: int) -> Drawn | None:
    loaded, live = random_scenario(seed), live_of(seed)
    if live is None:
        return None
    asking = Asking(live, loaded, OPTIONS, Budget(OPTIONS))
    return Drawn(loaded, live, asking, asking.staircase())


def some(first: int) -> list[tuple[int, Drawn]]:
    return [(seed, one) for seed in range(first, first + CHUNK) if (one := drawn(seed)) is not None]


def all_plans(scenario: Scenario) -> list[Found]:
    bench = Workbench(scenario, OPTIONS)
    return list(BruteForce(bench.instance, bench.today).all())


def totals(plans: list[Found], minute: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([found.aims[2] + LOST * found.aims[1] + minute * found.aims[0] for found in plans])


def least(plans: list[Found], minute: float, pair: tuple[int, int], *, is_open: bool) -> float:
    """The least total over the plans that have a pair, or have it not; inf where there are none."""
    values = totals(plans, minute)
    has = np.array([found.plan.open[pair] for found in plans])
    return float(values[has == is_open].min(initial=math.inf))


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_a_price_that_is_said_to_be_enough_is_enough(first: int) -> None:
    wrong, tried = [], 0
    for seed, one in some(first):
        answers: dict[float, Solved] = {}
        for pair in one.pairs:
            for span in one.spans(pair):
                for price in {span.least, span.most if math.isfinite(span.most) else span.least + 100} - {math.nan}:
                    if math.isnan(price):
                        continue
                    answers[price] = answers.get(price) or one.at(price)
                    tried += 1
                    if not answers[price].plan.open[pair]:
                        wrong.append((seed, pair, span, price))

    assert wrong == []
    assert tried > CHUNK


def test_at_least_two_hundred_scenarios_are_tried() -> None:
    assert sum(live_of(seed) is not None for seed in range(SEEDS)) >= 200


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_spans_are_those_of_a_search_through_every_plan(first: int) -> None:
    wrong, compared = [], 0
    for seed, one in some(first):
        try:
            plans = all_plans(one.loaded.scenario)
        except TooManyPlans:
            continue
        edges = [0.0, *(step.price for step in one.stairs.steps)]
        edges.append(edges[-1] + 50)
        prices = [0.0, *((low + high) / 2 for low, high in pairwise(edges)), edges[-1]]
        for pair in one.pairs:
            spans = one.spans(pair)
            for price in prices:
                with_it, without = (least(plans, price, pair, is_open=is_open) for is_open in (True, False))
                inside = any(span.holds(price) for span in spans)
                compared += 1
                if with_it > without + A_KRONE if inside else with_it < without - A_KRONE:
                    wrong.append((seed, pair, price, inside, with_it, without))

    assert wrong == []
    assert compared > CHUNK


def missed(one: Drawn, pair: tuple[int, int]) -> BreakEven:
    instance = one.live.solved.instance
    names = instance.function_ids[pair[0]], instance.site_ids[pair[1]]
    forced_in = replace(one.loaded, scenario=decided(one.loaded.scenario, *names, "must"))
    return break_even(one.asking, pair, forced_in)


@pytest.mark.parametrize("first", range(0, 60, CHUNK))
def test_what_a_pair_misses_by_is_what_a_search_through_every_plan_says(first: int) -> None:
    wrong, compared = [], 0
    for seed, one in some(first):
        try:
            plans = all_plans(one.loaded.scenario)
        except TooManyPlans:
            continue
        asking = Asking(one.live, one.loaded, OPTIONS, Budget(OPTIONS))
        for pair in one.pairs:
            if not one.spans(pair):
                compared += 1
                wrong += [
                    (seed, pair, *fault) for fault in faults(missed(replace(one, asking=asking), pair), plans, pair)
                ]

    assert wrong == []
    assert compared > 0


def faults(found: BreakEven, plans: list[Found], pair: tuple[int, int]) -> Iterator[tuple[object, ...]]:
    """What is said of a pair that is in no best plan and is not so."""

    def true(price: float) -> float:
        return least(plans, price, pair, is_open=True) - float(totals(plans, price).min())

    if found.possible is False:
        if true(MINUTE) < math.inf:
            yield "there is a plan", found
        return
    for price, miss in ((MINUTE, found.misses), (found.least_at, found.least_miss)):
        if not abs(true(price) - miss) <= A_KRONE:
            yield price, miss, true(price)
    for price in np.linspace(0, 40, 41).tolist():
        if true(price) < found.least_miss - A_KRONE:
            yield price, found.least_miss, true(price)


@cache
def explanations(one: Drawn) -> tuple[tuple[tuple[int, int], Explanation], ...]:
    """What is said of every pair of a scenario."""
    studied, instance = study(one.live.solved, one.loaded), one.live.solved.instance
    return tuple(
        (pair, explain(one.live, one.loaded, studied, instance.function_ids[pair[0]], instance.site_ids[pair[1]]))
        for pair in one.pairs
    )


@pytest.mark.parametrize("first", range(0, 40, CHUNK))
def test_whatever_an_explanation_calls_enough_is_enough_when_solved_anew(first: int) -> None:
    wrong, tried = [], 0
    for seed, one in some(first):
        for pair, explained in explanations(one):
            for remedy in explained.remedies:
                if remedy.enough:
                    tried += 1
                    scenario = remedied(one.loaded.scenario, remedy)
                    again = (
                        one.at(remedy.after)
                        if scenario is None
                        else solve(replace(one.loaded, scenario=scenario), OPTIONS)
                    )
                    if not again.plan.open[pair]:
                        wrong.append((seed, pair, remedy))

    assert wrong == []
    assert tried > 0


@pytest.mark.parametrize("first", range(0, 40, CHUNK))
def test_both_columns_of_the_price_of_insisting_agree_with_the_measure(first: int) -> None:
    """Nothing is better than the best, nor dearer, decided again, than as proposed where that keeps the rules."""
    wrong: list[tuple[object, ...]] = []
    compared = 0
    for seed, one in some(first):
        for pair, explained in explanations(one):
            price = explained.price
            if price.solved is None:
                continue
            compared += 1
            if abs(price.solved.total - price.objective) > A_KRONE:
                wrong.append((seed, pair, "the measure is another", price.solved.total, price.objective))
            if free(one.live.solved, pair) and not price.waivers and price.objective < -A_KRONE:
                wrong.append((seed, pair, "better than the best", price.objective))
            kept = price.alone is not None and not price.alone.broken
            if kept and price.alone is not None and price.solved.total > price.alone.total + A_KRONE:
                wrong.append((seed, pair, "dearer", price.solved.total, price.alone.total))

    assert wrong == []
    assert compared > CHUNK


def free(solved: Solved, pair: tuple[int, int]) -> bool:
    """Whether the scenario leaves open whether there is such an offer, so that insisting changes no decision."""
    return bool(solved.instance.allowed[pair]) and pair not in certain_pairs(solved.instance, solved.today)


@cache
def asked(one: Drawn) -> Worths:
    def ask(scenario: Scenario) -> Solved:
        return one.live.ask(replace(one.loaded, scenario=scenario), OPTIONS)

    return worths(one.live.solved, one.loaded.scenario, ask)


@pytest.mark.parametrize("first", range(0, 80, CHUNK))
def test_what_scarce_things_are_worth_is_what_a_search_through_every_plan_says(first: int) -> None:
    wrong, compared = [], 0
    for seed, one in some(first):
        found = asked(one)
        assert found.unasked == ()
        for worth in found.known:
            more = with_more(one.loaded.scenario, one.live.solved.today, [worth.thing])
            try:
                best = totals(all_plans(more), MINUTE).min()
            except TooManyPlans:
                continue
            compared += 1
            if abs(one.live.solved.objective - best - worth.money_per_year) > A_KRONE:
                wrong.append((seed, worth.thing.key, worth.money_per_year, one.live.solved.objective - best))

    assert wrong == []
    assert compared > 0


def test_some_scarce_things_are_worth_something() -> None:
    every = [asked(one) for first in range(0, 100, CHUNK) for _, one in some(first)]

    assert any(worth.money_per_year > 0 for found in every for worth in found.found)
