"""Linear programs one after the other, each over exactly the optimal solutions of those before it.

The usual way, a row that holds the last objective within a slack, gives the next program a slack to use up. The optimal
face needs none: by complementary slackness every optimal solution has a column with a reduced cost at its bound, and a
row with a dual at its side, so those are fixed there, and the rest is free.
"""

from __future__ import annotations

from collections.abc import Mapping

import highspy
import numpy as np

from placement.instance.instance import Floats, Ints
from placement.solve.highs.quiet_highs import QuietHighs

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
