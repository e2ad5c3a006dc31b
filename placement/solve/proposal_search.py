"""The search for one proposal: the stages of a method one after the other, the judge's word, and what is proven."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.errors import Fault, InfeasibleError, Message, NoPlanError
from placement.instance.travel import beyond_reach
from placement.plan.phases import Course, Verdict, situations
from placement.scenario.checks.infeasibility import structural_causes
from placement.scenario.schema.frame import AIMS
from placement.solve.chosen_formulation import Unwritten
from placement.solve.highs.search import HighsBackend
from placement.solve.other_plans import STAGE as TIES
from placement.solve.other_plans import Settled, Settling
from placement.solve.payoff import AIM_COLUMNS, Payoff
from placement.solve.prepared import Workbench
from placement.solve.result import Interim, Options, Scale, Solved, Status, solved_course
from placement.solve.scalarisation import (
    HOLD,
    Question,
    close_enough,
    every_aim,
    first_stage,
    further_costs,
    gap_of,
    implied_price_per_minute,
    needs_table,
    objective_offset,
    objective_value,
    order_of,
    pose,
    prices_of,
    unit_vector,
)
from placement.solve.stage import HAIR, INF, Answer, Clock, Stage, three

if TYPE_CHECKING:
    from placement.plan.plan import Objectives, Plan
    from placement.scenario.load import Loaded
    from placement.scenario.schema.scenario import Scenario

STOPPED_EMPTY = Message("Stopped before any plan was found; allow more time with --time-limit.")
OUT_OF_BOUNDS = Message("No plan keeps the rules within the bounds of objectives.epsilon; widen the bounds.")
TIE_GAP = 0.01
"""Gap, as a share of the ranges, that will do among plans that are equally good already, where the end is much work."""


def infeasible(scenario: Scenario) -> InfeasibleError:
    """The error that no plan keeps the rules, with those causes that can be seen without solving."""
    parts = situations(scenario)
    reach = dict.fromkeys(cause for part in parts for cause in beyond_reach(part.instance))
    return InfeasibleError(Message("No plan keeps all the rules."), [*structural_causes(scenario), *reach])


class Search:
    """One proposal being searched for.

    Args:
        bench: the scenario with its live solver and judge.
        payoff: the pay-off table it is measured by; None for the method that has none.
        options: method, weights, prices, gap and alternatives count.
        clock: of the whole solve.
        built: seconds on the clock when the model was written.
        loaded: the scenario.

    Attributes:
        values: column values of the proposal, once found.
    """

    def __init__(
        self, bench: Workbench, payoff: Payoff | None, options: Options, clock: Clock, built: float, loaded: Loaded
    ) -> None:
        self._bench, self._options, self._clock = bench, options, clock
        self._built, self._loaded, self._variants = built, loaded.seconds, loaded.variants
        self._scenario = loaded.scenario
        self._payoff = payoff
        objectives = bench.instance.scenario.objectives
        self._objectives = objectives
        self._method = options.method or objectives.method
        self._weights = options.weights or objectives.weights
        self._prices = None if needs_table(self._method) else prices_of(objectives, options.prices)
        self._known: Sequence[Mapping[str, float]] = ()
        self._hint: Mapping[str, float] | None = None
        self._found: Callable[[Interim], None] | None = None
        self._last = Stage("none", (0.0, 0.0, 0.0))
        self._settled: Settled | None = None
        self._same = 0.0
        self.values: Mapping[str, float] = {}

    def run(
        self,
        known: Sequence[Mapping[str, float]],
        found: Callable[[Interim], None] | None = None,
        hint: Mapping[str, float] | None = None,
    ) -> Solved:
        """The proposal: the first stage is searched and proven, later ones and ties settled, and the plan is judged.

        Args:
            known: column values of plans that keep every rule; the search begins with the best of them.
            found: called with each better plan.
            hint: values of some columns to begin with where no plan is known.

        Raises:
            InfeasibleError: no plan keeps the rules.
            NoPlanError: stopped before any plan was found.
            SolverError: the solver failed, or its plan did not pass the judge.
        """
        self._known, self._found, self._hint = known, found, hint
        question = self._question()
        judged, answer, bound = self._answer(question)
        return self._result(question, judged, bound, answer.stopped)

    def best(self, known: Sequence[Mapping[str, float]] = ()) -> Answer:
        """A plan that is best by the first measure, as column values; objective and bound in the method's unit.

        Ties and later measures are left open. Of a search that was stopped the values may be empty.

        Args:
            known: column values of plans that keep every rule; the search begins with the best of them.

        Raises:
            InfeasibleError: no plan keeps the rules.
            SolverError: the solver failed.
        """
        self._known = known
        question = self._question()
        _, answer = self._first(question)
        offset = objective_offset(question, self._bench.columns)
        return replace(answer, objective=answer.objective + offset, bound=answer.bound + offset)

    def known_best(self, values: Mapping[str, float], bound: float) -> Solved:
        """The proposal where a plan that is best is known: later measures and ties are settled, and it is judged.

        Args:
            values: column values of the plan.
            bound: no plan has a lower objective, in the method's unit.

        Raises:
            SolverError: the solver failed, or its plan did not pass the judge.
        """
        question = self._question()
        stage = first_stage(question, self._bench.columns, self._options)
        best = stage.value(three(values[name] for name in AIM_COLUMNS))
        least = min(best, bound - objective_offset(question, self._bench.columns))
        self._settled = self._settled_on(question, stage, Answer(Status.OPTIMAL, values, best, least, ""))
        self.values = self._settled.values
        return self._result(question, self._bench.judged(self.values), bound, "")

    def _result(self, question: Question, judged: tuple[Course, Verdict], bound: float, stopped: str) -> Solved:
        """A judged plan as a result, with what is proven of it."""
        (course, verdict), settled = judged, self._settled
        others = self._others(verdict.objectives) if self._options.alternatives and self.values else None
        objective = objective_value(question, verdict.objectives.as_tuple())
        proven = question.scale is None or question.scale.proven
        proven = proven and close_enough(question, objective, bound, self._options)
        solved = self._as_solved(question, course, verdict, objective, bound)
        return replace(
            solved,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            stopped=stopped or (self._payoff.answer.stopped if self._payoff else ""),
            alternatives=others,
            ties=None if settled is None else settled.told,
            undominated=settled is not None and settled.undominated,
        )

    def _question(self) -> Question:
        """What is asked; InfeasibleError where the pay-off table has found that no plan keeps the rules."""
        if self._payoff is not None and self._payoff.scale is None:
            raise infeasible(self._scenario)
        scale = None if self._payoff is None else self._payoff.scale
        today = self._bench.columns.reference if scale else self._bench.gain_is_from
        return pose(self._objectives, self._method, self._weights, self._prices, scale, today)

    def _as_solved(
        self, question: Question, course: Course, verdict: Verdict, objective: float, bound: float
    ) -> Solved:
        """A judged course as a result whose search is not over: status, ties and alternatives are not known."""
        today = self._bench.today_verdict
        return Solved(
            instance=self._bench.instance,
            variants=self._variants,
            options=self._options,
            method=self._method,
            weights=self._weights,
            prices=self._prices,
            today=self._bench.today,
            today_plan=self._bench.phases[-1].today_plan,
            today_evaluation=today.phases[-1] if today else None,
            plan=course[-1],
            evaluation=verdict.phases[-1],
            course=solved_course(self._bench.phases, course, verdict),
            status=Status.FEASIBLE,
            objective=objective,
            bound=min(bound, objective),
            gap=gap_of(question, objective, bound),
            scale=question.scale,
            implied_price_per_minute=implied_price_per_minute(question),
            seconds={
                "load": self._loaded,
                "build": self._built - self._loaded,
                "solve": self._clock.seconds - self._built,
                "total": self._clock.seconds,
            },
            stopped="",
            formulation=self._bench.written.name,
            formulation_reason=self._bench.written.reason,
        )

    def _answer(self, question: Question) -> tuple[tuple[Course, Verdict], Answer, float]:
        """The judged course, the first stage's answer, and its bound in the method's unit."""
        stage, first = self._first(question)
        bound = first.bound + objective_offset(question, self._bench.columns)
        if not first.values:
            return self._fallback(), first, bound
        self._settled = self._settled_on(question, stage, first)
        self.values = self._settled.values
        return self._bench.judged(self.values), first, bound

    def _first(self, question: Question) -> tuple[Stage, Answer]:
        """The first stage and its answer, in column units counted from today."""
        stage = self._last = first_stage(question, self._bench.columns, self._options)
        clock = replace(self._clock, found=self._interim(question)) if self._found else self._clock
        first = self._bench.backend.answer(stage, clock, self._start(stage))
        if first.status is Status.INFEASIBLE:
            first = self._doubted(question, stage, first)
        return stage, first

    def _start(self, stage: Stage) -> Mapping[str, float] | None:
        """The best of the known plans by the stage's objective; where none is known the hint, or today's plan."""
        if not self._known:
            return self._hint or self._bench.start(self._bench.today_course)
        return min(self._known, key=lambda values: stage.value(three(values[a] for a in AIM_COLUMNS)))

    def _interim(self, question: Question) -> Callable[[Stage, Mapping[str, float], float], None]:
        """For ``Clock.found``: hands each better plan on to whoever watches; it is judged only where they ask."""

        def told(_stage: Stage, values: Mapping[str, float], bound: float) -> None:
            columns = self._bench.columns
            aims = three(columns.real(n, values[name]) for n, name in enumerate(AIM_COLUMNS))
            objective = objective_value(question, aims)
            least = bound + objective_offset(question, columns)
            gap = gap_of(question, objective, least)
            if self._found is not None:
                judge = partial(self._judge, question, values, least)
                self._found(Interim(objective, least, gap, question.scale, self._clock.seconds, judge))

        return told

    def look(self, found: Callable[[Interim], None]) -> None:
        """Search the first stage alone and hand its plans on to ``found``: for a first plan on a guessed scale."""
        self._found = found
        question = self._question()
        stage = first_stage(question, self._bench.columns, self._options)
        told = self._interim(question)
        answer = self._bench.backend.answer(stage, replace(self._clock, found=told), self._start(stage))
        if answer.values:
            told(stage, answer.values, answer.bound)

    def between(self, plan: Plan | None) -> tuple[float, float]:
        """A bound on the objective by the linear relaxation, and the objective of a plan; see ``Live.between``."""
        columns, question = self._bench.columns, self._question()
        stage = replace(first_stage(question, columns, self._options), relaxed=True)
        answer = self._bench.backend.answer(stage, self._clock)
        least = INF if answer.status is Status.INFEASIBLE else answer.bound
        if math.isfinite(least):
            least += objective_offset(question, columns)
        return least, INF if plan is None else self._reached(plan, question)

    def _reached(self, plan: Plan, question: Question) -> float:
        """The objective of a plan of one phase that keeps every rule; inf for any other."""
        verdict = self._bench.judge((plan,))
        aims = verdict.objectives.as_tuple()
        within = all(aim <= upper for aim, upper in zip(aims, question.upper, strict=True))
        return objective_value(question, aims) if verdict.feasible and within else INF

    def _judge(self, question: Question, values: Mapping[str, float], bound: float) -> Solved:
        """The plan behind column values as a result, with the judge's word."""
        course, verdict = self._bench.judged(values)
        objective = objective_value(question, verdict.objectives.as_tuple())
        return self._as_solved(question, course, verdict, objective, bound)

    def _doubted(self, question: Question, stage: Stage, first: Answer) -> Answer:
        """The answer to the first stage after it was said to be infeasible.

        A second solver is asked, and today's plan is looked at. Where either shows that there is a plan, the search
        goes on.

        Raises:
            InfeasibleError: both agree that there is none.
        """
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
        """A plan where the search has found none: a known one, else today's where it keeps the rules.

        Raises:
            NoPlanError: there is neither.
        """
        for values in self._known:
            return self._bench.judged(values)
        today, verdict = self._bench.feasible_today, self._bench.today_verdict
        if today is None or verdict is None:
            written = self._bench.written
            raise written.error if isinstance(written, Unwritten) else NoPlanError(STOPPED_EMPTY)
        return today, verdict

    def _settled_on(self, question: Question, stage: Stage, first: Answer) -> Settled:
        """The later measures, and of all plans that are equally good the one to propose (see `Settling`)."""
        if question.method == "lexicographic":
            stage, first = self._later_aims(question.table, stage, first)
        self._last = stage
        every = self._bench.columns.cost(every_aim(question))
        further = (self._bench.columns.cost(cost) for cost in further_costs(question))
        gap = max(self._options.gap, TIE_GAP) if question.scale else self._options.gap_money
        *rest, clean = (Stage(TIES, cost, gap=gap, to_end=True) for cost in (*further, every))
        settling = Settling(self._bench, self._clock, [stage, *rest], clean)
        self._same = HOLD * stage.unit if question.scale else settling.worth(stage)
        return settling.run(first.values, exact=first.gap <= settling.worth(stage))

    def _others(self, objectives: Objectives) -> tuple[Plan, ...] | None:
        """Other plans as good by the method's own measure, found one by one by excluding those found before.

        None where the solver is not HiGHS. Plans are other plans where another function is offered somewhere or
        another level is chosen at home, in any phase; of each the last phase is returned.
        """
        backend, columns = self._bench.backend, self._bench.columns
        if not isinstance(backend, HighsBackend):
            return None
        aims = three(columns.column(n, value) for n, value in enumerate(objectives.as_tuple()))
        slack = self._same
        most = self._last.value(aims) + slack
        limit = most if self._last.chebyshev else INF
        stage = replace(self._last, name="other plans", gap=slack, share=0.0, t_upper=limit)
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

    def _later_aims(self, scale: Scale, stage: Stage, first: Answer) -> tuple[Stage, Answer]:
        """The later stages of ``lexicographic``: each aim in its order, the earlier ones held within the tolerance.

        Returns:
            The last stage that found a plan, and its answer with the widest gap of all stages.
        """
        columns, tolerance = self._bench.columns, self._objectives.tolerance
        order = [AIMS.index(aim) for aim in order_of(self._objectives)]
        held, answer, apart = list(stage.upper), first, first.gap
        for earlier, later in pairwise(order):
            given = 0.0 if scale.indifferent[earlier] else tolerance * scale.ranges[earlier]
            aims = self._bench.aims(self._bench.polished(answer.values, [stage]))
            held[earlier] = columns.column(earlier, aims[earlier] + given) + HAIR
            gap = self._options.gap * scale.ranges[later]
            cost = columns.cost(unit_vector(later))
            last = Stage(stage.name, cost, three(held), gap=gap, unit=scale.ranges[later], to_end=True)
            found = self._bench.backend.answer(last, self._clock, answer.values)
            if not found.values:
                break
            stage, answer, apart = last, found, max(apart, found.gap)
        return stage, replace(answer, bound=answer.objective - apart)
