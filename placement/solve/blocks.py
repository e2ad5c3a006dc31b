"""Better plans of large models: one block of functions at a time is decided anew while the rest of a plan is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import highspy
import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.quiet_highs import QuietHighs

SHARED = -1
"""Group of columns that belong to no function: they are free in every block."""
MOST_COLUMNS = 12_000
"""Functions are taken together until a block has about so many columns."""
BLOCK_SECONDS = 10.0
"""One block is searched at most so long."""
_TOLERANCE = 1e-9


def matrix(lp: highspy.HighsLp) -> tuple[Ints, Ints, Floats]:
    """Row, column and value of every entry, in the order in which the model keeps them."""
    entries = lp.a_matrix_
    starts, minor = np.array(entries.start_, dtype=np.int64), np.array(entries.index_, dtype=np.int64)
    major = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    rowwise = entries.format_ == highspy.MatrixFormat.kRowwise
    return (major, minor, np.array(entries.value_)) if rowwise else (minor, major, np.array(entries.value_))


@dataclass(eq=False)
class Blocks:
    """A model with an objective, and a plan of it that gets better.

    Attributes:
        lp: the model. group: ``(n,)`` the function each column belongs to, or ``SHARED``.
        values: ``(n,)`` the plan; it keeps every row.
        fresh: makes a solver with the options of the whole.
    """

    lp: highspy.HighsLp
    group: Ints
    values: Floats
    fresh: Callable[[], QuietHighs]

    def __post_init__(self) -> None:
        lp = self.lp
        self._row, self._column, self._value = matrix(lp)
        self._cost = np.array(lp.col_cost_)
        self._col_lower, self._col_upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._row_lower, self._row_upper = np.array(lp.row_lower_), np.array(lp.row_upper_)
        self._whole = np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_])
        self._rowwise = lp.a_matrix_.format_ == highspy.MatrixFormat.kRowwise

    @property
    def objective(self) -> float:
        """Of the plan."""
        return float(self._cost @ self.values)

    def improve(self, seconds: Callable[[], float], gap: float, found: Callable[[float], None]) -> None:
        """Go through blocks until a whole round has found nothing, or there are no ``seconds`` left.

        Args:
            seconds: how many are left.
            gap: what a round must gain to be worth another.
            found: receives the objective of each better plan.
        """
        before, random = np.inf, Random(0)  # noqa: S311 - an order to try, no secret
        while self.objective < before - max(gap, _TOLERANCE) and seconds() > 0:
            before = self.objective
            for chosen in self._round(random):
                if seconds() <= 0:
                    return
                if self._decide(np.isin(self.group, [*chosen, SHARED]), min(BLOCK_SECONDS, seconds()), gap):
                    found(self.objective)

    def _round(self, random: Random) -> Iterator[list[int]]:
        """Every function once, in blocks and in an order that differs from round to round."""
        numbers, counts = np.unique(self.group[self.group != SHARED], return_counts=True)
        order = list(range(len(numbers)))
        random.shuffle(order)
        block: list[int] = []
        size = 0
        for n in order:
            if block and size + counts[n] > MOST_COLUMNS:
                yield block
                block, size = [], 0
            block.append(int(numbers[n]))
            size += int(counts[n])
        if block:
            yield block

    def _decide(self, free: Bools, seconds: float, gap: float) -> bool:
        """Search the free columns; whether that gave a better plan."""
        solver = self.fresh()
        part, columns = self._part(free)
        solver.passModel(part)
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_abs_gap", gap / 10)
        whole = np.flatnonzero(self._whole[columns]).astype(np.int32)
        solver.setSolution(len(whole), whole, np.round(self.values[columns[whole]]))
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return False
        values = self.values.copy()
        values[columns] = solver.getSolution().col_value
        better = float(self._cost @ values) < self.objective - _TOLERANCE
        if better:
            self.values = values
        return better

    def _part(self, free: Bools) -> tuple[highspy.HighsLp, Ints]:
        """The model of the free columns, the others held at the plan; and which columns those are."""
        columns = np.flatnonzero(free)
        inside = free[self._column]
        rows = np.flatnonzero(np.bincount(self._row[inside], minlength=len(self._row_lower)))
        held = np.bincount(
            self._row[~inside],
            self._value[~inside] * self.values[self._column[~inside]],
            minlength=len(self._row_lower),
        )[rows]
        new_row, new_column = np.zeros(len(self._row_lower), int), np.zeros(len(free), int)
        new_row[rows], new_column[columns] = np.arange(len(rows)), np.arange(len(columns))
        row, column = new_row[self._row[inside]], new_column[self._column[inside]]
        major, minor, count = (row, column, len(rows)) if self._rowwise else (column, row, len(columns))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(columns), len(rows)
        lp.col_cost_ = self._cost[columns]
        lp.col_lower_, lp.col_upper_ = self._col_lower[columns], self._col_upper[columns]
        lp.row_lower_, lp.row_upper_ = self._row_lower[rows] - held, self._row_upper[rows] - held
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise if self._rowwise else highspy.MatrixFormat.kColwise
        starts = np.concatenate([[0], np.cumsum(np.bincount(major, minlength=count))])
        lp.a_matrix_.start_ = starts.astype(np.int32)
        lp.a_matrix_.index_ = minor.astype(np.int32)
        lp.a_matrix_.value_ = self._value[inside]
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in self._whole[columns]]
        return lp, columns
