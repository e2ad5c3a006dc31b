"""Linear programs one after the other, each over exactly the best solutions of those before it.

Which those are a solution's duals say: whatever costs something in all of them stays where it is. Nothing is held
within a slack that the next one would use up.
"""

from __future__ import annotations

from collections.abc import Mapping

import highspy
import numpy as np

from placement.instance.instance import Floats, Ints
from placement.solve.quiet_highs import QuietHighs

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
