"""What cannot be done becomes possible with the changes named, and with none fewer."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from placement.errors import InfeasibleError
from placement.solve.repair import Repair, repairs
from placement.solve.result import Solved
from placement.solve.run import solve
from tests.helpers.impossible import IMPOSSIBLE, impossible


@cache
def repaired(name: str) -> tuple[Repair, ...]:
    return repairs(impossible(name).scenario)


def solved(name: str, *overrides: str) -> Solved:
    return solve(impossible(name, *overrides))


def written(repair: Repair) -> tuple[tuple[str, Any], ...]:
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
    assert set(IMPOSSIBLE[name].repairs) <= {written(repair) for repair in repaired(name)}
