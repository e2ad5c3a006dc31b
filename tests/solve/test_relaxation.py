"""What a relaxation says of columns: never against a plan that is good enough, by trying all; and what is gained."""

from __future__ import annotations

from itertools import product
from random import Random

import highspy
import numpy as np
import pytest

from benchmarks.regions import SIZES, as_loaded, region
from placement.model import configurations as tables
from placement.solve.highs import model, search
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.highs.relaxation import Relaxation, question
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.proposal_search import Search
from placement.solve.result import Options, Status
from placement.solve.scalarisation import unit_vector
from placement.solve.stage import Clock, Stage

CITIZEN = Stage("citizen", unit_vector(0))


def _relaxed(dice: Random) -> tuple[Relaxation, list[float]]:
    """A random program of eight columns that are 0 or 1, relaxed, and the objective of each point, infinite outside."""
    cost = np.array([dice.uniform(-3, 3) for _ in range(8)])
    rows = np.array([[dice.choice((0, 1, 2, 3)) for _ in range(8)] for _ in range(3)], dtype=float)
    sides = rows.sum(axis=1) * dice.uniform(0.3, 0.7)
    solver, every = QuietHighs(), np.arange(8, dtype=np.int32)
    solver.addVars(8, np.zeros(8), np.ones(8))
    solver.changeColsCost(8, every, cost)
    for row, side in zip(rows, sides.tolist(), strict=True):
        solver.addRow(-highspy.kHighsInf, side, 8, every, row)
    solver.run()
    reduced, bound = np.array(solver.getSolution().col_dual), solver.getInfo().objective_function_value
    points = np.array(list(product((0.0, 1.0), repeat=8)))
    values = np.where((points @ rows.T <= sides + 1e-9).all(axis=1), points @ cost, np.inf)
    return Relaxation(question(CITIZEN), bound, reduced), values.tolist()


def test_no_point_up_to_the_objective_is_left_out() -> None:
    held = 0
    for seed in range(200):
        dice = Random(seed)
        relaxation, values = _relaxed(dice)
        most = min(values) + dice.choice((0.0, 0.2, 1.0))
        at_lower, at_upper = relaxation.decided(most, np.ones(8, dtype=bool))
        held += int(at_lower.sum() + at_upper.sum())
        for point, value in zip(product((0, 1), repeat=8), values, strict=True):
            if value <= most:
                assert not any(point[n] for n in np.flatnonzero(at_lower))
                assert all(point[n] for n in np.flatnonzero(at_upper))
    assert held > 400


def test_a_relaxation_is_about_the_same_objective_under_the_same_bounds() -> None:
    relaxation = Relaxation(question(CITIZEN), 0.0, np.zeros(1))
    assert relaxation.is_about(Stage("other name", unit_vector(0), gap=1.0, enough=3.0, to_end=True))
    assert not relaxation.is_about(Stage("citizen", unit_vector(1)))
    assert not relaxation.is_about(Stage("citizen", unit_vector(0), upper=(0.0, 1.0, 1.0)))


def _asked(seed: int, formulation: str) -> tuple[Workbench, HighsBackend, Stage]:
    loaded = as_loaded(region(SIZES["S"].with_(areas=40, houses=5, functions=4), seed))
    bench = Workbench(loaded.scenario, Options(formulation=formulation))
    asking = Search(bench, None, Options(gap=0.0), Clock(), 0.0, loaded)
    asking.best()
    backend = bench.backend
    assert isinstance(backend, HighsBackend)
    return bench, backend, asking._last


@pytest.mark.parametrize("seed", range(1, 41))
def test_cuts_and_narrowing_keep_the_best_plan_of_a_region(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """With two rivals a table most clinics are written in parts; the textbook block knows no parts and no cuts.

    Every model is searched near the bound first, however small it is, and with whatever is decided held.
    """
    monkeypatch.setattr(tables, "MOST_RIVALS", 2)
    monkeypatch.setattr(search, "MIDDLING", 0)
    monkeypatch.setattr(model, "WORTH_NARROWING", 0.0)
    bench, backend, stage = _asked(seed, "auto")
    other, textbook, _ = _asked(seed, "assignment")
    exact = textbook.answer(stage, Clock(), other.start(other.today_course))
    found = backend.answer(stage, Clock(), bench.start(bench.today_course))
    again = backend.answer(stage, Clock(), found.values)
    assert exact.status is found.status is again.status is Status.OPTIMAL
    assert found.objective == pytest.approx(exact.objective, rel=1e-6, abs=100.0)
    assert again.objective == pytest.approx(exact.objective, rel=1e-6, abs=100.0)
    assert again.bound <= exact.objective + 100.0


def test_nothing_is_held_while_a_plan_is_fixed() -> None:
    """Holding ends with free columns, those of the fixed plan among them."""
    bench = Workbench(region(SIZES["S"].with_(areas=40, houses=5, functions=4), 1), Options())
    live = model.LiveModel(bench.model)
    every = Relaxation(question(CITIZEN), 0.0, np.ones(len(live.names)))
    columns, ends = live.decided(every, 0.5)
    assert len(columns) > 20
    assert not ends.any()
    live.fix(bench.start(bench.today_course) or {})
    assert not len(live.decided(every, 0.5)[0])
    live.include_all()
    assert len(live.decided(every, 0.5)[0]) == len(columns)
