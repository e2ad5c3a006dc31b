"""The live model: columns, rows, costs and bounds are handed to HiGHS once, and changed from stage to stage.

Writing a model takes longer than many a search on it, so one model answers all stages and what-ifs (decision 0002).
Behind the columns and rows of the written model stand, in this order, those that only stages need:

* the column t (Chebyshev) and three rows ``slope · aim − t ≤ offset``, one for each aim;
* ``MOST_LIMITS`` rows over the aims, for values held from earlier stages;
* cuts, which hold in every plan and therefore stay (`placement.solve.highs.room_cuts`);
* rows that exclude plans or measure how far a plan is from known ones; they go again with `LiveModel.include_all`.

A row or column that a stage does not use is there all the same, with bounds or coefficients that make it say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from numpy.typing import NDArray

from placement.errors import Message, SolverError
from placement.instance.instance import Bools, Floats
from placement.solve.highs.quiet_highs import SHARED, QuietHighs, as_lp, function_of_columns, site_of_offers
from placement.solve.highs.relaxation import Relaxation
from placement.solve.highs.room_cuts import Packing
from placement.solve.stage import MOST_LIMITS, Stage

if TYPE_CHECKING:
    from placement.model.formulation import Model

LARGE = 30_000
"""With more columns than this a relaxation takes ten seconds and a search alone hardly finds a plan but today's."""
HUGE = 100_000
"""With more columns than this not even the relaxation is solved in minutes."""
WORTH_NARROWING = 0.1
"""Columns are held at their ends if they are at least this share of those that take whole numbers: the model is
presolved anew for it."""
_OFFER, _HOME_LEVEL = "open(", "home("
_HALF = 0.5
_INF = highspy.kHighsInf

Columns = NDArray[np.int32]
"""Positions of columns as HiGHS takes them."""


@dataclass(frozen=True, eq=False)
class _Bounds:
    """Bounds as the model was written: of columns ``(n,)``, of rows ``(m,)``."""

    col_lower: Floats
    col_upper: Floats
    row_lower: Floats
    row_upper: Floats


class LiveModel:
    """A written model inside HiGHS.

    Args:
        model: as written.
        threads: of the solver.

    Attributes:
        solver: HiGHS with the model. Its rows, columns and costs are changed here alone; its options elsewhere.
        names: ``(n,)`` of the written columns; t and the column of a distance have none.
        whole: ``(n,)`` bool: columns that take whole numbers only.
        functions: ``(n + 1,)`` index of each column's function, or ``SHARED``; the last is t's.
        sites: ``(n + 1,)`` index of the site at which a column says whether a function is offered, or ``SHARED``.
        aim_names: names of the three aims' columns.

    Raises:
        SolverError: HiGHS refuses the model.
        OutOfTimeError: a time limit ends while the model is read.
    """

    def __init__(self, model: Model, threads: int = 1) -> None:
        lp, self.names = as_lp(model)
        self.whole = np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_])
        self.functions = np.append(function_of_columns(self.names, model), SHARED)
        self.sites = np.append(site_of_offers(self.names, model), SHARED)
        # What runs HiGHS' threads outlives a solver; asking for another number of them is an error until it is reset.
        QuietHighs.resetGlobalScheduler(True)
        self.solver = QuietHighs(threads)
        self._written = _Bounds(*map(np.array, (lp.col_lower_, lp.col_upper_, lp.row_lower_, lp.row_upper_)))
        self._lower, self._upper = self._written.col_lower, self._written.col_upper
        self._position = {name: n for n, name in enumerate(self.names)}
        self._row_position = {row.name: n for n, row in enumerate(model.problem.constraints())}
        if self.solver.passModel(lp) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS refused the model; run with --debug and report it."))
        self._packings, self._cuts = self._packed(model, threads), 0
        self.aim_names = tuple(aim.name for aim in model.aims)
        self._aims = [self._position[name] for name in self.aim_names]
        self._t = lp.num_col_
        self._chebyshev = range(lp.num_row_, lp.num_row_ + 3)
        self._limits = range(self._chebyshev.stop, self._chebyshev.stop + MOST_LIMITS)
        self._add_rows_of_stages()
        self._priced: Mapping[str, float] = {}
        self._moved_rows: Collection[int] = ()
        self._fixed: Columns | None = None
        self._maximised: int | None = None

    # Size

    @property
    def large(self) -> bool:
        """Whether a search needs help: a plan from blocks of functions first, no cuts, no going on to the end."""
        return len(self.names) > LARGE

    @property
    def huge(self) -> bool:
        """Whether the model is too large to be searched whole: see decision 0017."""
        return len(self.names) > HUGE

    # A stage's costs and bounds

    def _add_rows_of_stages(self) -> None:
        """The column t and the rows that stages fill in, without effect until then."""
        aims = np.array(self._aims, dtype=np.int32)
        self.solver.addCol(0.0, -_INF, _INF, 0, np.array([], dtype=np.int32), np.array([]))
        for aim in self._aims:
            self.solver.addRow(-_INF, _INF, 2, np.array([aim, self._t], dtype=np.int32), np.array([1.0, -1.0]))
        for _ in self._limits:
            self.solver.addRow(-_INF, _INF, len(aims), aims, np.ones(len(aims)))

    def pose(self, stage: Stage) -> None:
        """Give the model a stage's costs, bounds and rows; what the last one left is undone."""
        solver, chebyshev = self.solver, stage.chebyshev
        for n, aim in enumerate(self._aims):
            solver.changeColCost(aim, stage.cost[n])
            solver.changeColBounds(aim, -_INF, min(stage.upper[n], _INF))
            solver.changeCoeff(self._chebyshev[n], aim, chebyshev.slope[n] if chebyshev else 1.0)
            solver.changeRowBounds(self._chebyshev[n], -_INF, chebyshev.offset[n] if chebyshev else _INF)
        self._pose_limits(stage)
        for name, price in {**dict.fromkeys(self._priced, 0.0), **stage.decisions}.items():
            solver.changeColCost(self._position[name], price)
        self._priced = stage.decisions
        solver.changeColCost(self._t, stage.t_cost)
        free = chebyshev is not None and chebyshev.bounds_t  # otherwise nothing holds t, and a cost of it is unbounded
        solver.changeColBounds(self._t, -_INF if free else 0.0, min(stage.t_upper, _INF) if free else 0.0)

    def _pose_limits(self, stage: Stage) -> None:
        without = ((1.0, 1.0, 1.0), _INF)
        for n, row in enumerate(self._limits):
            cost, most = stage.limits[n] if n < len(stage.limits) else without
            for aim, coefficient in zip(self._aims, cost, strict=True):
                self.solver.changeCoeff(row, aim, coefficient)
            self.solver.changeRowBounds(row, -_INF, most)

    def costs(self, stage: Stage) -> dict[int, float]:
        """A stage's cost of the aims and t, by column."""
        return dict(zip([*self._aims, self._t], [*stage.cost, stage.t_cost], strict=True))

    def objective(self, stage: Stage, values: Sequence[float]) -> float:
        """What the columns' values cost as the model is posed."""
        costs = [*self.costs(stage).items(), *((self.position(name), cost) for name, cost in stage.decisions.items())]
        apart = 0.0 if self._maximised is None else values[self._maximised]
        return sum(cost * values[column] for column, cost in costs) - apart

    def position(self, name: str) -> int:
        """Of a written column."""
        return self._position[name]

    # Another scenario on the same columns

    def hold(self, columns: Mapping[str, tuple[float, float]], rows: Mapping[str, float]) -> None:
        """Other bounds of columns and right sides of rows; what was held or excluded before is undone.

        Args:
            columns: lower and upper bound by name; all others have those they were written with.
            rows: of ≤ rows by name, by how much the right side is larger than written.
        """
        written = self._written
        self.include_all()
        self._lower, self._upper = written.col_lower.copy(), written.col_upper.copy()
        for name, (lower, upper) in columns.items():
            self._lower[self._position[name]], self._upper[self._position[name]] = lower, upper
        every = np.arange(len(self._lower), dtype=np.int32)
        self.solver.changeColsBounds(len(every), every, self._lower, self._upper)
        more = {self._row_position[name]: amount for name, amount in rows.items()}
        for n in self._moved_rows:
            self.solver.changeRowBounds(n, -_INF, written.row_upper[n])
        for n, amount in more.items():
            self.solver.changeRowBounds(n, -_INF, written.row_upper[n] + amount)
        self._moved_rows = tuple(more)

    # Plans fixed, excluded and kept apart from

    def _decided(self, values: Mapping[str, float]) -> tuple[Columns, Bools]:
        """Columns of offers and home levels, ``(d,)``, and which of them are chosen; what is not named is not."""
        names = [name for name in self.names if name.startswith((_OFFER, _HOME_LEVEL))]
        columns = np.array([self._position[name] for name in names], dtype=np.int32)
        return columns, np.array([values.get(name, 0.0) > _HALF for name in names], dtype=bool)

    def exclude(self, values: Mapping[str, float]) -> None:
        """Forbid the plans with the same offers and home levels, until `include_all`: at least one of them differs."""
        columns, there = self._decided(values)
        self.solver.addRow(1.0 - there.sum(), _INF, len(columns), columns, np.where(there, -1.0, 1.0))

    def fix(self, values: Mapping[str, float]) -> None:
        """Allow only plans with the same offers and home levels, until `include_all`."""
        columns, there = self._decided(values)
        ends = there.astype(float)
        self.solver.changeColsBounds(len(columns), columns, ends, ends)
        self._fixed = columns

    def include_all(self) -> None:
        """Undo `fix`, `exclude` and the rows of `add_distance`."""
        if self._fixed is not None:
            self._free(self._fixed)
            self._fixed = None
        written, now = self._permanent_rows, self.solver.getNumRow()
        if now > written:
            excluded = np.arange(written, now, dtype=np.int32)
            self.solver.deleteRows(len(excluded), excluded)

    @contextmanager
    def fixed_at(self, values: Mapping[str, float]) -> Iterator[None]:
        """Meanwhile the whole-number columns that are named have these values."""
        with self.held_at(*self._known(values)):
            yield

    def decided(self, relaxation: Relaxation, most: float) -> tuple[Columns, Floats]:
        """Columns that no plan with an objective up to ``most`` moves off an end, and those ends, both ``(k,)``.

        None if they are few, and none while a plan is fixed: what is held meanwhile is free afterwards.
        """
        at_lower, at_upper = relaxation.decided(most, self.whole & (self._lower < self._upper))
        columns = np.flatnonzero(at_lower | at_upper).astype(np.int32)
        if self._fixed is not None or len(columns) <= WORTH_NARROWING * np.count_nonzero(self.whole):
            columns = columns[:0]
        return columns, np.where(at_lower, self._lower, self._upper)[columns]

    @contextmanager
    def held_at(self, columns: Columns, ends: Floats) -> Iterator[None]:
        """Meanwhile columns have these values, both ``(k,)``."""
        self.solver.changeColsBounds(len(columns), columns, ends, ends)
        try:
            yield
        finally:
            self._free(columns)

    @property
    def unrestricted(self) -> bool:
        """Whether no plan is excluded and none fixed."""
        return self._fixed is None and self.solver.getNumRow() == self._permanent_rows

    def _free(self, columns: Columns) -> None:
        self.solver.changeColsBounds(len(columns), columns, self._lower[columns], self._upper[columns])

    def add_most(self, stage: Stage, most: float) -> None:
        """Allow no plan whose cost of the aims is higher in a stage, until `include_all`."""
        aims = np.array(self._aims, dtype=np.int32)
        self.solver.addRow(-_INF, most, len(aims), aims, np.array(stage.cost))

    def add_distance(self, known: Sequence[Mapping[str, float]]) -> int:
        """Add a last column: at most a plan's distance from each known one, and maximised. Returns where it is.

        The distance is the number of offers and home levels that differ. Another home level changes two columns, so
        each of those counts half.
        """
        distance = self._t + 1
        self.solver.addCol(-1.0, 0.0, _INF, 0, np.array([], dtype=np.int32), np.array([]))
        self._maximised = distance
        for values in known:
            columns, there = self._decided(values)
            size = np.array([_HALF if self.names[n].startswith(_HOME_LEVEL) else 1.0 for n in columns.tolist()])
            signs = np.where(there, -size, size)
            row = np.append(columns, distance).astype(np.int32)
            self.solver.addRow(-float(size[there].sum()), _INF, len(row), row, np.append(signs, -1.0))
        return distance

    def ask_distance(self, distance: int, least: int) -> None:
        """Allow only plans at least so far from each known one; distance is no longer what is maximised."""
        self.solver.changeColBounds(distance, float(least), _INF)
        self.solver.changeColCost(distance, 0.0)
        self._maximised = None

    def remove_distance(self, distance: int) -> None:
        """Take the column of `add_distance` away, with its rows and whatever else `include_all` undoes."""
        self.include_all()
        self.solver.deleteCols(1, np.array([distance], dtype=np.int32))
        self._maximised = None

    # Cuts

    @property
    def _permanent_rows(self) -> int:
        """Written rows, those of stages, and cuts."""
        return self._limits.stop + self._cuts

    def _packed(self, model: Model, threads: int) -> list[Packing]:
        """The rows cuts are looked for in; none where the relaxation is not solved."""
        if self.huge:
            return []
        ends, packings = (self._written.col_lower, self._written.col_upper), []
        for shared in model.shared:
            if (n := self._row_position.get(shared.row)) is not None:
                _, columns, values = self.solver.getRowEntries(n)
                upper = float(self._written.row_upper[n])
                every = np.array(columns, dtype=np.int64)
                packings.append(Packing(shared, self._position, every, values, upper, ends, threads))
        return [packing for packing in packings if packing.may_bind]

    def cut(self) -> bool:
        """Add the cuts that the solution of the last relaxation breaks; says whether there were any.

        None while plans are excluded: rows that go again must stay behind those that do not.
        """
        if not self._packings or self.solver.getNumRow() != self._permanent_rows:
            return False
        x = np.array(self.solver.getSolution().col_value)
        cuts = [cut for packing in self._packings if (cut := packing.cut(x))]
        for cut in cuts:
            columns = cut.columns.astype(np.int32)
            self.solver.addRow(-_INF, cut.most, len(columns), columns, cut.values)
        self._cuts += len(cuts)
        return bool(cuts)

    # Plans in and out

    def _known(self, values: Mapping[str, float]) -> tuple[Columns, Floats]:
        """The whole-number columns that are named, and their values."""
        known = [n for n, name in enumerate(self.names) if self.whole[n] and name in values]
        return np.array(known, dtype=np.int32), np.array([values[self.names[n]] for n in known])

    def begin_at(self, start: Mapping[str, float]) -> None:
        """Hand over the whole-number columns of a plan; HiGHS finds the others by a linear program of its own."""
        columns, values = self._known(start)
        self.solver.setSolution(len(columns), columns, values)

    def named(self, values: Sequence[float]) -> dict[str, float]:
        """Values of the written columns by name; those of t and a distance, which come after, are left out."""
        return dict(zip(self.names, values, strict=False))

    def is_complete(self, values: Mapping[str, float]) -> bool:
        """Whether every written column has a value."""
        return len(values) >= len(self.names)
