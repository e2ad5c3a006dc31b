"""Plans changed on trial and evaluated again, for the whole scenario or for the part that one function touches.

A change of one function moves only its own visits. Its effect on the aims, on its own rules and on its equipment can be
seen in this part alone; its use of rooms, people, money and changes adds to what the rest of the plan uses. Evaluating
a part is some ten times quicker than evaluating the whole, and gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import numpy as np

from placement.instance.instance import (
    Apparatus,
    Baseline,
    Bools,
    Clinics,
    Demand,
    Economics,
    Floats,
    Instance,
    Ints,
    Staff,
    Today,
    Travel,
)
from placement.plan.allocate import Flows, flows
from placement.plan.capacity import days_to_hold, least_allowed_days, own_days
from placement.plan.equipment import smallest_units
from placement.plan.evaluate import evaluate, outcome
from placement.plan.plan import Evaluation, Objectives, Plan, RuleCheck
from placement.questions.proposal.findings import Worth
from placement.scenario.schema.rules import Rule

_WORSE = 1e-6
_NOTHING = 1e-9


@dataclass(frozen=True, eq=False)
class Draft:
    """The free decisions of a plan; days that must follow visits, units and overflow are left to `Bench.fill`.

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
        """A copy with another decision about one function at one site."""
        open_, all_days = self.open.copy(), self.days.copy()
        open_[function, site] = is_open
        all_days[function, site] = days if is_open else 0.0
        return replace(self, open=open_, days=all_days)

    def with_home(self, function: int, level: int) -> Draft:
        """A copy with another level at home of one function."""
        levels = self.home_level.copy()
        levels[function] = level
        return replace(self, home_level=levels)

    def with_units(self, item: int, site: int, count: int) -> Draft:
        """A copy with another number of units to keep."""
        units = self.units.copy()
        units[item, site] = count
        return replace(self, units=units)

    def with_allocation(self, function: int, shares: Floats) -> Draft:
        """A copy with another allocation of one function."""
        return replace(self, allocated={**self.allocated, function: shares})


@dataclass(frozen=True, eq=False)
class Trial:
    """A plan that was tried, and the judge's evaluation of it."""

    plan: Plan
    evaluation: Evaluation


class Bench:
    """Evaluates drafts of plans of one scenario: what a draft does not decide follows from the rules.

    Args:
        instance: the scenario.
        today: what stands today.
        lost_visit_price: price of a visit of lost quality; None: the scenario's.
    """

    def __init__(self, instance: Instance, today: Today, lost_visit_price: float | None = None) -> None:
        self.instance = instance
        self.today = today
        given = instance.scenario.objectives.prices.lost_quality_visit.value
        self.lost_visit_price = given if lost_visit_price is None else lost_visit_price
        count = len(instance.function_ids)
        self.allocated = tuple(f for f in range(count) if not instance.follows_order(f))
        policy = instance.scenario.policy.existing_in_houses
        kept = today.open & ~instance.is_hospital[None, :] & (policy == "keep")
        self.derived_days: Bools = kept & instance.clinics.expand[:, None]
        """Pairs whose days are not decided but follow the visits."""

    def judged(self, plan: Plan) -> Trial:
        """A plan with its evaluation."""
        return Trial(plan, evaluate(self.instance, self.today, plan))

    def part(self, cut: Cut) -> Bench:
        """A bench for a part of the scenario."""
        return Bench(cut.instance(self.instance), cut.today(self.today), self.lost_visit_price)

    def worth(self, before: Objectives, after: Objectives) -> Worth:
        """The worth of going from one plan to another, by their aims."""
        return Worth.between(before, after, self.lost_visit_price)

    def without(self, draft: Draft, function: int, site: int) -> tuple[Objectives, Flows]:
        """The aims, and where visits are seen, with one offer closed as if by decision.

        The apparatus that only this offer uses goes with it. Rules are not checked.
        """
        closing = self.instance.must_not.copy()
        closing[function, site] = True
        bench = Bench(replace(self.instance, must_not=closing), self.today, self.lost_visit_price)
        plan, found = bench._filled(draft.with_pair(function, site, is_open=False, days=0.0))
        return outcome(self.instance, self.today, plan, found, checked=False)[0], found

    def draft(self, plan: Plan, units: Ints | None = None) -> Draft:
        """A plan's decisions as a draft; ``units`` to keep, or the plan's."""
        shares = {function: plan.assign[function] for function in self.allocated}
        return Draft(plan.open, plan.days, plan.home_level, plan.units if units is None else units, shares)

    def try_(self, draft: Draft) -> Trial:
        """The draft filled in and evaluated."""
        return self.judged(self.fill(draft))

    def fill(self, draft: Draft) -> Plan:
        """The plan of a draft: every visit follows the rules, days and units follow the visits."""
        return self._filled(draft)[0]

    def outcome(self, draft: Draft, *, checked: bool = True) -> tuple[Objectives, RuleCheck | None]:
        """The aims of a draft, and a rule that it breaks or None; see ``placement.plan.evaluate.outcome``."""
        return outcome(self.instance, self.today, *self._filled(draft), checked=checked)

    def _filled(self, draft: Draft) -> tuple[Plan, Flows]:
        """The plan of a draft, and where its visits go."""
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
        """Shares moved from closed sites to the nearest open one; without ``shares`` everybody to the nearest."""
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
        """``(U,)`` visits a year that a house may see, at this level of care at home."""
        demand = self.instance.demand
        away = demand.visits[function] * (1 - demand.home_share[function][level])
        return np.asarray(away * demand.movable_share[function], dtype=np.float64)

    def _fit_days(self, draft: Draft, found: Flows) -> Floats | None:
        """Days where they follow the visits: as few as hold them, or as many as needed; None where all fit already."""
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
        """The hard minimum at a house in visits a year, unless waived; 0 without one."""
        if self.instance.is_hospital[site]:
            return 0.0
        clinics, waived = self.instance.clinics, self.instance.is_waived
        visits = 0.0 if waived(Rule.MIN_VISITS, function, site) else float(clinics.min_visits[function])
        patients = 0.0 if waived(Rule.MIN_PATIENTS, function, site) else float(clinics.min_patients[function])
        return max(visits, patients)


SHARED = frozenset(
    {
        *(Rule.FREE_ROOM_DAYS, Rule.STAFF_DAYS, Rule.MAX_DAYS_AWAY, Rule.COVERAGE, Rule.MAX_DIGITAL_SHARE),
        *(Rule.MAX_INVESTMENT, Rule.MAX_EXTRA_OPERATING, Rule.MAX_CHANGES),
    }
)
"""Rules whose left side is a sum over functions; each has an upper bound, or a lower one (``AT_LEAST``)."""

AT_LEAST = frozenset({Rule.COVERAGE})
"""The rules of ``SHARED`` with a lower bound."""

_NOT_BY_FUNCTION = frozenset(
    {
        *("people", "total_visits", "minutes", "km", "parent_minutes", "parent_km"),
        *("free_rooms", "stationed", "extra_days", "exists", "room_day"),
        *(
            "let_rooms",
            "let_price",
            "recruit_days",
            "recruit_in_all",
            "recruit_price",
            "most_away",
            "home_hospital",
            "room_fitting_out",
        ),
        *("payers", "release", "absorb", "transport_km", "citizen_km", "fitting_out_annuity", "max_investment"),
        *("max_extra_operating", "max_phase_investment"),
    }
)

_BY_ITEM = frozenset(
    {
        *("capacity", "min_utilisation", "max_utilisation", "units_listed"),
        *("equipment_price", "equipment_site_price", "equipment_service", "equipment_annuity"),
    }
)

_BY_BOTH = frozenset({"needed", "minutes_per_visit"})
Piece = TypeVar("Piece", Apparatus, Baseline, Clinics, Demand, Economics, Staff, Travel)
CheckKey = tuple[Rule, str, str, str, str, str]
_WORSE_SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Cut:
    """The functions and types of equipment that a part of a scenario keeps.

    Attributes:
        functions: indices of the functions, first the one the part is about.
        items: indices of the equipment types that this function needs.
    """

    functions: Ints
    items: Ints

    @classmethod
    def around(cls, instance: Instance, function: int) -> Cut:
        """One function, those that share equipment or saved trips with it, and those that need it or that it needs.

        Equipment that no function needs goes with the first function. Where a price depends on what all functions use
        together, the cut has all of them.
        """
        soft = instance.scenario.policy.soft_rules.values()
        if _priced_together(instance) or any(rule.rule in SHARED for rule in soft):
            return cls.everything(instance, function)
        needed, requires = instance.apparatus.needed, instance.clinics.requires
        items = np.flatnonzero(needed[function] | (~needed.any(axis=0) & (function == 0)))
        related = needed[:, items].any(axis=1) | requires[function] | requires[:, function]
        name = instance.function_ids[function]
        for pair in instance.synergies:
            if name in pair.functions:
                related |= np.isin(instance.function_ids, pair.functions)
        related[function] = False
        return cls(np.concatenate([[function], np.flatnonzero(related)]), items)

    @classmethod
    def everything(cls, instance: Instance, function: int) -> Cut:
        """Every function and type of equipment; needed for prices of shared rules, which do not add up over parts."""
        others = [f for f in range(len(instance.function_ids)) if f != function]
        return cls(np.array([function, *others]), np.arange(len(instance.equipment_ids)))

    def instance(self, whole: Instance) -> Instance:
        """The scenario reduced to these functions."""
        keep = self.functions
        place = {int(function): position for position, function in enumerate(keep)}
        kept = {whole.function_ids[f] for f in keep}
        return replace(
            whole,
            function_ids=tuple(whole.function_ids[f] for f in keep),
            equipment_ids=tuple(whole.equipment_ids[e] for e in self.items),
            overflow_site=whole.overflow_site[keep],
            barred={(place[f], s): rules for (f, s), rules in whole.barred.items() if f in place},
            allowed=whole.allowed[keep],
            must=whole.must[keep],
            must_not=whole.must_not[keep],
            hospital_fixed=whole.hospital_fixed[keep],
            waived={rule: mask[keep] for rule, mask in whole.waived.items()},
            demand=self._record(whole.demand),
            travel=self._record(whole.travel),
            clinics=replace(self._record(whole.clinics), requires=whole.clinics.requires[np.ix_(keep, keep)]),
            apparatus=self._record(whole.apparatus),
            staff=self._record(whole.staff),
            economics=self._record(whole.economics),
            baseline=self._record(whole.baseline),
            synergies=tuple(pair for pair in whole.synergies if kept >= set(pair.functions)),
        )

    def today(self, whole: Today) -> Today:
        """Today reduced to these functions; the aims stay those of the whole."""
        keep = self.functions
        return replace(
            whole,
            open=whole.open[keep],
            days=whole.days[keep],
            units=whole.units[self.items],
            volume=whole.volume[keep],
            utilisation=whole.utilisation[self.items],
            travel_share=whole.travel_share[keep],
            site_visits=whole.site_visits[keep],
            home_visits=whole.home_visits[keep],
            visit_km=whole.visit_km[keep],
        )

    def plan(self, whole: Plan) -> Plan:
        """A plan reduced to these functions."""
        keep = self.functions
        return Plan(
            whole.open[keep], whole.days[keep], whole.units[self.items], whole.home_level[keep], whole.assign[keep]
        )

    def _record(self, record: Piece) -> Piece:
        changed = {
            field.name: self._rows(field.name, getattr(record, field.name))
            for field in fields(record)
            if field.name not in _NOT_BY_FUNCTION
        }
        return replace(record, **changed)

    def _rows(self, name: str, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(value[f] for f in self.functions)
        if name in _BY_BOTH:
            return value[np.ix_(self.functions, self.items)]
        return value[self.items] if name in _BY_ITEM else value[self.functions]


def _priced_together(instance: Instance) -> bool:
    """Whether a price depends on what all functions use together: fitting out or letting of rooms, recruitment."""
    let = instance.clinics.let_rooms.any(axis=1) & (instance.economics.let_price > 0)
    fitted = instance.economics.room_fitting_out
    return bool(fitted.any() or let.any() or instance.staff.recruit_days.any())


def key_of(check: RuleCheck) -> CheckKey:
    """The key by which checks of two plans are paired."""
    return check.rule, check.function, check.site, check.item, check.unit, check.waived_by


class Whole:
    """The rule checks of a whole plan, to which the changes seen in a part are added."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.checks = {key_of(check): check for check in evaluation.checks}

    def new_violations(self, before: Evaluation, after: Evaluation) -> tuple[RuleCheck, ...]:
        """Binding rules newly broken in the whole plan when a part of it goes from ``before`` to ``after``."""
        part = {key_of(check): check for check in before.checks}
        found = []
        for check in after.checks:
            if check.binds:
                now = self._in_whole(check, part.get(key_of(check)))
                known = self.checks.get(key_of(check))
                if now.violated and _is_new(now, min(0.0, known.slack) if known else 0.0):
                    found.append(now)
        return tuple(found)

    def _in_whole(self, after: RuleCheck, before: RuleCheck | None) -> RuleCheck:
        if after.rule not in SHARED:
            return after
        whole = self.checks.get(key_of(after))
        have = after.have + (whole.have if whole else 0.0) - (before.have if before else 0.0)
        need = whole.need if whole else after.need
        slack = have - need if after.rule in AT_LEAST else need - have
        return after._replace(have=have, need=need, slack=slack)


def _is_new(check: RuleCheck, slack_before: float) -> bool:
    return check.slack < slack_before - _WORSE_SLACK * max(1.0, abs(check.need))
