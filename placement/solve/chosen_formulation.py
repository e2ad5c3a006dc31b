"""The formulation a scenario is solved by: a written model, or a p-median, for which no model need be written.

What ``Solved.formulation`` and ``formulation_reason`` tell comes from here. Which functions of a written model are
configurations and which are assignments is decided in `placement.model.formulation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from placement.model.column_values import read_solution, start_values
from placement.model.formulation import Model, build_phases
from placement.plan.phases import Course, Situation, todays_aims
from placement.plan.plan import Plan
from placement.solve.highs.search import HighsBackend
from placement.solve.median import Median, MedianBackend, recognise
from placement.solve.pulp_backend import PulpBackend
from placement.solve.result import Options, Status
from placement.solve.stage import INF, Answer, Backend, Clock, Stage, Three
from placement.time_limit import OutOfTimeError


class Written(Protocol):
    """A scenario in a form that stages can be answered on; columns are known by name."""

    @property
    def name(self) -> str:
        """``configuration``, ``assignment`` or ``median``."""
        ...

    @property
    def reason(self) -> str:
        """Why this formulation, in a few words, for the result."""
        ...

    @property
    def reference(self) -> Three:
        """Real value of each aim where its column is 0."""
        ...

    def backend(self) -> Backend:
        """A solver with the scenario handed over."""
        ...

    def second(self) -> Backend | None:
        """Another solver, asked before "no plan" is said; None where that is plain arithmetic."""
        ...

    def course(self, values: Mapping[str, float]) -> Course:
        """The plan of each phase that column values stand for."""
        ...

    def start(self, course: Course) -> dict[str, float]:
        """The whole-number columns' values of a course (a plan for each phase)."""
        ...


def write(phases: Sequence[Situation], options: Options) -> WrittenModel | WrittenMedian:
    """The p-median where the scenario is one and nobody asked for a solver or formulation; otherwise a model."""
    if options.formulation == "auto" and options.solver == "highs" and len(phases) == 1:
        median = recognise(phases[0].instance, phases[0].today)
        if median is not None:
            return WrittenMedian(median, phases, options)
    return WrittenModel(phases, options)


class WrittenModel:
    """A model in PuLP, for HiGHS or any solver PuLP knows; written when it is first needed."""

    def __init__(self, phases: Sequence[Situation], options: Options) -> None:
        self._phases, self._options = phases, options

    @cached_property
    def model(self) -> Model:
        """The model in PuLP.

        Raises:
            OutOfTimeError: a time limit ends while it is written.
        """
        return build_phases([(part.instance, part.today) for part in self._phases], self._options.formulation)

    @property
    def name(self) -> str:
        """See ``Written``."""
        return "configuration" if self.model.enumerated else "assignment"

    @property
    def reason(self) -> str:
        """See ``Written``."""
        if self._options.formulation == "assignment":
            return "asked for"
        sets, functions = len(self.model.enumerated), len(self._phases[0].instance.function_ids)
        return (
            f"{sets} of {functions} functions follow an order of preference, so that every set of open rivals of a "
            "site can be a column; the others are written as assignments"
        )

    @property
    def reference(self) -> Three:
        """See ``Written``."""
        return self.model.reference

    def backend(self) -> Backend:
        """The solver asked for, with the model handed over."""
        if self._options.solver == "highs":
            return HighsBackend(self.model, self._options.threads, self._options.seed)
        return PulpBackend(self.model, self._options.solver, self._options.threads)

    def second(self) -> Backend:
        """CBC beside HiGHS, HiGHS beside anything else."""
        if self._options.solver == "highs":
            return PulpBackend(self.model, "cbc", self._options.threads)
        return HighsBackend(self.model, self._options.threads, self._options.seed)

    def course(self, values: Mapping[str, float]) -> Course:
        """See ``Written``."""
        phases = read_solution(self.model, values)
        return tuple(Plan(one.open, one.days, one.units, one.home_level, one.assign) for one in phases)

    def start(self, course: Course) -> dict[str, float]:
        """See ``Written``."""
        values: dict[str, float] = {}
        for draft, plan in zip(self.model.drafts, course, strict=True):
            values |= start_values(draft, plan.open, plan.days, plan.units, plan.home_level)
        return values


class Unwritten:
    """Stands for a model that there was no time to write: every stage ends with no plan found.

    It is its own backend.

    Args:
        phases: the scenario.
        error: what was under way when time was over.
    """

    name = "unwritten"
    reason = "there was no time to write it"

    def __init__(self, phases: Sequence[Situation], error: OutOfTimeError) -> None:
        self._phases, self.error = phases, error

    @property
    def reference(self) -> Three:
        """See ``Written``."""
        return todays_aims(self._phases).as_tuple()

    def backend(self) -> Backend:
        """See ``Written``; one that finds no plan."""
        return self

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:  # noqa: ARG002
        """No plan, because there was no time."""
        return Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, self.error.why)

    @property
    def can_exclude(self) -> bool:
        """There is no plan to exclude."""
        return False

    def exclude(self, values: Mapping[str, float]) -> None:
        """There is no plan to exclude."""

    def fix(self, values: Mapping[str, float]) -> None:
        """There is no plan to hold."""

    def include_all(self) -> None:
        """Nothing was excluded."""

    def polished(
        self,
        values: Mapping[str, float],
        measures: Sequence[Stage],  # noqa: ARG002 - the protocol's
        further: Sequence[Mapping[str, float]],  # noqa: ARG002
    ) -> Mapping[str, float]:
        """The plan as it is."""
        return values

    def second(self) -> None:
        """See ``Written``; a second solver has no more time than the first."""
        return

    def course(self, _values: Mapping[str, float]) -> Course:
        """Nothing: there are no columns.

        Raises:
            OutOfTimeError: always.
        """
        raise self.error

    def start(self, _course: Course) -> dict[str, float]:
        """See ``Written``."""
        return {}


class WrittenMedian:
    """A scenario that is a p-median: one function, a number of sites, and only minutes tell plans apart."""

    name = "median"
    reason = "the region sends one function's visits, and only minutes tell plans apart: a p-median"

    def __init__(self, median: Median, phases: Sequence[Situation], options: Options) -> None:
        self._median, self._options = median, options
        self._otherwise = WrittenModel(phases, options)

    @property
    def reference(self) -> Three:
        """See ``Written``."""
        return self._median.reference

    def backend(self) -> Backend:
        """The p-median's own solver, which hands questions of another kind to the written model's."""
        options = self._options
        return MedianBackend(self._median, self._otherwise.backend, threads=options.threads, seed=options.seed)

    def second(self) -> None:
        """None: infeasible means that more sites are asked than may be open, or fewer than are decided."""
        return

    def course(self, values: Mapping[str, float]) -> Course:
        """See ``Written``."""
        return (self._median.plan(self._median.opened(values)),)

    def start(self, course: Course) -> dict[str, float]:
        """See ``Written``."""
        return self._median.values(np.flatnonzero(course[0].open[0]), 0.0)
