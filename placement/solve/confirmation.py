"""What a second solver answers to a proposal's own question, and whether that contradicts the first (decision 0024).

The two differ in as much as can be: solver, tolerances and, unless a formulation was asked for, how the model is
written. The judge evaluates both plans, so numbers of its own are compared and not those of the solvers.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Message, SolverError, UsageError
from placement.solve.prepared import written_in_time
from placement.solve.pulp_backend import available_solvers
from placement.solve.result import Options, Solved, Status
from placement.solve.scalarisation import first_stage, gap_of, objective_offset, objective_value, question_of, span_of
from placement.solve.stage import INF, Answer, Clock

if TYPE_CHECKING:
    from placement.plan.phases import Course
    from placement.scenario.load import Loaded

ANY = "any"
"""Value of ``Options.confirm`` for any other solver that is installed."""
PRECISION = 1e-6
"""Share of the range to which the second solver proves its answer, and within which objectives are the same."""


class Verdict(StrEnum):
    """The relation of a second solver's answer to the first's."""

    SAME_PLAN = "same_plan"
    """The same plan."""
    EQUALLY_GOOD = "equally_good"
    """Another plan, as good within the precision."""
    BETTER_WITHIN_GAP = "better_within_gap"
    """A better plan, within the first solver's proven bound."""
    BETTER = "better"
    """A contradiction: a plan better than the first solver's bound."""
    NONE_SO_GOOD = "none_so_good"
    """A contradiction: it says that no plan is as good as the proposal, which the judge found to keep every rule."""
    WORSE = "worse"
    """A contradiction: its proven best plan is worse than the proposal, which the judge found to keep every rule."""
    UNFINISHED = "unfinished"
    """Stopped before it was done, without contradicting the first so far."""
    FAILED = "failed"
    """The second solver failed, or its plan breaks a rule."""

    @property
    def agrees(self) -> bool | None:
        """Whether both solvers agree; None where the second does not say."""
        if self in {Verdict.UNFINISHED, Verdict.FAILED}:
            return None
        return self not in {Verdict.BETTER, Verdict.NONE_SO_GOOD, Verdict.WORSE}


@dataclass(frozen=True)
class Confirmation:
    """What a second solver answered.

    Attributes:
        solver: ``scip``, ``cbc``, ``highs`` or the name of another.
        version: of the package it comes with; empty where not known.
        formulation: how the model was written for it.
        status: how its search ended.
        objective: of its plan, by the judge, in the method's unit; infinity without a plan.
        bound: the solver's own lower bound on the objective, in the method's unit; minus infinity where it has none.
        same_plan: whether its plan is the proposal.
        fault: why it failed; empty where it did not.
        seconds: how long it took.
    """

    solver: str
    version: str
    formulation: str
    status: Status
    objective: float
    bound: float
    same_plan: bool
    fault: str
    seconds: float

    def verdict(self, solved: Solved) -> Verdict:
        """How the second answer relates to the proposal: see ``Verdict``."""
        if self.fault:
            return Verdict.FAILED
        if (contradiction := self._contradiction(solved)) is not None:
            return contradiction
        if self.status is not Status.OPTIMAL:
            return Verdict.UNFINISHED
        if self.better(solved) > PRECISION:
            return Verdict.BETTER_WITHIN_GAP
        return Verdict.SAME_PLAN if self.same_plan else Verdict.EQUALLY_GOOD

    def _contradiction(self, solved: Solved) -> Verdict | None:
        # The second term is for ranges that are tiny beside the objective: its own last digits decide nothing.
        near = max(
            PRECISION * span_of(question_of(solved), solved.bound), PRECISION * PRECISION * abs(solved.objective)
        )
        if self.objective < solved.bound - near:
            return Verdict.BETTER
        if self.bound > solved.objective + near:
            return Verdict.NONE_SO_GOOD
        if self.status is Status.OPTIMAL and self.objective > solved.objective + near:
            return Verdict.WORSE
        return None

    def better(self, solved: Solved) -> float:
        """By how much the second plan's objective is lower, as a share (see ``gap_of``); 0 where it is not lower."""
        if not math.isfinite(self.objective):
            return 0.0
        return max(0.0, gap_of(question_of(solved), solved.objective, self.objective))


SECONDS = ("scip", "cbc", "highs")
"""Second solvers in order of preference: SCIP is of another family than HiGHS (decision 0024), CBC comes with PuLP, and
HiGHS confirms any other."""
_PACKAGES = {"scip": "pyscipopt", "cbc": "pulp", "highs": "highspy"}
"""Python packages that solvers come with."""


def second_solver(options: Options) -> str:
    """The solver to ask: the one named, else the first of ``SECONDS`` that is installed and is not the proposal's own.

    Raises:
        UsageError: the one named is not installed, or is the proposal's own, or there is no other.
    """
    others = [name for name in available_solvers() if name != options.solver]
    wanted = SECONDS if options.confirm == ANY else (options.confirm,)
    for name in wanted:
        if name in others:
            return name
    known = ", ".join(others)
    if options.confirm == options.solver:
        raise UsageError(
            Message(
                "'{solver}' is the solver that is to be confirmed; choose another: {known}.",
                solver=options.confirm,
                known=known,
            )
        )
    raise UsageError(
        Message(
            "solver '{solver}' is not available here; choose one of: {known}.", solver=", ".join(wanted), known=known
        )
    )


def confirm(loaded: Loaded, solved: Solved, clock: Clock | None = None) -> Confirmation:
    """What a second solver answers to the proposal's own question; where the solver fails, its fault is the answer.

    Args:
        loaded: the scenario.
        solved: its proposal, whose ``options.confirm`` says who is asked.
        clock: time for it.

    Raises:
        UsageError: as `second_solver`.
    """
    options, began = solved.options, time.perf_counter()
    name, clock = second_solver(options), clock or Clock()
    block = options.formulation if options.formulation != "auto" else "assignment"
    asked = Confirmation(
        name, _version(name), block, Status.NO_PLAN_FOUND, INF, -INF, same_plan=False, fault="", seconds=0
    )
    try:
        found = _asked(loaded, solved, asked, clock)
    except SolverError as error:
        found = replace(asked, fault=str(error))
    return replace(found, seconds=time.perf_counter() - began)


def _asked(loaded: Loaded, solved: Solved, asked: Confirmation, clock: Clock) -> Confirmation:
    options = replace(solved.options, solver=asked.solver, formulation=asked.formulation)
    bench = written_in_time(loaded.scenario, options, clock)
    question = question_of(solved)
    precise = replace(options, gap=PRECISION, gap_money=PRECISION * span_of(question, solved.bound))
    stage = replace(first_stage(question, bench.columns, precise), name="confirmation")
    answer = bench.backend.answer(stage, clock)
    found = replace(asked, status=answer.status, bound=_bound(answer, objective_offset(question, bench.columns)))
    if not answer.values:
        return found
    course, verdict = bench.judged(answer.values)
    objective = objective_value(question, verdict.objectives.as_tuple())
    return replace(found, objective=objective, same_plan=_same(course, _course(solved)))


def _bound(answer: Answer, offset: float) -> float:
    """The solver's lower bound in the method's unit; infinity where it says that no plan exists."""
    return INF if answer.status is Status.INFEASIBLE else answer.bound + offset


def _course(solved: Solved) -> Course:
    return tuple(one.plan for one in solved.course.phases) if solved.course else (solved.plan,)


def same_course(one: Solved, other: Solved) -> bool:
    """Whether two proposals are the same plan, in every phase."""
    return _same(_course(one), _course(other))


def _same(one: Course, other: Course) -> bool:
    """Whether both offer the same at the same sites, with the same days and home levels."""
    return all(
        np.array_equal(a.open, b.open) and np.allclose(a.days, b.days) and np.array_equal(a.home_level, b.home_level)
        for a, b in zip(one, other, strict=True)
    )


def _version(solver: str) -> str:
    try:
        return metadata.version(_PACKAGES[solver])
    except (KeyError, metadata.PackageNotFoundError):
        return ""
