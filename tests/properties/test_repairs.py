"""Repairs of scenarios drawn at random: where no plan keeps the rules, what is named as a repair gives one."""

from __future__ import annotations

import pytest

from placement.errors import InfeasibleError
from placement.scenario.load import load_text
from placement.solve.repair import repairs
from placement.solve.run import solve
from tests.properties.random_scenario import random_scenario, random_tree, written

CHUNK = 15
SEEDS = 60
BEYOND_REPAIR = 3
"""Impossible scenarios where bound visits have no hospital: no number and no decision helps."""


def is_possible(seed: int, *overrides: str) -> bool:
    try:
        return solve(load_text(written(random_tree(seed)[0]), overrides=overrides)).evaluation.feasible
    except InfeasibleError:
        return False


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_what_is_named_as_a_repair_works_and_what_is_possible_needs_none(first: int) -> None:
    for seed in range(first, first + CHUNK):
        found = repairs(random_scenario(seed).scenario)
        assert not (found and is_possible(seed))
        assert all(repair.confirmed for repair in found)
        assert all(is_possible(seed, *repair.overrides) for repair in found)


def test_nearly_all_that_is_impossible_can_be_repaired() -> None:
    stuck = [seed for seed in range(SEEDS) if not is_possible(seed) and not repairs(random_scenario(seed).scenario)]
    assert len(stuck) == BEYOND_REPAIR
