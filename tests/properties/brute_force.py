"""Every plan of a tiny scenario, judged one by one.

Plans are put together from what the judge accepts: pairs that may be open or closed, days from the allowed steps, the
fewest units that may stand. What is sent to a house does not depend on its days, and more days or units than needed
only cost; everything else is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, product

import numpy as np

from placement.instance.instance import Bools, Floats, Instance, Ints, Today
from placement.plan.aims import citizen_minutes, quality_visits
from placement.plan.allocate import Flows, flows
from placement.plan.capacity import capacity_checks, days_to_hold, own_days
from placement.plan.case import Case, Waivers, waivers_of
from placement.plan.decisions import decision_checks, static_checks
from placement.plan.equipment import equipment_checks
from placement.plan.money import budget_checks, ledger
from placement.plan.plan import Plan, RuleCheck
from placement.plan.service import coverage_checks, service_checks, targets, volume_checks
from placement.scenario.schema.rules import Rule

Three = tuple[float, float, float]
TRIALS = 4
OF_PAIRS = {
    Rule.SCOPE,
    Rule.NO_NEW_HOUSES,
    Rule.ALLOWED_AT,
    Rule.PLANNING_LEVEL,
    Rule.BACKUP_HOSPITAL,
    Rule.MUST,
    Rule.MUST_NOT,
    Rule.KEEP_HOSPITAL_FUNCTIONS,
    Rule.KEEP_EXISTING_IN_HOUSES,
    Rule.CLINIC_CAPACITY,
}
UTILISATION = {Rule.MIN_UTILISATION, Rule.MAX_UTILISATION}
OF_OPEN = {Rule.NUMBER_OF_SITES, Rule.MAX_CHANGES, Rule.REQUIRES_ON_SITE}


class TooManyPlans(Exception):
    """The scenario is not tiny enough."""


@dataclass(frozen=True, eq=False)
class Found:
    """A plan that keeps every rule, and its aims."""

    plan: Plan
    aims: Three


class BruteForce:
    """All feasible plans of an instance with preference orders.

    Args:
        instance, today: the scenario.
        most: plans judged before giving up.
    """

    def __init__(self, instance: Instance, today: Today, most: int = 200) -> None:
        self.instance, self.today, self._most = instance, today, most
        self._waivers: Waivers = waivers_of(instance)
        self._target = targets(instance, self._waivers)
        functions, _, sites = instance.shape
        self._closed = np.zeros((functions, sites), dtype=bool)
        self._no_days = np.zeros((functions, sites))
        self._no_units = np.zeros((len(instance.equipment_ids), sites), dtype=np.int64)
        self.judged = 0

    def all(self) -> Iterator[Found]:
        """Every feasible plan worth considering."""
        for is_open in self._open_sets():
            for levels in product(*(range(len(share)) for share in self.instance.demand.home_share)):
                yield from self._with(is_open, np.array(levels, dtype=np.int64))

    def _with(self, is_open: Bools, level: Ints) -> Iterator[Found]:
        sent = flows(self.instance, is_open, self._no_days, level).sent
        for days in self._days(is_open, sent):
            self.judged += 1
            if self.judged > self._most:
                raise TooManyPlans
            through = flows(self.instance, is_open, days, level)
            plan = Plan(is_open, days, self._no_units, level, through.assign)
            if self._breaks(plan, through):
                continue
            for units in self._unit_choices(plan, through):
                yield from self._judge(replace(plan, units=units), through)

    def _breaks(self, plan: Plan, through: Flows) -> bool:
        """Whether the plan breaks a rule that has nothing to do with equipment."""
        case = Case(self.instance, self.today, plan, through, self._waivers)
        return any(
            c.violated
            for c in chain(volume_checks(case), capacity_checks(case), service_checks(case), coverage_checks(case))
        )

    def _judge(self, plan: Plan, through: Flows) -> Iterator[Found]:
        case = Case(self.instance, self.today, plan, through, self._waivers)
        checks = [*equipment_checks(case), *decision_checks(case), *static_checks(case)]
        if any(check.violated for check in checks):
            return
        money = ledger(case)
        checks += budget_checks(case, money.investment, money.operating("region"))
        if any(check.violated for check in checks):
            return
        checks += chain(volume_checks(case), capacity_checks(case), service_checks(case))
        quality = quality_visits(self.instance, through, plan.open, self._target)
        economy = money.economy + sum(check.price for check in checks)
        yield Found(plan, (citizen_minutes(self.instance, self.today.fairness, through), quality, economy))

    def _open_sets(self) -> Iterator[Bools]:
        """Sets of open pairs that keep the rules on what is open."""
        pairs = list(np.ndindex(self._closed.shape))
        choices = [[state for state in (True, False) if self._pair_may_be(pair, state=state)] for pair in pairs]
        if np.prod([len(choice) for choice in choices]) > 300:
            raise TooManyPlans
        for states in product(*choices):
            is_open = np.array(states).reshape(self._closed.shape)
            if not any(check.violated and check.rule in OF_OPEN for check in decision_checks(self._case(is_open))):
                yield is_open

    def _pair_may_be(self, pair: tuple[int, int], *, state: bool) -> bool:
        """Whether the judge says nothing against the pair being open (closed), all other pairs left aside."""
        is_open = self._closed.copy()
        is_open[pair] = state
        function, site = self.instance.function_ids[pair[0]], self.instance.site_ids[pair[1]]
        case = self._case(is_open)
        mine = (c for c in (*static_checks(case), *decision_checks(case)) if (c.function, c.site) == (function, site))
        return not any(c.violated and _is_of_pair(c, self.instance) for c in mine)

    def _case(self, is_open: Bools) -> Case:
        level = np.zeros(len(is_open), dtype=np.int64)
        through = flows(self.instance, is_open, self._no_days, level)
        plan = Plan(is_open, self._no_days, self._no_units, level, through.assign)
        return Case(self.instance, self.today, plan, through, self._waivers)

    def _days(self, is_open: Bools, sent: Floats) -> Iterator[Floats]:
        """Every allowed number of days up to the first that holds what is sent; only that where days must hold it."""
        pairs = [(int(f), int(s)) for f, s in np.argwhere(is_open & ~self.instance.is_hospital)]
        options = [self._day_options(pair, float(sent[pair])) for pair in pairs]
        for chosen in product(*options):
            days = self._no_days.copy()
            for pair, number in zip(pairs, chosen, strict=True):
                days[pair] = number
            yield days

    def _day_options(self, pair: tuple[int, int], sent: float) -> list[float]:
        instance, (f, s) = self.instance, pair
        minimum = 0.0 if (Rule.MIN_DAYS_PER_WEEK, f, s) in self._waivers else float(instance.clinics.min_days[f])
        if (Rule.MAX_DAYS_BETWEEN, f, s) not in self._waivers:
            minimum = max(minimum, 7 / float(instance.clinics.max_gap[f]))
        own = own_days(instance, self.today.days, f, s)
        needed = days_to_hold(instance, f, s, sent)
        keep = max(own, default=0.0) if instance.scenario.policy.existing_in_houses == "keep" else 0.0
        steps = instance.clinics.steps(f, max(needed, minimum, keep))
        allowed = sorted({*own, *(step for step in steps if step >= minimum - 1e-9)})
        enough = [step for step in allowed if step >= needed * (1 - 1e-9) - 1e-9]
        if not instance.clinics.expand[f]:
            return [*(step for step in allowed if step not in enough), *enough[: 1 if keep == 0 else None]]
        return enough[: 1 if keep == 0 else None]

    def _unit_choices(self, plan: Plan, through: Flows) -> Iterator[Ints]:
        """The fewest units the judge accepts; where their use has a price, every number up to what holds the load."""
        if not any(rule in UTILISATION for rule in self._soft):
            units = self._units(plan, through)
            yield from () if units is None else (units,)
            return
        needed = self.instance.apparatus.needed.T.astype(int) @ plan.open.astype(int) > 0
        most = np.maximum(self._kept_units, np.where(needed, self._holding(through.volume), 0))
        ranges = [range(least, count + 1) for least, count in zip(self._kept_units.flat, most.flat, strict=True)]
        if np.prod([len(numbers) for numbers in ranges]) > 50:
            raise TooManyPlans
        for numbers in product(*ranges):
            units: Ints = np.array(numbers, dtype=np.int64).reshape(most.shape)
            told = replace(plan, units=units)
            checks = equipment_checks(Case(self.instance, self.today, told, through, self._waivers))
            if not any(check.violated for check in checks):
                yield units

    @property
    def _soft(self) -> set[Rule]:
        """Rules that may be broken at a price somewhere."""
        return {soft.rule for soft in self.instance.scenario.policy.soft_rules.values()}

    def _units(self, plan: Plan, through: Flows) -> Ints | None:
        """The fewest units at each site that the judge accepts; None where no number is.

        The search begins just below what holds the load at the highest utilisation: fewer could not, and each further
        unit asks for more minutes than the one before.
        """
        if not plan.units.size:
            return plan.units
        wanted = np.maximum(self._kept_units, np.where(self._overload_allowed, 0, self._holding(through.volume) - 1))
        refused = np.zeros(wanted.shape, dtype=bool)
        for _ in range(TRIALS):
            told = replace(plan, units=wanted)
            refused[:] = False
            for check in equipment_checks(Case(self.instance, self.today, told, through, self._waivers)):
                if check.violated:
                    place = self.instance.equipment_ids.index(check.item), self.instance.site_ids.index(check.site)
                    refused[place] = True
            if not refused.any():
                return wanted
            wanted = wanted + refused
        return None

    def _holding(self, volume: Floats) -> Ints:
        """``(E, S)`` units that hold the load at the highest utilisation."""
        apparatus = self.instance.apparatus
        ceiling = np.maximum(apparatus.max_utilisation[:, None], self.today.utilisation)
        units: Ints = np.ceil(apparatus.minutes_per_visit.T @ volume / (ceiling * apparatus.capacity[:, None]) - 1e-9)
        return np.maximum(units, 1).astype(np.int64)

    @cached_property
    def _overload_allowed(self) -> Bools:
        """``(E, S)`` where an exception lifts the highest utilisation."""
        lifted = self.instance.waived[Rule.MAX_UTILISATION]
        users: Bools = self.instance.apparatus.needed.T.astype(int) @ lifted.astype(int) > 0
        return users

    @cached_property
    def _kept_units(self) -> Ints:
        """``(E, S)`` units that must stay, by the judge's word on a plan that has none."""
        kept = np.zeros((len(self.instance.equipment_ids), len(self.instance.site_ids)), dtype=np.int64)
        for check in decision_checks(self._case(self._closed)):
            if check.unit == "units":
                place = self.instance.equipment_ids.index(check.item), self.instance.site_ids.index(check.site)
                kept[place] = round(check.need)
        return kept


def _is_of_pair(check: RuleCheck, instance: Instance) -> bool:
    if check.rule is Rule.REQUIRES_ON_SITE:
        return check.item not in instance.function_ids
    if check.rule is Rule.CLINIC_CAPACITY:
        return check.unit == "visits/day"
    return check.rule in OF_PAIRS and check.unit == "yes/no"
