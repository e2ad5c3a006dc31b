"""Linear programs beside the search: a proven bound where the relaxation takes too long, and optimal faces.

By weak duality any duals of the relaxation give a lower bound, however rough they are:
``Σ dual · side + Σ min over each column's bounds of reduced cost · column``. So a first-order method that is stopped
long before its end proves something too. The bound is finite only where columns have finite bounds, so those are
derived from rows first.

The usual way, a row that holds the last objective within a slack, gives the next program a slack to use up. The optimal
face needs none: by complementary slackness every optimal solution has a column with a reduced cost at its bound, and a
row with a dual at its side, so those are fixed there, and the rest is free.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np

from placement.instance.instance import Floats, Ints
from placement.solve.highs.quiet_highs import QuietHighs, matrix
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


_NO_DUAL = 1e-7
"""Duals and reduced costs up to this count as 0: it is the tolerance to which HiGHS makes them feasible."""


class OptimalFace:
    """The optimal solutions, so far, of a model whose relaxation is solved; the model is changed until `leave`.

    Args:
        solver: holds the model, with ``solve_relaxation`` set.
    """

    def __init__(self, solver: QuietHighs) -> None:
        lp = solver.getLp()
        self._solver, self._cost = solver, np.array(lp.col_cost_)
        self._columns = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._rows = np.array(lp.row_lower_), np.array(lp.row_upper_)

    def fix(self, columns: Ints, values: Floats) -> None:
        """Hold columns at values, each ``(k,)``."""
        if len(columns):
            self._solver.changeColsBounds(len(columns), columns.astype(np.int32), values, values)

    def minimise(self, cost: Mapping[int, float]) -> bool:
        """Minimise a cost by column, and keep to its optimal face from now on; False where there is no optimum.

        The cost is scaled so that its largest coefficient is 1: duals are judged by an absolute tolerance.
        """
        every = np.arange(len(self._cost), dtype=np.int32)
        costs = np.zeros(len(every))
        for column, amount in cost.items():
            costs[column] = amount
        self._solver.changeColsCost(len(every), every, costs / (np.abs(costs).max(initial=0.0) or 1.0))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self._solver.getSolution()
        values, duals = np.array(solution.col_value), np.array(solution.col_dual)
        held = np.flatnonzero(np.abs(duals) > _NO_DUAL)
        self.fix(held, values[held])
        activity, prices = np.array(solution.row_value), np.array(solution.row_dual)
        for row in np.flatnonzero(np.abs(prices) > _NO_DUAL).tolist():
            side = self._nearest_side(row, float(activity[row]))
            self._solver.changeRowBounds(row, side, side)
        return True

    def _nearest_side(self, row: int, activity: float) -> float:
        """The side a row stands at; its activity itself may be off by a rounding error."""
        return min((float(side[row]) for side in self._rows), key=lambda side: abs(side - activity))

    def leave(self) -> None:
        """Give the model its bounds and costs back."""
        every = np.arange(len(self._cost), dtype=np.int32)
        self._solver.changeColsBounds(len(every), every, *self._columns)
        self._solver.changeColsCost(len(every), every, self._cost)
        for row, sides in enumerate(zip(*(side.tolist() for side in self._rows), strict=True)):
            self._solver.changeRowBounds(row, *sides)
