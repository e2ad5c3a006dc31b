"""HiGHS: the model is handed over once as arrays; stages change costs and bounds of the live model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import pulp

from placement.errors import Message, SolverError
from placement.instance.instance import Bools, Floats, Ints
from placement.model.linear import name_of
from placement.patience import in_time
from placement.solve.blocks import SHARED, Blocks
from placement.solve.linear_programs import Face, proven_bound
from placement.solve.packing import Packing
from placement.solve.quiet_highs import QuietHighs
from placement.solve.result import Status
from placement.solve.stage import INF, MOST_LIMITS, Answer, Clock, Stage, three

if TYPE_CHECKING:
    from placement.model.formulation import Model

_STATUS = highspy.HighsModelStatus
_LIMITS = {_STATUS.kTimeLimit: "time_limit", _STATUS.kInterrupt: "interrupt"}
SMALL = 1000
"""Models up to this many columns are solved without presolve: it has cut off the best plan of a small one."""
LARGE = 30_000
"""In models with more columns than this a search begins with blocks of functions: alone it would hardly find a plan."""
HUGE = 100_000
"""Models with more columns are not searched whole where time is limited: blocks give a plan, and duals a bound."""
BLOCKS_SHARE = 0.4
"""At most this share of the time left for a stage goes to blocks of functions; in huge models all that is left."""
WORTH_CUTTING = 0.1
"""Cuts are looked for as long as a round of them moves the bound by this share of the asked gap."""
BOUND_SHARE = 0.5
"""At most this share of the time left for a stage of a huge model goes to its bound."""
_DECIDING = ("open(", "home(")
_HALF = 0.5
_WHOLE = 0.99
"""A gap below 1 proves a number that is whole."""
_CLOSE = 0.01
"""Gap, in ranges, to which the best of equally distant plans is found."""
_IN_COMMON = ("units", "aim", "saved_trips")
MIDDLING = 3000
"""Models up to this many columns are searched without restarts and without looking for symmetry."""
_SLOW_RULES = 1 << 15 | 1 << 16
"""Probing and enumeration take most of the time on large models, and the search begins as well without them."""
_DOUBTFUL = (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible, _STATUS.kSolveError)
_LITTLE_WORK = 2_000_000
"""Nodes times columns that a search which has reached its gap goes on for."""
_EXACT = 1e-7
"""Objective and bound this close, in columns, have met."""
_NO_BOUND = 1e29
"""HiGHS writes its infinity as 1e30."""


def _arrays(model: Model) -> tuple[highspy.HighsLp, list[str]]:
    """PuLP's problem as HiGHS' arrays, row by row, and the column names; columns that no row mentions included."""
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


@dataclass(frozen=True, eq=False)
class _Bounds:
    """Bounds of columns and rows."""

    col_lower: Floats
    col_upper: Floats
    row_lower: Floats
    row_upper: Floats


def _groups(names: Sequence[str], model: Model) -> Ints:
    """Which function each column belongs to, by its name; ``SHARED`` where functions have it in common."""
    functions = {name_of("", f)[1:-1]: n for n, f in enumerate(model.draft.instance.function_ids)}
    first = 1 if model.draft.phase else 0
    groups = np.full(len(names), SHARED)
    for n, name in enumerate(names):
        kind, _, ids = name.partition("(")
        of = ids.rstrip(")").split(",", first + 1)
        if kind not in _IN_COMMON and len(of) > first:
            groups[n] = functions.get(of[first], SHARED)
    return groups


def _out_of_time(clock: Clock) -> Answer | None:
    if clock.left > 0 and not clock.stop.is_set():
        return None
    return Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, "time_limit" if clock.left <= 0 else "interrupt")


class HighsBackend:
    """A live HiGHS model."""

    def __init__(self, model: Model, threads: int = 1, seed: int = 0) -> None:
        lp, self._names = _arrays(model)
        self._whole = np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_])
        QuietHighs.resetGlobalScheduler(True)  # another number of threads is only taken by a new scheduler
        self._highs, self._threads = QuietHighs(threads), threads
        self._set("random_seed", seed)
        self._set("primal_feasibility_tolerance", 1e-7)
        self._set("mip_rel_gap", 0.0)
        self._presolve = "off" if lp.num_col_ <= SMALL else "choose"
        self._set("mip_allow_restart", lp.num_col_ > MIDDLING)  # they pay on large models only
        self._set("mip_detect_symmetry", lp.num_col_ > MIDDLING)
        self._set("presolve", self._presolve)
        self._set("presolve_rule_off", _SLOW_RULES)
        self._set("mip_heuristic_run_rins", False)  # with a good start they cost half the time and find nothing
        self._set("mip_heuristic_run_rens", False)
        self._written = _Bounds(*map(np.array, (lp.col_lower_, lp.col_upper_, lp.row_lower_, lp.row_upper_)))
        self._lower, self._upper = self._written.col_lower, self._written.col_upper
        self._position = {name: n for n, name in enumerate(self._names)}
        self._limited: dict[int, float] = {}
        self._row_position = {row.name: n for n, row in enumerate(model.problem.constraints())}
        if self._highs.passModel(lp) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS refused the model; run with --debug and report it."))
        self._packings, self._cuts = self._packed(model, lp), 0
        self._aim_names = tuple(aim.name for aim in model.aims)
        self._aims = [self._position[name] for name in self._aim_names]
        self._t = lp.num_col_
        self._rows = range(lp.num_row_, lp.num_row_ + 3)
        self._add_chebyshev()
        self._limits = range(self._rows.stop, self._rows.stop + MOST_LIMITS)
        self._add_limits()
        self._priced: Mapping[str, float] = {}
        self._enough = False
        self._fixed: Any = None
        self._group = np.append(_groups(self._names, model), SHARED)

    @property
    def huge(self) -> bool:
        """Whether the model is too large to be searched whole."""
        return len(self._names) > HUGE

    def _packed(self, model: Model, lp: highspy.HighsLp) -> list[Packing]:
        """Rows in which clinics take whole days, as far as not everything fits; none where a relaxation takes long."""
        if lp.num_col_ > LARGE:
            return []
        ends = np.array(lp.col_lower_), np.array(lp.col_upper_)
        packings = []
        for shared in model.shared:
            if (n := self._row_position.get(shared.row)) is not None:
                _, columns, values = self._highs.getRowEntries(n)
                upper = float(lp.row_upper_[n])
                packings.append(
                    Packing(shared, self._position, columns.astype(np.int64), values, upper, ends, self._threads)
                )
        return [packing for packing in packings if packing.may_bind]

    def _set(self, option: str, value: Any) -> None:
        if self._highs.setOptionValue(option, value) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS does not take {option} = {value!r}.", option=option, value=value))

    def _add_chebyshev(self) -> None:
        """The column t and three rows ``slope · aim − t ≤ offset``, without effect until a stage fills them in."""
        inf = highspy.kHighsInf
        self._highs.addCol(0.0, -inf, inf, 0, np.array([], dtype=np.int32), np.array([]))
        for aim in self._aims:
            self._highs.addRow(-inf, inf, 2, np.array([aim, self._t], dtype=np.int32), np.array([1.0, -1.0]))

    def _add_limits(self) -> None:
        """Rows over the aims, without effect until a stage holds a value."""
        inf, aims = highspy.kHighsInf, np.array(self._aims, dtype=np.int32)
        for _ in self._limits:
            self._highs.addRow(-inf, inf, len(aims), aims, np.ones(len(aims)))

    def _pose(self, stage: Stage) -> None:
        inf = highspy.kHighsInf
        highs, chebyshev = self._highs, stage.chebyshev
        for n, aim in enumerate(self._aims):
            highs.changeColCost(aim, stage.cost[n])
            highs.changeColBounds(aim, -inf, min(stage.upper[n], inf))
            highs.changeCoeff(self._rows[n], aim, chebyshev.slope[n] if chebyshev else 1.0)
            highs.changeRowBounds(self._rows[n], -inf, chebyshev.offset[n] if chebyshev else inf)
        self._pose_limits(stage)
        for name, price in {**dict.fromkeys(self._priced, 0.0), **stage.decisions}.items():
            highs.changeColCost(self._position[name], price)
        self._priced = stage.decisions
        highs.changeColCost(self._t, stage.t_cost)
        free = chebyshev is not None and chebyshev.bounds_t
        highs.changeColBounds(self._t, -inf if free else 0.0, min(stage.t_upper, inf) if free else 0.0)
        self._set("mip_abs_gap", 0.0 if self._to_end(stage) else stage.gap)
        self._set("solve_relaxation", stage.relaxed)

    def _pose_limits(self, stage: Stage) -> None:
        without = ((1.0, 1.0, 1.0), highspy.kHighsInf)
        for n, row in enumerate(self._limits):
            cost, most = stage.limits[n] if n < len(stage.limits) else without
            for aim, coefficient in zip(self._aims, cost, strict=True):
                self._highs.changeCoeff(row, aim, coefficient)
            self._highs.changeRowBounds(row, -highspy.kHighsInf, most)

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; see ``Backend``. A start that the relaxation proves good enough is the answer."""
        return self._answer(stage.in_columns(), clock, start).of(stage.in_columns())

    def _to_end(self, stage: Stage) -> bool:
        """Whether a search that has reached the asked gap goes on."""
        return stage.to_end and len(self._names) <= LARGE

    def _answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None) -> Answer:
        self._pose(stage)
        if (out := _out_of_time(clock)) is not None:
            return out
        if stage.relaxed or not start or not self._whole.any():
            return self._run(stage, clock)
        if self.huge and clock.limit is not None:
            return self._by_parts(stage, clock, start) or self._run(stage, clock)
        bound = self._tightened(stage, clock) if self._value(stage, start) < INF else -INF
        done = self._proven_start(stage, clock, start, bound)
        if done is None and len(self._names) > LARGE:
            start = self._better(stage, clock, start, bound, BLOCKS_SHARE)
            done = self._proven_start(stage, clock, start, bound)
        if done is not None:
            return done
        self._begin_at(start)
        return self._no_worse(stage, self._run(stage, clock), start, bound)

    def _no_worse(self, stage: Stage, answer: Answer, start: Mapping[str, float], bound: float) -> Answer:
        """A search that was stopped early knows no less than what it began with."""
        if not answer.stopped:
            return answer
        bound, value = max(bound, answer.bound), self._value(stage, start)
        if len(start) < len(self._names) or (answer.values and answer.objective <= value):
            return replace(answer, bound=bound)
        status = Status.OPTIMAL if value - bound <= stage.gap else Status.FEASIBLE
        return Answer(status, start, value, bound, answer.stopped)

    def _by_parts(self, stage: Stage, clock: Clock, start: Mapping[str, float]) -> Answer | None:
        """A bound from duals and a plan from blocks of functions; None where the start is no plan."""
        known = self._value(stage, start)
        if known == INF:
            return None
        bound, asked = -INF, stage.gap < INF
        if asked:
            bound = proven_bound(self._highs.getLp(), known, self._fresh, clock.part(BOUND_SHARE))
            clock.tell(stage, known, bound)
        done = asked and known - bound <= stage.gap
        values = start if done else self._better(stage, clock, start, bound, 1.0)
        values = values if len(values) >= len(self._names) else self._completed(stage, clock, values)
        if not values:
            return None
        value = self._value(stage, values)
        proven = asked and value - bound <= stage.gap
        return Answer(
            Status.OPTIMAL if proven else Status.FEASIBLE, values, value, bound, "" if proven else "time_limit"
        )

    def _value(self, stage: Stage, values: Mapping[str, float]) -> float:
        """The stage's objective at a plan; infinity where its aims are not known or not within the bounds."""
        aims = three(values.get(name, INF) for name in self._aim_names)
        decided = sum(cost * values.get(name, INF) for name, cost in stage.decisions.items())
        return stage.value(aims) + decided if INF not in aims and stage.keeps(aims) else INF

    def _better(
        self, stage: Stage, clock: Clock, start: Mapping[str, float], bound: float, share: float
    ) -> Mapping[str, float]:
        """The start, or what blocks of functions make of it in a share of the time left."""
        own = clock.part(share)
        if self._value(stage, start) == INF:
            return start
        whole = start if len(start) >= len(self._names) else self._completed(stage, own, start)
        if not whole:
            return start
        t = stage.t_of(three(whole[name] for name in self._aim_names))
        values = np.array([*(whole[name] for name in self._names), t])
        blocks = Blocks(self._highs.getLp(), self._group, values, self._fresh)
        gap = min(stage.gap, stage.unit) / 10
        blocks.improve(lambda: 0.0 if own.stop.is_set() else own.left, gap, partial(clock.tell, stage, bound=bound))
        return dict(zip(self._names, blocks.values.tolist(), strict=False))

    def _fresh(self) -> QuietHighs:
        """Another solver with the same options, without a model."""
        solver = QuietHighs(self._threads)
        solver.passOptions(self._highs.getOptions())
        for option, value in (("solve_relaxation", False), ("solver", "choose"), ("time_limit", highspy.kHighsInf)):
            solver.setOptionValue(option, value)
        return solver

    def hold(self, columns: Mapping[str, tuple[float, float]], rows: Mapping[str, float]) -> None:
        """Other bounds of columns, and more or less on the right side of ≤ rows, until the next call."""
        written = self._written
        self.include_all()
        self._lower, self._upper = written.col_lower.copy(), written.col_upper.copy()
        for name, (lower, upper) in columns.items():
            self._lower[self._position[name]], self._upper[self._position[name]] = lower, upper
        every = np.arange(len(self._lower), dtype=np.int32)
        self._highs.changeColsBounds(len(every), every, self._lower, self._upper)
        for n, upper in self._limited.items():
            self._highs.changeRowBounds(n, -highspy.kHighsInf, upper)
        self._limited = {self._row_position[name]: written.row_upper[self._row_position[name]] for name in rows}
        for name, more in rows.items():
            n = self._row_position[name]
            self._highs.changeRowBounds(n, -highspy.kHighsInf, written.row_upper[n] + more)

    def exclude(self, values: Mapping[str, float]) -> None:
        """No plan with the same offers and home levels as this one, until ``include_all``."""
        columns, there = self._decided(values)
        self._highs.addRow(1.0 - there.sum(), highspy.kHighsInf, len(columns), columns, np.where(there, -1.0, 1.0))

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """See ``Backend``."""
        whole = np.flatnonzero(self._whole)
        stages = [stage.in_columns() for stage in measures]
        self._pose(replace(stages[0], relaxed=True))
        lp = self._highs.getLp()
        face = Face(self._highs, np.array(lp.row_lower_), np.array(lp.row_upper_))
        face.fix(whole, np.round([values[self._names[n]] for n in whole]))
        costs = [dict(zip([*self._aims, self._t], [*stage.cost, stage.t_cost], strict=True)) for stage in stages]
        costs += [{self._position[name]: cost for name, cost in named.items()} for named in further]
        done = all(face.minimise(cost) for cost in costs)
        found = self._highs.getSolution().col_value if done else ()
        face.leave()
        return dict(zip(self._names, found, strict=False)) if done else values

    @property
    def can_exclude(self) -> bool:
        """See ``Backend``."""
        return len(self._names) <= LARGE

    def fix(self, values: Mapping[str, float]) -> None:
        """Only plans with the same offers and home levels as this one, until ``include_all``."""
        columns, there = self._decided(values)
        ends = there.astype(float)
        self._highs.changeColsBounds(len(columns), columns, ends, ends)
        self._fixed = columns

    def _decided(self, values: Mapping[str, float]) -> tuple[Any, Bools]:
        """The columns of offers and home levels, and which are chosen."""
        names = [name for name in self._names if name.startswith(_DECIDING)]
        columns = np.array([self._position[name] for name in names], dtype=np.int32)
        return columns, np.array([values[name] > _HALF for name in names], dtype=bool)

    def include_all(self) -> None:
        """Every plan again."""
        if self._fixed is not None:
            free = self._fixed
            self._highs.changeColsBounds(len(free), free, self._lower[free], self._upper[free])
            self._fixed = None
        written, now = self._limits.stop + self._cuts, self._highs.getNumRow()
        if now > written:
            excluded = np.arange(written, now, dtype=np.int32)
            self._highs.deleteRows(len(excluded), excluded)

    def farthest(
        self, stage: Stage, most: float, known: Sequence[Mapping[str, float]], clock: Clock
    ) -> tuple[Answer, int]:
        """A plan whose nearest among the known ones is as far away as can be; of such plans the best.

        Plans are as far apart as they have other offers and home levels.

        Args:
            stage: what is minimised.
            most: the highest objective that is allowed.
            known: column values of the plans it should differ from.
            clock: time for it.

        Returns:
            The answer, and how far it is from the nearest; no values where there is none.
        """
        nowhere = replace(stage, cost=(0.0, 0.0, 0.0), t_cost=0.0, gap=_WHOLE, unit=1.0, to_end=False)
        if stage.chebyshev is not None:
            nowhere = replace(nowhere, t_upper=most)
        self._pose(nowhere)
        inf, aims = highspy.kHighsInf, np.array(self._aims, dtype=np.int32)
        if stage.chebyshev is None:
            self._highs.addRow(-inf, most, len(aims), aims, np.array(stage.cost))
        distance = self._t + 1
        self._highs.addCol(-1.0, 0.0, inf, 0, np.array([], dtype=np.int32), np.array([]))
        for values in known:
            self._keep_apart(values, distance)
        answer = self._run(nowhere, clock)
        far = round(-answer.objective) if answer.values else 0
        if far:
            self._highs.changeColBounds(distance, float(far), inf)
            self._highs.changeColCost(distance, 0.0)
            nearest = replace(stage, t_upper=nowhere.t_upper, gap=max(stage.gap, _CLOSE * stage.unit), to_end=False)
            self._pose(nearest)
            self._begin_at(answer.values)
            best = self._run(nearest, clock)
            answer = best if best.values else answer
        self.include_all()
        self._highs.deleteCols(1, np.array([distance], dtype=np.int32))
        return answer, far

    def _keep_apart(self, values: Mapping[str, float], distance: int) -> None:
        """``distance`` is at most how far a plan is from this one; another home level changes two columns."""
        names = [name for name in self._names if name.startswith(_DECIDING)]
        columns = np.array([*(self._position[name] for name in names), distance], dtype=np.int32)
        there = np.array([values.get(name, 0.0) > _HALF for name in names], dtype=bool)
        size = np.array([_HALF if name.startswith(_DECIDING[1]) else 1.0 for name in names])
        signs = np.where(there, -size, size)
        least = -float(size[there].sum())
        self._highs.addRow(least, highspy.kHighsInf, len(columns), columns, np.append(signs, -1.0))

    def _run(self, stage: Stage, clock: Clock) -> Answer:
        if (out := _out_of_time(clock)) is not None:
            return out
        self._limit(stage, clock.left)
        self._listen(stage, clock)
        self._enough = False
        self._highs.run()
        if self._doubtful():
            self._again_otherwise(stage, clock)
        return self._read(stage, clock)

    def _proven_start(self, stage: Stage, clock: Clock, start: Mapping[str, float], bound: float) -> Answer | None:
        """The start as the answer where it is within the gap of the linear relaxation; None otherwise."""
        value = self._value(stage, start)
        enough = _EXACT * max(1.0, abs(value)) if self._to_end(stage) else stage.gap
        if value == INF or not value - bound <= enough:
            return None
        clock.tell(stage, value, bound)
        values = start if len(start) >= len(self._names) else self._completed(stage, clock, start)
        return Answer(Status.OPTIMAL, values, value, bound, "") if values else None

    def _tightened(self, stage: Stage, clock: Clock) -> float:
        """Where the linear relaxation ends, cut by cut; minus infinity where it does not."""
        posed, quiet = replace(stage, relaxed=True), replace(clock, report=None, found=None)
        self._set("solve_relaxation", True)
        answer = self._run(posed, quiet)
        bound = answer.bound if answer.values else -INF
        while answer.values and self._cut():
            answer = self._run(posed, quiet)
            moved = answer.bound - bound if answer.values else 0.0
            bound += moved
            if moved <= WORTH_CUTTING * stage.gap:
                break
        self._set("solve_relaxation", False)
        return bound

    def _cut(self) -> bool:
        """Whether the last relaxation halves what fits only one at a time; from now on it may not."""
        if not self._packings or self._highs.getNumRow() != self._limits.stop + self._cuts:
            return False  # plans are excluded by rows that go again
        x = np.array(self._highs.getSolution().col_value)
        cuts = [cut for packing in self._packings if (cut := packing.cut(x))]
        for cut in cuts:
            columns = cut.columns.astype(np.int32)
            self._highs.addRow(-highspy.kHighsInf, cut.most, len(columns), columns, cut.values)
        self._cuts += len(cuts)
        return bool(cuts)

    def _completed(self, stage: Stage, clock: Clock, start: Mapping[str, float]) -> Mapping[str, float]:
        """All columns of a plan of which whole-number columns are known."""
        known = [n for n, name in enumerate(self._names) if self._whole[n] and name in start]
        columns = np.array(known, dtype=np.int32)
        values = np.array([start[self._names[n]] for n in known])
        self._highs.changeColsBounds(len(columns), columns, values, values)
        answer = self._run(stage, replace(clock, report=None, found=None))
        self._highs.changeColsBounds(len(columns), columns, self._lower[columns], self._upper[columns])
        return answer.values

    def _limit(self, stage: Stage, seconds: float) -> None:
        """HiGHS counts a linear program's time from the first run on, an integer program's from each run."""
        spent = self._highs.getRunTime() if stage.relaxed or not self._whole.any() else 0.0
        self._set("time_limit", spent + seconds if math.isfinite(seconds) else highspy.kHighsInf)

    def _doubtful(self) -> bool:
        """Whether there is no solution and no limit says why; some releases end as optimal without one."""
        status = self._highs.getModelStatus()
        found = self._highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return status in _DOUBTFUL or (status == _STATUS.kOptimal and not found)

    def _again_otherwise(self, stage: Stage, clock: Clock) -> None:
        """HiGHS has called feasible models infeasible, both with presolve and without; it takes both to be believed.

        A solution that stands on a row's last digit may be past it once presolve is undone, which it calls a solve
        error; with a smaller tolerance on the way it is not.
        """
        tolerance = float(self._highs.getOptionValue("mip_feasibility_tolerance")[1])
        if self._highs.getModelStatus() == _STATUS.kSolveError:
            self._set("mip_feasibility_tolerance", tolerance / 10)
        self._set("presolve", "on" if self._presolve == "off" else "off")
        self._highs.clearSolver()
        self._limit(stage, clock.left)
        self._highs.run()
        self._set("presolve", self._presolve)
        self._set("mip_feasibility_tolerance", tolerance)

    def _begin_at(self, start: Mapping[str, float]) -> None:
        whole = [n for n, name in enumerate(self._names) if self._whole[n] and name in start]
        values = np.array([start[self._names[n]] for n in whole])
        self._highs.setSolution(len(whole), np.array(whole, dtype=np.int32), values)

    def _listen(self, stage: Stage, clock: Clock) -> None:
        """Progress and interruption from HiGHS' own callbacks, in the calling thread."""

        def called(kind: Any, _message: str, data: Any, reply: Any, _user: Any) -> None:
            if kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
                best = data.mip_primal_bound if abs(data.mip_primal_bound) < _NO_BOUND else None
                bound = data.mip_dual_bound if abs(data.mip_dual_bound) < _NO_BOUND else None
                clock.tell(stage, best, bound)
                if reply is not None and self._is_enough(stage, best, bound, data.mip_node_count):
                    self._enough = reply.user_interrupt = True
            if kind == highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution and clock.found is not None:
                values = dict(zip(self._names, list(data.mip_solution), strict=False))
                clock.found(stage, values, data.mip_dual_bound / stage.factor)
            if reply is not None and clock.stop.is_set():
                reply.user_interrupt = True

        self._highs.setCallback(called, None)
        kinds = ["kCallbackMipInterrupt", "kCallbackSimplexInterrupt"]
        for kind in kinds if clock.found is None else [*kinds, "kCallbackMipImprovingSolution"]:
            self._highs.startCallback(getattr(highspy.cb.HighsCallbackType, kind))

    def _is_enough(self, stage: Stage, best: float | None, bound: float | None, nodes: int) -> bool:
        """Whether what is asked is known, or the asked gap is reached and the end further away than a little work."""
        if (bound is not None and bound > stage.enough) or (best is not None and best <= stage.enough):
            return True
        known = best is not None and bound is not None and best - bound <= stage.gap
        reached = stage.gap == INF or known
        return self._to_end(stage) and reached and nodes * len(self._names) > _LITTLE_WORK

    def _read(self, stage: Stage, clock: Clock) -> Answer:
        """The one place where HiGHS' words become ours."""
        status = self._highs.getModelStatus()
        info = self._highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        stopped = "" if self._enough else _LIMITS.get(status, "")
        if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
            return Answer(Status.INFEASIBLE, {}, INF, INF, "")
        if not found:
            if stopped or self._enough:
                bound = -INF if stage.relaxed else self._bound(info)
                return Answer(Status.NO_PLAN_FOUND, {}, INF, bound, stopped)
            raise SolverError(
                Message("HiGHS ended with '{status}' and no solution.", status=self._highs.modelStatusToString(status))
            )
        objective = float(info.objective_function_value)
        bound = self._bound(info, relaxed=stage.relaxed)
        proven = status == _STATUS.kOptimal or objective - bound <= stage.gap + 1e-9 * max(1.0, abs(objective))
        clock.tell(stage, objective, bound)
        values = dict(zip(self._names, self._highs.getSolution().col_value, strict=False))
        return Answer(Status.OPTIMAL if proven else Status.FEASIBLE, values, objective, bound, stopped)

    def _bound(self, info: Any, *, relaxed: bool = False) -> float:
        if relaxed or not self._whole.any():
            return float(info.objective_function_value)
        bound = float(info.mip_dual_bound)
        return bound if abs(bound) < _NO_BOUND else -INF
