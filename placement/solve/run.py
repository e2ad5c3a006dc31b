"""From a loaded scenario to a judged proposal."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.errors import InfeasibleError, NoPlanError
from placement.model.linear import name_of
from placement.plan.phases import Course, Verdict
from placement.scenario.structure import structural_causes
from placement.solve.highs import HighsBackend
from placement.solve.method import (
    HOLD,
    ROW_GAP,
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
from placement.solve.payoff import AIM_COLUMNS, Payoff, PayoffTable
from placement.solve.result import Interim, Options, Progress, Scale, Solved, Status, solved_course
from placement.solve.solver import Workbench
from placement.solve.stage import INF, Answer, Clock, Stage, three

if TYPE_CHECKING:
    from placement.plan.evaluation import Objectives
    from placement.plan.plan import Plan
    from placement.scenario.frame import Policy
    from placement.scenario.load import Loaded
    from placement.scenario.schema import Scenario

STOPPED_EMPTY = "Stopped before any plan was found; allow more time with --time-limit."
TIE_GAP = 0.01
"""Gap of the tie-breaking stage, in ranges: it chooses among plans that are equally good already."""
ROW_SHARE = 0.2
"""Ideals are proven to this share of the asked gap, nadirs to the gap itself, and neither closer than ``ROW_GAP``."""
FIRST_GAP = 0.05
"""Gap of the first look, in ranges that are not proven."""
MOST_KEPT = 4
"""Models kept ready for what-ifs, the first proposal's among them."""
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
    return Live(loaded, options, progress=progress, stop=stop).solved


class Live:
    """A scenario solved and kept ready: what-ifs reuse its columns, its scale, its live solver and the last plan.

    Args:
        loaded: the scenario; ``options``: how to solve.
        progress: called with each line of progress, from the solving thread.
        found: called with each better plan of the proposal while the search goes on, from the solving thread.
        stop: set it to end the search and keep the best plan so far.
        payoff: of the same scenario and formulation, from an earlier one or another process, or what makes it; the base
            scenario's where it is None.

    Attributes:
        solved: the scenario's own proposal.
        bench: its model, live solver and judge.
        payoff: the pay-off table it is measured by.

    Raises:
        InfeasibleError, NoPlanError, SolverError: as ``solve``.
    """

    def __init__(
        self,
        loaded: Loaded,
        options: Options | None = None,
        *,
        progress: Callable[[Progress], None] | None = None,
        found: Callable[[Interim], None] | None = None,
        stop: threading.Event | None = None,
        payoff: Payoff | Callable[[Workbench, Clock], Payoff] | None = None,
    ) -> None:
        options = options or Options()
        clock = Clock(options.time_limit, stop or threading.Event(), progress)
        self._loaded, self._options = loaded, options
        self.bench = Workbench(loaded.scenario, options)
        _ = self.bench.written.reference
        built = clock.seconds
        if found is not None:
            self._first_look(clock, found)
        if payoff is None:
            payoff = scale_of(loaded, self.bench, options, clock)
        self.payoff = payoff if isinstance(payoff, Payoff) else payoff(self.bench, clock)
        search = Search(self.bench, self.payoff, options, clock, built, loaded)
        self.solved = search.run(self.payoff.plans, found)
        self._kept = [_Kept(self.bench, search.values, loaded.scenario.policy)]

    def _first_look(self, clock: Clock, found: Callable[[Interim], None]) -> None:
        """A plan before the pay-off table is known, for whoever watches: its gap is proven, the range is a guess."""
        bench = self.bench
        scale = PayoffTable(bench.backend, bench.columns, clock, bench.aims).first_guess()
        if scale is not None:
            options = replace(self._options, gap=max(self._options.gap, FIRST_GAP))
            guess = Payoff(scale, (), Answer(Status.FEASIBLE, {}, INF, -INF, ""))
            Search(bench, guess, options, clock, clock.seconds, self._loaded).look(found)

    def ask(
        self,
        loaded: Loaded,
        options: Options | None = None,
        *,
        progress: Callable[[Progress], None] | None = None,
        found: Callable[[Interim], None] | None = None,
        stop: threading.Event | None = None,
        keep_scale: bool = False,
        begin: Plan | None = None,
    ) -> Solved:
        """The proposal for another variant of the scenario, or with other weights or method.

        Where only weights, decisions and amounts of budgets differ from a model kept ready it is asked again with other
        costs and bounds; otherwise a new one is written, and kept beside the first. The scale is the base scenario's as
        long as that is the same.

        Args:
            loaded: the scenario with other variants or overrides; the first one's own for other ``options`` alone.
            options: as in ``solve``; solver, threads, seed and formulation count where a new model is written.
            progress: called with each line of progress.
            found: called with each better plan while the search goes on.
            stop: set it to end the search and keep the best plan so far.
            keep_scale: measure by the first proposal's scale whatever differs, so that the answer can be set beside it.
            begin: a plan to begin the search with, of a scenario without phases.

        Raises:
            InfeasibleError, NoPlanError, SolverError: as ``solve``.
        """
        options = options or self._options
        clock = Clock(options.time_limit, stop or threading.Event(), progress)
        for kept in self._kept:
            if (bench := kept.bench.asked(loaded.scenario)) is not None:
                try:
                    return self._propose(kept, bench, loaded, options, clock, found, keep_scale=keep_scale, begin=begin)
                except InfeasibleError as error:
                    if error.causes:  # seen without a solver; otherwise a model of its own and a second solver decide
                        raise
                    break
        kept = self._written(loaded.scenario, options)
        return self._propose(kept, kept.bench, loaded, options, clock, found, keep_scale=keep_scale, begin=begin)

    def between(
        self,
        loaded: Loaded,
        plan: Plan | None = None,
        options: Options | None = None,
        *,
        stop: threading.Event | None = None,
    ) -> tuple[float, float]:
        """Between what the objective of another variant's best plan lies, on the first proposal's scale; no search.

        Args:
            loaded: the scenario with other variants or overrides, without phases.
            plan: one that may keep its rules.
            options: as in ``ask``.
            stop: set it to end the search.

        Returns:
            What the linear relaxation proves (inf: there is no plan; -inf: no time to prove anything), and the
            objective of ``plan`` (inf where it does not keep the rules).
        """
        options = options or self._options
        clock = Clock(options.time_limit, stop or threading.Event())
        benches = (kept.bench.asked(loaded.scenario) for kept in self._kept)
        bench = next((one for one in benches if one is not None), None)
        bench = bench or self._written(loaded.scenario, options).bench
        return Search(bench, self.payoff, options, clock, clock.seconds, loaded).between(plan)

    def relaxed(
        self, bench: Workbench, loaded: Loaded, options: Options, *, stop: threading.Event | None = None
    ) -> float:
        """What the linear relaxation of another bench proves, on the first proposal's scale; see ``between``."""
        clock = Clock(options.time_limit, stop or threading.Event())
        return Search(bench, self.payoff, options, clock, 0.0, loaded).between(None)[0]

    def _written(self, scenario: Scenario, options: Options) -> _Kept:
        """A model of its own, kept beside the first."""
        kept = _Kept(Workbench(scenario, options))
        _ = kept.bench.written.reference
        self._kept = [self._kept[0], kept, *self._kept[1 : MOST_KEPT - 1]]
        return kept

    def about(self, loaded: Loaded, solved: Solved) -> Live:
        """The same models, with the answer to a what-if in front: what is asked next is held against that."""
        other = copy(self)
        other._loaded, other.solved = loaded, solved  # noqa: SLF001 - of our own kind
        return other

    def _known(self, kept: _Kept, bench: Workbench) -> list[Mapping[str, float]]:
        """Plans to begin with: the last one, where it keeps the rules; and the pay-off's, where nothing else binds."""
        scenario, first = bench.instance.scenario, self._kept[0]
        last = [kept.last] if kept.last and (kept.last_of == scenario.policy or bench.keeps(kept.last)) else []
        plain = kept is first and scenario.policy == first.bench.instance.scenario.policy
        return [*last, *self.payoff.plans] if plain else last

    def _same_scale(self, loaded: Loaded) -> bool:
        """Whether the first table is what ``solve`` would measure by."""
        scale = self.payoff.scale
        if loaded.scenario == self._loaded.scenario:
            return True
        plain = loaded.base.objectives.citizen == loaded.scenario.objectives.citizen
        return loaded.base == self._loaded.base and plain and scale is not None and not any(scale.indifferent)

    def _propose(
        self,
        kept: _Kept,
        bench: Workbench,
        loaded: Loaded,
        options: Options,
        clock: Clock,
        found: Callable[[Interim], None] | None,
        *,
        keep_scale: bool,
        begin: Plan | None,
    ) -> Solved:
        built = clock.seconds
        same = keep_scale or self._same_scale(loaded)
        payoff = self.payoff if same else scale_of(loaded, bench, options, clock)
        search = Search(bench, payoff, options, clock, built, loaded)
        known = self._known(kept, bench) if begin is None else []
        hint = {} if known else kept.hint(bench)
        hint = hint if begin is None else bench.start((begin,)) or {}
        solved = search.run(known, found, hint)
        if search.values:
            kept.last, kept.last_of = search.values, loaded.scenario.policy
        return solved


@dataclass
class _Kept:
    """A model kept ready, and the last plan it gave, under which policy."""

    bench: Workbench
    last: Mapping[str, float] = field(default_factory=dict)
    last_of: Policy | None = None

    def hint(self, bench: Workbench) -> Mapping[str, float]:
        """The last plan without what has been decided otherwise since: a search begins with the rest."""
        before, after = self.bench.instance.scenario.policy.placements, bench.instance.scenario.policy.placements
        changed = {function for function in before.keys() | after.keys() if before.get(function) != after.get(function)}
        written = {name_of("open", function).removeprefix("open(").removesuffix(")") for function in changed}
        return {name: value for name, value in self.last.items() if not _is_about(name, written)}


def _is_about(name: str, functions: Collection[str]) -> bool:
    """Whether a column belongs to one of the functions, or to what functions share."""
    kind, _, ids = name.partition("(")
    return kind in ("units", "aim") or ids.rstrip(")").split(",")[0] in functions


def scale_of(loaded: Loaded, bench: Workbench, options: Options, clock: Clock) -> Payoff:
    """The pay-off table of the scenario without variants, within its share of the time.

    Where the base scenario has no plan at all, leaves an aim nothing to choose, or measures the citizen aim otherwise,
    the variant's own table stands in.
    """
    share = None if clock.limit is None else clock.limit * PAYOFF_SHARE
    own = replace(clock, limit=share)
    if loaded.base == loaded.scenario:
        return payoff_of(bench, own, options.gap)
    base = payoff_of(Workbench(loaded.base, options), own, options.gap)
    otherwise = loaded.base.objectives.citizen != loaded.scenario.objectives.citizen
    if base.scale is not None and not otherwise and not any(base.scale.indifferent):
        return Payoff(base.scale, (), base.answer)
    varied = payoff_of(bench, own, options.gap)
    if base.scale is None or varied.scale is None:
        return varied
    own_range = (otherwise or base.scale.indifferent[0], *base.scale.indifferent[1:])
    return Payoff(_filled(base.scale, varied.scale, own_range), varied.plans, varied.answer)


def payoff_of(bench: Workbench, clock: Clock, asked: float) -> Payoff:
    """A bench's own pay-off table, as close as the ``asked`` gap needs."""
    rough = isinstance(bench.backend, HighsBackend) and bench.backend.huge and clock.limit is not None
    gaps = max(ROW_GAP, asked * ROW_SHARE), max(ROW_GAP, asked)
    payoff = PayoffTable(bench.backend, bench.columns, clock, bench.aims, *gaps, rough=rough).solve(
        bench.start(bench.today_course)
    )
    if payoff.scale is None and not bench.held and not bench.confirms_infeasible(clock):
        payoff = PayoffTable(bench.backend, bench.columns, clock, bench.aims, *gaps).solve(None)
    return payoff


def _filled(base: Scale, varied: Scale, own_range: tuple[bool, bool, bool]) -> Scale:
    """The base's scale, with the variant's own range for the aims named."""
    ends = zip(own_range, base.ideal, base.nadir, varied.ideal, varied.nadir, strict=True)
    pairs = [(i, n) if own else (ideal, nadir) for own, ideal, nadir, i, n in ends]
    ideal, nadir = three(p[0] for p in pairs), three(p[1] for p in pairs)
    return Scale(ideal, nadir, base.rows, base.proven and varied.proven)


def infeasible(scenario: Scenario) -> InfeasibleError:
    """No plan keeps the rules: what can be seen without solving is said."""
    return InfeasibleError("No plan keeps all the rules.", structural_causes(scenario))


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
            raise InfeasibleError("No plan keeps the rules within the bounds of objectives.epsilon; widen the bounds.")
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
