"""What cannot be done becomes possible with the changes named, and with none fewer."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from placement.errors import InfeasibleError
from placement.instance.build import build
from placement.plan.evaluate import describe_today
from placement.plan.plan import RuleCheck
from placement.scenario.load import load_text
from placement.scenario.schema.rules import Rule
from placement.solve.repair import Repair, changes_for, repairs
from placement.solve.result import Solved
from placement.solve.run import solve
from tests.helpers.impossible import IMPOSSIBLE, impossible
from tests.properties.random_scenario import random_scenario, random_tree, written

CHUNK = 15
SEEDS = 60
BEYOND_REPAIR = 2
"""Impossible scenarios where bound visits have no hospital, so that no number and no decision helps."""


@cache
def repaired(name: str) -> tuple[Repair, ...]:
    return repairs(impossible(name).scenario)


def solved(name: str, *overrides: str) -> Solved:
    return solve(impossible(name, *overrides))


def changes(repair: Repair) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((c.path, ... if c.kind == "exception" else c.after) for c in repair.changes))


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_it_cannot_be_done_as_it_stands(name: str) -> None:
    with pytest.raises(InfeasibleError):
        solved(name)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_each_repair_applied_gives_a_plan(name: str) -> None:
    assert repaired(name)
    for repair in repaired(name):
        answer = solved(name, *repair.overrides)
        assert answer.evaluation.feasible
        assert repair.confirmed


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_no_change_of_a_repair_is_spare(name: str) -> None:
    for repair in repaired(name):
        for left_out in repair.changes:
            rest = [text for change in repair.changes if change != left_out for text in change.overrides]
            with pytest.raises(InfeasibleError):
                solved(name, *rest)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_repairs_are_those_a_planner_would_name(name: str) -> None:
    assert set(IMPOSSIBLE[name].repairs) <= {changes(repair) for repair in repaired(name)}


def test_a_floor_gives_as_far_as_the_group_that_is_worst_off_needs() -> None:
    """One number for all groups; names of floors may begin alike."""
    scenario = impossible("coverage_demanded").scenario
    near = scenario.policy.coverage["near"]
    both = {"near": near, "near: far": near}
    scenario = scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"coverage": both})})
    today, _ = describe_today(build(scenario))
    broken = [
        RuleCheck(Rule.COVERAGE, "", "", item, have, 0.95, have - 0.95, "share")
        for item, have in (("near: A", 0.7), ("near: B", 0.61), ("near: far: A", 0.5))
    ]
    found = {change.path: (change.after, change.item) for change in changes_for(scenario, today, broken, frozenset())}
    assert found == {
        "policy.coverage.near.min_share.value": (0.61, "near: B"),
        "policy.coverage.near: far.min_share.value": (0.5, "near: far: A"),
    }


# ---- scenarios drawn at random


@cache
def is_possible(seed: int, *overrides: str) -> bool:
    try:
        return solve(load_text(written(random_tree(seed)[0]), overrides=overrides)).evaluation.feasible
    except InfeasibleError:
        return False


@cache
def found_for(seed: int) -> tuple[Repair, ...]:
    return repairs(random_scenario(seed).scenario)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_what_is_named_as_a_repair_works_and_what_is_possible_needs_none(first: int) -> None:
    for seed in range(first, first + CHUNK):
        found = found_for(seed)
        assert not (found and is_possible(seed))
        assert all(repair.confirmed for repair in found)
        assert all(is_possible(seed, *repair.overrides) for repair in found)


@pytest.mark.slow
def test_nearly_all_that_is_impossible_can_be_repaired() -> None:
    stuck = [seed for seed in range(SEEDS) if not is_possible(seed) and not found_for(seed)]
    assert len(stuck) == BEYOND_REPAIR
