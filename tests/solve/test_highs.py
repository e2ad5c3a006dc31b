"""How HiGHS is used: its threads, and what it says that cannot be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import highspy
import numpy as np
import pytest

from placement.scenario.load import load
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.prepared import Workbench
from placement.solve.result import Options
from placement.solve.run import solve
from placement.solve.stage import Clock
from placement.solve.staircase import staircase_on
from tests.helpers.one_choice import world
from tests.helpers.taught import loaded


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", ["samme-dag", "fri-fordeling", "kontinuitet"])
def test_every_solver_uses_as_many_threads_as_asked_and_never_what_the_machine_has(
    name: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[int] = []
    run = QuietHighs.run

    def watched(solver: QuietHighs) -> Any:
        used.append(solver.getOptionValue("threads")[1])
        return run(solver)

    monkeypatch.setattr(QuietHighs, "run", watched)
    solve(loaded(name), Options(threads=threads))

    assert set(used) == {threads}


def test_without_a_word_it_is_one_thread() -> None:
    assert Options().threads == 1
    assert QuietHighs().getOptionValue("threads")[1] == 1


class Forgetful(QuietHighs):
    """Ends as optimal without a solution, as long as presolve is on."""

    presolved = False

    def run(self) -> Any:
        self.presolved = self.getOptionValue("presolve")[1] != "off"
        return super().run()

    def getInfo(self) -> Any:
        told = super().getInfo()
        if not self.presolved:
            return told
        nothing = highspy.SolutionStatus.kSolutionStatusNone
        return SimpleNamespace(
            primal_solution_status=nothing,
            objective_function_value=told.objective_function_value,
            mip_dual_bound=told.mip_dual_bound,
        )


def test_optimal_without_a_solution_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.solve.highs.quiet_highs.SMALL", 0)
    told = solve(world()).evaluation.objectives
    monkeypatch.setattr("placement.solve.highs.model.QuietHighs", Forgetful)

    assert solve(world()).evaluation.objectives == told


class Boasting(QuietHighs):
    """Tells an objective that is better than its solution's, as long as presolve is on."""

    presolved = False

    def run(self) -> Any:
        self.presolved = self.getOptionValue("presolve")[1] != "off"
        return super().run()

    def getInfo(self) -> Any:
        told = super().getInfo()
        if not self.presolved or not np.isfinite(told.objective_function_value):
            return told
        better = told.objective_function_value - 1.0
        return SimpleNamespace(
            primal_solution_status=told.primal_solution_status,
            objective_function_value=better,
            mip_dual_bound=better,
            mip_node_count=told.mip_node_count,
        )


def test_an_objective_that_is_not_that_of_the_solution_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS 1.16 has lost a plan on its way back from presolve, and told the objective of what it had lost."""
    monkeypatch.setattr("placement.solve.highs.quiet_highs.SMALL", 0)
    told = solve(world())
    monkeypatch.setattr("placement.solve.highs.model.QuietHighs", Boasting)
    again = solve(world())

    assert again.evaluation.objectives == told.evaluation.objectives
    assert (again.status, again.bound) == (told.status, pytest.approx(told.bound))


def test_the_staircase_of_midtjylland_is_proven() -> None:
    """Where that was seen: between two steps HiGHS began with a plan that costs 4,000 DKK more than the best."""
    region, clock = load("scenarios/midtjylland"), Clock()
    bench = Workbench(region.scenario, Options())
    found = staircase_on(bench, region, Options(), clock, 400.0)

    assert found.proven
    assert [step.price for step in found.steps] == sorted(step.price for step in found.steps)
