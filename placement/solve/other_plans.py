"""Other plans than the proposal: those that are equally good (decision 0025), and those that are nearly as good.

A search ends within a tolerance, and which of equally good plans it ends at depends on the order of names, the seed,
the formulation and the solver. So every plan that is as good to the printed digit is asked for, one after the other,
those with fewest changes from today first; ``placement.plan.compare`` orders them, and the first is proposed. Then the
offers are fixed and the rest of the plan is made as good as it can be. Where ties cannot be looked for, one search
asks for a plan that dominates the one found.

Plans nearly as good are asked for as different as can be from the proposal and from each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from placement.model.formulation import fewest_days, nearest_to_today
from placement.plan.compare import changes_and_offers, preference
from placement.plan.phases import Course
from placement.plan.plan import Evaluation, Plan
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.result import PRINTED, Solved, Status, Ties
from placement.solve.scalarisation import HOLD, first_stage, objective_offset, objective_value, question_of, span_of
from placement.solve.stage import HAIR, INF, Clock, Stage, Three, three

STAGE = "equally good plans"
"""Name in progress reports."""
MOST = 12
"""The most other plans asked for: each is a search, and nobody reads a longer list of ties."""
_WHOLE = 0.99
"""A gap below 1 proves an objective that is a whole number."""
Values = Mapping[str, float]
"""Column values by name."""


@dataclass(frozen=True, eq=False)
class Settled:
    """The plan that is proposed, and its ties.

    Attributes:
        values: column values of the plan.
        ties: other plans that are as good, change as little from today and offer as much.
        more: whether there are plans as good that change or offer more.
        complete: whether ``ties`` are all there are; False too where none were looked for.
        undominated: whether it is proven that no plan is better in one aim and as good in the others.
    """

    values: Values
    ties: tuple[Course, ...] = ()
    more: bool = False
    complete: bool = False
    undominated: bool = False

    @property
    def told(self) -> Ties:
        """The ties in the form results carry: the last phase of each."""
        return Ties(tuple(course[-1] for course in self.ties), self.more, self.complete)


@dataclass(eq=False)
class Settling:
    """Decides which of equally good plans is proposed: a lexicographic search over ``measures``.

    Args:
        bench: the scenario with its live solver.
        clock: time for all of it.
        measures: stages whose objectives count, one after the other: each is minimised while those before it are held.
        every: a stage that minimises all aims together; with a plan's aims as bounds it finds one that dominates it.
    """

    bench: Workbench
    clock: Clock
    measures: Sequence[Stage]
    every: Stage

    def run(self, values: Values, *, exact: bool) -> Settled:
        """The plan to propose.

        Args:
            values: a plan that minimises the first measure.
            exact: whether that is proven to the printed digit; otherwise no ties are looked for.
        """
        can_look = exact and self.bench.backend.can_exclude
        if can_look and self._is_alone(values):
            return self._finished(Settled(values, complete=True), first=1)
        values, exact = self._minimised(values, exact=exact, first=1)
        if not (exact and can_look):
            return self._cleaned(values)
        settled = self._chosen(values)
        return self._finished(settled, first=0 if settled.values is not values else len(self.measures))

    def _is_alone(self, values: Values) -> bool:
        """Whether no plan with other offers is as good by the first measure; its proof is mostly quick."""
        measure, backend = self.measures[0], self.bench.backend
        enough = measure.value(self._aims(values)) + self.worth(measure)
        backend.exclude(values)
        answer = backend.answer(replace(measure, name=STAGE, to_end=True, gap=INF, enough=enough), self.clock)
        backend.include_all()
        return answer.status is Status.INFEASIBLE or answer.bound > enough

    def _finished(self, settled: Settled, first: int) -> Settled:
        """The plan with its offers fixed and all else minimised by each measure from number ``first`` on."""
        self.bench.backend.fix(settled.values)
        values, exact = self._minimised(settled.values, exact=True, first=first)
        values = self.bench.polished(self._with_fewest_days(values), self.measures)
        self.bench.backend.include_all()
        if settled.complete and exact:
            return replace(settled, values=values, undominated=True)
        cleaned = self._cleaned(values)
        return replace(settled, values=cleaned.values, undominated=cleaned.undominated)

    def _with_fewest_days(self, values: Values) -> Values:
        """The plan with as few clinic days as its measures allow."""
        days = fewest_days(self.bench.model)
        stage = replace(self._held(values, len(self.measures)), name=STAGE, decisions=days, gap=_WHOLE, to_end=True)
        return self.bench.backend.answer(stage, self.clock, values).values or values

    def _minimised(self, values: Values, *, exact: bool, first: int = 0) -> tuple[Values, bool]:
        """Minimise each measure in turn, from ``first`` on; says too whether all are exact to the last digit."""
        for number in range(first, len(self.measures)):
            stage = self._held(values, number)
            answer = self.bench.backend.answer(stage, self.clock, values)
            values, exact = answer.values or values, exact and bool(answer.values) and answer.gap <= self.worth(stage)
        return values, exact

    def _held(self, values: Values, count: int, slack: Three | None = None) -> Stage:
        """Minimise measure number ``count`` while those before it are held at a plan's values; after the last, nothing.

        Args:
            values: of the plan.
            count: so many measures are held.
            slack: how much larger each aim may be, in column units; None: only by rounding.
        """
        aims, stage = self._aims(values), self.measures[0]
        for measure in [*self.measures[1:], replace(self.measures[0], cost=(0.0, 0.0, 0.0), t_cost=0.0)][:count]:
            held = stage.held(aims, slack) if slack else stage.held(aims)
            stage = replace(measure, upper=held.upper, limits=held.limits)
            stage = replace(stage, chebyshev=held.chebyshev, t_upper=held.t_upper)
        return stage

    def worth(self, stage: Stage) -> float:
        """The last printed digit in the unit of a stage's objective."""
        return stage.worth(self._printed)

    @property
    def _printed(self) -> Three:
        """The last printed digit of each aim, in column units."""
        return three(p / u for p, u in zip(PRINTED, self.bench.columns.unit, strict=True))

    def _aims(self, values: Values) -> Three:
        """The aims of a plan in column units, by the judge and not by the solver."""
        columns = self.bench.columns
        return three(columns.column(n, aim) for n, aim in enumerate(self.bench.aims(values)))

    def _cleaned(self, values: Values) -> Settled:
        """The plan or one that dominates it, with whether it is proven that none dominates the result."""
        upper = three(aim + HAIR for aim in self._aims(values))
        answer = self.bench.backend.answer(replace(self.every, upper=upper), self.clock, values)
        found = bool(answer.values) and answer.gap <= self.worth(self.every)
        return Settled(answer.values or values, undominated=found)

    def _chosen(self, values: Values) -> Settled:
        """The first by rule of all plans that are as good to the printed digit, and its ties.

        Each search asks for the plan nearest to today that has not been excluded, so numbers of changes and offers rise
        from answer to answer: the ties are complete once a plan has more than the least.
        """
        bench, found = self.bench, [(self.bench.course(values), values)]
        held = self._held(values, len(self.measures), self._printed)
        stage = replace(held, name=STAGE, decisions=nearest_to_today(bench.model), gap=INF, to_end=True)
        more = complete = False
        bench.backend.exclude(values)
        while not complete and len(found) <= MOST:
            answer = bench.backend.answer(stage, self.clock)
            if not answer.values:
                complete = answer.status is Status.INFEASIBLE
                break
            bench.backend.exclude(answer.values)
            if bench.keeps(answer.values):
                found.append((bench.course(answer.values), answer.values))
            complete = more = self._number(found[-1][0]) > min(self._number(course) for course, _ in found)
        bench.backend.include_all()
        return self._first(found, more=more, complete=complete)

    def _number(self, course: Course) -> tuple[int, int]:
        """The number of changes from today and the number of offers: the first keys by which ties are ordered."""
        return changes_and_offers(self.bench.phases, course)

    def _first(self, found: Sequence[tuple[Course, Values]], *, more: bool, complete: bool) -> Settled:
        ranked = sorted(found, key=lambda one: preference(self.bench.phases, one[0]))
        number = self._number(ranked[0][0])
        ties = tuple(course for course, _ in ranked[1:] if self._number(course) == number)
        more = complete and (more or len(ties) + 1 < len(ranked))
        return Settled(ranked[0][1], ties, more=more, complete=complete)


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
    """Up to ``count`` plans, each as far as can be from the proposal and from those before it (max-min distance).

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
