"""Models too large for a search alone: blocks of functions find plans, duals prove bounds."""

from __future__ import annotations

import highspy
import numpy as np
import pytest

from benchmarks.regions import SIZES, as_loaded, region
from placement.solve.highs import fix_and_optimise, model
from placement.solve.highs.dual_bound import Duals, proven_bound
from placement.solve.highs.fix_and_optimise import Blocks
from placement.solve.highs.quiet_highs import SHARED, QuietHighs, site_of_offers
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Status
from placement.solve.run import solve
from placement.solve.scalarisation import objective_value, question_of, unit_vector
from placement.solve.stage import Clock, Stage

LOADED = as_loaded(region(SIZES["S"].with_(functions=6, houses=5, areas=60), 1))
CITIZEN = Stage("citizen", unit_vector(0), gap=1e-6)


@pytest.fixture(scope="module")
def exact() -> float:
    bench = Workbench(LOADED.scenario, Options())
    answer = bench.backend.answer(CITIZEN, Clock())
    assert answer.status is Status.OPTIMAL
    return answer.objective


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "LARGE", 0)
    monkeypatch.setattr(fix_and_optimise, "MOST_COLUMNS", 100)
    monkeypatch.setattr(fix_and_optimise, "MOST_SITES", 2)
    monkeypatch.setattr(fix_and_optimise, "MOST_SITES", 2)


@pytest.fixture
def huge(monkeypatch: pytest.MonkeyPatch, small_blocks: None) -> None:
    del small_blocks
    monkeypatch.setattr(model, "HUGE", 0)


def test_what_is_too_large_gets_a_plan_and_a_bound_on_either_side_of_the_optimum(exact: float, huge: None) -> None:
    del huge
    bench = Workbench(LOADED.scenario, Options())
    answer = bench.backend.answer(CITIZEN, Clock(limit=60.0), bench.start(bench.today_course))
    assert answer.bound <= exact + 1e-6
    assert exact - 1e-4 <= answer.objective < -1.0  # today is 0
    assert answer.bound > 2 * exact
    objectives = bench.judged(answer.values)[1].objectives
    assert bench.columns.column(0, objectives.citizen_minutes) == pytest.approx(answer.objective, abs=1e-4)


def test_blocks_before_a_search_change_nothing_of_what_is_proven(exact: float, small_blocks: None) -> None:
    del small_blocks
    bench = Workbench(LOADED.scenario, Options())
    answer = bench.backend.answer(CITIZEN, Clock(), bench.start(bench.today_course))
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(exact, abs=1e-5)


def test_a_solve_of_what_is_too_large_says_what_is_not_proven(huge: None) -> None:
    del huge
    solved = solve(LOADED, Options(time_limit=60.0))
    question = question_of(solved)
    today = objective_value(question, question.today)
    assert solved.status is Status.FEASIBLE
    assert solved.evaluation.feasible
    assert 0 <= solved.gap < 1
    assert solved.objective < today


def _worth_it_together() -> highspy.HighsLp:
    """Two functions at two sites: either gains 2 at a site with a unit, which costs 3 and must serve both.

    Columns: function 0 and 1 at site 0, the same at site 1, units at site 0 and 1. One unit may be bought in all.
    """
    lp = highspy.HighsLp()
    rows = [
        *(
            [
                [float(c == offer) - float(c == unit) for c in range(6)]
                for offer, unit in ((0, 4), (1, 4), (2, 5), (3, 5))
            ]
        ),
        [-1.0, -1.0, 0.0, 0.0, 2.0, 0.0],
        [0.0, 0.0, -1.0, -1.0, 0.0, 2.0],
        [0.0, 0.0, 0.0, 0.0, 1.0, 1.0],
    ]
    matrix = np.array(rows)
    row, column = np.nonzero(matrix)
    lp.num_col_, lp.num_row_ = 6, len(rows)
    lp.col_cost_ = np.array([-2.0, -2.0, -2.0, -2.5, 3.0, 3.0])
    lp.col_lower_, lp.col_upper_ = np.zeros(6), np.ones(6)
    lp.row_lower_, lp.row_upper_ = np.full(len(rows), -highspy.kHighsInf), np.array([0.0] * 6 + [1.0])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(rows)))]).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = column.astype(np.int32), matrix[row, column]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * 6
    return lp


@pytest.mark.parametrize(
    ("most_sites", "reached"),
    [(2, {0.0}), (1, {-1.0, -1.5})],  # with as many sites as there are no blocks of sites are tried
)
def test_blocks_of_sites_find_what_functions_gain_only_together(
    monkeypatch: pytest.MonkeyPatch, most_sites: int, reached: set[float]
) -> None:
    monkeypatch.setattr(fix_and_optimise, "MOST_COLUMNS", 2)
    monkeypatch.setattr(fix_and_optimise, "MOST_SITES", most_sites)
    group, site = np.array([0, 1, 0, 1, SHARED, SHARED]), np.array([0, 0, 1, 1, SHARED, SHARED])
    blocks, told = Blocks(_worth_it_together(), group, site, np.zeros(6), QuietHighs), list[float]()
    blocks.improve(lambda: 10.0, 1e-6, told.append)
    assert blocks.objective in reached
    assert told == [blocks.objective] * bool(blocks.objective)


def test_the_site_of_an_offer_is_read_from_its_column() -> None:
    model = Workbench(LOADED.scenario, Options()).model
    names = ["open(f01,s02)", "home(f01,2)", "open(f03,s05)", "config(f01,s02,0,0,1)"]
    found = site_of_offers(names, model)
    assert [model.draft.instance.site_ids[n] if n != SHARED else "" for n in found] == ["s02", "", "s05", ""]


def _programme(random: np.random.Generator) -> highspy.HighsLp:
    """A linear program with a solution, one free column that a row defines, and sides of every kind."""
    rows, columns = 6, 8
    inside = random.uniform(0, 1, columns)
    matrix = random.integers(-3, 4, (rows, columns)).astype(float)
    matrix[0, -1] = 1.0
    at = matrix @ inside
    lower = np.where(random.random(rows) < 0.5, at - 0.5, -highspy.kHighsInf)
    upper = np.where(random.random(rows) < 0.5, at + 0.5, highspy.kHighsInf)
    lower[0] = upper[0] = at[0]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = random.normal(size=columns)
    lp.col_lower_ = np.array([0.0] * (columns - 1) + [-highspy.kHighsInf])
    lp.col_upper_ = np.array([1.0] * (columns - 1) + [highspy.kHighsInf])
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    row, column = np.nonzero(matrix)
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))]).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = column.astype(np.int32), matrix[row, column]
    return lp


def _fresh() -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    return solver


@pytest.mark.parametrize("seed", range(30))
def test_no_duals_prove_more_than_the_optimum_and_the_best_prove_it(seed: int) -> None:
    random = np.random.default_rng(seed)
    lp, solver = _programme(random), _fresh()
    solver.passModel(lp)
    solver.run()
    optimum = solver.getInfo().objective_function_value
    proof = Duals(lp)
    assert proof.prove(np.array(solver.getSolution().row_dual)) == pytest.approx(optimum, abs=1e-7)
    for _ in range(20):
        assert proof.prove(random.normal(size=lp.num_row_) * random.choice([0.1, 1.0, 10.0])) <= optimum + 1e-9
    assert proven_bound(lp, np.inf, _fresh, Clock(limit=20.0)) == pytest.approx(optimum, abs=1e-3)
