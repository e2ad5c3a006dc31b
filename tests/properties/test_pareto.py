"""The Pareto set against a search through every plan, on scenarios drawn at random."""

from __future__ import annotations

from functools import cache

import pytest

from placement.errors import NoPlanError
from placement.questions.tradeoff.study import Tradeoff, tradeoff
from placement.solve.pareto_front import undominated
from placement.solve.result import Options
from placement.solve.stage import Three
from tests.properties.random_scenario import random_scenario
from tests.properties.test_brute_force import every_plan, tiny

CHUNK = 20
DRAWN = 140
SPACED = 0.1


@cache
def front(seed: int) -> tuple[Three, ...]:
    """The aims of the plans that no other is as good as in every aim; empty where there is no plan."""
    plans = every_plan(seed)
    assert plans is not None
    return tuple(plans[n] for n in undominated(plans))


def within(one: Three, other: Three, step: Three) -> bool:
    """Whether no aim is worse by more than a step."""
    return all(a <= b + s for a, b, s in zip(one, other, step, strict=True))


def same(one: Three, other: Three, step: Three) -> bool:
    return within(one, other, step) and within(other, one, step)


def feasible(first: int, count: int) -> list[int]:
    return [seed for seed in tiny(first, count) if front(seed)]


def faults(found: Tradeoff, expected: tuple[Three, ...]) -> list[str]:
    """Plans that one set has and the other has not."""
    own = [point.aims for point in found.points]
    missing = [one for one in expected if not any(same(one, other, found.step) for other in own)]
    beaten = [one for one in own if not any(same(one, other, found.step) for other in expected)]
    unproven = [] if found.complete else ["not complete"]
    return [*(f"missing {one}" for one in missing), *(f"not efficient {one}" for one in beaten), *unproven]


@pytest.mark.parametrize("first", range(0, DRAWN, CHUNK))
def test_the_set_is_what_enumeration_finds(first: int) -> None:
    found = {}
    for seed in feasible(first, CHUNK):
        answer = tradeoff(random_scenario(seed), Options(gap=0.0))
        if wrong := faults(answer, front(seed)):
            found[seed] = wrong
    assert found == {}


def test_enough_scenarios_are_compared_and_many_have_a_choice() -> None:
    sizes = [len(front(seed)) for seed in feasible(0, DRAWN)]
    assert len(sizes) >= 60
    assert sum(size > 1 for size in sizes) >= 20
    assert max(sizes) >= 4


def choosing(least: int) -> list[int]:
    return [seed for seed in feasible(0, DRAWN) if len(front(seed)) >= least]


def test_a_spaced_set_stands_for_every_plan() -> None:
    for seed in choosing(3):
        found = tradeoff(random_scenario(seed), Options(gap=0.0), spacing=SPACED)
        assert found.complete
        for plan in every_plan(seed) or ():
            assert any(within(point.aims, plan, found.step) for point in found.points), seed


def test_what_is_said_of_a_set_cut_short_holds() -> None:
    """No plan is better than all known ones, in every aim, by more than what is said to be reached."""
    partial = 0
    for seed in choosing(4):
        found = tradeoff(random_scenario(seed), Options(gap=0.0), most=3)
        partial += not found.complete
        spans = zip(found.scale.ranges, found.scale.indifferent, found.step, strict=True)
        reach = tuple(step if same_ else found.reached * span + step for span, same_, step in spans)
        for plan in every_plan(seed) or ():
            assert any(within(point.aims, plan, reach) for point in found.points), seed
    assert partial


def test_a_gap_does_not_make_the_set_smaller() -> None:
    for seed in choosing(3):
        found = tradeoff(random_scenario(seed), Options(gap=0.05))
        assert faults(found, front(seed)) == [], seed


def test_without_time_there_is_no_plan() -> None:
    with pytest.raises(NoPlanError):
        tradeoff(random_scenario(choosing(3)[0]), Options(time_limit=1e-9))
