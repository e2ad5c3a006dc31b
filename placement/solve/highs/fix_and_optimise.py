"""Better plans of large models by fix and optimise: a few decisions are made anew while a plan holds all others.

Blocks are of two kinds, by turns, until a whole round of both gains next to nothing:

* A few functions, at all sites. They make a small integer program, cut out of the matrix; staff, rooms and budgets are
  what the plan leaves them.
* A few sites, with all their functions: what is offered elsewhere stays. Functions that pay only together, because a
  unit must be used enough, come to a site in one step so.

Every step keeps every rule. No bound comes of it. HiGHS alone hardly finds a plan but today's in models of this size
(decision 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

import highspy
import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.highs.quiet_highs import SHARED, QuietHighs, matrix

MOST_COLUMNS = 12_000
"""Functions are taken together until a block has about so many columns: well below the size where HiGHS needs help."""
MOST_SITES = 5
"""So many sites are decided anew together: with two, most blocks gain nothing; with eight, a block takes four times as
long and gains no more."""
IDLE = 3
"""Sites are decided anew until they have all been so often without a gain, each time with others: that a few sites gain
nothing together says little of others, and their blocks take less time than those of functions."""
BLOCK_SECONDS = 10.0
"""One block is searched at most so long, so that a hard one does not keep the others from their turn."""
_TOLERANCE = 1e-9
"""A plan better by less than this is the same plan in other digits."""

_Decide = Callable[[list[int], float, float], bool]
"""Decides a block anew in so many seconds to a gap, and says whether that gave a better plan."""


@dataclass(eq=False)
class Blocks:
    """A model with an objective, and a plan of it that gets better.

    Attributes:
        lp: the model.
        group: ``(n,)`` index of the function each column belongs to; ``SHARED`` columns are free in every block.
        site: ``(n,)`` index of the site at which a column says whether a function is offered; ``SHARED`` for columns
            that say no such thing.
        values: ``(n,)`` the plan; it keeps every row, before and after.
        fresh: makes a solver with the options of the search for the whole model.
    """

    lp: highspy.HighsLp
    group: Ints
    site: Ints
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
            for decide, chosen in self._round(random, gap):
                if seconds() <= 0:
                    return
                if decide(chosen, min(BLOCK_SECONDS, seconds()), gap):
                    found(self.objective)

    def _round(self, random: Random, gap: float) -> Iterator[tuple[_Decide, list[int]]]:
        """The blocks of a round: every function once, then every site until that gains no more than ``gap``.

        The order differs from round to round, so that functions that compete for a room, and sites that compete for a
        function, meet in a block sooner or later.
        """
        numbers, columns = np.unique(self.group[self.group != SHARED], return_counts=True)
        yield from ((self._functions, block) for block in _blocks(numbers, columns, MOST_COLUMNS, random))
        sites = np.unique(self.site[self.site != SHARED])
        if len(sites) <= MOST_SITES:
            return
        idle = 0
        while idle < IDLE:
            before = self.objective
            yield from ((self._sites, block) for block in _blocks(sites, np.ones_like(sites), MOST_SITES, random))
            idle = 0 if self.objective < before - max(gap, _TOLERANCE) else idle + 1

    def _functions(self, chosen: list[int], seconds: float, gap: float) -> bool:
        """Decide some functions anew; says whether that gave a better plan."""
        part, columns = self._part(np.isin(self.group, [*chosen, SHARED]))
        solver = self.fresh()
        solver.passModel(part)
        return self._search(solver, columns, seconds, gap)

    def _sites(self, chosen: list[int], seconds: float, gap: float) -> bool:
        """Decide anew what some sites offer; says whether that gave a better plan.

        Who is seen where, and on how many days, is open at the other sites too. Presolve leaves little of those.
        """
        solver = self._whole_model
        offers = np.flatnonzero(self.site != SHARED).astype(np.int32)
        held, ends = ~np.isin(self.site[offers], chosen), np.round(self.values[offers])
        lower = np.where(held, ends, self._col_lower[offers])
        upper = np.where(held, ends, self._col_upper[offers])
        solver.changeColsBounds(len(offers), offers, lower, upper)
        return self._search(solver, np.arange(len(self.values)), seconds, gap)

    @cached_property
    def _whole_model(self) -> QuietHighs:
        solver = self.fresh()
        solver.passModel(self.lp)
        return solver

    def _search(self, solver: QuietHighs, columns: Ints, seconds: float, gap: float) -> bool:
        """Search a model of some columns, ``(k,)``, beginning with the plan, and take over a better one."""
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


def _blocks(numbers: Ints, sizes: Ints, most: int, random: Random) -> Iterator[list[int]]:
    """All ``(k,)`` numbers in an order drawn by chance; as many at a time as have sizes with a sum up to ``most``."""
    order = list(range(len(numbers)))
    random.shuffle(order)
    block: list[int] = []
    size = 0
    for n in order:
        if block and size + sizes[n] > most:
            yield block
            block, size = [], 0
        block.append(int(numbers[n]))
        size += int(sizes[n])
    if block:
        yield block
