"""A proposal solved again from its folder alone, and whether the same plan, or one as good, comes out."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from placement.errors import Message, UsageError
from placement.present.folder.manifest import KIND, OURS, read_manifest
from placement.questions.proposal.rebuild import read_result
from placement.solve.confirmation import PRECISION, same_course
from placement.solve.result import Options, Progress, Solved, Status
from placement.solve.run import solve
from placement.solve.scalarisation import close_enough, further_costs, objective_value, open_gap, question_of, span_of


class Outcome(StrEnum):
    """What solving again says of the proposal in the folder."""

    SAME_PLAN = "same_plan"
    """The same plan."""
    EQUALLY_GOOD = "equally_good"
    """Another plan, as good within the accuracy that was asked for."""
    BETTER = "better"
    """A better plan; the folder's own gap allowed for it."""
    BEYOND_PROOF = "beyond_proof"
    """A plan better than the folder says is possible."""
    NONE_SO_GOOD = "none_so_good"
    """No plan is said to be as good as the folder's, which keeps every rule."""
    UNFINISHED = "unfinished"
    """Stopped before it had found a plan as good; nothing until then contradicts the folder."""

    @property
    def agrees(self) -> bool | None:
        """Whether the folder's answer comes out again; None where the search was stopped before it could tell."""
        return None if self is Outcome.UNFINISHED else self in {Outcome.SAME_PLAN, Outcome.EQUALLY_GOOD}


@dataclass(frozen=True, eq=False)
class Again:
    """A folder's proposal and what comes out now.

    Attributes:
        before: the proposal in the folder, judged afresh.
        now: the proposal of the same scenario, solved now with the same options.
        objective: of the plan found now, measured as the folder measures.
        outcome: what the two say.
    """

    before: Solved
    now: Solved
    objective: float
    outcome: Outcome

    @property
    def apart(self) -> float:
        """How much worse the plan found now is, in the unit of the method's objective; below 0 where it is better."""
        return self.objective - self.before.objective


def check_kind(folder: Path) -> None:
    """Refuse a folder without one proposal of its own.

    Raises:
        UsageError: it is that of another question.
        ResultError: it is none of ours.
    """
    kind = read_manifest(folder, OURS)["kind"]
    if kind != KIND:
        raise UsageError(
            Message(
                "{folder} holds no proposal with its scenario ({kind}); --solve solves the folders of placement solve "
                "again. Leave --solve out, and its plans are recomputed.",
                folder=folder,
                kind=kind,
            )
        )


def solve_again(
    folder: Path,
    time_limit: float | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Again:
    """Solve the folder's ``scenario.lock.yaml``, with the options in its manifest, and compare.

    Args:
        folder: of ``solve --out``.
        time_limit: seconds, in place of the limit in the manifest.
        progress: called with each line of progress.
        stop: set it to end the search.

    Raises:
        ResultError: the folder cannot be read, or has changed.
        InfeasibleError, NoPlanError: as `placement.solve.run.solve`; NoPlanError where it is stopped without a plan.
    """
    result = read_result(folder)
    options: Options = replace(result.solved.options, alternatives=0, confirm="")
    if time_limit is not None:
        options = replace(options, time_limit=time_limit)
    return compared(result.solved, solve(result.loaded, options, progress=progress, stop=stop))


def compared(before: Solved, now: Solved) -> Again:
    """What a proposal solved again says of the first one; both are of the same scenario and options.

    As good is what is as close as was asked for. Where the objectives are the same, the aims that the method looks at
    only afterwards must be as close too.
    """
    question = question_of(before)
    objective = objective_value(question, now.objectives.as_tuple())
    return Again(before, now, objective, _outcome(before, now, objective))


def _outcome(before: Solved, now: Solved, objective: float) -> Outcome:
    if same_course(before, now):
        return Outcome.SAME_PLAN
    question, options = question_of(before), before.options
    near = PRECISION * span_of(question, before.bound)
    if math.isfinite(before.bound) and open_gap(question, before.bound - near, objective) > 0:
        return Outcome.BEYOND_PROOF
    worse, better = objective - before.objective, before.objective - objective
    if max(worse, better) <= near:
        worse = _later(before, now)
        alike, better = abs(worse) <= 0, -worse
    else:
        alike = close_enough(question, max(objective, before.objective), min(objective, before.objective), options)
    if alike:
        return Outcome.EQUALLY_GOOD
    if better > 0:
        return Outcome.BETTER
    return Outcome.NONE_SO_GOOD if now.status is Status.OPTIMAL else Outcome.UNFINISHED


def _later(before: Solved, now: Solved) -> float:
    """How much worse the plan found now is in the first aim looked at afterwards in which they differ; 0: in none."""
    question = question_of(before)
    allowed = before.options.gap_money if question.scale is None else max(before.options.gap, PRECISION)
    for cost in further_costs(question):
        pairs = zip(cost, now.objectives.as_tuple(), before.objectives.as_tuple(), strict=True)
        apart = sum(c * (one - other) for c, one, other in pairs)
        if abs(apart) > allowed:
            return apart
    return 0.0
