"""Models as arrays: PuLP's problem as HiGHS takes it, the entries of a matrix, and the function of each column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import highspy
import numpy as np
import pulp

from placement.instance.instance import Floats, Ints
from placement.model.linear import name_of
from placement.time_limit import in_time

if TYPE_CHECKING:
    from placement.model.formulation import Model

SHARED = -1
"""Stands for the function of a column that belongs to none."""
_IN_COMMON = ("units", "aim", "saved_trips")
"""Kinds of columns that functions have in common, whatever their names say."""


def as_lp(model: Model) -> tuple[highspy.HighsLp, list[str]]:
    """A written model, row by row and without an objective, and the names of its columns.

    PuLP sends a solver only the columns that some row or objective mentions; here every variable has a column, so that
    a later stage can give any of them a cost or a bound.

    Raises:
        OutOfTimeError: a time limit ends while rows are read.
    """
    problem, variables = model.problem, list(model.draft.variables.values())
    column = {variable: n for n, variable in enumerate(variables)}
    lower, upper, starts, indices, values = [], [], [0], [], []
    for constraint in problem.constraints():
        in_time()
        terms = [(column[v], c) for v, c in constraint.items() if c]
        indices += [n for n, _ in terms]
        values += [c for _, c in terms]
        starts.append(len(indices))
        bound = -constraint.constant
        lower.append(-highspy.kHighsInf if constraint.sense == pulp.LpConstraintLE else bound)
        upper.append(highspy.kHighsInf if constraint.sense == pulp.LpConstraintGE else bound)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(variables), len(lower)
    lp.col_cost_ = np.zeros(len(variables))
    lp.col_lower_ = np.array([-highspy.kHighsInf if v.lowBound is None else v.lowBound for v in variables])
    lp.col_upper_ = np.array([highspy.kHighsInf if v.upBound is None else v.upBound for v in variables])
    lp.row_lower_, lp.row_upper_ = np.array(lower, dtype=float), np.array(upper, dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(indices, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(values, dtype=float)
    kinds = {pulp.LpInteger: highspy.HighsVarType.kInteger, pulp.LpBinary: highspy.HighsVarType.kInteger}
    lp.integrality_ = [kinds.get(v.cat, highspy.HighsVarType.kContinuous) for v in variables]
    return lp, [v.name for v in variables]


def matrix(lp: highspy.HighsLp) -> tuple[Ints, Ints, Floats]:
    """Row, column and value of every entry, each ``(entries,)``, in the order in which the model keeps them.

    HiGHS turns a model from rows into columns when it sees fit, so both orders occur.
    """
    entries = lp.a_matrix_
    starts, minor = np.array(entries.start_, dtype=np.int64), np.array(entries.index_, dtype=np.int64)
    major = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    rowwise = entries.format_ == highspy.MatrixFormat.kRowwise
    return (major, minor, np.array(entries.value_)) if rowwise else (minor, major, np.array(entries.value_))


def function_of_columns(names: Sequence[str], model: Model) -> Ints:
    """``(n,)`` index of the function in each column's name, such as ``open(function,site)``; ``SHARED`` without one.

    With phases a name begins with the phase, and the function comes second.
    """
    functions = {name_of("", f)[1:-1]: n for n, f in enumerate(model.draft.instance.function_ids)}
    first = 1 if model.draft.phase else 0
    groups = np.full(len(names), SHARED)
    for n, name in enumerate(names):
        kind, _, ids = name.partition("(")
        of = ids.rstrip(")").split(",", first + 1)
        if kind not in _IN_COMMON and len(of) > first:
            groups[n] = functions.get(of[first], SHARED)
    return groups


def site_of_offers(names: Sequence[str], model: Model) -> Ints:
    """``(n,)`` index of the site in each column's name that says what is offered, ``open(function,site)``.

    All other columns have ``SHARED``. With phases a name begins with the phase, and one site has one index in all.
    """
    sites = {name_of("", s)[1:-1]: n for n, s in enumerate(model.draft.instance.site_ids)}
    found = np.full(len(names), SHARED)
    for n, name in enumerate(names):
        kind, _, ids = name.partition("(")
        if kind == "open":
            found[n] = sites.get(ids.rstrip(")").split(",")[-1], SHARED)
    return found
