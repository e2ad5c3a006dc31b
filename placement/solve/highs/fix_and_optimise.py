"""Better plans of large models by fix and optimise: a few functions are decided anew while a plan holds all others.

Those functions (a block) make a small integer program, cut out of the matrix; then come others, until a whole round
gains nothing. Staff, rooms and budgets are what the plan leaves the block, so every step keeps every rule. No bound
comes of it. HiGHS alone hardly finds a plan but today's in models of this size (decision 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import highspy
import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.highs.arrays import SHARED, matrix
from placement.solve.highs.quiet_highs import QuietHighs

MOST_COLUMNS = 12_000
"""Functions are taken together until a block has about so many columns: well below the size where HiGHS needs help."""
BLOCK_SECONDS = 10.0
"""One block is searched at most so long, so that a hard one does not keep the others from their turn."""
_TOLERANCE = 1e-9
"""A plan better by less than this is the same plan in other digits."""


@dataclass(eq=False)
class Blocks:
    """A model with an objective, and a plan of it that gets better.

    Attributes:
        lp: the model.
        group: ``(n,)`` index of the function each column belongs to; ``SHARED`` columns are free in every block.
        values: ``(n,)`` the plan; it keeps every row, before and after.
        fresh: makes a solver with the options of the search for the whole model.
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
        """Decide block after block anew until a whole round has gained next to nothing, or no ``seconds`` are left.

        Args:
            seconds: how many are left.
            gap: what a round must gain to be worth another.
            found: receives the objective of each better plan.
        """
        before, random = np.inf, Random(0)  # noqa: S311 - an order to try, the same in every run; no secret
        while self.objective < before - max(gap, _TOLERANCE) and seconds() > 0:
            before = self.objective
            for chosen in self._round(random):
                if seconds() <= 0:
                    return
                if self._decide(np.isin(self.group, [*chosen, SHARED]), min(BLOCK_SECONDS, seconds()), gap):
                    found(self.objective)

    def _round(self, random: Random) -> Iterator[list[int]]:
        """The functions of each block of a round: every function once.

        The order differs from round to round, so that functions that compete for a room meet in a block sooner or
        later.
        """
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
        """Search the free columns, ``(n,)`` bool, beginning with the plan; says whether that gave a better one."""
        solver = self.fresh()
        part, columns = self._part(free)
        solver.passModel(part)
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_abs_gap", gap / 10)  # many blocks together must not lose what a round is to gain
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
        """The model of the free columns, and which of the whole model's columns those are.

        What the other columns contribute to a row, at the plan, is taken from its sides. Rows without a free column are
        left out.
        """
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
