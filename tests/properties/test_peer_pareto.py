"""The Pareto set against another program's: AUGMECON on the textbook block, by pyaugmecon, Pyomo and CBC.

It is an extra (``locks/peer.txt``), and skipped without. AUGMECON looks on a grid that ends at the nadir
of its pay-off table: it finds every plan within that whose values of quality and economy the grid tells apart, which is
why the scenarios are small and the grid is fine. Plans of the set beyond that nadir are ours alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulp
import pytest

from placement.questions.tradeoff.study import tradeoff
from placement.scenario.load import Loaded
from placement.solve.prepared import Workbench
from placement.solve.result import Options
from placement.solve.stage import Three, three
from tests.helpers.taught import loaded
from tests.properties.random_scenario import random_scenario

FOUND_TO = (1.0, 0.1, 1.0)
"""Minutes, visits and DKK a year to which CBC's aims and the judge's are the same."""


def in_pyomo(problem: pulp.LpProblem, aims: tuple[pulp.LpVariable, ...]) -> Any:
    """The written model, row by row, with the three aims as objectives."""
    import pyomo.environ as pyo  # noqa: PLC0415 - an extra

    model = pyo.ConcreteModel()
    columns = problem.variables()
    model.column = pyo.Var(range(len(columns)))
    by_name = {}
    for column, known in zip(columns, model.column.values(), strict=True):
        known.setlb(column.lowBound)
        known.setub(column.upBound)
        known.domain = pyo.Reals if column.cat == "Continuous" else pyo.Integers
        by_name[column.name] = known
    model.row = pyo.ConstraintList()
    for row in problem.constraints():
        left = sum(factor * by_name[column.name] for column, factor in row.items())
        right = -row.constant
        model.row.add(left <= right if row.sense < 0 else left >= right if row.sense > 0 else left == right)
    model.obj_list = pyo.ObjectiveList()
    for aim in aims:
        model.obj_list.add(expr=by_name[aim.name], sense=pyo.minimize).deactivate()
    return model


def by_peer(scenario: Loaded, grid_points: int, folder: Path) -> list[Three]:
    from pyaugmecon import PyAugmecon  # noqa: PLC0415 - an extra

    bench = Workbench(scenario.scenario, Options(formulation="assignment"))
    asked: Mapping[str, object] = {
        "name": scenario.scenario.name,
        "grid_points": grid_points,
        "solver_name": "cbc",
        "solver_io": None,
        "cpu_count": 1,
        "redivide_work": False,
        "round_decimals": 6,
        "output_excel": False,
        "logging_folder": folder.name,
        "pickle_file": str(folder / "model"),
    }
    peer = PyAugmecon(in_pyomo(bench.model.problem, bench.model.aims), asked, {"MIPGap": None})
    peer.solve()
    columns = bench.columns
    return sorted(three(columns.real(n, value) for n, value in enumerate(one)) for one in peer.get_pareto_solutions())


@pytest.mark.filterwarnings("ignore")  # other people's
@pytest.mark.parametrize(
    ("scenario", "grid_points", "beyond"),
    [(loaded("profiler"), 17, 0), (random_scenario(42), 25, 1)],
    ids=["profiler", "drawn"],
)
def test_the_complete_set_is_what_a_peer_finds(
    scenario: Loaded, grid_points: int, beyond: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyaugmecon")
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setenv("PATH", str(Path(pulp.PULP_CBC_CMD().path).parent), prepend=os.pathsep)

    found = tradeoff(scenario, Options(gap=0.0))
    assert found.complete
    within = [one.aims for one in found.points if all(a <= n for a, n in zip(one.aims, found.scale.nadir, strict=True))]
    assert len(found.points) - len(within) == beyond
    theirs = by_peer(scenario, grid_points, tmp_path)
    assert len(within) == len(theirs) > 2
    for own, other in zip(sorted(within), theirs, strict=True):
        assert all(abs(a - b) <= s for a, b, s in zip(own, other, FOUND_TO, strict=True)), (own, other)
