"""Equipment: minutes of use, the rules on it, and how many units a plan needs where no model chooses them.

The rules: equipment that is needed must be there, and must be used neither too little nor too much.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from placement.instance.instance import FORTSAT_SLACK, Bools, Floats, Instance, Ints, Today, whole
from placement.plan.case import ANYWHERE, Case, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule

_NEARLY = 1e-9
"""Relative tolerance on minutes of use where units are chosen; tighter than the judge's, which so accepts them."""


def minutes_in_use(instance: Instance, volume: Floats) -> Floats:
    """``(E, S)`` minutes a year that ``volume``, ``(F, S)`` visits a year, takes of each type."""
    minutes: Floats = instance.apparatus.minutes_per_visit.T @ volume
    return minutes


def types_used(instance: Instance, pairs: Bools) -> Bools:
    """``(E, S)`` bool: a function marked at the site in ``pairs``, ``(F, S)``, needs the type."""
    used: Bools = (instance.apparatus.needed.T.astype(np.int64) @ pairs.astype(np.int64)) > 0
    return used


def utilisation(instance: Instance, units: Ints, volume: Floats) -> Floats:
    """``(E, S)`` share of the units' capacity in use; 0 where there is no unit or capacity is not counted."""
    capacity = instance.apparatus.capacity[:, None] * np.maximum(units, 1)
    return np.where(units > 0, minutes_in_use(instance, volume) / capacity, 0.0)


def todays_units(instance: Instance, is_open: Bools, volume: Floats) -> Ints:
    """``(E, S)`` units today: as listed, else as many as hold today's minutes at the highest utilisation."""
    apparatus = instance.apparatus
    holds = (apparatus.capacity * apparatus.max_utilisation)[:, None]
    inferred = np.maximum(np.vectorize(whole, otypes=[float])(minutes_in_use(instance, volume) / holds), 1)
    where_used = np.where(types_used(instance, is_open), inferred, 0)
    units: Ints = np.where(apparatus.units_listed >= 0, apparatus.units_listed, where_used).astype(np.int64)
    return units


def least_load(units: int, minimum: float, ceiling: float) -> float:
    """L[u] / C of ``docs/model.md``: the least use, as a number of full units, for which ``units`` units may stand.

    Args:
        units: u.
        minimum: θ[u], the least utilisation of the u-th unit as a share.
        ceiling: the highest utilisation as a share; beyond it one unit fewer would not do.
    """
    if units <= 0:
        return 0.0
    return minimum if units == 1 else min(minimum * units, ceiling * (units - 1))


def equipment_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about equipment."""
    for e, s in np.argwhere(case.plan.units < 0).tolist():
        item = case.instance.equipment_ids[e]
        have = case.plan.units[e, s]
        yield case.check(Rule.REQUIRED_EQUIPMENT, (ANYWHERE, s), have, "at_least", 0, "units", item=item)
    for f, s in case.open_pairs():
        for e in np.flatnonzero(case.instance.apparatus.needed[f]).tolist():
            item = case.instance.equipment_ids[e]
            have = case.plan.units[e, s]
            yield case.check(Rule.REQUIRED_EQUIPMENT, (f, s), have, "at_least", 1, "units", item=item)
    load = utilisation(case.instance, case.plan.units, case.flows.volume)
    counted = np.isfinite(case.instance.apparatus.capacity)[:, None] & (case.plan.units > 0)
    for e, s in np.argwhere(counted).tolist():
        yield _least_used(case, e, s, float(load[e, s]))
        yield _most_used(case, e, s, float(load[e, s]))


def _ceiling(case: Case, e: int, s: int) -> float:
    return max(float(case.instance.apparatus.max_utilisation[e]), float(case.today.utilisation[e, s]))


def _least_used(case: Case, e: int, s: int, have: float) -> RuleCheck:
    units, ceiling = int(case.plan.units[e, s]), _ceiling(case, e, s)
    minimum = float(case.instance.apparatus.min_utilisation[e])
    asked = least_load(units, minimum, ceiling) / units
    if units <= case.today.units[e, s]:
        minimum = min(minimum, (1 - FORTSAT_SLACK) * float(case.today.utilisation[e, s]))
    need = least_load(units, minimum, ceiling) / units
    return case.check(
        Rule.MIN_UTILISATION,
        (ANYWHERE, s),
        have,
        "at_least",
        need,
        "share",
        item=case.instance.equipment_ids[e],
        waived_by=_excused(case, Rule.MIN_UTILISATION, e, s),
        threshold=asked if need < asked else None,
        owner=owner_of(case.instance.scenario.equipment[case.instance.equipment_ids[e]].min_utilisation),
        units=float(case.instance.apparatus.capacity[e] * case.plan.units[e, s]),
    )


def _most_used(case: Case, e: int, s: int, have: float) -> RuleCheck:
    asked, need = float(case.instance.apparatus.max_utilisation[e]), _ceiling(case, e, s)
    return case.check(
        Rule.MAX_UTILISATION,
        (ANYWHERE, s),
        have,
        "at_most",
        need,
        "share",
        item=case.instance.equipment_ids[e],
        waived_by=_excused(case, Rule.MAX_UTILISATION, e, s),
        threshold=asked if need > asked else None,
        owner=owner_of(case.instance.scenario.equipment[case.instance.equipment_ids[e]].max_utilisation),
        units=float(case.instance.apparatus.capacity[e] * case.plan.units[e, s]),
    )


def _excused(case: Case, rule: Rule, e: int, s: int) -> str:
    """Id of the exception that waives the rule for some function using the type at the site; empty where none does."""
    users = np.flatnonzero(case.instance.apparatus.needed[:, e]).tolist()
    return next((name for f in users if (name := case.waiver(rule, f, s))), "")


def smallest_units(
    instance: Instance, today: Today, open_: Bools, volume: Floats, preferred: Ints | None = None
) -> Ints:
    """The preferred units, changed to the nearest allowed number where they are too few or used too little.

    Args:
        instance: the scenario.
        today: what stands today.
        open_: ``(F, S)`` bool.
        volume: ``(F, S)`` visits a year seen at the site.
        preferred: ``(E, S)`` units to keep where the rules allow it; None: today's.

    Returns:
        ``(E, S)`` units. Where no number satisfies every rule, the smallest that is not overfull.
    """
    wanted = today.units if preferred is None else preferred
    minutes = minutes_in_use(instance, volume)
    needed = types_used(instance, open_)
    stays = staying_units(instance, today)
    units = np.array(wanted, dtype=np.int64)
    for item, site in np.argwhere(needed | (units > 0) | (stays > 0)):
        rule = UnitRule.of(instance, today, int(item), int(site))
        at_least = max(int(needed[item, site]), int(stays[item, site]))
        units[item, site] = rule.choose(int(wanted[item, site]), float(minutes[item, site]), at_least)
    return units


def staying_units(instance: Instance, today: Today) -> Ints:
    """``(E, S)`` units that may not be taken away: under ``existing_in_houses: keep`` all that houses have today."""
    if instance.scenario.policy.existing_in_houses != "keep":
        return np.zeros_like(today.units)
    leaving = types_used(instance, instance.must_not & today.open)
    return np.where(instance.is_hospital | leaving, 0, today.units)


class UnitRule:
    """The utilisation rules of one type of equipment at one site.

    Attributes:
        capacity: minutes a year of a unit; inf where utilisation is not counted.
        least, most: shares of the capacity; ``most`` is today's where that is higher.
        units_today, least_today: units there today, and the (lower) least share that binds them.
    """

    def __init__(self, capacity: float, least: float, most: float, units_today: int, least_today: float) -> None:
        self.capacity = capacity
        self.least = least
        self.most = most
        self.units_today = units_today
        self.least_today = least_today

    @classmethod
    def of(cls, instance: Instance, today: Today, item: int, site: int) -> UnitRule:
        """The rules for type ``item`` at ``site``, exceptions applied."""
        apparatus = instance.apparatus
        users = apparatus.needed[:, item]
        used_today = float(today.utilisation[item, site])
        least = 0.0 if _waived(instance, Rule.MIN_UTILISATION, users, site) else float(apparatus.min_utilisation[item])
        most = max(float(apparatus.max_utilisation[item]), used_today)
        if _waived(instance, Rule.MAX_UTILISATION, users, site):
            most = math.inf
        least_today = min(least, (1 - FORTSAT_SLACK) * used_today)
        return cls(float(apparatus.capacity[item]), least, most, int(today.units[item, site]), least_today)

    def choose(self, wanted: int, minutes: float, at_least: int) -> int:
        """``wanted`` units if they may stand; else the nearest number that may, never fewer than ``at_least``."""
        if math.isinf(self.capacity) or math.isinf(self.most):
            return max(wanted, at_least)
        fewest = max(at_least, self._fewest(minutes))
        units = max(wanted, fewest)
        while units > fewest and not self._busy_enough(units, minutes):
            units -= 1
        return units

    def _fewest(self, minutes: float) -> int:
        return math.ceil(minutes / (self.most * self.capacity) - _NEARLY)

    def _busy_enough(self, units: int, minutes: float) -> bool:
        return minutes >= self._floor(units) * (1 - _NEARLY)

    def _floor(self, units: int) -> float:
        """The least minutes of use a year for which so many units may stand."""
        share = self.least if units > self.units_today else self.least_today
        return self.capacity * least_load(units, share, self.most)


def _waived(instance: Instance, rule: Rule, users: Bools, site: int) -> bool:
    mask = instance.waived.get(rule)
    return mask is not None and bool((mask[:, site] & users).any())
