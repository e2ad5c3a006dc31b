"""How many units of equipment a plan needs, when nobody optimises them."""

from __future__ import annotations

import math

import numpy as np

from placement.instance.instance import FORTSAT_SLACK, Bools, Floats, Instance, Ints, Today
from placement.plan.equipment import least_load, minutes_in_use
from placement.scenario.rules import Rule

_NEARLY = 1e-9


def smallest_units(
    instance: Instance, today: Today, open_: Bools, volume: Floats, preferred: Ints | None = None
) -> Ints:
    """Units that may stand with these volumes: as preferred, unless more are needed or they stand too idle.

    Args:
        instance: the scenario.
        today: what stands today.
        open_: ``(F, S)`` what is open.
        volume: ``(F, S)`` visits a year seen at the site.
        preferred: ``(E, S)`` units to keep where the rules allow it; today's where nothing is said.

    Returns:
        ``(E, S)`` units. Where no number satisfies every rule, the smallest that is not overfull.
    """
    wanted = today.units if preferred is None else preferred
    minutes = minutes_in_use(instance, volume)
    needed = (instance.apparatus.needed.T.astype(np.int64) @ open_.astype(np.int64)) > 0
    stays = staying_units(instance, today)
    units = np.array(wanted, dtype=np.int64)
    for item, site in np.argwhere(needed | (units > 0) | (stays > 0)):
        rule = UnitRule.of(instance, today, int(item), int(site))
        at_least = max(int(needed[item, site]), int(stays[item, site]))
        units[item, site] = rule.choose(int(wanted[item, site]), float(minutes[item, site]), at_least)
    return units


def staying_units(instance: Instance, today: Today) -> Ints:
    """``(E, S)`` units that may not be taken away: those of houses whose offers are kept."""
    if instance.scenario.policy.existing_in_houses != "keep":
        return np.zeros_like(today.units)
    leaving = (instance.apparatus.needed.T.astype(np.int64) @ (instance.must_not & today.open).astype(np.int64)) > 0
    return np.where(instance.is_hospital | leaving, 0, today.units)


class UnitRule:
    """The utilisation rules of one type of equipment at one site.

    Attributes:
        capacity: minutes a year of a unit; inf where utilisation is not counted.
        least, most: shares of the capacity; ``most`` is today's where that is higher.
        units_today, least_today: units that stand today and the (lower) least share that binds them.
    """

    def __init__(self, capacity: float, least: float, most: float, units_today: int, least_today: float) -> None:
        self.capacity = capacity
        self.least = least
        self.most = most
        self.units_today = units_today
        self.least_today = least_today

    @classmethod
    def of(cls, instance: Instance, today: Today, item: int, site: int) -> UnitRule:
        """The rules at one place, exceptions applied."""
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
        """The minutes from which so many units may stand."""
        share = self.least if units > self.units_today else self.least_today
        return self.capacity * least_load(units, share, self.most)


def _waived(instance: Instance, rule: Rule, users: Bools, site: int) -> bool:
    mask = instance.waived.get(rule)
    return mask is not None and bool((mask[:, site] & users).any())
