"""Clinic days a week: which are allowed, and how many hold what is sent."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.instance.tolerance import enough


def own_days(instance: Instance, today_days: Floats, function: int, site: int) -> tuple[float, ...]:
    """What the house has today, as listed and as modelled; always allowed there. Empty where closed today."""
    if not instance.baseline.open[function, site]:
        return ()
    listed = float(instance.baseline.days[function, site])
    return tuple(day for day in (listed, float(today_days[function, site])) if not np.isnan(day))


def least_days(options: Iterable[float], at_least: float) -> float:
    """The smallest option that is at least so many days."""
    return min(option for option in options if enough(option, at_least))


def days_to_hold(instance: Instance, function: int, site: int, visits: float) -> float:
    """Clinic days a week (not a step) that hold the visits a year; 0 where a clinic day holds none at all."""
    per_week = instance.clinics.visits_per_day[function, site] * instance.clinics.weeks[function]
    return float(visits / per_week) if per_week > 0 else 0.0


def clinic_days(instance: Instance, at_houses: Floats, volume: Floats) -> Floats:
    """``(F, S)`` clinic days a week: as decided at houses, and at hospitals what the visits a year take."""
    per_week = instance.clinics.visits_per_day * instance.clinics.weeks[:, None]
    taken = np.divide(volume, per_week, out=np.zeros_like(per_week), where=per_week > 0)
    return np.where(instance.is_hospital, taken, at_houses)


def todays_days(instance: Instance, is_open: Bools, sent: Floats) -> Floats:
    """``(F, S)`` clinic days a week at houses today.

    Listed days stand, except where days follow the catchment or none are listed: there it is the smallest step that is
    at least the listed days and holds what is sent.
    """
    days = np.zeros(is_open.shape)
    for f, s in np.argwhere(is_open & ~instance.is_hospital):
        listed = float(instance.baseline.days[f, s])
        if np.isnan(listed) or instance.clinics.expand[f]:
            floor = 0.0 if np.isnan(listed) else listed
            needed = max(floor, days_to_hold(instance, f, s, float(sent[f, s])))
            own = () if np.isnan(listed) else (listed,)
            days[f, s] = least_days((*own, *instance.clinics.steps(int(f), needed)), needed)
        else:
            days[f, s] = listed
    return days


def least_allowed_days(
    instance: Instance, own: tuple[float, ...], function: int, needed: float, minimum: float
) -> float:
    """The smallest allowed days a week at a house that are at least ``needed``.

    Args:
        instance: the scenario as arrays.
        own: what stands there today (`own_days`), allowed whatever the minimum.
        function: index.
        needed: days a week.
        minimum: ``min_days_per_week``; 0 without one or where it is waived.
    """
    steps = instance.clinics.steps(function, max(needed, minimum))
    return least_days((*own, *(step for step in steps if enough(step, minimum))), needed)
