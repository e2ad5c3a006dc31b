"""Worlds with prices: the range of the price of a minute holds what each profile would pay."""

from __future__ import annotations

import threading
from pathlib import Path

from placement.questions.robust.best_plans import Pricing, range_of
from placement.questions.robust.worlds import World
from placement.scenario.load import load
from placement.solve.result import Options

SCENARIO = Path(__file__).parents[3] / "scenarios" / "trappen"
PROFILES = "profiles={thrifty: {title: Thrifty, prices: {minute: 0.5}}, rich: {title: Rich, prices: {minute: 40}}}"


def test_the_range_is_wide_enough_for_every_profile() -> None:
    plain, profiled = load(SCENARIO).scenario, load(SCENARIO, overrides=[PROFILES]).scenario
    assert range_of(plain, 5.0) == (1.7, 12.0)
    assert range_of(plain, 20.0) == (1.7, 20.0)
    assert range_of(profiled, 5.0) == (0.5, 40.0)


def test_a_profiles_plan_is_among_the_good_ones() -> None:
    """At 40 kroner a minute another plan is best than at any price of the scenario's own range."""
    stop = threading.Event()
    most = []
    for overrides in ([], [PROFILES]):
        loaded = load(SCENARIO, overrides=overrides)
        found = Pricing().ask(World("base"), loaded, Options(), stop)
        most.append(len({one.offers.key for one in found.asked}))
        assert abs(sum(one.share for one in found.asked) - 1) < 1e-9
    assert most[1] > most[0]
