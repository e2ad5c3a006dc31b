"""What if one thing were decided otherwise? The rest follows as the rules say, and the judge is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from placement.instance.instance import Bools, Floats, Instance, Ints, Today
from placement.plan.allocate import Flows, flows
from placement.plan.days import days_to_hold, least_allowed_days, own_days
from placement.plan.evaluate import evaluate, outcome
from placement.plan.evaluation import Evaluation, Objectives, RuleCheck
from placement.plan.plan import Plan
from placement.scenario.rules import Rule
from placement.study.part import Cut
from placement.study.units import smallest_units

_WORSE = 1e-6
_NOTHING = 1e-9


@dataclass(frozen=True, eq=False)
class Draft:
    """What is decided; days that must follow the visits, units and overflow are left to `Bench.fill`.

    Attributes:
        open: ``(F, S)`` bool.
        days: ``(F, S)`` clinic days a week at houses.
        home_level: ``(F,)``.
        units: ``(E, S)`` units to keep where the rules allow it.
        allocated: ``(U, S)`` shares of the movable visits, by function, where the region allocates.
    """

    open: Bools
    days: Floats
    home_level: Ints
    units: Ints
    allocated: Mapping[int, Floats] = field(default_factory=dict)

    def with_pair(self, function: int, site: int, *, is_open: bool, days: float) -> Draft:
        """The same with another decision about one function at one site."""
        open_, all_days = self.open.copy(), self.days.copy()
        open_[function, site] = is_open
        all_days[function, site] = days if is_open else 0.0
        return replace(self, open=open_, days=all_days)

    def with_home(self, function: int, level: int) -> Draft:
        """The same with another level at home."""
        levels = self.home_level.copy()
        levels[function] = level
        return replace(self, home_level=levels)

    def with_units(self, item: int, site: int, count: int) -> Draft:
        """The same with other units to keep."""
        units = self.units.copy()
        units[item, site] = count
        return replace(self, units=units)

    def with_allocation(self, function: int, shares: Floats) -> Draft:
        """The same with another allocation of one function."""
        return replace(self, allocated={**self.allocated, function: shares})


@dataclass(frozen=True, eq=False)
class Trial:
    """A plan that was tried, and the judge's word on it."""

    plan: Plan
    evaluation: Evaluation


class Bench:
    """Tries plans of one scenario."""

    def __init__(self, instance: Instance, today: Today) -> None:
        self.instance = instance
        self.today = today
        count = len(instance.function_ids)
        self.allocated = tuple(f for f in range(count) if not instance.follows_order(f))
        policy = instance.scenario.policy.existing_in_houses
        kept = today.open & ~instance.is_hospital[None, :] & (policy == "keep")
        self.derived_days: Bools = kept & instance.clinics.expand[:, None]
        """Pairs whose days are not decided but follow the visits."""

    def judged(self, plan: Plan) -> Trial:
        """A plan as it is, with the judge's word on it."""
        return Trial(plan, evaluate(self.instance, self.today, plan))

    def part(self, cut: Cut) -> Bench:
        """A bench for a part of the scenario."""
        return Bench(cut.instance(self.instance), cut.today(self.today))

    def draft(self, plan: Plan, units: Ints | None = None) -> Draft:
        """A plan's decisions as a draft; ``units`` to keep, the plan's where nothing is said."""
        shares = {function: plan.assign[function] for function in self.allocated}
        return Draft(plan.open, plan.days, plan.home_level, plan.units if units is None else units, shares)

    def try_(self, draft: Draft) -> Trial:
        """Fill in what follows, and ask the judge."""
        return self.judged(self.fill(draft))

    def fill(self, draft: Draft) -> Plan:
        """The plan of a draft: every visit follows the rules, days and units follow the visits."""
        return self._filled(draft)[0]

    def outcome(self, draft: Draft, *, checked: bool = True) -> tuple[Objectives, RuleCheck | None]:
        """The aims of a draft, and a rule that it breaks, if any; see ``placement.plan.evaluate.outcome``."""
        return outcome(self.instance, self.today, *self._filled(draft), checked=checked)

    def _filled(self, draft: Draft) -> tuple[Plan, Flows]:
        """The plan of a draft, and what it does to the visits."""
        given = self._given(draft)
        found = flows(self.instance, draft.open, draft.days, draft.home_level, given)
        days = self._fit_days(draft, found)
        if days is not None:
            found = flows(self.instance, draft.open, days, draft.home_level, given)
        units = smallest_units(self.instance, self.today, draft.open, found.volume, draft.units)
        plan = Plan(draft.open, draft.days if days is None else days, units, draft.home_level, found.assign)
        return plan, found

    def _given(self, draft: Draft) -> Floats | None:
        """``(F, U, S)`` allocation of the functions the region allocates, at open sites only."""
        if not self.allocated:
            return None
        given = np.zeros(self.instance.demand.visits.shape + draft.open.shape[1:])
        for function in self.allocated:
            given[function] = self.within_open(function, draft.open[function], draft.allocated.get(function))
        return given

    def within_open(self, function: int, open_: Bools, shares: Floats | None) -> Floats:
        """Shares moved from closed sites to the nearest open one; all of them where nothing is said."""
        minutes = np.where(open_[None, :], self.instance.travel.minutes, np.inf)
        result = np.zeros_like(minutes) if shares is None else np.where(open_[None, :], shares, 0.0)
        if not open_.any():
            return result
        lacking = 1.0 - result.sum(axis=1)
        moves = (lacking > _NOTHING) & np.isfinite(minutes.min(axis=1)) & self._has_movable(function)
        result[np.arange(len(minutes)), minutes.argmin(axis=1)] += np.where(moves, lacking, 0.0)
        return result

    def _has_movable(self, function: int) -> Bools:
        return np.asarray(self.instance.demand.visits[function] * self.instance.demand.movable_share[function] > 0)

    def movable(self, function: int, level: int) -> Floats:
        """``(U,)`` visits a year that a house may see, at a level at home."""
        demand = self.instance.demand
        away = demand.visits[function] * (1 - demand.home_share[function][level])
        return np.asarray(away * demand.movable_share[function], dtype=np.float64)

    def _fit_days(self, draft: Draft, found: Flows) -> Floats | None:
        """Days where they follow the visits: as few as hold them, or as many as are needed; None where all fit."""
        houses = draft.open & ~self.instance.is_hospital & self.instance.clinics.expand[:, None]
        days = draft.days.copy()
        for function, site in np.argwhere(houses):
            days[function, site] = self._fitting(draft, found, int(function), int(site))
        return None if np.array_equal(days, draft.days) else days

    def _fitting(self, draft: Draft, found: Flows, function: int, site: int) -> float:
        sent = float(found.sent[function, site])
        if self.derived_days[function, site]:
            return self.days_for(
                function, site, sent, float(np.nan_to_num(self.instance.baseline.days[function, site]))
            )
        decided = float(draft.days[function, site])
        if sent <= found.capacity[function, site] * (1 + _WORSE):
            return decided
        return self.days_for(function, site, sent, decided)

    def days_for(self, function: int, site: int, visits: float, at_least: float = 0.0) -> float:
        """The fewest allowed days a week that hold the visits a year."""
        needed = max(at_least, days_to_hold(self.instance, function, site, visits))
        own = own_days(self.instance, self.today.days, function, site)
        return least_allowed_days(self.instance, own, function, needed, self.minimum_days(function, site))

    def minimum_days(self, function: int, site: int) -> float:
        """Fewest days a week of a new clinic at the pair."""
        return self.instance.least_days(function, site)

    def minimum_visits(self, function: int, site: int) -> float:
        """The hard minimum in visits a year as it binds at a house; 0 without."""
        if self.instance.is_hospital[site]:
            return 0.0
        clinics, waived = self.instance.clinics, self.instance.is_waived
        visits = 0.0 if waived(Rule.MIN_VISITS, function, site) else float(clinics.min_visits[function])
        patients = 0.0 if waived(Rule.MIN_PATIENTS, function, site) else float(clinics.min_patients[function])
        return max(visits, patients)
