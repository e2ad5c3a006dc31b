"""A proven bound on a model whose linear relaxation takes too long to solve (decision 0017).

By weak duality any duals of the relaxation give a lower bound, however rough they are:
``Σ dual · side + Σ min over each column's bounds of reduced cost · column``. So a first-order method that is stopped
long before its end proves something too. The bound is finite only where columns have finite bounds, so those are
derived from rows first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from placement.instance.instance import Floats
from placement.solve.highs.arrays import matrix
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.stage import Clock

SLICE = 5.0
"""Seconds a run of the first-order method takes at least. HiGHS has no callback that interrupts it, so whoever stops a
search waits for the end of a run."""
_TINY = 1e-12
"""A reduced cost up to this is a rounding error of 0."""


@dataclass(eq=False)
class Duals:
    """What duals of a linear program prove.

    Attributes:
        lp: the program, minimised; bounds of its columns and rows as they are now.
    """

    lp: highspy.HighsLp

    def __post_init__(self) -> None:
        lp = self.lp
        self._row, self._column, self._value = matrix(lp)
        self._cost, self._offset = np.array(lp.col_cost_), float(lp.offset_)
        self._columns = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._rows = np.array(lp.row_lower_), np.array(lp.row_upper_)

    def prove(self, duals: Floats) -> float:
        """The Lagrangian bound of ``(m,)`` duals of the rows; minus infinity where they prove nothing.

        A dual of the wrong sign, against a side that is infinite, counts as 0. A column whose reduced cost asks for an
        infinite bound makes the bound infinite.
        """
        lower, upper = self._rows
        duals = np.where(np.isfinite(np.where(duals > 0, lower, upper)), duals, 0.0)
        sides = np.where(duals > 0, lower, np.where(duals < 0, upper, 0.0))
        reduced = self._cost - np.bincount(self._column, self._value * duals[self._row], minlength=len(self._cost))
        ends = np.where(reduced > 0, *self._columns)
        open_ = ~np.isfinite(ends)
        if (np.abs(reduced[open_]) > _TINY).any():
            return -np.inf
        return float(duals @ sides + np.where(open_, 0.0, ends) @ reduced) + self._offset


def proven_bound(lp: highspy.HighsLp, known: float, fresh: Callable[[], QuietHighs], clock: Clock) -> float:
    """A lower bound on a model's objective; minus infinity where there was no time for any.

    HiGHS' presolve makes the relaxation smaller, a first-order method then narrows the bound down until the time is up.

    Args:
        lp: the model; its integrality and bounds are changed.
        known: objective of a plan, in the model's unit: better ones alone are of interest.
        fresh: makes a solver.
        clock: time for it.
    """
    outer = fresh()
    lp.integrality_ = []
    _bound_columns(lp, known)
    outer.setOptionValue("presolve", "on")
    outer.passModel(lp)
    if outer.presolve() != highspy.HighsStatus.kOk:
        return -np.inf
    smaller = outer.getPresolvedLp()
    if smaller.num_row_ == 0 or smaller.num_col_ == 0:
        outer.run()
        return float(outer.getInfo().objective_function_value)
    return _by_first_order(fresh(), smaller, clock)


def _bound_columns(lp: highspy.HighsLp, known: float) -> None:
    """Give columns without finite bounds those that their rows imply; none may cost more than ``known`` alone."""
    row, column, value = matrix(lp)
    lower, upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
    sides = np.array(lp.row_lower_), np.array(lp.row_upper_)
    cost = np.array(lp.col_cost_)
    for n in np.flatnonzero(~(np.isfinite(lower) & np.isfinite(upper))).tolist():
        for here in np.flatnonzero((column == n) & (value != 0)).tolist():
            others = (row == row[here]) & (column != n)
            factor, at = value[others], column[others]
            least = float(np.where(factor > 0, factor * lower[at], factor * upper[at]).sum())
            most = float(np.where(factor > 0, factor * upper[at], factor * lower[at]).sum())
            ends = (sides[0][row[here]] - most) / value[here], (sides[1][row[here]] - least) / value[here]
            lower[n], upper[n] = max(lower[n], min(ends)), min(upper[n], max(ends))
        if cost[n] > 0 and np.count_nonzero(cost) == 1:  # the objective is this column
            upper[n] = min(upper[n], known / cost[n])
    lp.col_lower_, lp.col_upper_ = lower, upper


def _by_first_order(solver: QuietHighs, lp: highspy.HighsLp, clock: Clock) -> float:
    """The best bound that a primal-dual hybrid gradient method (PDLP) proves in time.

    It hands duals back only at the end of a run, so it is run for half of the time left again and again, each run going
    on from the last; some duals on the way prove more than later ones. On the largest models it is within a tenth of
    the optimum when simplex and interior point have not ended (decision 0017).
    """
    proof, best = Duals(lp), -np.inf
    solver.setOptionValue("solver", "pdlp")
    solver.setOptionValue("presolve", "off")  # done already, and the duals must be those of this program
    solver.passModel(lp)
    while clock.left > 0 and not clock.stop.is_set():
        seconds = max(SLICE, clock.left / 2)
        solver.setOptionValue("time_limit", solver.getRunTime() + seconds)  # counted from the first run on
        solver.run()
        duals = np.array(solver.getSolution().row_dual)
        if len(duals) != lp.num_row_:
            break
        best = max(best, proof.prove(duals))
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            break
    return best
