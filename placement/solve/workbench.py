"""A scenario held ready for solving: arrays, today, the model, and a live solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from placement.errors import Message, SolverError, UsageError
from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.model.formulation import AIM_UNITS, Model
from placement.model.limits import refuse_tied
from placement.model.nearest import where_the_region_sends
from placement.model.what_ifs import held_for
from placement.patience import OutOfTimeError, Over, patient
from placement.plan.phases import Course, Verdict, judge, situations
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.scenario import Scenario
from placement.solve.formulations import Unwritten, WrittenMedian, WrittenModel, write
from placement.solve.highs.search import HighsBackend
from placement.solve.result import Options
from placement.solve.scalarisation import Columns
from placement.solve.stage import INF, Backend, Clock, Stage, Three

SECOND_OPINION_SECONDS = 60.0
"""Solvers have been wrong about infeasibility; the second is asked for at most this long before it is said aloud."""
MOST_REMEMBERED = 4
"""Solutions of which the judge's word is remembered."""
FORMULATIONS = ("auto", "configuration", "assignment")


BUILDING = Stage("building", (0.0, 0.0, 0.0))
"""What progress lines say while the model is written."""
_LINES_SECONDS = 0.2
LEAST_SECONDS = 1.0
"""However short a limit is, so much longer may it take to see what stands today."""
WRITING_SHARE = 0.2
"""At most this share of a limit is kept back while the model is written, so that today can be judged."""


def written_in_time(scenario: Scenario, options: Options, clock: Clock) -> Workbench:
    """A workbench whose model is written and handed to the solver, as far as there is time: see `Workbench.unwritten`.

    Raises:
        OutOfTimeError: there is none even to see what stands today.
        UsageError: as of `Workbench`.
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
    """Whether a clock is over; tells now and then what is under way."""
    told = clock.seconds

    def over() -> str:
        nonlocal told
        if clock.seconds >= told + _LINES_SECONDS:
            told = clock.seconds
            clock.tell(BUILDING, None, None)
        return clock.over

    return over


class Workbench:
    """One scenario, its phases (one where it declares none), its today, its model and a solver on it.

    ``held`` says that the live model answers for another scenario than it was written for.

    Args:
        scenario: checked, variants applied.
        options: solver, threads, seed.

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
        """What it took to see what stands today: about as long as judging a few plans."""

    @property
    def instance(self) -> Instance:
        """The scenario as arrays; of several phases the last."""
        return self.phases[-1].instance

    @property
    def today(self) -> Today:
        """What stands today, likewise."""
        return self.phases[-1].today

    @cached_property
    def today_course(self) -> Course | None:
        """What stands today, kept in every phase; None without a baseline."""
        plans = tuple(part.today_plan for part in self.phases if part.today_plan is not None)
        return plans if len(plans) == len(self.phases) else None

    @cached_property
    def written(self) -> WrittenModel | WrittenMedian | Unwritten:
        """How the scenario is put to a solver."""
        return write(self.phases, self._options)

    def unwritten(self, error: OutOfTimeError) -> None:
        """Give up writing it: whoever asks hears that there is no time, and knows today's plan at most."""
        self.__dict__.pop("backend", None)
        self.__dict__["written"] = Unwritten(self.phases, error)

    @cached_property
    def model(self) -> Model:
        """The mathematics as PuLP knows it, also where the solver does not need it."""
        if isinstance(self.written, WrittenModel):
            return self.written.model
        return WrittenModel(self.phases, self._options).model

    @cached_property
    def backend(self) -> Backend:
        """The solver, with the scenario handed over."""
        return self.written.backend()

    @property
    def columns(self) -> Columns:
        """Units of the aims' columns."""
        return Columns(self.written.reference, AIM_UNITS)

    @cached_property
    def today_verdict(self) -> Verdict | None:
        """The judge's word on today."""
        return None if self.today_course is None else self.judge(self.today_course)

    @property
    def feasible_today(self) -> Course | None:
        """Today's plan where it keeps every rule."""
        verdict = self.today_verdict
        return self.today_course if verdict is not None and verdict.feasible else None

    def asked(self, scenario: Scenario) -> Workbench | None:
        """The same bench for a scenario that differs in what leaves the columns as they are; None where it does not.

        Those are methods and weights, ``must`` and ``must_not`` at places that were open to choice, budgets where there
        was one, and the number of changes where it was limited; with phases methods and weights alone. The live solver
        and today are shared; the judge follows the new scenario.
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
        """Whether a second solver finds no plan either (or cannot say).

        If it finds one it takes over from the first, and the search can go on.
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
        """The plan of each phase behind column values."""
        return self.written.course(values)

    def judge(self, course: Course) -> Verdict:
        """The judge's word on a course."""
        return judge(self.phases, course)

    def judged(self, values: Mapping[str, float]) -> tuple[Course, Verdict]:
        """A solution as a course that keeps every rule; the last few are remembered.

        Raises:
            SolverError: when the judge finds a rule broken: the model and its judge disagree, which is a fault of ours.
        """
        for known, word in self._judged:
            if known is values:
                return word
        course = self.course(values)
        verdict = self.judge(course)
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
        """The same offers, days and units, and where the region sends visits exactly what is best by each measure.

        Where it may as well send them to several places, who goes where follows from how near those lie.
        """
        if isinstance(self.written, WrittenMedian | Unwritten) or not (ways := where_the_region_sends(self.model)):
            return values
        return self.backend.polished(values, measures, ways)

    def keeps(self, values: Mapping[str, float]) -> bool:
        """Whether the plan behind column values keeps every rule."""
        return self.judge(self.course(values)).feasible

    def aims(self, values: Mapping[str, float]) -> Three:
        """The three aims of a solution in real units, by the judge."""
        return self.judged(values)[1].objectives.as_tuple()

    def start(self, course: Course | None) -> dict[str, float] | None:
        """A course as values of the whole-number columns, with its aims where it keeps every rule."""
        if course is None:
            return None
        verdict = self.today_verdict if course is self.today_course else self.judge(course)
        values = self.written.start(course)
        if verdict is not None and verdict.feasible:
            real = verdict.objectives.as_tuple()
            values |= {f"aim({name})": self.columns.column(n, real[n]) for n, name in enumerate(AIMS)}
        return values
