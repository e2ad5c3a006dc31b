"""Models of which some release of a solver has, in public, given a wrong answer: whatever is installed gets them right.

Each is written from its published description. Told are the right value and what was answered.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pulp
import pytest

from placement.model.lp_mps import lp_text
from placement.solve import result as versions
from tests.solve.exported import by_cbc, by_highs, by_scip

Column = tuple[str, float | None, float | None, str]
Row = tuple[dict[str, float], str, float]
WHOLE, ANY = pulp.LpInteger, pulp.LpContinuous


def model(columns: list[Column], cost: dict[str, float], rows: list[Row]) -> pulp.LpProblem:
    problem = pulp.LpProblem("published", pulp.LpMinimize)
    at = {name: problem.add_variable(name, low, high, kind) for name, low, high, kind in columns}
    problem.setObjective(pulp.LpAffineExpression({at[name]: c for name, c in cost.items()}))
    for n, (terms, sense, right) in enumerate(rows):
        left = pulp.LpAffineExpression({at[name]: c for name, c in terms.items()})
        problem.addConstraint({"<=": left <= right, ">=": left >= right, "==": left == right}[sense], f"row{n}")
    return problem


PUBLISHED: dict[str, tuple[float, pulp.LpProblem]] = {
    "one whole, one not, one row (HiGHS 2957: 29.0 in 1.14)": (
        28.2,
        model(
            [("x", 0, 20, WHOLE), ("y", 8, 20, ANY)],
            {"x": 1, "y": 2},
            [({"x": 1, "y": 1}, ">=", 20.1)],
        ),
    ),
    "the same shape with other costs (HiGHS 3043: 15 in 1.14)": (
        9.0,
        model([("x", 0, 10, ANY), ("z", 0, 10, WHOLE)], {"x": 2, "z": 3}, [({"x": 1, "z": 1}, ">=", 4.5)]),
    ),
    "a whole number held from above (HiGHS 3050: -99.99 in 1.14)": (
        -299.97,
        model([("x", 1, 3, WHOLE), ("t", 1, 3, ANY)], {"x": -100, "t": 0.01}, [({"x": 1, "t": -1}, "<=", 0)]),
    ),
    "a gap to a whole number (HiGHS 3073: 200.01 in 1.14)": (
        0.03,
        model(
            [("gap", 0, None, ANY), ("t", None, None, ANY), ("x", 0, None, WHOLE)],
            {"gap": 100, "t": 0.01},
            [
                ({"gap": 1, "x": 1}, "==", 3),
                ({"x": 1, "t": -1}, "<=", 0),
                ({"x": -1, "t": -1}, "<=", 0),
                ({"x": 1}, "<=", 3),
                ({"x": -1}, "<=", -0.45),
            ],
        ),
    ),
    "yes or no beside an amount (linopy 648: 11 in 1.14)": (
        10.0,
        model([("x", 0, 1, WHOLE), ("y", 9, None, ANY)], {"x": 2, "y": 1}, [({"x": 2, "y": 1}, ">=", 10)]),
    ),
    "one of two slots (HiGHS 3094: 10000 in 1.14)": (
        8000.0,
        model(
            [
                *((name, 0, 1000, ANY) for name in ("z0", "z1", "d0", "d1")),
                ("x0", 0, 1, WHOLE),
                ("x1", 0, 1, WHOLE),
            ],
            {"d0": 10, "d1": 8},
            [
                ({"z0": 1, "x0": -1000}, "<=", 0),
                ({"z1": 1, "x1": -1000}, "<=", 0),
                ({"z0": 1, "d0": 1}, "==", 1000),
                ({"z1": 1, "d1": 1}, "==", 1000),
                ({"x0": 1, "x1": 1}, "<=", 1),
            ],
        ),
    ),
    "whole by implication (HiGHS 3274: 1 in 1.11 to 1.15)": (
        0.0,
        model(
            [("x0", None, None, WHOLE), ("x1", None, None, WHOLE), ("x2", 0, None, ANY), ("x3", 0, None, WHOLE)],
            {"x1": 1},
            [
                ({"x1": 1, "x2": -1}, ">=", 0),
                ({"x0": 1, "x2": 1, "x3": -1}, "==", 0),
                ({"x2": -68, "x3": -1}, ">=", -12),
            ],
        ),
    ),
    "possible, but called impossible (HiGHS 2585: 1.11 and 1.12)": (
        -175.91,
        model(
            [*((name, -100, 100, ANY) for name in ("a", "b")), *((name, -100, 100, WHOLE) for name in ("c", "d"))],
            {"a": -24, "b": 5, "c": 7.4, "d": 9},
            [
                ({"a": 96.55, "c": -32.45, "d": 88.78}, "<=", 1216.06),
                ({"a": -3.14, "b": -78.02}, "<=", -50.5404),
                ({"b": 11.8, "c": -21.94}, "<=", 3.422),
                ({"c": 91.59, "d": -10.58}, "<=", -35.25),
                ({"a": 79.17, "b": 1.73, "d": -73.23}, "<=", 411.403),
                ({"a": -10.61, "b": -94.66, "d": 76.88}, "<=", 195.69),
            ],
        ),
    ),
    "possible, but called impossible (HiGHS 2432: 1.11 before its release)": (
        -3777.571243523316,
        model(
            [("v0", -100, 120, WHOLE), ("v1", -100, 10, ANY), ("v2", -100, 0, WHOLE)],
            {"v0": -93, "v1": 25, "v2": 17},
            [
                ({"v0": -89, "v1": -40.7, "v2": -12}, ">=", 3994.5),
                ({"v0": -0.1, "v1": 77.2, "v2": -23.7}, ">=", -4878.3),
                ({"v0": -8.6, "v1": -6.5, "v2": 72.78}, ">=", -4930),
            ],
        ),
    ),
    "a reach in both directions (HiGHS 2409: called impossible in 1.11)": (
        0.1,
        model(
            [("x", None, None, ANY), ("y", None, None, WHOLE)],
            {"x": -1, "y": 1},
            [({"y": 1, "x": -1}, ">=", 0.1), ({"y": 1, "x": 1}, ">=", 0.1)],
        ),
    ),
}
SOLVERS = [by_highs, by_cbc, *([by_scip] if importlib.util.find_spec("pyscipopt") else [])]


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("case", PUBLISHED)
def test_the_installed_solvers_get_it_right(case: str, solver: Callable[[Path], float], tmp_path: Path) -> None:
    right, problem = PUBLISHED[case]
    path = tmp_path / "model.lp"
    path.write_text(lp_text(problem), encoding="ascii")

    assert solver(path) == pytest.approx(right, rel=1e-6, abs=1e-5)


@pytest.mark.parametrize(
    ("installed", "wrong"),
    [("1.11.0", True), ("1.14.0", True), ("1.15.1", True), ("1.16.0", False), ("1.16.0rc1", False), ("2.0", False)],
)
def test_it_is_known_which_releases_were_wrong(installed: str, wrong: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions.metadata, "version", lambda _: installed)

    assert versions.known_wrong() == (installed if wrong else "")
