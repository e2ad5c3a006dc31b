"""What is said about a Pareto set, worked out by hand: exchange rates, weights, an earlier run."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from placement.errors import UsageError
from placement.questions.tradeoff.study import Weighing, exchanges, next_buys, tradeoff
from placement.scenario.schema.frame import Method, Weights
from placement.solve.pareto_front import EVERYTHING, Front, Proven, split, undominated
from placement.solve.payoff import payoff_of
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Progress
from placement.solve.run import solve
from placement.solve.stage import INF, Clock
from tests.helpers.one_choice import TODAY, WITH_S1, open_sites, proposal, world
from tests.helpers.taught import loaded, solved
from tests.properties.random_scenario import random_scenario

CITIZEN_FIRST = {"citizen": 1.0, "quality": 1.0, "economy": 1.0}


def test_the_set_of_one_choice() -> None:
    """A clinic in ``s2`` costs and loses as much as one in ``s1``, and saves less: it is no choice."""
    found = tradeoff(world(), Options(method="weighted"))

    assert found.aims == pytest.approx(np.array([TODAY, WITH_S1]), rel=1e-6, abs=1e-3)
    assert found.complete
    assert found.scale.ideal == pytest.approx((100_000, 0, 0), abs=1e-3)
    assert found.scale.nadir == pytest.approx((180_000, 1_000, 90_000), abs=1e-3)
    assert found.worst == pytest.approx(found.scale.nadir, abs=1e-3)


def test_what_the_next_kroner_buy() -> None:
    found = tradeoff(world())
    citizen, quality = found.next

    assert citizen.within is not None
    assert (citizen.within.price, citizen.within.gain) == pytest.approx((90_000, 80_000), abs=1e-3)
    assert citizen.within.per_unit == pytest.approx(80_000 / 0.9)
    assert citizen.within.other == pytest.approx(1_000)
    assert (quality.within, quality.beyond) == (None, None)
    assert [(one.paid, one.gained) for one in found.exchanges] == [("economy", "citizen"), ("quality", "citizen")]


def test_weights_move_as_far_as_the_proposal_stays() -> None:
    """Today regrets all of the minutes, ``s1`` all of the rest: it is chosen when citizen weighs more than both."""
    found = tradeoff(world(), Options(method="weighted"))

    assert found.best == 0
    assert found.own_spans[0] == pytest.approx((0, 2))
    assert found.own_spans[1] == pytest.approx((0, INF))
    for citizen, sites in ((1.95, {"h1"}), (2.05, {"h1", "s1"})):
        weights = Weights(**{**CITIZEN_FIRST, "citizen": citizen})
        assert open_sites(proposal(method="weighted", weights=weights)) == sites


def test_the_worst_off_aim_decides_when_balanced() -> None:
    found = tradeoff(world(), Options(method="balanced"))

    assert found.own_spans[0] == pytest.approx((0, 1))
    weights = Weights(citizen=1.05, quality=1, economy=1)
    assert open_sites(proposal(method="balanced", weights=weights)) == {"h1", "s1"}
    assert tradeoff(world(), Options(method="balanced", weights=weights)).best == 1


def test_other_methods_are_weighed_as_balanced() -> None:
    assert tradeoff(world(), Options(method="lexicographic")).method == "balanced"


REGRETS = np.array([[0.0, 0.5, 1.0], [0.55, 0.55, 0.5], [1.0, 0.5, 0.0]])
"""The second lies between the others but above their line: no sum is smallest there, but the largest is."""


def test_a_compromise_no_sum_of_weights_chooses() -> None:
    assert Weighing(REGRETS, balanced=False).representative(1) is None
    assert Weighing(REGRETS, balanced=False).shares[1] == 0
    between = Weighing(REGRETS, balanced=True)
    weights = between.representative(1)
    assert weights is not None
    assert between.best(weights) == 1
    assert between.shares[1] > 0


@pytest.mark.parametrize("balanced", [True, False])
def test_intervals_are_where_trying_says(balanced: bool) -> None:
    dice = np.random.default_rng(3)
    for _ in range(40):
        regrets = dice.random((6, 3)).round(2)
        weighing = Weighing(regrets[undominated(map(tuple, regrets))], balanced)
        weights = dice.random(3) + 0.05
        plan, aim = weighing.best(weights), int(dice.integers(3))
        low, high = weighing.interval(plan, weights, aim)
        share = weights[aim] / weights.sum()
        assert low - 1e-9 <= share <= high + 1e-9
        rest = np.where(np.arange(3) == aim, 0, weights)
        for at in np.linspace(0.001, 0.999, 200):
            tried = np.where(np.arange(3) == aim, at, rest / rest.sum() * (1 - at))
            objectives = weighing.objectives(tried)
            if low + 1e-6 < at < high - 1e-6:
                assert objectives[plan] <= objectives.min() + 1e-8
        for beyond in (low - 1e-5, high + 1e-5):
            if 0 < beyond < 1:
                tried = np.where(np.arange(3) == aim, beyond, rest / rest.sum() * (1 - beyond))
                objectives = weighing.objectives(tried)
                assert objectives[plan] > objectives.min()


def test_stairs_leave_out_what_is_dearer_and_no_better() -> None:
    aims = np.array([[10.0, 0, 0], [8, 5, 50_000], [9, 2, 60_000], [4, 1, 250_000]])
    steps = [(one.before, one.after) for one in exchanges(aims) if (one.paid, one.gained) == ("economy", "citizen")]
    assert steps == [(0, 1), (1, 3)]
    citizen, quality = next_buys(aims, 1)
    assert citizen.within is None
    assert citizen.beyond is not None
    assert (citizen.beyond.after, citizen.beyond.price, citizen.beyond.per_unit) == (3, 200_000, 2)
    assert quality.within is not None
    assert (quality.within.after, quality.within.gain) == (2, 3)


def test_zones_cover_what_no_point_covers() -> None:
    corners = [EVERYTHING]
    points = [(1.0, 2.0, 3.0), (3.0, 1.0, 2.0), (2.0, 3.0, 1.0), (2.0, 2.0, 2.0)]
    for point in points:
        corners = split(corners, point)
    for place in np.ndindex(8, 8, 8):
        tried = tuple(0.45 + n / 2 for n in place)
        covered = any(all(p <= t for p, t in zip(point, tried, strict=True)) for point in points)
        free = any(all(t < c for t, c in zip(tried, corner, strict=True)) for corner in corners)
        assert covered != free, tried


SEED = 3
"""A drawn scenario with four plans to choose between."""


def test_a_later_run_goes_on_and_asks_nothing_twice() -> None:
    scenario, states = random_scenario(SEED), list[Proven]()
    whole = tradeoff(scenario, Options(gap=0.0))
    first = tradeoff(scenario, Options(gap=0.0), most=3, keep=states.append)
    assert not first.complete

    second = tradeoff(scenario, Options(gap=0.0), known=states[-1], keep=states.append)
    third = tradeoff(scenario, Options(gap=0.0), known=states[-1])

    assert second.complete
    assert second.resumed == len(first.points)
    assert second.aims == pytest.approx(whole.aims)
    assert (third.solves, third.complete) == (0, True)
    assert third.aims == pytest.approx(whole.aims)


def test_an_interrupted_run_keeps_what_it_has() -> None:
    stop, states = threading.Event(), list[Proven]()

    def listen(progress: Progress) -> None:
        if progress.stage == "pareto":
            stop.set()

    found = tradeoff(random_scenario(SEED), Options(gap=0.0), stop=stop, progress=listen, keep=states.append)

    assert found.stopped == "interrupt"
    assert not found.complete
    assert found.open_zones > 0
    assert len(states[-1].plans) >= len(found.points) >= 1


def test_a_table_cut_short_claims_nothing() -> None:
    bench = Workbench(world().scenario, Options(formulation="configuration"))
    payoff = payoff_of(bench, Clock(), 0.0)
    assert payoff.scale is not None
    front = Front(bench, type(payoff.scale)(payoff.scale.ideal, payoff.scale.nadir, (), proven=False), Clock())
    front.add(payoff.plans[0])
    assert front.reached == INF


def test_a_variant_is_measured_by_its_own_range_as_in_solve() -> None:
    found = tradeoff(loaded("lukning", "behold"))

    assert found.measured_by == solved("lukning", "behold").scale
    assert found.scale == found.measured_by
    chosen = solved("lukning", "behold").objectives.as_tuple()
    assert found.points[found.best].aims == pytest.approx(chosen, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("method", ["balanced", "weighted"])
@pytest.mark.parametrize("name", ["profiler", "lukning", "hvem-betaler", "etaper"])
def test_the_weights_choose_what_solve_proposes(name: str, method: Method) -> None:
    options = Options(gap=0.0, method=method)
    found = tradeoff(loaded(name), options)
    assert found.points[found.best].aims == pytest.approx(
        solve(loaded(name), options).objectives.as_tuple(), rel=1e-6, abs=1e-3
    )


def test_every_plan_is_refused_where_there_is_no_end_of_them() -> None:
    with pytest.raises(UsageError, match="there is no end of them"):
        tradeoff(random_scenario(0, allocated=True))


def test_phases_are_chosen_between_as_a_whole() -> None:
    found = tradeoff(loaded("etaper"), most=4)
    assert len(found.points) >= 2
    assert found.aims[0][2] <= found.aims[-1][2]
