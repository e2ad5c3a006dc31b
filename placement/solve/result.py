"""What a solve is asked (options) and what it hands on: the plan, the judge's word, the proof, and progress."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import metadata

from placement.distribution import version
from placement.instance.instance import Instance, Today
from placement.plan.phases import Course, Situation, Verdict, todays_aims
from placement.plan.plan import Evaluation, Objectives, Plan, RuleCheck
from placement.scenario.brief import brief
from placement.scenario.dump import dump
from placement.scenario.schema.frame import Aim, Method, Weights
from placement.scenario.schema.scenario import Scenario
from placement.time_limit import DEFAULT_SECONDS

MOST_ALTERNATIVES = 5
"""Other plans as good that are looked for, and shown, where a user asks for alternatives."""
WEIGHING: tuple[Method, ...] = ("balanced", "weighted")
"""Methods that use weights; under the others every profile would give the same answer."""
PRINTED = (1.0, 0.01, 1.0)
"""The last printed digit of each aim: minutes, visits of lost quality and DKK a year. Aims closer read the same."""


class Status(StrEnum):
    """How a search ended; every part of the program uses these four words."""

    OPTIMAL = "optimal"
    """Proven best, or within the asked gap of the proven bound."""
    FEASIBLE = "feasible"
    """Stopped by a limit or the user; the proven gap is larger than asked."""
    INFEASIBLE = "infeasible"
    """No plan keeps the rules."""
    NO_PLAN_FOUND = "no_plan_found"
    """Stopped before any plan was found."""


@dataclass(frozen=True)
class Scale:
    """A pay-off table, in real units: minutes, visits of lost quality and DKK a year.

    Attributes:
        ideal: best value of each aim.
        nadir: its worst value over the rows; where the rows agree, over every order of the aims.
        rows: one row per aim: the three aims' values when that aim comes first.
        proven: whether every row was solved to its tolerance.
        unit: of each aim, what stands for its range where the rows agree in it; plans outside the table may differ.
    """

    ideal: tuple[float, float, float]
    nadir: tuple[float, float, float]
    rows: tuple[tuple[float, float, float], ...]
    proven: bool
    unit: tuple[float, float, float] = PRINTED

    @property
    def ranges(self) -> tuple[float, float, float]:
        """Nadir − ideal of each aim; ``unit`` for an aim that is indifferent."""
        citizen, quality, economy = (
            unit if indifferent else worst - best
            for best, worst, unit, indifferent in zip(self.ideal, self.nadir, self.unit, self.indifferent, strict=True)
        )
        return citizen, quality, economy

    @property
    def indifferent(self) -> tuple[bool, bool, bool]:
        """Whether ideal and nadir of each aim agree to the last printed digit."""
        citizen, quality, economy = (
            worst - best <= printed for best, worst, printed in zip(self.ideal, self.nadir, PRINTED, strict=True)
        )
        return citizen, quality, economy


def table_of(scale: Scale | None, method: Method) -> Scale:
    """The pay-off table; an AssertionError for a method that has none."""
    if scale is None:
        raise AssertionError(f"{method} has no pay-off table")
    return scale


@dataclass(frozen=True)
class Prices:
    """The prices of the aims, in DKK.

    Attributes:
        minute: of a citizen's travel; infinite: minutes are minimised first, and money decides among plans with equal
            minutes.
        lost_quality_visit: of a visit of lost quality; None, where prices are asked for: the scenario's.
    """

    minute: float
    lost_quality_visit: float | None = None


@dataclass(frozen=True)
class Options:
    """How to solve; ``None`` means what the scenario says.

    Attributes:
        method, weights, prices: override the scenario's.
        gap: asked gap as a share of the range; for ``price`` of what is gained over today.
        gap_money: for ``price`` so much money a year is close enough too; unless said, as much as in kroner
            (`placement.present.words.currency.close_enough` has it for each currency).
        time_limit: seconds for the whole solve; None without a limit.
        threads: solver threads.
        seed: solver seed.
        solver: ``highs``, ``cbc`` or the name of another solver PuLP knows.
        formulation: ``configuration`` (sets of open houses as columns, wherever a function can be written so),
            ``assignment`` (the textbook block for every function), or ``auto``: as ``configuration``, but a scenario
            that is a p-median is solved as one.
        alternatives: look for at most so many other plans that are as good.
        confirm: name of the solver a proposal is confirmed by, or ``any``; empty for none.
    """

    method: Method | None = None
    weights: Weights | None = None
    prices: Prices | None = None
    gap: float = 0.001
    gap_money: float = 1000.0
    time_limit: float | None = DEFAULT_SECONDS
    threads: int = 1
    seed: int = 0
    solver: str = "highs"
    formulation: str = "auto"
    alternatives: int = 0
    confirm: str = ""


@dataclass(frozen=True, eq=False)
class Ties:
    """Plans that are as good as the proposal to the printed digit.

    Attributes:
        plans: those that change as little and offer as much; the proposal was chosen among them by the order of places.
        more: whether there are others that change more, or offer more.
        complete: whether ``plans`` are all there are.
    """

    plans: tuple[Plan, ...]
    more: bool
    complete: bool

    __repr__ = brief


@dataclass(frozen=True)
class Progress:
    """One line of progress of a running search.

    Attributes:
        stage: what is being solved, such as ``pay-off: citizen`` or ``proposal``.
        seconds: since the solve began.
        best, bound: of the stage's objective; None before there is one.
        gap: share of the range, or of what is gained over today; None before there is one.
    """

    stage: str
    seconds: float
    best: float | None
    bound: float | None
    gap: float | None


@dataclass(frozen=True, eq=False)
class Interim:
    """A plan found while the search goes on.

    Attributes:
        objective: of the plan, in the method's unit.
        bound: no plan has a lower objective.
        gap: objective − bound as a share of the range, or of what is gained over today.
        scale: the pay-off table that ``gap`` is measured by; a first plan comes before it, on a range that is not
            proven. None for ``price``, which has none.
        seconds: since the solve began.
        judge: makes the plan and the judge's word on it, as a result whose search is not over. Called only when needed,
            because it takes time.
    """

    objective: float
    bound: float
    gap: float
    scale: Scale | None
    seconds: float
    judge: Callable[[], Solved]

    __repr__ = brief


@dataclass(frozen=True, eq=False)
class InPhase:
    """One phase of a proposal.

    Attributes:
        situation: the scenario and today in the phase.
        plan, evaluation: the proposal in the phase and the judge's word on it.
    """

    situation: Situation
    plan: Plan
    evaluation: Evaluation

    __repr__ = brief


@dataclass(frozen=True, eq=False)
class SolvedCourse:
    """A proposal over several phases.

    Attributes:
        phases: one by one.
        links: the rules between phases.
        objectives: the aims as means over the years; ``reference``: today's.
    """

    phases: tuple[InPhase, ...]
    links: tuple[RuleCheck, ...]
    objectives: Objectives
    reference: Objectives

    __repr__ = brief


def solved_course(parts: Sequence[Situation], course: Course, verdict: Verdict) -> SolvedCourse | None:
    """A judged course as part of a result; None where the scenario has no phases.

    Args:
        parts: the scenario and today in each phase.
        course: the plan of each phase.
        verdict: the judge's word on it.
    """
    if not parts[0].phase:
        return None
    phases = tuple(InPhase(*one) for one in zip(parts, course, verdict.phases, strict=True))
    return SolvedCourse(phases, verdict.links, verdict.objectives, todays_aims(parts))


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved scenario. Where it has phases, what is said here is of the last one; ``course`` has all.

    Attributes:
        instance: the scenario as arrays, variants applied.
        variants: names of the applied variants.
        options: as asked.
        method: as used.
        weights: as used by the methods that weigh.
        prices: as used; None for the methods that have none.
        today: what stands today, in numbers.
        today_plan: today's plan; None where the scenario does not say what stands today.
        today_evaluation: the judge's word on it.
        plan: the proposal.
        evaluation: the judge's word on it.
        status: how the search ended.
        objective: of the proposal, in the method's unit: DKK a year, a share of the range, or real units.
        bound: no plan has a lower objective.
        gap: objective − bound as a share of the range; for ``price`` of what is gained over today, infinite where
            nothing is.
        scale: the pay-off table the aims are measured by; None for ``price``.
        implied_price_per_minute: DKK for which a minute is traded; None where the method does not say.
        seconds: by part: ``load``, ``build``, ``solve``, ``total``.
        stopped: what ended the search early: ``time_limit``, ``interrupt`` or nothing.
        formulation: ``configuration``, ``assignment``, ``median`` or ``unwritten``.
        formulation_reason: why that one, in a few words.
        alternatives: other plans as good by the method's measure; None where nobody looked.
        course: every phase; None where the scenario has none.
        ties: plans as good in every measure; None where nobody could look.
        undominated: whether it is proven that no plan is better in one aim and as good in the others, to the printed
            digit.
    """

    instance: Instance
    variants: tuple[str, ...]
    options: Options
    method: Method
    weights: Weights
    prices: Prices | None
    today: Today
    today_plan: Plan | None
    today_evaluation: Evaluation | None
    plan: Plan
    evaluation: Evaluation
    status: Status
    objective: float
    bound: float
    gap: float
    scale: Scale | None
    implied_price_per_minute: float | None
    seconds: Mapping[str, float]
    stopped: str
    formulation: str
    formulation_reason: str
    alternatives: tuple[Plan, ...] | None = None
    course: SolvedCourse | None = None
    ties: Ties | None = None
    undominated: bool = True

    __repr__ = brief

    @property
    def objectives(self) -> Objectives:
        """The aims the proposal was chosen by; where there are phases, means over the years."""
        return self.course.objectives if self.course else self.evaluation.objectives

    @property
    def reference(self) -> tuple[float, float, float]:
        """Today's aims, counted as ``objectives`` are."""
        if self.course:
            return self.course.reference.as_tuple()
        return self.today.citizen_minutes, self.today.quality_visits, 0.0

    @property
    def table(self) -> Scale:
        """The pay-off table of a method that has one."""
        return table_of(self.scale, self.method)

    @property
    def gap_money(self) -> float | None:
        """Objective − bound in DKK a year; None where the objective is not in DKK."""
        return max(0.0, self.objective - self.bound) if self.method == "price" else None

    @property
    def parts(self) -> tuple[Situation, ...]:
        """The scenario and today in each phase; one where it has none."""
        if self.course:
            return tuple(one.situation for one in self.course.phases)
        return (Situation(self.instance, self.today, self.today_plan),)

    @property
    def violations(self) -> tuple[RuleCheck, ...]:
        """The binding rules that are broken, in any phase or between them."""
        if self.course is None:
            return self.evaluation.violations
        broken = tuple(check for one in self.course.phases for check in one.evaluation.violations)
        return broken + tuple(check for check in self.course.links if check.violated)

    @property
    def indifferent(self) -> tuple[Aim, ...]:
        """Aims in which ideal and nadir agree, so that they do not distinguish between plans."""
        if self.scale is None:
            return ()
        aims: tuple[Aim, Aim, Aim] = ("citizen", "quality", "economy")
        return tuple(aim for aim, same in zip(aims, self.scale.indifferent, strict=True) if same)


@dataclass(frozen=True, eq=False)
class ProfileAnswer:
    """What a profile's prices, or weights, would propose.

    Attributes:
        profile: its id.
        plan, evaluation: the proposal and the judge's word on it.
        status, gap: how its search ended; the gap as of ``Solved``.
    """

    profile: str
    plan: Plan
    evaluation: Evaluation
    status: Status
    gap: float

    __repr__ = brief


_PACKAGES = ("placement", "numpy", "pulp", "highspy", "pydantic", "xlsxwriter")


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of every package that decides what a result says; empty where one is not installed."""
    return {"python": platform.python_version(), **{name: version_of(name) for name in _PACKAGES}}


def version_of(package: str) -> str:
    """Version of an installed package, this one among them; empty where it is not installed."""
    try:
        return version() if package == "placement" else metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def fingerprint(*parts: Scenario | str) -> str:
    """A digest of everything that decides an answer: what was found under an equal one still holds.

    Args:
        parts: scenarios, and options or whatever else decides, as texts. The version of this program is added.
    """
    told = [part if isinstance(part, str) else dump(part) for part in parts]
    return hashlib.sha256("\n".join([*told, versions()["placement"]]).encode()).hexdigest()


LEAST = "1.16"
"""First release of HiGHS that gets all published cases in ``tests/solve/test_published.py`` right (decision 0024)."""


def known_wrong() -> str:
    """The installed version of HiGHS where it is known to call plans best that are not; empty otherwise."""
    installed = metadata.version("highspy")
    return installed if _parts(installed) < _parts(LEAST) else ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
