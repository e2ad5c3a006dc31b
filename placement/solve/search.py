"""One proposal searched for on a written model, and judged."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.errors import Fault, InfeasibleError, Message, NoPlanError
from placement.plan.phases import Course, Verdict
from placement.scenario.structure import structural_causes
from placement.solve.highs import HighsBackend
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
    unit_vector,
)
from placement.solve.payoff import AIM_COLUMNS, Payoff
from placement.solve.result import Interim, Options, Scale, Solved, Status, solved_course
from placement.solve.solver import Workbench
from placement.solve.stage import INF, Answer, Clock, Stage, three

if TYPE_CHECKING:
    from placement.plan.evaluation import Objectives
    from placement.plan.plan import Plan
    from placement.scenario.load import Loaded
    from placement.scenario.schema import Scenario

STOPPED_EMPTY = Message("Stopped before any plan was found; allow more time with --time-limit.")
OUT_OF_BOUNDS = Message("No plan keeps the rules within the bounds of objectives.epsilon; widen the bounds.")
TIE_GAP = 0.01
"""Gap of the tie-breaking stage, in ranges: it chooses among plans that are equally good already."""


def infeasible(scenario: Scenario) -> InfeasibleError:
    """No plan keeps the rules: what can be seen without solving is said."""
    return InfeasibleError(Message("No plan keeps all the rules."), structural_causes(scenario))


class Search:
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
        self._scenario = loaded.scenario
        self._payoff = payoff
        objectives = bench.instance.scenario.objectives
        self._objectives = objectives
        self._method = options.method or objectives.method
        self._weights = options.weights or objectives.weights
        self._known: Sequence[Mapping[str, float]] = ()
        self._hint: Mapping[str, float] | None = None
        self._found: Callable[[Interim], None] | None = None
        self._last = Stage("none", (0.0, 0.0, 0.0))
        self.values: Mapping[str, float] = {}

    def run(
        self,
        known: Sequence[Mapping[str, float]],
        found: Callable[[Interim], None] | None = None,
        hint: Mapping[str, float] | None = None,
    ) -> Solved:
        """Pose the question, prove the first stage from the best of the known plans, break ties, judge.

        Args:
            known: column values of plans that keep every rule.
            found: called with each better plan.
            hint: part of a plan to begin with where none is known.
        """
        scale = self._payoff.scale
        if scale is None:
            raise infeasible(self._scenario)
        self._known, self._found, self._hint = known, found, hint
        question = pose(self._objectives, self._method, self._weights, scale, self._bench.columns.reference)
        (course, verdict), answer, bound = self._answer(question, scale)
        others = self._others(verdict.objectives) if self._options.alternatives and self.values else None
        objective = objective_value(question, verdict.objectives.as_tuple(), scale)
        gap = gap_of(question, scale, self._objectives, objective, bound)
        proven = scale.proven and gap <= max(self._options.gap, HOLD) * (1 + 1e-6) + HOLD
        solved = self._solved(question, scale, course, verdict, objective, bound)
        return replace(
            solved,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            stopped=answer.stopped or self._payoff.answer.stopped,
            alternatives=others,
        )

    def _solved(
        self, question: Question, scale: Scale, course: Course, verdict: Verdict, objective: float, bound: float
    ) -> Solved:
        """A judged course as an answer whose search is not over."""
        today = self._bench.today_verdict
        return Solved(
            instance=self._bench.instance,
            variants=self._variants,
            options=self._options,
            method=self._method,
            weights=self._weights,
            today=self._bench.today,
            today_plan=self._bench.phases[-1].today_plan,
            today_evaluation=today.phases[-1] if today else None,
            plan=course[-1],
            evaluation=verdict.phases[-1],
            course=solved_course(self._bench.phases, course, verdict),
            status=Status.FEASIBLE,
            objective=objective,
            bound=min(bound, objective),
            gap=gap_of(question, scale, self._objectives, objective, bound),
            scale=scale,
            implied_dkk_per_minute=implied_dkk_per_minute(question, scale, self._objectives),
            seconds={
                "load": self._loaded,
                "build": self._built,
                "solve": self._clock.seconds - self._built,
                "total": self._loaded + self._clock.seconds,
            },
            stopped="",
            formulation=self._bench.written.name,
            formulation_reason=self._bench.written.reason,
        )

    def _answer(self, question: Question, scale: Scale) -> tuple[tuple[Course, Verdict], Answer, float]:
        """The judged course, the answer that proves it, and the method's bound."""
        stage = self._last = first_stage(question, self._bench.columns, scale, self._options.gap)
        clock = replace(self._clock, found=self._interim(question, scale)) if self._found else self._clock
        first = self._bench.backend.answer(stage, clock, self._start(stage))
        if first.status is Status.INFEASIBLE:
            first = self._doubted(question, stage, first)
        bound = first.bound + objective_offset(question, self._bench.columns, scale)
        if not first.values:
            return self._fallback(), first, bound
        self.values = self._break_ties(question, scale, stage, first)
        return self._bench.judged(self.values), first, bound

    def _start(self, stage: Stage) -> Mapping[str, float] | None:
        """The best of the known plans; today's where none is known."""
        if not self._known:
            return self._hint or self._bench.start(self._bench.today_course)
        return min(self._known, key=lambda values: stage.value(three(values[a] for a in AIM_COLUMNS)))

    def _interim(self, question: Question, scale: Scale) -> Callable[[Stage, Mapping[str, float], float], None]:
        """Hands on each better plan."""

        def told(_stage: Stage, values: Mapping[str, float], bound: float) -> None:
            columns = self._bench.columns
            aims = three(columns.real(n, values[name]) for n, name in enumerate(AIM_COLUMNS))
            objective = objective_value(question, aims, scale)
            least = bound + objective_offset(question, columns, scale)
            gap = gap_of(question, scale, self._objectives, objective, least)
            if self._found is not None:
                judge = partial(self._judge, question, scale, values, least)
                self._found(Interim(objective, least, gap, scale, self._clock.seconds, judge))

        return told

    def look(self, found: Callable[[Interim], None]) -> None:
        """Hand on the plans of the first stage, without a last word; nothing where there is none."""
        scale = self._payoff.scale
        if scale is None:
            return
        self._found = found
        question = pose(self._objectives, self._method, self._weights, scale, self._bench.columns.reference)
        stage = first_stage(question, self._bench.columns, scale, self._options.gap)
        told = self._interim(question, scale)
        answer = self._bench.backend.answer(stage, replace(self._clock, found=told), self._start(stage))
        if answer.values:
            told(stage, answer.values, answer.bound)

    def between(self, plan: Plan | None) -> tuple[float, float]:
        """What the relaxation proves of the first stage, and the objective of a plan; see ``Live.between``."""
        scale = self._payoff.scale
        if scale is None:
            raise infeasible(self._scenario)
        columns = self._bench.columns
        question = pose(self._objectives, self._method, self._weights, scale, columns.reference)
        stage = replace(first_stage(question, columns, scale, self._options.gap), relaxed=True)
        answer = self._bench.backend.answer(stage, self._clock)
        least = INF if answer.status is Status.INFEASIBLE else answer.bound
        if math.isfinite(least):
            least += objective_offset(question, columns, scale)
        return least, INF if plan is None else self._reached(plan, question, scale)

    def _reached(self, plan: Plan, question: Question, scale: Scale) -> float:
        """The objective of a plan of one phase that keeps every rule; inf for any other."""
        verdict = self._bench.judge((plan,))
        aims = verdict.objectives.as_tuple()
        within = all(aim <= upper for aim, upper in zip(aims, question.upper, strict=True))
        return objective_value(question, aims, scale) if verdict.feasible and within else INF

    def _judge(self, question: Question, scale: Scale, values: Mapping[str, float], bound: float) -> Solved:
        """The answer behind column values, with the judge's word on it."""
        course, verdict = self._bench.judged(values)
        objective = objective_value(question, verdict.objectives.as_tuple(), scale)
        return self._solved(question, scale, course, verdict, objective, bound)

    def _doubted(self, question: Question, stage: Stage, first: Answer) -> Answer:
        """Another answer, where a second solver finds a plan; raises unless that or today's plan refutes the first."""
        if any(math.isfinite(upper) for upper in question.upper):
            raise InfeasibleError(OUT_OF_BOUNDS, [Fault(OUT_OF_BOUNDS, "objectives.epsilon")])
        if self._bench.held:
            raise infeasible(self._scenario)
        if not self._bench.confirms_infeasible(self._clock):
            first = self._bench.backend.answer(stage, self._clock)
        if first.status is Status.INFEASIBLE and self._bench.feasible_today is None:
            raise infeasible(self._scenario)
        return first

    def _fallback(self) -> tuple[Course, Verdict]:
        for values in self._known:
            return self._bench.judged(values)
        today, verdict = self._bench.feasible_today, self._bench.today_verdict
        if today is None or verdict is None:
            raise NoPlanError(STOPPED_EMPTY)
        return today, verdict

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

    def _others(self, objectives: Objectives) -> tuple[Plan, ...] | None:
        """Other plans as good by the method's own measure, found one by one; None where the solver cannot exclude any.

        Plans are other plans where another function is offered somewhere or another level is chosen at home. Phases
        may differ in any of them; told is the last.
        """
        backend, columns = self._bench.backend, self._bench.columns
        if not isinstance(backend, HighsBackend):
            return None
        aims = three(columns.column(n, value) for n, value in enumerate(objectives.as_tuple()))
        slack = HOLD * self._last.unit
        most = self._last.value(aims) + slack
        limit = most if self._last.chebyshev else INF
        stage = replace(self._last, name="other plans", gap=slack, t_upper=limit)
        found: list[Plan] = []
        values = self.values
        while len(found) < self._options.alternatives:
            backend.exclude(values)
            answer = backend.answer(stage, self._clock)
            if not answer.values or answer.objective > most:
                break
            values = answer.values
            found.append(self._bench.judged(values)[0][-1])
        backend.include_all()
        return tuple(found)

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
            self._last = Stage(stage.name, cost, three(held), gap=gap, unit=scale.ranges[later])
            answer = self._bench.backend.answer(self._last, self._clock, values)
            if not answer.values:
                break
            values, objective = answer.values, answer.objective
        return values
