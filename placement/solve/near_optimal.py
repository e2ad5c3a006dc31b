"""Near-optimal alternatives: plans nearly as good as the proposal, as different as can be from it and each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placement.plan.plan import Evaluation, Plan
from placement.solve.highs.search import HighsBackend
from placement.solve.result import Solved, Status
from placement.solve.scalarisation import HOLD, first_stage, objective_offset, objective_value, question_of, span_of
from placement.solve.stage import Clock
from placement.solve.workbench import Workbench


@dataclass(frozen=True, eq=False)
class Different:
    """A plan nearly as good.

    Attributes:
        plan: the plan.
        evaluation: the judge's word on it.
        distance: number of offers and home levels in which it differs from the nearest of the proposal and the plans
            found before it.
        apart: how much higher the method's objective is, in its own unit.
        worse: the same as a share of the range, or of what is gained over today.
        proven: whether it is proven that no plan within the limit differs more.
    """

    plan: Plan
    evaluation: Evaluation
    distance: int
    apart: float
    worse: float
    proven: bool


def most_different(
    bench: Workbench, solved: Solved, within: float, count: int, clock: Clock
) -> tuple[Different, ...] | None:
    """Up to ``count`` plans, each as far as can be from the proposal and from those before it.

    Args:
        bench: with the scenario handed over.
        solved: its proposal.
        within: how much higher the method's objective may be, as a share of the range, or of what is gained over today.
        count: how many.
        clock: time for all of them.

    Returns:
        Fewer where time is over or no other plan is within the limit; None where the solver is not HiGHS.
    """
    backend = bench.backend
    if not isinstance(backend, HighsBackend):
        return None
    backend.hold({}, {})
    question = question_of(solved)
    stage = first_stage(question, bench.columns, solved.options)
    offset, unit = objective_offset(question, bench.columns), span_of(question, solved.bound)
    most = solved.objective + (within + HOLD) * unit - offset
    known: list[Mapping[str, float]] = [bench.start((solved.plan,)) or {}]
    found: list[Different] = []
    while len(found) < count:
        answer, distance = backend.farthest(stage, most, known, clock)
        if not answer.values or not distance:
            break
        known.append(answer.values)
        course, verdict = bench.judged(answer.values)
        objective = objective_value(question, verdict.objectives.as_tuple())
        apart, proven = objective - solved.objective, answer.status is Status.OPTIMAL
        found.append(Different(course[-1], verdict.phases[-1], distance, apart, apart / unit, proven))
    return tuple(found)
