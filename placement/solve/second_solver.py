"""Asks a second solver a proposal's own question (decision 0024).

The two differ in as much as can be: solver, tolerances and, unless a formulation was asked for, how the model is
written. The judge evaluates both plans, so that what is compared are numbers of its own and not of the solvers.
"""

from __future__ import annotations

import time
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Message, SolverError, UsageError
from placement.solve.confirmation import ANY, PRECISION, Confirmation
from placement.solve.pulp_backend import available_solvers
from placement.solve.result import Options, Solved, Status
from placement.solve.scalarisation import first_stage, objective_offset, objective_value, question_of, span_of
from placement.solve.stage import INF, Answer, Clock
from placement.solve.workbench import written_in_time

if TYPE_CHECKING:
    from placement.plan.phases import Course
    from placement.scenario.load import Loaded

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
    """What a second solver answers to the proposal's own question; where it fails, that is the answer.

    Args:
        loaded: the scenario.
        solved: its proposal, whose ``options.confirm`` says who is asked.
        clock: time for it.

    Raises:
        UsageError: as of `second_solver`.
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
    """A bound in the method's unit; infinity where the solver says that there is no plan."""
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
