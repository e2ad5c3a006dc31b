"""Any solver PuLP knows, CBC first: for a second opinion, and for organisations that have a solver of their own.

Every stage is passed to the solver as a new model, without a warm start.
"""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulp

from placement.errors import Message, SolverError, UsageError
from placement.solve.highs.search import HighsBackend
from placement.solve.quiet import quiet
from placement.solve.result import Status
from placement.solve.stage import INF, MOST_LIMITS, Answer, Clock, Stage

if TYPE_CHECKING:
    from placement.model.formulation import Model

_NAMES = {"cbc": "PULP_CBC_CMD", "scip": "SCIP_PY"}
"""PuLP's names of solvers that have another one here."""
_T = "t()"
"""Name of the Chebyshev variable."""
_ROWS = ("chebyshev_citizen", "chebyshev_quality", "chebyshev_economy")
SMALL = 3000
"""Models up to this many columns are solved to a gap of 0 where a stage asks to go on to the end: PuLP has no callback
that could stop a larger one after a little work."""
_DECIDING = ("open(", "home(")
_HALF = 0.5


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """A context in which PuLP and its solvers write nothing, nor PuLP's warning about the CBC it ships."""
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def available_solvers() -> tuple[str, ...]:
    """Names of the solvers that are installed and work, as ``--solver`` takes them; ``highs`` is one always."""
    with _unheard():
        names: list[str] = pulp.listSolvers(onlyAvailable=True)
    ours = {theirs: own for own, theirs in _NAMES.items()}
    return tuple(sorted({"highs", *(ours.get(name, name) for name in names if name != "HiGHS")}))


def pose_problem(model: Model, stage: Stage) -> None:
    """Give the model's PuLP problem the objective, bounds and rows of a stage, and undo those of the last one.

    Rows that a stage needs are added when the first such stage comes, and are without effect in stages that do not.
    """
    problem, chebyshev = model.problem, stage.chebyshev
    if _T not in model.draft.variables:
        model.draft.variables[_T] = problem.add_variable(_T, None, None, pulp.LpContinuous)
    t = model.draft.variables[_T]
    for n, (name, aim) in enumerate(zip(_ROWS, model.aims, strict=True)):
        aim.upBound = None if math.isinf(stage.upper[n]) else stage.upper[n]
        row = problem.get_constraint_by_name(name)
        if row is None:
            problem.addConstraint(pulp.LpAffineExpression({aim: 1.0, t: -1.0}) <= 0.0, name)
            row = problem.get_constraint_by_name(name)
        counts = chebyshev is not None and math.isfinite(chebyshev.offset[n])
        row.expr[aim], row.expr[t] = (chebyshev.slope[n] if chebyshev and counts else 0.0), -1.0
        row.changeRHS(chebyshev.offset[n] if chebyshev and counts else 0.0)
    free = chebyshev is not None and chebyshev.bounds_t
    t.lowBound, t.upBound = (None, None) if free else (0, 0)
    if free and math.isfinite(stage.t_upper):
        t.upBound = stage.t_upper
    _hold(model, stage)
    decided = {model.draft.variables[name]: cost for name, cost in stage.decisions.items()}
    costs = {**dict(zip(model.aims, stage.cost, strict=True)), t: stage.t_cost, **decided}
    problem.setObjective(pulp.LpAffineExpression({v: c for v, c in costs.items() if c} or {t: 0.0}))


def _hold(model: Model, stage: Stage) -> None:
    """Rows that hold the values of earlier stages; a stage that does not use a row gives it zero coefficients."""
    nothing = (0.0, 0.0, 0.0), 0.0
    for number in range(MOST_LIMITS):
        name, asked = f"held_{number}", number < len(stage.limits)
        row = model.problem.get_constraint_by_name(name)
        if row is None and asked:
            aims = pulp.LpAffineExpression(dict.fromkeys(model.aims, 1.0))
            model.problem.addConstraint(aims <= 0.0, name)
            row = model.problem.get_constraint_by_name(name)
        if row is not None:
            cost, most = stage.limits[number] if asked else nothing
            for aim, coefficient in zip(model.aims, cost, strict=True):
                row.expr[aim] = coefficient
            row.changeRHS(most)


def _value(variable: pulp.LpVariable) -> float:
    """A variable's value; one in no row, which PuLP does not send to the solver, gets its lower bound or 0."""
    if variable.varValue is not None:
        return float(variable.varValue)
    return float(variable.lowBound if variable.lowBound is not None else min(0.0, variable.upBound or 0.0))


class PulpBackend:
    """Answers stages with a solver that PuLP calls; see ``Backend`` for what is common to solvers.

    Args:
        model: as written; its problem is changed by each stage.
        solver: name, as ``--solver`` takes it.
        threads: of the solver.

    Raises:
        UsageError: the solver is not available.
    """

    def __init__(self, model: Model, solver: str, threads: int = 1) -> None:
        if solver not in available_solvers():
            raise UsageError(
                Message(
                    "solver '{solver}' is not available here; choose one of: {known}.",
                    solver=solver,
                    known=", ".join(available_solvers()),
                )
            )
        self._model, self._problem = model, model.problem
        self._name = _NAMES.get(solver, solver)
        self._threads = threads
        self._excluded = 0
        self._ends: dict[str, tuple[float | None, float | None]] = {}

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; see ``Backend``. ``start`` is not passed on: not every solver takes one.

        CBC with its preprocessing has called stages infeasible to which there was a start, and cannot always tell
        infeasible from unbounded; such a stage is solved again without preprocessing.
        """
        return self._answer(stage.in_columns(), clock, start).of(stage.in_columns())

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """See ``Backend``; always solved by HiGHS, since PuLP does not give the duals of every solver."""
        pose_problem(self._model, measures[0])
        return HighsBackend(self._model, self._threads).polished(values, measures, further)

    @property
    def can_exclude(self) -> bool:
        """See ``Backend``."""
        return True

    @property
    def _deciding(self) -> list[pulp.LpVariable]:
        return [v for name, v in self._model.draft.variables.items() if name.startswith(_DECIDING)]

    def fix(self, values: Mapping[str, float]) -> None:
        """See ``Backend``."""
        for v in self._deciding:
            self._ends[v.name] = v.lowBound, v.upBound
            v.lowBound = v.upBound = round(values[v.name])

    def exclude(self, values: Mapping[str, float]) -> None:
        """See ``Backend``. PuLP cannot delete a row: `include_all` relaxes it, and the next call uses it again."""
        columns = self._deciding
        there = {v for v in columns if values[v.name] > _HALF}
        name = f"excluded_{self._excluded}"
        self._excluded += 1
        row = self._problem.get_constraint_by_name(name)
        if row is None:
            self._problem.addConstraint(pulp.LpAffineExpression(dict.fromkeys(columns, 1.0)) >= 0.0, name)
            row = self._problem.get_constraint_by_name(name)
        for v in columns:
            row.expr[v] = -1.0 if v in there else 1.0
        row.changeRHS(1.0 - len(there))

    def include_all(self) -> None:
        """See ``Backend``."""
        for name, ends in self._ends.items():
            self._model.draft.variables[name].lowBound, self._model.draft.variables[name].upBound = ends
        self._ends = {}
        for number in range(self._excluded):
            row = self._problem.get_constraint_by_name(f"excluded_{number}")
            row.changeRHS(-float(len(row.expr)))
        self._excluded = 0

    def _answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None) -> Answer:
        pose_problem(self._model, stage)
        if clock.left <= 0 or clock.stop.is_set():
            return Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, "time_limit" if clock.left <= 0 else "interrupt")
        clock.tell(stage, None, None)
        answer = self._solved(stage, clock)
        doubtful = answer.status is Status.NO_PLAN_FOUND or (start and not answer.values)
        if doubtful and not answer.stopped and self._name == "PULP_CBC_CMD":
            answer = self._solved(stage, clock, "preprocess off")
            if not answer.values and self._problem.status == pulp.LpStatusInfeasible:
                return Answer(Status.INFEASIBLE, {}, INF, INF, "")
        return answer

    def _solved(self, stage: Stage, clock: Clock, *more: str) -> Answer:
        with _unheard():
            try:
                self._problem.solve(pulp.getSolver(self._name, **self._options(stage, clock, more)))
            except pulp.PulpSolverError as fault:
                raise SolverError(Message("{solver} failed: {why}", solver=self._name, why=fault)) from fault
        return self._read(stage, clock)

    def _options(self, stage: Stage, clock: Clock, more: Sequence[str]) -> dict[str, Any]:
        options: dict[str, Any] = {"msg": False, "threads": self._threads}
        if stage.relaxed:
            options["mip"] = False
        if math.isfinite(clock.left):
            options["timeLimit"] = max(1.0, clock.left)
        if self._name == "PULP_CBC_CMD":
            # Gaps are absolute, as for HiGHS. CBC takes a solution only where it is better by the increment: its
            # default of 1e-5 column units is more than the slack of a held value. A tenth of its default for the primal
            # tolerance, so that its answers can be compared with those of HiGHS to within that.
            options["options"] = [
                f"allowableGap {self._gap(stage):.12g}",
                "increment 1e-7",
                "ratioGap 0",
                "primalTolerance 1e-8",
                *more,
            ]
        if self._name == "SCIP_PY":
            options["gapAbs"] = self._gap(stage)
        return options

    def _gap(self, stage: Stage) -> float:
        """The absolute gap at which a search may stop."""
        small = len(self._model.draft.variables) <= SMALL
        return 0.0 if stage.to_end and (small or stage.gap == INF) else stage.gap

    @property
    def _state(self) -> int:
        """PuLP's ``sol_status``, corrected: optimal where SCIP stopped within the asked gap (PuLP: feasible)."""
        state: int = self._problem.sol_status
        within = self._name == "SCIP_PY" and self._problem.solverModel.getStatus() == "gaplimit"
        return pulp.LpSolutionOptimal if within and state == pulp.LpSolutionIntegerFeasible else state

    def _read(self, stage: Stage, clock: Clock) -> Answer:
        """The solution as an answer. Of PuLP's statuses only ``sol_status`` does not call a time limit optimal."""
        state = self._state
        if state == pulp.LpSolutionInfeasible:
            return Answer(Status.INFEASIBLE, {}, INF, INF, "")
        values = {name: _value(variable) for name, variable in self._model.draft.variables.items()}
        if state not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
            return Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, "time_limit" if clock.left <= 1 else "")
        objective = float(pulp.value(self._problem.objective) or 0.0)
        if state == pulp.LpSolutionOptimal:
            bound = objective - self._gap(stage)
            clock.tell(stage, objective, bound)
            return Answer(Status.OPTIMAL, values, objective, bound, "")
        clock.tell(stage, objective, None)
        return Answer(Status.FEASIBLE, values, objective, -INF, "time_limit")
