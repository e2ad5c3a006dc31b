"""A second solver's word on a proposal: the written model, with the proposal's own objective, solved once more.

The two may differ in everything: solver, tolerances, and (unless asked otherwise) how the model is written. What the
second finds is judged as the first's was, so that objectives are compared in real units and not as solvers tell them.
"""

from __future__ import annotations

import time
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Message, SolverError, UsageError
from placement.solve.confirmation import ANY, PRECISION, Confirmation, question_of
from placement.solve.pulp_backend import available_solvers
from placement.solve.result import Options, Solved, Status
from placement.solve.scalarisation import first_stage, objective_offset, objective_value
from placement.solve.stage import INF, Answer, Clock
from placement.solve.workbench import written_in_time

if TYPE_CHECKING:
    from placement.plan.phases import Course
    from placement.scenario.load import Loaded

SECONDS = ("scip", "cbc", "highs")
_PACKAGES = {"scip": "pyscipopt", "cbc": "pulp", "highs": "highspy"}


def second_solver(options: Options) -> str:
    """The solver that is asked: the one named, else the first of ``SECONDS`` that is here and is not the first's own.

    Raises:
        UsageError: the one named is not here, or is the first's own, or there is no other.
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
    """Ask another solver the proposal's own question.

    Args:
        loaded: the scenario.
        solved: its proposal, whose ``options.confirm`` says who is asked.
        clock: time for it.

    Raises:
        UsageError: there is no such solver.
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
    question, scale = question_of(solved), solved.scale
    stage = replace(first_stage(question, bench.columns, scale, PRECISION), name="confirmation")
    answer = bench.backend.answer(stage, clock)
    found = replace(asked, status=answer.status, bound=_bound(answer, objective_offset(question, bench.columns, scale)))
    if not answer.values:
        return found
    course, verdict = bench.judged(answer.values)
    objective = objective_value(question, verdict.objectives.as_tuple(), scale)
    return replace(found, objective=objective, same_plan=_same(course, _course(solved)))


def _bound(answer: Answer, offset: float) -> float:
    """In the method's unit; what is infeasible has no plan however large."""
    return INF if answer.status is Status.INFEASIBLE else answer.bound + offset


def _course(solved: Solved) -> Course:
    return tuple(one.plan for one in solved.course.phases) if solved.course else (solved.plan,)


def _same(one: Course, other: Course) -> bool:
    """Whether the same is offered in the same places, days and home levels."""
    return all(
        np.array_equal(a.open, b.open) and np.allclose(a.days, b.days) and np.array_equal(a.home_level, b.home_level)
        for a, b in zip(one, other, strict=True)
    )


def _version(solver: str) -> str:
    try:
        return metadata.version(_PACKAGES[solver])
    except (KeyError, metadata.PackageNotFoundError):
        return ""
