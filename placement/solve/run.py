"""From a loaded scenario to a judged proposal."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.errors import InfeasibleError, NoPlanError
from placement.plan.plan import Plan
from placement.scenario.structure import structural_causes
from placement.solve.method import (
    HOLD,
    Question,
    first_stage,
    gap_of,
    implied_dkk_per_minute,
    objective_offset,
    objective_value,
    order_of,
    pose,
    second_cost,
    three,
    unit_vector,
)
from placement.solve.payoff import Payoff, PayoffTable
from placement.solve.result import Options, Progress, Scale, Solved, Status
from placement.solve.solver import Workbench
from placement.solve.stage import INF, Answer, Clock, Stage

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.scenario.schema import Scenario

STOPPED_EMPTY = "Stopped before any plan was found; allow more time with --time-limit."
TIE_GAP = 0.01
"""Gap of the tie-breaking stage, in ranges: it chooses among plans that are equally good already."""
PAYOFF_SHARE = 0.6
"""At most this share of a time limit goes to the pay-off table; the rest is for the proposal."""


def solve(
    loaded: Loaded,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Solved:
    """The proposal for a loaded scenario.

    Args:
        loaded: the scenario with its variants applied, and its base.
        options: how to solve.
        progress: called with each line of progress, from the solving thread.
        stop: set it to end the search and keep the best plan so far.

    Raises:
        InfeasibleError: no plan keeps the rules.
        NoPlanError: stopped before any plan was found.
        SolverError: the solver failed, or its plan did not pass the judge.
    """
    options = options or Options()
    clock = Clock(options.time_limit, stop or threading.Event(), progress)
    bench = Workbench(loaded.scenario, options)
    _ = bench.written.reference
    built = clock.seconds
    payoff = scale_of(loaded, bench, options, clock)
    return _Search(bench, payoff, options, clock, built, loaded).run()


def scale_of(loaded: Loaded, bench: Workbench, options: Options, clock: Clock) -> Payoff:
    """The pay-off table of the scenario without variants, within its share of the time.

    Where the base scenario has no plan at all, or leaves an aim nothing to choose, the variant's own table stands in.
    """
    share = None if clock.limit is None else clock.limit * PAYOFF_SHARE
    own = Clock(share, clock.stop, clock.report, clock.start)
    if loaded.base == loaded.scenario:
        return _table(bench, own)
    base = _table(Workbench(loaded.base, options), own)
    if base.scale is not None and not any(base.scale.indifferent):
        return Payoff(base.scale, (), base.answer)
    varied = _table(bench, own)
    if base.scale is None or varied.scale is None:
        return varied
    return Payoff(_filled(base.scale, varied.scale), varied.plans, varied.answer)


def _table(bench: Workbench, clock: Clock) -> Payoff:
    payoff = PayoffTable(bench.backend, bench.columns, clock, bench.aims).solve(bench.start(bench.today_plan))
    if payoff.scale is None and not bench.confirms_infeasible(clock):
        payoff = PayoffTable(bench.backend, bench.columns, clock, bench.aims).solve(None)
    return payoff


def _filled(base: Scale, varied: Scale) -> Scale:
    """The base's scale, with the variant's range where the base has none."""
    ends = zip(base.indifferent, base.ideal, base.nadir, varied.ideal, varied.nadir, strict=True)
    pairs = [(i, n) if same else (ideal, nadir) for same, ideal, nadir, i, n in ends]
    ideal, nadir = three(p[0] for p in pairs), three(p[1] for p in pairs)
    return Scale(ideal, nadir, base.rows, base.proven and varied.proven)


def infeasible(scenario: Scenario) -> InfeasibleError:
    """No plan keeps the rules: what can be seen without solving is said."""
    return InfeasibleError("No plan keeps all the rules.", structural_causes(scenario))


class _Search:
    """One proposal being searched for."""

    def __init__(
        self,
        bench: Workbench,
        payoff: Payoff,
        options: Options,
        clock: Clock,
        built: float,
        loaded: Loaded,
    ) -> None:
        self._bench, self._options, self._clock = bench, options, clock
        self._built, self._loaded, self._variants = built, loaded.seconds, loaded.variants
        self._payoff = payoff
        objectives = bench.instance.scenario.objectives
        self._objectives = objectives
        self._method = options.method or objectives.method
        self._weights = options.weights or objectives.weights

    def run(self) -> Solved:
        """Pose the question, prove the first stage, break ties, judge."""
        scale = self._payoff.scale
        if scale is None:
            raise infeasible(self._bench.instance.scenario)
        question = pose(self._objectives, self._method, self._weights, scale, self._bench.columns.reference)
        plan, answer, bound = self._answer(question, scale)
        evaluation = self._bench.judge(plan)
        objective = objective_value(question, evaluation.objectives.as_tuple(), scale)
        gap = gap_of(question, scale, self._objectives, objective, bound)
        proven = scale.proven and gap <= max(self._options.gap, HOLD) * (1 + 1e-6) + HOLD
        return Solved(
            instance=self._bench.instance,
            variants=self._variants,
            options=self._options,
            method=self._method,
            weights=self._weights,
            today=self._bench.today,
            today_plan=self._bench.today_plan,
            today_evaluation=self._bench.today_evaluation,
            plan=plan,
            evaluation=evaluation,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            objective=objective,
            bound=min(bound, objective),
            gap=gap,
            scale=scale,
            implied_dkk_per_minute=implied_dkk_per_minute(question, scale, self._objectives),
            seconds={
                "load": self._loaded,
                "build": self._built,
                "solve": self._clock.seconds - self._built,
                "total": self._loaded + self._clock.seconds,
            },
            stopped=answer.stopped or self._payoff.answer.stopped,
            formulation=self._bench.written.name,
            formulation_reason=self._bench.written.reason,
        )

    def _answer(self, question: Question, scale: Scale) -> tuple[Plan, Answer, float]:
        """The plan, the answer that proves it, and the method's bound."""
        stage = first_stage(question, self._bench.columns, scale, self._options.gap)
        start = self._payoff.plans[0] if self._payoff.plans else self._bench.start(self._bench.today_plan)
        first = self._bench.backend.answer(stage, self._clock, start)
        if first.status is Status.INFEASIBLE:
            first = self._doubted(question, stage, first)
        bound = first.bound + objective_offset(question, self._bench.columns, scale)
        if not first.values:
            return self._fallback(), first, bound
        best = self._break_ties(question, scale, stage, first)
        return self._bench.judged(best)[0], first, bound

    def _doubted(self, question: Question, stage: Stage, first: Answer) -> Answer:
        """Another answer, where a second solver finds a plan; raises unless that or today's plan refutes the first."""
        if any(math.isfinite(upper) for upper in question.upper):
            raise InfeasibleError("No plan keeps the rules within the bounds of objectives.epsilon; widen the bounds.")
        if not self._bench.confirms_infeasible(self._clock):
            first = self._bench.backend.answer(stage, self._clock)
        if first.status is Status.INFEASIBLE and self._bench.feasible_today is None:
            raise infeasible(self._bench.instance.scenario)
        return first

    def _fallback(self) -> Plan:
        for values in self._payoff.plans:
            return self._bench.judged(values)[0]
        today = self._bench.feasible_today
        if today is None:
            raise NoPlanError(STOPPED_EMPTY)
        return today

    def _break_ties(self, question: Question, scale: Scale, stage: Stage, first: Answer) -> Mapping[str, float]:
        """Among plans as good as the first stage's, the one with the smallest sum of regrets."""
        columns = self._bench.columns
        if question.method == "lexicographic":
            return self._later_aims(scale, stage, first)
        cost = columns.cost(second_cost(question, scale))
        slack = HOLD * question.unit
        if question.method == "balanced":
            rest = Stage(
                "equally good plans",
                cost,
                stage.upper,
                t_upper=first.objective + slack,
                chebyshev=stage.chebyshev,
                gap=max(self._options.gap, TIE_GAP),
            )
        elif sum(1 for c in stage.cost if c) == 1:
            held = three(
                min(u, (first.objective + slack) / c if c else INF)
                for u, c in zip(stage.upper, stage.cost, strict=True)
            )
            rest = Stage("equally good plans", cost, held, gap=max(self._options.gap, TIE_GAP))
        else:
            return first.values
        second = self._bench.backend.answer(rest, self._clock, first.values)
        return second.values or first.values

    def _later_aims(self, scale: Scale, stage: Stage, first: Answer) -> Mapping[str, float]:
        """Lexicographic: each later aim in turn, the earlier ones held within the tolerance."""
        columns, tolerance = self._bench.columns, self._objectives.tolerance
        order = [("citizen", "quality", "economy").index(aim) for aim in order_of(self._objectives)]
        held, values, objective = list(stage.upper), first.values, first.objective
        for earlier, later in pairwise(order):
            unit = columns.unit[earlier]
            given = HOLD if scale.indifferent[earlier] else tolerance + HOLD
            held[earlier] = objective / unit + given * scale.ranges[earlier] / unit
            cost = columns.cost(unit_vector(later))
            gap = self._options.gap * scale.ranges[later]
            answer = self._bench.backend.answer(
                Stage(stage.name, cost, three(held), gap=gap, unit=scale.ranges[later]), self._clock, values
            )
            if not answer.values:
                break
            values, objective = answer.values, answer.objective
        return values
