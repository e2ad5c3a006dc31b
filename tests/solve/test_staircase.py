"""The staircase of prices against every plan of tiny scenarios, and what it claims where it is cut short."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from placement.errors import InfeasibleError, NoPlanError
from placement.questions.explain.break_even import spans_of
from placement.scenario.load import Loaded
from placement.solve.prepared import Workbench, written_in_time
from placement.solve.result import Options, Prices, Progress, Solved
from placement.solve.run import Live, clock_of
from placement.solve.stage import INF, Clock, Three
from placement.solve.staircase import Staircase, Step, minutes, money, staircase_on
from tests.helpers.one_choice import TODAY, WITH_S1, open_sites, world
from tests.helpers.whole_questions import staircase
from tests.properties.random_scenario import random_scenario
from tests.properties.test_brute_force import every_plan, tiny

SEEDS = 230
"""Seeds drawn; some 200 of them are tiny enough, and about half of those have a plan."""
CHUNK = 23
NEAR_MONEY = 2.0
"""Totals that differ by less are the same: the last printed krone of both sides."""


def stairs(loaded: Loaded, lost: float = 0.0, **how: object) -> Staircase:
    options = Options(**how)  # type: ignore[arg-type]  # options by name
    bench = Workbench(loaded.scenario, options)
    return staircase_on(bench, loaded, options, Clock(), lost)


def lost_price(seed: int) -> float:
    return random.Random(seed).choice((0.0, 0.0, 50.0, 400.0))


@cache
def found(seed: int) -> Staircase:
    return stairs(random_scenario(seed), lost_price(seed))


def total(aims: Three, price: float, lost: float) -> float:
    return aims[2] + lost * aims[1] + price * aims[0]


def tried_prices(found: Staircase) -> list[float]:
    """Prices at, between and beyond the steps."""
    at = [step.price for step in found.steps]
    between = [(low + high) / 2 for low, high in pairwise([0.0, *at])]
    return sorted({0.0, 0.01, 1.0, 10.0, 1000.0, *at, *between, *(2 * price for price in at)})


def wrong(found: Staircase, plans: tuple[Three, ...], lost: float) -> list[str]:
    """Prices at which a plan is cheaper than the staircase says the cheapest is, or the other way round."""
    told = []
    for price in tried_prices(found):
        own = total(found.plans[found.at(price)].objectives.as_tuple(), price, lost)
        best = min(total(aims, price, lost) for aims in plans)
        if abs(own - best) > NEAR_MONEY + 1e-6 * abs(best):
            told.append(f"{price}: {own} against {best}")
    fewest = min(aims[0] for aims in plans)
    if minutes(found.plans[-1]) > fewest + NEAR_MONEY:
        told.append(f"fewest minutes {minutes(found.plans[-1])} against {fewest}")
    return told


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_at_every_price_the_best_of_all_plans_stands_there(first: int) -> None:
    faults = {}
    for seed in tiny(first, CHUNK):
        plans = every_plan(seed) or ()
        if not plans:
            with pytest.raises(InfeasibleError):
                found(seed)
            continue
        answer = found(seed)
        if told := wrong(answer, plans, lost_price(seed)):
            faults[seed] = told
        assert answer.proven, seed
        prices = [step.price for step in answer.steps]
        assert all(low < high for low, high in pairwise(prices)), seed
        assert all(step.price > 0 and step.minutes > 0 and step.money > 0 for step in answer.steps), seed
    assert faults == {}


@pytest.mark.slow
def test_enough_scenarios_are_compared_and_many_have_steps() -> None:
    sizes = [len(found(seed).plans) for seed in tiny(0, SEEDS) if every_plan(seed)]
    assert len(tiny(0, SEEDS)) >= 200
    assert len(sizes) >= 100
    assert sum(size > 1 for size in sizes) >= 30
    assert max(sizes) >= 3


STEEP = (11, 125, 133, 136, 182)
"""Drawn scenarios whose staircase has two steps or more."""


@pytest.mark.parametrize("seed", STEEP)
def test_which_plan_stands_depends_on_no_seed_and_no_formulation(seed: int) -> None:
    loaded, lost = random_scenario(seed), lost_price(seed)
    plain = stairs(loaded, lost)
    assert len(plain.steps) >= 2
    for how in ({"seed": 7}, {"formulation": "assignment"}):
        other = stairs(loaded, lost, **how)
        assert [step.price for step in other.steps] == pytest.approx([step.price for step in plain.steps], rel=1e-6)
        for one, two in zip(plain.plans, other.plans, strict=True):
            assert (one.plan.open == two.plan.open).all()
            assert (one.plan.home_level == two.plan.home_level).all()


@pytest.mark.parametrize("seed", STEEP[:3])
def test_whole_questions_find_the_same_steps(seed: int) -> None:
    """What other studies ask by ``Live.ask``, and what is asked by short searches, are one staircase."""
    loaded, lost, options = random_scenario(seed), lost_price(seed), Options()
    live = Live(loaded, replace(options, prices=Prices(0.0, lost)))
    asked = staircase(lambda price: live.ask(loaded, replace(options, prices=Prices(price, lost))), lost)
    short = staircase_on(live.bench_for(loaded, options, Clock()), loaded, options, Clock(), lost)
    assert [step.price for step in asked.steps] == pytest.approx([step.price for step in short.steps], rel=1e-6)


def test_one_choice_has_one_step() -> None:
    """A clinic in ``s1`` saves 80,000 minutes for 90,000 DKK; its lost visits at 100 DKK add 100,000."""
    found = stairs(world())
    assert [step.price for step in found.steps] == pytest.approx([90_000 / 80_000])
    assert [plan.objectives.as_tuple() for plan in found.plans] == [
        pytest.approx(TODAY, abs=1e-3),
        pytest.approx(WITH_S1, abs=1e-3),
    ]
    assert found.proven
    dearer = stairs(world(), lost=100.0)
    assert [step.price for step in dearer.steps] == pytest.approx([190_000 / 80_000])
    assert dearer.steps[0].money == pytest.approx(190_000)


def test_no_price_is_needed_and_none_that_is_given_counts() -> None:
    plain, given = world(), world({"objectives.prices.minute": 5})
    assert plain.scenario.objectives.prices.minute is None
    assert [step.price for step in stairs(plain).steps] == [step.price for step in stairs(given).steps]


def test_the_plan_at_a_price_and_the_prices_of_a_plan() -> None:
    found = stairs(world())
    assert [found.at(price) for price in (0.0, 1.12, 1.125, 1.13, INF)] == [0, 0, 1, 1, 1]
    (span,) = spans_of(found, lambda solved: "s1" in open_sites(solved))
    assert (span.low, span.high) == (pytest.approx(1.125), INF)
    assert [(one.low, one.high) for one in spans_of(found, lambda solved: "h1" in open_sites(solved))] == [(0.0, INF)]


def test_a_search_without_time_has_no_plan() -> None:
    loaded, options = random_scenario(STEEP[0]), Options(time_limit=1e-9)
    bench = written_in_time(loaded.scenario, Options(), Clock())
    with pytest.raises(NoPlanError):
        staircase_on(bench, loaded, options, clock_of(loaded, options), 0.0)


def test_an_interrupted_search_says_that_plans_may_be_missing() -> None:
    """The search is stopped after so many prices: what is left open at each step is a true bound."""
    seed = STEEP[0]
    loaded, lost = random_scenario(seed), lost_price(seed)
    plans = every_plan(seed)
    assert plans is not None
    live = Live(loaded, replace(Options(), prices=Prices(0.0, lost)))
    left = 2

    def ask(price: float) -> Solved:
        nonlocal left
        left -= 1
        answer = live.ask(loaded, replace(Options(), prices=Prices(price, lost)))
        return replace(answer, stopped="interrupt") if left == 0 else answer

    cut = staircase(ask, lost)
    assert not cut.complete
    assert not cut.proven
    assert cut.asked == 2
    (step,) = cut.steps
    both = money(cut.plans[0], lost) + step.price * minutes(cut.plans[0])
    best = min(total(aims, step.price, lost) for aims in plans)
    assert 0 < both - best <= step.unproven + 1e-6
    assert step.low < step.price < step.high


def test_a_gap_left_open_makes_the_price_an_interval() -> None:
    step = Step(price=2.0, unproven=500.0, minutes=1000.0, money=2000.0)
    assert (step.low, step.high) == (1.5, 2.5)
    assert Step(2.0, 3000.0, 1000.0, 2000.0).low == 0.0


def test_progress_is_told_as_that_of_the_staircase() -> None:
    told: list[Progress] = []
    loaded, options = world(), Options()
    clock = Clock(report=told.append)
    staircase_on(Workbench(loaded.scenario, options), loaded, options, clock, 0.0)
    assert {progress.stage for progress in told} == {"staircase"}
