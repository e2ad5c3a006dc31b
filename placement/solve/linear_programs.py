"""A proven bound of a relaxation that takes too long to solve: any duals give one.

Linear programs one after the other, each over exactly the best solutions of those before it.

Which those are a solution's duals say: whatever costs something in all of them stays where it is. Nothing is held
within a slack that the next one would use up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np

from placement.instance.instance import Floats, Ints
from placement.solve.blocks import matrix
from placement.solve.quiet_highs import QuietHighs
from placement.solve.stage import Clock

SLICE = 5.0
"""Seconds a run takes at least; otherwise half of what is left, so that somebody who stops it need not wait."""
_TINY = 1e-12


@dataclass(eq=False)
class Duals:
    """What duals of a linear program prove."""

    lp: highspy.HighsLp

    def __post_init__(self) -> None:
        lp = self.lp
        self._row, self._column, self._value = matrix(lp)
        self._cost, self._offset = np.array(lp.col_cost_), float(lp.offset_)
        self._columns = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._rows = np.array(lp.row_lower_), np.array(lp.row_upper_)

    def prove(self, duals: Floats) -> float:
        """The Lagrangian bound: duals times sides, and every column at the end where its reduced cost is least.

        A dual of the wrong sign, against a side that is not there, counts as 0; a column without an end that its
        reduced cost asks for proves nothing.
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
    """A lower bound of the best plan, given one of value ``known``; minus infinity where there was no time for any.

    The relaxation is made smaller, and then narrowed down by a first-order method until the time is up.
    """
    outer = fresh()
    lp.integrality_ = []
    _close(lp, known)
    outer.setOptionValue("presolve", "on")
    outer.passModel(lp)
    if outer.presolve() != highspy.HighsStatus.kOk:
        return -np.inf
    smaller = outer.getPresolvedLp()
    if smaller.num_row_ == 0 or smaller.num_col_ == 0:
        outer.run()
        return float(outer.getInfo().objective_function_value)
    return _by_first_order(fresh(), smaller, clock)


def _close(lp: highspy.HighsLp, known: float) -> None:
    """Ends for the columns that have none, as far as rows give them; and an objective no worse than ``known``."""
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
        if cost[n] > 0 and np.count_nonzero(cost) == 1:
            upper[n] = min(upper[n], known / cost[n])
    lp.col_lower_, lp.col_upper_ = lower, upper


def _by_first_order(solver: QuietHighs, lp: highspy.HighsLp, clock: Clock) -> float:
    """The best bound that a primal-dual hybrid gradient method proves in time, each run going on from the last."""
    proof, best = Duals(lp), -np.inf
    solver.setOptionValue("solver", "pdlp")
    solver.setOptionValue("presolve", "off")
    solver.passModel(lp)
    while clock.left > 0 and not clock.stop.is_set():
        seconds = max(SLICE, clock.left / 2)
        solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
        solver.run()
        duals = np.array(solver.getSolution().row_dual)
        if len(duals) != lp.num_row_:
            break
        best = max(best, proof.prove(duals))
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            break
    return best


_COSTS = 1e-7
"""Duals below are the solver's tolerance."""


class Face:
    """Best solutions of a live model whose relaxation is being solved.

    Args:
        highs: the model, as a relaxation.
        row_lower, row_upper: ends of its rows.
    """

    def __init__(self, highs: QuietHighs, row_lower: Floats, row_upper: Floats) -> None:
        lp = highs.getLp()
        self._highs, self._columns = highs, (np.array(lp.col_lower_), np.array(lp.col_upper_))
        self._rows, self._cost = (row_lower, row_upper), np.array(lp.col_cost_)

    def fix(self, columns: Ints, values: Floats) -> None:
        """Hold columns at values."""
        if len(columns):
            self._highs.changeColsBounds(len(columns), columns.astype(np.int32), values, values)

    def minimise(self, cost: Mapping[int, float]) -> bool:
        """Whether there is a least cost; what costs more is left out from now on."""
        every = np.arange(len(self._cost), dtype=np.int32)
        costs = np.zeros(len(every))
        for column, amount in cost.items():
            costs[column] = amount
        self._highs.changeColsCost(len(every), every, costs / (np.abs(costs).max(initial=0.0) or 1.0))
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self._highs.getSolution()
        values, duals = np.array(solution.col_value), np.array(solution.col_dual)
        held = np.flatnonzero(np.abs(duals) > _COSTS)
        self.fix(held, values[held])
        activity, prices = np.array(solution.row_value), np.array(solution.row_dual)
        for row in np.flatnonzero(np.abs(prices) > _COSTS).tolist():
            self._highs.changeRowBounds(row, *self._end(row, float(activity[row])))
        return True

    def _end(self, row: int, activity: float) -> tuple[float, float]:
        """The end at which a row is held, twice."""
        ends = [float(end[row]) for end in self._rows]
        nearest = min(ends, key=lambda end: abs(end - activity))
        return nearest, nearest

    def leave(self) -> None:
        """The model as it was."""
        every = np.arange(len(self._cost), dtype=np.int32)
        self._highs.changeColsBounds(len(every), every, *self._columns)
        self._highs.changeColsCost(len(every), every, self._cost)
        for row, ends in enumerate(zip(*(end.tolist() for end in self._rows), strict=True)):
            self._highs.changeRowBounds(row, *ends)
