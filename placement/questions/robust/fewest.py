"""The best plans with at most 1, 2, 3 ... changes from today, each solved by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from placement.errors import InfeasibleError, NoPlanError
from placement.instance.instance import Bools
from placement.questions.robust.worlds import Pair
from placement.scenario.load import Loaded
from placement.solve.payoff import Payoff
from placement.solve.result import Options, Solved, Status
from placement.solve.run import Live
from placement.solve.stage import INF, Answer, Clock
from placement.solve.workbench import Workbench


@dataclass(frozen=True, eq=False)
class Fewest:
    """The best plan with a limited number of changes.

    Attributes:
        changes: the largest number of offers that may be new or closed.
        opens, closes: function and site of each.
        worse: how much worse than the proposal, in the unit of the objective.
        better: how much better than today, in the same unit.
        gain: share of what the proposal gains on today; NaN where it gains nothing.
        nested: whether it keeps every change of the plan with one change fewer.
        proven: whether the asked gap was reached.
    """

    changes: int
    opens: tuple[Pair, ...]
    closes: tuple[Pair, ...]
    worse: float
    better: float
    gain: float
    nested: bool
    proven: bool


def fewest_changes(
    solved: Solved, loaded: Loaded, today: float | None, most: int, stop: threading.Event
) -> tuple[Fewest, ...]:
    """The best plans with at most 1, 2, ... changes, up to the number in the proposal.

    Args:
        solved: the proposal.
        loaded: its scenario.
        today: today's objective by the proposal's measure; None without a today, where no changes can be counted.
        most: at most this number of plans.
        stop: set it to end.
    """
    changed = int((solved.plan.open != solved.today.open).sum())
    if today is None or changed == 0 or solved.course is not None:
        return ()
    found: list[Fewest] = []
    try:
        found.extend(_each(solved, loaded, today, min(most, changed), stop))
    except (NoPlanError, InfeasibleError):
        return tuple(found)  # a stop or an infeasible limit ends the list
    return tuple(found)


def _each(solved: Solved, loaded: Loaded, today: float, most: int, stop: threading.Event) -> Iterator[Fewest]:
    options = replace(
        solved.options, method=solved.method, weights=solved.weights, prices=solved.prices, alternatives=0
    )
    live, before = _counting(solved, loaded, options, stop), np.zeros_like(solved.plan.open)
    for changes in range(1, most + 1):
        answer = live.ask(_limited(loaded, changes), options, stop=stop, keep_scale=True)
        now = answer.plan.open != solved.today.open
        yield _told(solved, answer, changes, today, nested=not (before & ~now).any())
        before = now


def _counting(solved: Solved, loaded: Loaded, options: Options, stop: threading.Event) -> Live:
    """A live model with the rule on the number of changes, not yet binding, measured as the proposal is."""

    def measure(_bench: Workbench, _clock: Clock) -> Payoff:
        return Payoff(solved.scale, (), Answer(Status.FEASIBLE, {}, INF, -INF, ""))

    return Live(_limited(loaded, solved.plan.open.size), options, stop=stop, payoff=measure)


def _limited(loaded: Loaded, changes: int) -> Loaded:
    """The scenario with at most ``changes`` changes; a stricter limit of its own stays."""
    own = loaded.scenario.policy.max_changes
    limit = changes if own is None else min(own, changes)
    policy = loaded.scenario.policy.model_copy(update={"max_changes": limit})
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"policy": policy}))


def _told(solved: Solved, answer: Solved, changes: int, today: float, *, nested: bool) -> Fewest:
    whole = today - solved.objective
    stands = solved.today.open
    return Fewest(
        changes=changes,
        opens=_pairs(solved, answer.plan.open & ~stands),
        closes=_pairs(solved, stands & ~answer.plan.open),
        worse=max(0.0, answer.objective - solved.objective),
        better=today - answer.objective,
        gain=(today - answer.objective) / whole if whole > 0 else float("nan"),
        nested=nested,
        proven=answer.status is Status.OPTIMAL,
    )


def _pairs(solved: Solved, where: Bools) -> tuple[Pair, ...]:
    names = solved.instance
    return tuple((names.function_ids[f], names.site_ids[s]) for f, s in np.argwhere(where).tolist())
