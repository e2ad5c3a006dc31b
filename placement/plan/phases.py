"""Plans over several phases: the instance and today of each, the judge of them all, and the rules between phases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from placement.errors import ScenarioError
from placement.instance.build import build
from placement.instance.instance import Floats, Instance, Today
from placement.instance.plausible import too_large
from placement.plan.case import owner_of
from placement.plan.evaluate import at_hospitals, describe_today, evaluate
from placement.plan.plan import Evaluation, Objectives, Plan, RuleCheck
from placement.scenario.brief import brief
from placement.scenario.checks.phases import phase_scenarios
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.time_limit import in_time

Course = tuple[Plan, ...]
"""One plan for each phase, in their order."""


@dataclass(frozen=True, eq=False)
class Situation:
    """One phase, or the whole scenario where it has none.

    Attributes:
        instance: the scenario while the phase lasts.
        today: what stands today, with the visits of the phase's first year.
        today_plan: the plan that keeps it; None without a baseline.
    """

    instance: Instance
    today: Today
    today_plan: Plan | None

    __repr__ = brief

    @property
    def phase(self) -> str:
        """Id of the phase; empty without phases."""
        return next(iter(self.instance.scenario.phases), "")

    @property
    def years(self) -> float:
        """How many years the phase lasts; 1 without phases."""
        phase = self.instance.scenario.phase
        return phase.years if phase else 1.0


@dataclass(frozen=True, eq=False)
class Verdict:
    """The judge's answer on a plan over all phases.

    Attributes:
        phases: the evaluation of each phase by itself.
        links: checks of the rules between phases.
        objectives: the aims, as means over the years.
    """

    phases: tuple[Evaluation, ...]
    links: tuple[RuleCheck, ...]
    objectives: Objectives

    @property
    def violations(self) -> tuple[RuleCheck, ...]:
        """The binding rules that are broken, in any phase or between them."""
        broken = tuple(check for evaluation in self.phases for check in evaluation.violations)
        return broken + tuple(check for check in self.links if check.violated)

    @property
    def feasible(self) -> bool:
        """Whether no binding rule is broken."""
        return not self.violations


def situations(scenario: Scenario) -> tuple[Situation, ...]:
    """Every phase of a scenario that has passed its checks; the scenario itself where it has no phases.

    The equipment of today is what stands when the first phase begins; later visits bring no more of it.

    Raises:
        ScenarioError: numbers of a function multiply to more than a solver can handle; with the path of each.
    """
    found: list[Situation] = []
    for part in phase_scenarios(scenario):
        instance = build(part)
        too_much = list(too_large(instance))
        if too_much:
            raise ScenarioError(too_much)
        if found and instance.baseline.exists:
            instance = replace(instance, apparatus=replace(instance.apparatus, units_listed=found[0].today.units))
        found.append(Situation(instance, *describe_today(instance)))
        in_time()
    return tuple(found)


def mean_over_years(parts: Sequence[Situation], values: Sequence[tuple[float, float, float]]) -> Objectives:
    """The aims as means over all years: ``values`` of each phase, weighted by how many years it lasts."""
    years = np.array([part.years for part in parts])
    citizen, quality, economy = (float(value) for value in years @ np.array(values) / years.sum())
    return Objectives(citizen, quality, economy)


def todays_aims(parts: Sequence[Situation]) -> Objectives:
    """Today's aims, as means over the years; economy is 0, as it is relative to today."""
    return mean_over_years(parts, [(part.today.citizen_minutes, part.today.quality_visits, 0.0) for part in parts])


def gain_is_from(parts: Sequence[Situation]) -> tuple[float, float, float]:
    """The aims a plan's gain is counted from: today's, or where today is unknown those of `at_hospitals`."""
    if all(part.today_plan is not None for part in parts):
        return todays_aims(parts).as_tuple()
    return judge(parts, tuple(at_hospitals(part.instance) for part in parts)).objectives.as_tuple()


def judge(parts: Sequence[Situation], course: Course) -> Verdict:
    """Judge the plans of all phases."""
    phases = tuple(evaluate(part.instance, part.today, plan) for part, plan in zip(parts, course, strict=True))
    links = tuple(_links(parts, course, phases)) if parts[0].phase else ()
    objectives = mean_over_years(parts, [evaluation.objectives.as_tuple() for evaluation in phases])
    return Verdict(phases, links, objectives)


def _links(parts: Sequence[Situation], course: Course, phases: Sequence[Evaluation]) -> Iterator[RuleCheck]:
    yield from _opens_once(parts, course)
    yield from _home_once(parts, course)
    yield from _units_once(parts, course)
    yield from _budgets(parts, phases)
    yield from _changes(parts, course)


def _opens_once(parts: Sequence[Situation], course: Course) -> Iterator[RuleCheck]:
    """An offer changes at most once from today to the last phase."""
    instance = parts[0].instance
    changed = sum((now != before).astype(int) for before, now in pairwise(_open(parts, course)))
    for f, s in np.argwhere(changed).tolist():
        times, place = float(changed[f, s]), (instance.function_ids[f], instance.site_ids[s])
        yield RuleCheck(Rule.NO_FLIP_FLOP, *place, "", times, 1.0, 1.0 - times, "changes")


def _open(parts: Sequence[Situation], course: Course) -> list[np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    return [parts[0].today.open, *(plan.open for plan in course)]


def _home_once(parts: Sequence[Situation], course: Course) -> Iterator[RuleCheck]:
    """The ceiling on the share at home is never lower than in the phase before."""
    ceilings = [_ceilings(part.instance, plan) for part, plan in zip(parts, course, strict=True)]
    for part, before, now in zip(parts[1:], ceilings, ceilings[1:], strict=False):
        for f in np.flatnonzero((before > 0) | (now > 0)).tolist():
            function, have, need = part.instance.function_ids[f], float(now[f]), float(before[f])
            yield RuleCheck(Rule.NO_FLIP_FLOP, function, "", "", have, need, have - need, "share", phase=part.phase)


def _ceilings(instance: Instance, plan: Plan) -> Floats:
    """``(F,)`` ceiling of the chosen level at home, at least today's share."""
    of_levels = zip(instance.demand.home_ceiling, plan.home_level.tolist(), strict=True)
    return np.array([max(ceilings[0], ceilings[level]) for ceilings, level in of_levels])


def _units_once(parts: Sequence[Situation], course: Course) -> Iterator[RuleCheck]:
    """Units bought stay, and units given up are not taken back."""
    stand = parts[0].today.units
    for (before, now), part in zip(pairwise(course), parts[1:], strict=True):
        for e, s in np.argwhere(before.units != stand).tolist():
            have, need = int(now.units[e, s]), int(before.units[e, s])
            yield _units(part, (e, s), have, need, have - need if need > stand[e, s] else need - have)


def _units(part: Situation, place: tuple[int, int], have: int, need: int, slack: int) -> RuleCheck:
    item, site = part.instance.equipment_ids[place[0]], part.instance.site_ids[place[1]]
    numbers = float(have), float(need), float(slack)
    return RuleCheck(Rule.NO_FLIP_FLOP, "", site, item, *numbers, "units", phase=part.phase)


def _budgets(parts: Sequence[Situation], phases: Sequence[Evaluation]) -> Iterator[RuleCheck]:
    """What a phase invests beyond the phases before it, against its own budget."""
    for part, spent in zip(parts, invested(phases), strict=True):
        budget, phase = part.instance.economics.max_phase_investment, part.instance.scenario.phase
        if np.isfinite(budget) and phase is not None:
            owner = owner_of(phase.max_investment)
            numbers = spent, float(budget), float(budget) - spent
            yield RuleCheck(Rule.PHASE_BUDGET, "", "", "", *numbers, "DKK", owner=owner, phase=part.phase)


def invested(phases: Sequence[Evaluation]) -> list[float]:
    """DKK invested in each phase: its investment since today, less that of the phase before."""
    total = [0.0, *(evaluation.indicators["investment"] for evaluation in phases)]
    return [now - before for before, now in pairwise(total)]


def _changes(parts: Sequence[Situation], course: Course) -> Iterator[RuleCheck]:
    for part, (before, now) in zip(parts, pairwise(_open(parts, course)), strict=True):
        phase = part.instance.scenario.phase
        if phase is not None and phase.max_changes is not None:
            numbers = float((now != before).sum()), float(phase.max_changes)
            slack = numbers[1] - numbers[0]
            yield RuleCheck(Rule.PHASE_CHANGES, "", "", "", *numbers, slack, "changes", phase=part.phase)
