"""A backend that answers p-median questions itself and hands every other to the written model's solver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from placement.instance.instance import Ints
from placement.model.column_values import start_values
from placement.model.draft import Draft
from placement.model.linear import name_of
from placement.solve.median.problem import MedianAnswer
from placement.solve.median.recognise import F, Median
from placement.solve.median.search import solve_median
from placement.solve.result import Progress, Status
from placement.solve.stage import INF, Answer, Backend, Clock, Stage

MOST_WRITTEN = 20_000
"""Units times sites of the largest p-median that is also written as a model, so that plans can be excluded."""


class MedianBackend:
    """Answers stages of a p-median; see ``Backend`` for what is common to solvers.

    Quality and economy are the same in every plan, so every stage asks for few minutes, or for any plan. The p-median
    is solved once, to a gap of 0 whatever a stage asks: gaps are shares of ranges, and two of those are nothing here.

    Args:
        median: the scenario.
        other: makes the backend for questions that more minutes would answer better; called when there is one.
        draft: of the model where it is written, so that answers have a value for each of its columns.
        threads: of the solver of the relaxations.
        seed: of that solver, and of the swaps at random.
    """

    def __init__(
        self, median: Median, other: Callable[[], Backend], draft: Draft | None = None, threads: int = 1, seed: int = 0
    ) -> None:
        self._median, self._other, self._draft = median, other, draft
        self._threads, self._seed = threads, seed
        self._known: MedianAnswer | None = None
        self._written: Backend | None = None
        self._apart = False

    @property
    def can_exclude(self) -> bool:
        """See ``Backend``: by the written model, which a large p-median is too large for."""
        return self._median.costs.size <= MOST_WRITTEN

    def exclude(self, values: Mapping[str, float]) -> None:
        """See ``Backend``: the written model answers until ``include_all``."""
        self._apart = True
        self._elsewhere.exclude(values)

    def fix(self, values: Mapping[str, float]) -> None:
        """See ``Backend``: the written model answers until ``include_all``."""
        self._apart = True
        self._elsewhere.fix(values)

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """See ``Backend``."""
        return self._elsewhere.polished(values, measures, further)

    def include_all(self) -> None:
        """See ``Backend``."""
        if self._apart:
            self._elsewhere.include_all()
        self._apart = False

    @property
    def _elsewhere(self) -> Backend:
        """The written model's own solver."""
        self._written = self._written or self._other()
        return self._written

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; see ``Backend``. A relaxation is answered by the proven bound."""
        slopes = stage.chebyshev.slope if stage.chebyshev else (0.0, 0.0, 0.0)
        if self._apart or stage.decisions or min(stage.cost[0], stage.t_cost, slopes[0]) < 0:
            return self._elsewhere.answer(stage, clock, start)
        if self._known is None or self._known.status is not Status.OPTIMAL:
            self._known = self._solved(stage, clock, start)
        known, median = self._known, self._median
        if known.status in (Status.INFEASIBLE, Status.NO_PLAN_FOUND):
            return Answer(known.status, {}, INF, known.bound, known.stopped)
        citizen, least = median.citizen(known.objective), median.citizen(known.bound)
        if not self._keeps(stage, citizen):
            proven = known.status is Status.OPTIMAL or not self._keeps(stage, least)
            status = Status.INFEASIBLE if proven else Status.NO_PLAN_FOUND
            return Answer(status, {}, INF, INF if proven else -INF, known.stopped)
        objective, bound = self._value(stage, citizen), self._value(stage, least)
        done = known.status is Status.OPTIMAL or objective - bound <= stage.asked(bound) + 1e-9 * max(
            1.0, abs(objective)
        )
        status = Status.OPTIMAL if done else Status.FEASIBLE
        return Answer(status, self._values(known), bound if stage.relaxed else objective, bound, known.stopped)

    def _solved(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None) -> MedianAnswer:
        """The p-median, from the best plan and bound known."""
        median, known = self._median, self._known
        begin = median.opened(start) if start else None
        if known is not None and len(known.open):
            begin = known.open
        found = solve_median(
            median.costs,
            median.at_least,
            median.at_most,
            median.certain,
            ~median.possible,
            0.0,
            stage,
            self._translated(stage, clock),
            start=begin,
            threads=self._threads,
            seed=self._seed,
        )
        return found if known is None else better_of(known, found)

    def _translated(self, stage: Stage, clock: Clock) -> Clock:
        """A clock that reports what plans cost as the stage's objective."""

        def told(line: Progress) -> None:
            known = [line.best, line.bound]
            values = [
                None if v is None or not np.isfinite(v) else self._value(stage, self._median.citizen(v)) for v in known
            ]
            clock.tell(stage, values[0], values[1])

        return replace(clock, report=None if clock.report is None else told)

    def _value(self, stage: Stage, citizen: float) -> float:
        return stage.value((citizen, *self._median.others))

    def _keeps(self, stage: Stage, citizen: float) -> bool:
        return stage.keeps((citizen, *self._median.others))

    def _values(self, known: MedianAnswer) -> dict[str, float]:
        values = self._median.values(known.open, known.objective)
        return values if self._draft is None else every_value(self._median, self._draft, known.open) | values


def better_of(one: MedianAnswer, other: MedianAnswer) -> MedianAnswer:
    """Of two answers to one p-median the cheaper plan and the higher bound, unless one of them is proven."""
    best = one if one.objective <= other.objective else other
    if Status.OPTIMAL in (one.status, other.status):
        return one if one.status is Status.OPTIMAL else other
    return MedianAnswer(best.open, best.objective, max(one.bound, other.bound), best.status, other.stopped)


def every_value(median: Median, draft: Draft, open_: Ints) -> dict[str, float]:
    """A value for each column of a written model: what is open, clinic days, and who is sent where."""
    plan = median.plan(open_)
    values = dict.fromkeys(draft.variables, 0.0)
    values |= start_values(draft, plan.open, plan.days, plan.units, plan.home_level)
    if "one" in values:
        values["one"] = 1.0
    function, sites = draft.instance.function_ids[F], draft.instance.site_ids
    for group in draft.groups:
        seen = int(np.argmax(plan.assign[F, group.demand.units[0]]))
        name = name_of("sent", function, group.stream, group.number, sites[seen], 0)
        if name in values:
            values[name] = 1.0
    return values
