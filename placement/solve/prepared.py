"""The workbench: one scenario held ready for solving, with its arrays, what stands today, a live solver and a judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from placement.errors import Message, SolverError, UsageError
from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.model.demand_classes import refuse_tied
from placement.model.formulation import AIM_UNITS, Model, where_the_region_sends
from placement.model.what_ifs import held_for
from placement.plan.phases import Course, Verdict, gain_is_from, judge, situations
from placement.plan.plan import same_plan
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.scenario import Scenario
from placement.solve.chosen_formulation import Unwritten, WrittenMedian, WrittenModel, write
from placement.solve.highs.search import HighsBackend
from placement.solve.result import Options
from placement.solve.scalarisation import Columns
from placement.solve.stage import INF, Backend, Clock, Stage, Three
from placement.time_limit import OutOfTimeError, Over, patient

SECOND_OPINION_SECONDS = 60.0
"""Solvers have been wrong about infeasibility (decision 0009): a second one is asked for at most this long before "no
plan" is said."""
MOST_REMEMBERED = 8
"""Number of solutions whose evaluation is cached: the same one is looked at several times in a row."""
FORMULATIONS = ("auto", "configuration", "assignment")
"""Values of ``Options.formulation``."""
BUILDING = Stage("building", (0.0, 0.0, 0.0))
"""The stage in progress reports while the model is written."""
_LINES_SECONDS = 0.2
"""Seconds between two such reports."""
LEAST_SECONDS = 1.0
"""Seconds beyond its limit that a solve may take to see what stands today, without which it has no answer."""
WRITING_SHARE = 0.2
"""At most this share of a limit is reserved while the model is written, so that today can be judged."""


def written_in_time(scenario: Scenario, options: Options, clock: Clock) -> Workbench:
    """A workbench whose model is written and handed to the solver if there is time.

    If there is not, the bench knows today's plan and answers that it found none (`Workbench.unwritten`).

    Args:
        scenario: checked, variants applied.
        options: as of `Workbench`.
        clock: of the whole solve.

    Raises:
        OutOfTimeError: there is no time even to see what stands today.
        UsageError, ScenarioError: as of `Workbench`.
    """
    size = len(scenario.areas.rows), len(scenario.sites), len(scenario.functions)
    began, latest = clock.seconds, INF if clock.limit is None else clock.limit + LEAST_SECONDS
    try:
        with patient("building", lambda: "time_limit" if clock.seconds > latest else ""):
            bench = Workbench(scenario, options)
    except OutOfTimeError as error:
        raise OutOfTimeError(error.what, error.why, size) from error
    bench.seconds = clock.seconds - began
    try:
        with patient("building", _telling(clock.but(bench.seconds, WRITING_SHARE))):
            _ = bench.written.reference, bench.backend
    except OutOfTimeError as error:
        bench.unwritten(OutOfTimeError(error.what, error.why, size))
    return bench


def _telling(clock: Clock) -> Over:
    """A function that says whether the clock is over and, as a side effect, reports progress now and then."""
    told = clock.seconds

    def over() -> str:
        nonlocal told
        if clock.seconds >= told + _LINES_SECONDS:
            told = clock.seconds
            clock.tell(BUILDING, None, None)
        return clock.over

    return over


class Workbench:
    """One scenario held ready: its phases (one where it declares none), today, the model and a live solver.

    The model is written when it is first needed.

    Args:
        scenario: checked, variants applied.
        options: solver, formulation, threads and seed count.

    Attributes:
        phases: the scenario and today, phase by phase.
        held: whether bounds of the live model differ from those it was written with, for another scenario (`asked`).
        seconds: time it took to see what stands today: about as long as judging a few plans.

    Raises:
        UsageError: for a solver or formulation that does not exist.
        ScenarioError: for what no model can hold.
    """

    def __init__(self, scenario: Scenario, options: Options) -> None:
        if options.formulation not in FORMULATIONS:
            raise UsageError(
                Message(
                    "formulation '{seen}' is not known; use {known}.",
                    seen=options.formulation,
                    known=", ".join(FORMULATIONS),
                )
            )
        self._written_for = scenario
        self.held = False
        self.phases = situations(scenario)
        refuse_tied([(part.instance, part.today) for part in self.phases])
        self._options = options
        self._judged: list[tuple[Mapping[str, float], tuple[Course, Verdict]]] = []
        self.seconds = 0.0

    @property
    def instance(self) -> Instance:
        """The scenario as arrays; of several phases the last."""
        return self.phases[-1].instance

    @property
    def today(self) -> Today:
        """What stands today; of several phases the last."""
        return self.phases[-1].today

    @cached_property
    def today_course(self) -> Course | None:
        """Today's plan in every phase; None where the scenario does not say what stands today."""
        plans = tuple(part.today_plan for part in self.phases if part.today_plan is not None)
        return plans if len(plans) == len(self.phases) else None

    @cached_property
    def written(self) -> WrittenModel | WrittenMedian | Unwritten:
        """The formulation the scenario is solved by."""
        return write(self.phases, self._options)

    def unwritten(self, error: OutOfTimeError) -> None:
        """Give up writing the model: from now on every stage ends with no plan found, for the reason of ``error``."""
        self.__dict__.pop("backend", None)
        self.__dict__["written"] = Unwritten(self.phases, error)

    @cached_property
    def model(self) -> Model:
        """The model in PuLP; written anew where the scenario is solved as a p-median."""
        if isinstance(self.written, WrittenModel):
            return self.written.model
        return WrittenModel(self.phases, self._options).model

    @cached_property
    def backend(self) -> Backend:
        """The solver, with the scenario's model loaded."""
        return self.written.backend()

    @property
    def columns(self) -> Columns:
        """Units of the aims' columns."""
        return Columns(self.written.reference, AIM_UNITS)

    @cached_property
    def today_verdict(self) -> Verdict | None:
        """The judge's word on today's plan; None where there is none."""
        return None if self.today_course is None else self.judge(self.today_course)

    @cached_property
    def gain_is_from(self) -> Three:
        """The aims from which a gain in kroner is counted; see `placement.plan.phases.gain_is_from`."""
        return gain_is_from(self.phases)

    @property
    def feasible_today(self) -> Course | None:
        """Today's plan if it keeps every rule; else None."""
        verdict = self.today_verdict
        return self.today_course if verdict is not None and verdict.feasible else None

    def asked(self, scenario: Scenario) -> Workbench | None:
        """A bench for another scenario on the same live solver; None where that would need other columns.

        The scenarios may differ in methods and weights, in ``must`` and ``must_not`` at places that were open to
        choice, in the amount of a budget, and in the number of changes where it was limited; with phases in methods and
        weights alone. The live solver answers for the other scenario from now on, and the returned bench judges by it.
        """
        held = held_for(self._written_for, scenario, self.model) if isinstance(self.backend, HighsBackend) else None
        if held is None or not isinstance(self.backend, HighsBackend):
            return None
        self.backend.hold(held.columns, held.rows)
        if scenario == self._written_for:
            return self
        other = copy(self)
        other._judged = []  # noqa: SLF001 - of our own kind
        only = self.phases[0]
        other.phases = situations(scenario) if only.phase else (replace(only, instance=build(scenario)),)
        other.held = bool(held.columns or held.rows)
        if other.held:
            other.__dict__.pop("today_verdict", None)
        return other

    def confirms_infeasible(self, clock: Clock) -> bool:
        """Whether a second solver finds no plan either, or there is none to ask.

        If it finds one it replaces the first as ``backend``, and the search can go on.
        """
        other = self.written.second()
        if other is None:
            return True
        limit = min(clock.left, SECOND_OPINION_SECONDS)
        answer = other.answer(
            Stage("second opinion", (0.0, 0.0, 0.0)), replace(clock, limit=clock.seconds + limit, found=None)
        )
        if answer.values:
            self.__dict__["backend"] = other
        return not answer.values

    def course(self, values: Mapping[str, float]) -> Course:
        """The plan of each phase from column values."""
        return self.written.course(values)

    def judge(self, course: Course) -> Verdict:
        """The judge's word on a course."""
        return judge(self.phases, course)

    def judged(self, values: Mapping[str, float]) -> tuple[Course, Verdict]:
        """The plan of each phase from column values, and the judge's word, which is that every rule is kept.

        Raises:
            SolverError: a rule is broken: the model and the judge disagree, which is a fault of this program.
        """
        for known, word in self._judged:
            if known is values:
                return word
        course = self.course(values)
        seen = next((word for _, word in self._judged if all(map(same_plan, word[0], course))), None)
        course, verdict = seen or (course, self.judge(course))
        if not verdict.feasible:
            broken = verdict.violations[0]
            raise SolverError(
                Message(
                    "The solver's plan breaks '{rule}' at {function} × {site}: {have:g} {unit} against {need:g}. "
                    "Nothing is reported; please send us this scenario.",
                    rule=broken.rule,
                    function=broken.function or "-",
                    site=broken.site or "-",
                    have=broken.have,
                    need=broken.need,
                    unit=broken.unit,
                )
            )
        self._judged = [(values, (course, verdict)), *self._judged[: MOST_REMEMBERED - 1]]
        return course, verdict

    def polished(self, values: Mapping[str, float], measures: Sequence[Stage]) -> Mapping[str, float]:
        """Column values with the same whole numbers, and the visits that the region sends allocated optimally.

        Optimally means by each measure in turn, without slack; where visits may still go to several sites, by nearness.
        Values are returned as they are where the region sends no visits.
        """
        if isinstance(self.written, WrittenMedian | Unwritten) or not (ways := where_the_region_sends(self.model)):
            return values
        return self.backend.polished(values, measures, ways)

    def keeps(self, values: Mapping[str, float]) -> bool:
        """Whether the plan of these column values keeps every rule, by the judge."""
        return self.judge(self.course(values)).feasible

    def aims(self, values: Mapping[str, float]) -> Three:
        """The three aims of a solution in real units, by the judge."""
        return self.judged(values)[1].objectives.as_tuple()

    def start(self, course: Course | None) -> dict[str, float] | None:
        """Values of the whole-number columns for a course, with the aims' where it keeps every rule."""
        if course is None:
            return None
        verdict = self.today_verdict if course is self.today_course else self.judge(course)
        values = self.written.start(course)
        if verdict is not None and verdict.feasible:
            real = verdict.objectives.as_tuple()
            values |= {f"aim({name})": self.columns.column(n, real[n]) for n, name in enumerate(AIMS)}
        return values
