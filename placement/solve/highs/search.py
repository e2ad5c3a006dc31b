"""The search: how a stage is answered on the live model, and what is believed of HiGHS' answer.

By size of the model (columns):

* Any: the linear relaxation is asked first, with cuts for what is shared in whole days, whether the start is good
  enough already. Many stages end there, since each begins with the best plan of the last one.
* Any: what the relaxation says of single columns is held while plans as good as a known one are searched for
  (`placement.solve.highs.relaxation`); with more than ``MIDDLING`` plans near the bound are searched first.
* More than ``LARGE``: blocks of functions are decided anew, one at a time, to begin with a better plan.
* More than ``HUGE``, with a time limit: no search. Duals give a bound, blocks of functions a plan (decision 0017).

HiGHS has called feasible models infeasible and ended as optimal without a solution; such an answer is believed only
when it comes twice, with presolve and without (decision 0009).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from placement.errors import Message, SolverError
from placement.instance.instance import Floats
from placement.solve.highs.dual_bound import OptimalFace, proven_bound
from placement.solve.highs.fix_and_optimise import Blocks
from placement.solve.highs.model import Columns, LiveModel
from placement.solve.highs.quiet_highs import MIDDLING, QuietHighs, search_options
from placement.solve.highs.relaxation import Relaxation, question
from placement.solve.result import Status
from placement.solve.stage import INF, Answer, Clock, Stage, three

if TYPE_CHECKING:
    from placement.model.formulation import Model

BLOCKS_SHARE = 0.4
"""At most this share of the time left for a stage goes to blocks of functions; in huge models all that is left."""
BOUND_SHARE = 0.5
"""At most this share of the time left for a stage of a huge model goes to its bound."""
NEAR = 0.025
"""Plans near the bound are looked for first: up to this share of the way from it to the known plan. In regions with ten
houses the best plan is 1.6 to 2.4 % away from what the relaxation promises, once it is cut."""
WORTH_CUTTING = 0.1
"""Cuts are looked for as long as a round of them moves the bound by this share of the asked gap."""
_LITTLE_WORK = 2_000_000
"""Nodes times columns that a search which has reached its gap goes on for: counted, not timed, so that which plan it
ends with does not depend on the machine (decision 0025)."""
_EXACT = 1e-7
"""Objective and bound this close, as a share of the objective where that is above 1, have met: solvers' tolerance."""
_ROUNDING = 1e-9
"""Likewise as a share: objective and bound are sums of the same numbers in another order, which differ by less."""
_TOLD = 1e-6
"""The objective that HiGHS tells and that of its solution differ by less, as a share where it is above 1."""
_WHOLE = 0.99
"""A gap below 1 proves an objective that is a whole number."""
_CLOSE = 0.01
"""Of plans equally far from the known ones the best is found to this gap, in ranges: it is shown as an alternative, and
that it is the best is not claimed."""
_NO_BOUND = 1e29
"""HiGHS writes its infinity, in what it tells on the way, as 1e30."""
_STATUS = highspy.HighsModelStatus
_LIMITS = {_STATUS.kTimeLimit: "time_limit", _STATUS.kInterrupt: "interrupt"}
_DOUBTFUL = (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible, _STATUS.kSolveError)


def _out_of_time(clock: Clock) -> Answer | None:
    if clock.left > 0 and not clock.stop.is_set():
        return None
    return Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, "time_limit" if clock.left <= 0 else "interrupt")


class HighsBackend:
    """Answers stages with HiGHS; see ``Backend`` for what is common to solvers.

    Args:
        model: as written.
        threads: of the solver.
        seed: of chance in the solver.

    Raises:
        SolverError: HiGHS refuses the model or an option.
        OutOfTimeError: a time limit ends while the model is read.
    """

    def __init__(self, model: Model, threads: int = 1, seed: int = 0) -> None:
        self._live, self._threads = LiveModel(model, threads), threads
        self._solver = self._live.solver
        options = search_options(len(self._live.names), seed)
        for option, value in options.items():
            self._set(option, value)
        self._presolve = options["presolve"]
        self._relaxation: Relaxation | None = None
        self._enough = False
        self._left_out = INF
        self._values: Sequence[float] = ()

    def _set(self, option: str, value: Any) -> None:
        if self._solver.setOptionValue(option, value) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS does not take {option} = {value!r}.", option=option, value=value))

    # Which plans are allowed

    @property
    def huge(self) -> bool:
        """Whether the model is too large to be searched whole."""
        return self._live.huge

    @property
    def can_exclude(self) -> bool:
        """See ``Backend``."""
        return not self._live.large

    def hold(self, columns: Mapping[str, tuple[float, float]], rows: Mapping[str, float]) -> None:
        """Ask another scenario with the same columns from now on; see `LiveModel.hold`."""
        self._relaxation = None
        self._live.hold(columns, rows)

    def exclude(self, values: Mapping[str, float]) -> None:
        """See ``Backend``."""
        self._live.exclude(values)

    def fix(self, values: Mapping[str, float]) -> None:
        """See ``Backend``."""
        self._live.fix(values)

    def include_all(self) -> None:
        """See ``Backend``."""
        self._live.include_all()

    # Answering a stage

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; see ``Backend``. A start that the relaxation proves good enough is the answer."""
        return self._answer(stage.in_columns(), clock, start).of(stage.in_columns())

    def _answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None) -> Answer:
        self._pose(stage)
        if (out := _out_of_time(clock)) is not None:
            return out
        if stage.relaxed or not self._live.whole.any():
            return self._run(stage, clock)
        if not start:
            return self._narrowed(stage, clock, stage.enough)
        if self.huge and clock.limit is not None:
            return self._by_parts(stage, clock, start) or self._run(stage, clock)
        bound = self._tightened(stage, clock) if self._value(stage, start) < INF else -INF
        done = self._proven_start(stage, clock, start, bound)
        if done is None and self._live.large:
            start = self._better(stage, clock, start, bound, BLOCKS_SHARE)
            done = self._proven_start(stage, clock, start, bound)
        if done is not None:
            return done
        return self._no_worse(stage, self._searched(stage, clock, start), start, bound)

    def _searched(self, stage: Stage, clock: Clock, start: Mapping[str, float]) -> Answer:
        """Search, beginning with a plan; first, where that leaves few columns, only among plans near the bound."""
        value, known = self._value(stage, start), self._relaxation
        if known is not None and value < INF and len(self._live.names) > MIDDLING and not self._live.large:
            near = known.bound + NEAR * (value - known.bound)
            if len(self._decided(stage, near)[0]):
                answer = self._narrowed(stage, clock, near)
                if answer.stopped or answer.objective <= near:
                    return answer
                if answer.objective < value:
                    start, value = answer.values, answer.objective
        return self._narrowed(stage, clock, value, start)

    def _narrowed(self, stage: Stage, clock: Clock, most: float, start: Mapping[str, float] | None = None) -> Answer:
        """Search, and where the last relaxation allows only among plans with an objective of at most ``most``.

        Plans left out cost more than that, so the bound is no higher than ``most``. NaN and infinity leave none out.
        """
        most += _TOLD * max(1.0, abs(most))
        columns, ends = self._decided(stage, most)
        if not len(columns):
            return self._begun(stage, clock, start)
        self._left_out = most
        with self._live.held_at(columns, ends):
            answer = self._begun(stage, clock, start)
        self._left_out = INF
        return Answer(Status.NO_PLAN_FOUND, {}, INF, most, "") if answer.status is Status.INFEASIBLE else answer

    def _decided(self, stage: Stage, most: float) -> tuple[Columns, Floats]:
        """Columns that no plan up to an objective moves, and where they are; none where no relaxation says so."""
        known = self._relaxation
        if known is None or not math.isfinite(most) or not known.is_about(stage):
            return np.zeros(0, dtype=np.int32), np.zeros(0)
        return self._live.decided(known, most)

    def _begun(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None) -> Answer:
        """Search, beginning with a plan if there is one."""
        if start:
            self._live.begin_at(start)
        return self._run(stage, clock)

    def _pose(self, stage: Stage) -> None:
        self._live.pose(stage)
        self._set("mip_abs_gap", 0.0 if self._to_end(stage) else stage.gap)
        self._set("solve_relaxation", stage.relaxed)

    def _to_end(self, stage: Stage) -> bool:
        """Whether a search that has reached the asked gap goes on."""
        return stage.to_end and not self._live.large

    def _value(self, stage: Stage, values: Mapping[str, float]) -> float:
        """The stage's objective at a plan; infinity where its aims are not known or not within the bounds."""
        aims = three(values.get(name, INF) for name in self._live.aim_names)
        decided = sum(cost * values.get(name, INF) for name, cost in stage.decisions.items())
        return stage.value(aims) + decided if INF not in aims and stage.keeps(aims) else INF

    def _proven_start(self, stage: Stage, clock: Clock, start: Mapping[str, float], bound: float) -> Answer | None:
        """The start as the answer where it is within the gap of the linear relaxation; None otherwise."""
        value = self._value(stage, start)
        enough = _EXACT * max(1.0, abs(value)) if self._to_end(stage) else stage.asked(bound)
        if value == INF or not value - bound <= enough:
            return None
        clock.tell(stage, value, bound)
        values = start if self._live.is_complete(start) else self._completed(stage, clock, start)
        return Answer(Status.OPTIMAL, values, value, bound, "") if values else None

    def _completed(self, stage: Stage, clock: Clock, start: Mapping[str, float]) -> Mapping[str, float]:
        """All columns of a plan of which the whole-number columns are known; empty where they belong to no plan."""
        with self._live.fixed_at(start):
            return self._run(stage, replace(clock, report=None, found=None)).values

    def _no_worse(self, stage: Stage, answer: Answer, start: Mapping[str, float], bound: float) -> Answer:
        """A search that was stopped knows no less than its start and the relaxation; HiGHS may not have come so far."""
        if not answer.stopped:
            return answer
        bound, value = max(bound, answer.bound), self._value(stage, start)
        if not self._live.is_complete(start) or (answer.values and answer.objective <= value):
            return replace(answer, bound=bound)
        status = Status.OPTIMAL if value - bound <= stage.asked(bound) else Status.FEASIBLE
        return Answer(status, start, value, bound, answer.stopped)

    # Relaxation and cuts

    def _tightened(self, stage: Stage, clock: Clock) -> float:
        """The bound of the linear relaxation, cut by cut; minus infinity where there is none."""
        posed, quiet = replace(stage, relaxed=True), replace(clock, report=None, found=None)
        self._set("solve_relaxation", True)
        answer = self._run(posed, quiet)
        bound = answer.bound if answer.values else -INF
        while answer.values and self._live.cut():
            answer = self._run(posed, quiet)
            moved = answer.bound - bound if answer.values else 0.0
            bound += moved
            if moved <= WORTH_CUTTING * stage.asked(bound):
                break
        if answer.values and self._live.unrestricted:
            reduced = np.array(self._solver.getSolution().col_dual)[: len(self._live.names)]
            self._relaxation = Relaxation(question(stage), bound, reduced)
        self._set("solve_relaxation", False)
        return bound

    # Large models

    def _better(
        self, stage: Stage, clock: Clock, start: Mapping[str, float], bound: float, share: float
    ) -> Mapping[str, float]:
        """The start, or what blocks of functions make of it in a share of the time left."""
        own, live = clock.part(share), self._live
        if self._value(stage, start) == INF:
            return start
        whole = start if live.is_complete(start) else self._completed(stage, own, start)
        if not whole:
            return start
        t = stage.t_of(three(whole[name] for name in live.aim_names))
        values = np.array([*(whole[name] for name in live.names), t])
        blocks = Blocks(self._solver.getLp(), live.functions, live.sites, values, self._fresh)
        asked = stage.asked(bound) if stage.share else min(stage.gap, stage.unit)
        gap = asked / 10  # far below what is asked: blocks are decided one at a time
        blocks.improve(lambda: 0.0 if own.stop.is_set() else own.left, gap, partial(clock.tell, stage, bound=bound))
        return live.named(blocks.values.tolist())

    def _fresh(self) -> QuietHighs:
        """Another solver with the same options and without a model, for sub-searches."""
        solver = QuietHighs(self._threads)
        solver.passOptions(self._solver.getOptions())
        for option, value in (("solve_relaxation", False), ("solver", "choose"), ("time_limit", highspy.kHighsInf)):
            solver.setOptionValue(option, value)
        return solver

    def _by_parts(self, stage: Stage, clock: Clock, start: Mapping[str, float]) -> Answer | None:
        """A bound from duals and a plan from blocks of functions; None where the start is no plan."""
        known = self._value(stage, start)
        if known == INF:
            return None
        bound, asked = -INF, stage.gap < INF
        if asked:
            bound = proven_bound(self._solver.getLp(), known, self._fresh, clock.part(BOUND_SHARE))
            clock.tell(stage, known, bound)
        done = asked and known - bound <= stage.asked(bound)
        values = start if done else self._better(stage, clock, start, bound, 1.0)
        values = values if self._live.is_complete(values) else self._completed(stage, clock, values)
        if not values:
            return None
        value = self._value(stage, values)
        proven = asked and value - bound <= stage.asked(bound)
        return Answer(
            Status.OPTIMAL if proven else Status.FEASIBLE, values, value, bound, "" if proven else "time_limit"
        )

    # Other questions than a stage

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """See ``Backend``."""
        live, stages = self._live, [stage.in_columns() for stage in measures]
        whole = np.flatnonzero(live.whole)
        self._pose(replace(stages[0], relaxed=True))
        face = OptimalFace(self._solver)
        face.fix(whole, np.round([values[live.names[n]] for n in whole]))
        costs = [live.costs(stage) for stage in stages]
        costs += [{live.position(name): cost for name, cost in named.items()} for named in further]
        done = all(face.minimise(cost) for cost in costs)
        found = self._solver.getSolution().col_value if done else ()
        face.leave()
        return live.named(found) if done else values

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
            The answer, and how far it is from the nearest; 0 where there is none.
        """
        live = self._live
        nowhere = replace(stage, cost=(0.0, 0.0, 0.0), t_cost=0.0, gap=_WHOLE, unit=1.0, to_end=False)
        if stage.chebyshev is not None:
            nowhere = replace(nowhere, t_upper=most)
        self._pose(nowhere)
        if stage.chebyshev is None:
            live.add_most(stage, most)
        distance = live.add_distance(known)
        answer = self._run(nowhere, clock)
        far = round(-answer.objective) if answer.values else 0
        if far:
            live.ask_distance(distance, far)
            nearest = replace(stage, t_upper=nowhere.t_upper, gap=max(stage.gap, _CLOSE * stage.unit), to_end=False)
            self._pose(nearest)
            live.begin_at(answer.values)
            best = self._run(nearest, clock)
            answer = best if best.values else answer
        live.remove_distance(distance)
        return answer, far

    # One run of HiGHS

    def _run(self, stage: Stage, clock: Clock) -> Answer:
        """Search the model as it is posed, within the time left."""
        if (out := _out_of_time(clock)) is not None:
            return out
        self._limit(stage, clock.left)
        self._listen(stage, clock)
        self._enough = False
        self._solver.run()
        self._values = self._handed_over()
        if self._doubtful(stage):
            self._again_otherwise(stage, clock)
            self._values = self._handed_over()
        return self._read(stage, clock)

    def _handed_over(self) -> Sequence[float]:
        """Every column's value in the solution, copied out once; none where there is none."""
        return list(self._solver.getSolution().col_value)

    def _limit(self, stage: Stage, seconds: float) -> None:
        """HiGHS counts a linear program's time from the first run on, an integer program's from each run."""
        spent = self._solver.getRunTime() if stage.relaxed or not self._live.whole.any() else 0.0
        self._set("time_limit", spent + seconds if math.isfinite(seconds) else highspy.kHighsInf)

    def _listen(self, stage: Stage, clock: Clock) -> None:
        """Tell progress and heed interruption in HiGHS' own callbacks, which come in the calling thread."""

        def called(kind: Any, _message: str, data: Any, reply: Any, _user: Any) -> None:
            if kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
                best = data.mip_primal_bound if abs(data.mip_primal_bound) < _NO_BOUND else None
                bound = min(data.mip_dual_bound, self._left_out) if abs(data.mip_dual_bound) < _NO_BOUND else None
                clock.tell(stage, best, bound)
                if reply is not None and self._is_enough(stage, best, bound, data.mip_node_count):
                    self._enough = reply.user_interrupt = True
            if kind == highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution and clock.found is not None:
                bound = min(data.mip_dual_bound, self._left_out)
                clock.found(stage, self._live.named(list(data.mip_solution)), bound / stage.factor)
            if reply is not None and clock.stop.is_set():
                reply.user_interrupt = True

        self._solver.setCallback(called, None)
        kinds = ["kCallbackMipInterrupt", "kCallbackSimplexInterrupt"]
        for kind in kinds if clock.found is None else [*kinds, "kCallbackMipImprovingSolution"]:
            self._solver.startCallback(getattr(highspy.cb.HighsCallbackType, kind))

    def _is_enough(self, stage: Stage, best: float | None, bound: float | None, nodes: int) -> bool:
        """Whether what is asked is known, or the asked gap is reached and the end further away than a little work."""
        if (bound is not None and bound > stage.enough) or (best is not None and best <= stage.enough):
            return True
        known = best is not None and bound is not None and best - bound <= stage.asked(bound)
        reached = stage.gap == INF or known
        if not self._to_end(stage):
            return reached and stage.share > 0  # HiGHS knows the other gap itself
        return reached and nodes * len(self._live.names) > _LITTLE_WORK

    def _doubtful(self, stage: Stage) -> bool:
        """Whether there is no solution and no limit says why, or the objective is not that of the solution.

        Some releases end as optimal without a solution; others have lost the best one on the way back from presolve,
        tell its objective and hand over another (1.16).
        """
        status, info = self._solver.getModelStatus(), self._solver.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status in _DOUBTFUL or (status == _STATUS.kOptimal and not found):
            return True
        told = float(info.objective_function_value)
        return found and abs(self._objective(stage) - told) > _TOLD * max(1.0, abs(told))

    def _objective(self, stage: Stage) -> float:
        """The stage's objective of the solution that was handed over."""
        return self._live.objective(stage, self._values)

    def _again_otherwise(self, stage: Stage, clock: Clock) -> None:
        """Solve once more from nothing, with presolve where there was none and without where there was.

        A solve error is what HiGHS calls a solution that presolve found within the tolerance of a row and that is past
        it once presolve is undone. With a tenth of that tolerance on the way it stays within.
        """
        tolerance = float(self._solver.getOptionValue("mip_feasibility_tolerance")[1])
        if self._solver.getModelStatus() == _STATUS.kSolveError:
            self._set("mip_feasibility_tolerance", tolerance / 10)
        self._set("presolve", "on" if self._presolve == "off" else "off")
        self._solver.clearSolver()
        self._limit(stage, clock.left)
        self._solver.run()
        self._set("presolve", self._presolve)
        self._set("mip_feasibility_tolerance", tolerance)

    # Reading the answer

    def _read(self, stage: Stage, clock: Clock) -> Answer:
        """The one place where HiGHS' statuses become ours; a time limit is never optimal (decision 0002)."""
        status = self._solver.getModelStatus()
        info = self._solver.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        stopped = "" if self._enough else _LIMITS.get(status, "")
        if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
            return Answer(Status.INFEASIBLE, {}, INF, INF, "")
        if not found:
            if stopped or self._enough:
                bound = -INF if stage.relaxed else self._bound(info)
                return Answer(Status.NO_PLAN_FOUND, {}, INF, bound, stopped)
            raise SolverError(
                Message("HiGHS ended with '{status}' and no solution.", status=self._solver.modelStatusToString(status))
            )
        objective = self._objective(stage)
        bound = self._bound(info, relaxed=stage.relaxed)
        ended = status == _STATUS.kOptimal and objective <= self._left_out
        proven = ended or objective - bound <= stage.asked(bound) + _ROUNDING * max(1.0, abs(objective))
        clock.tell(stage, objective, bound)
        values = self._live.named(self._values)
        return Answer(Status.OPTIMAL if proven else Status.FEASIBLE, values, objective, bound, stopped)

    def _bound(self, info: Any, *, relaxed: bool = False) -> float:
        """What a search has proven; a linear program that has ended is its own bound."""
        if relaxed or not self._live.whole.any():
            return float(info.objective_function_value)
        bound = float(info.mip_dual_bound)
        return min(bound, self._left_out) if abs(bound) < _NO_BOUND else -INF
