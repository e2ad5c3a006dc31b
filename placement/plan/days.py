"""Clinic days a week at a house: which numbers are allowed, how many the visits sent there need, and rules on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from placement.instance.instance import DAYS_A_WEEK, Bools, Floats, Instance
from placement.instance.tolerance import SAME, enough
from placement.plan.case import DAYS, Case, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule


def own_days(instance: Instance, today_days: Floats, function: int, site: int) -> tuple[float, ...]:
    """Today's days a week, as listed and as modelled, which are always allowed at the house; empty if closed today."""
    if not instance.baseline.open[function, site]:
        return ()
    listed = float(instance.baseline.days[function, site])
    return tuple(day for day in (listed, float(today_days[function, site])) if not np.isnan(day))


def least_days(options: Iterable[float], at_least: float) -> float:
    """The smallest option that is at least ``at_least``, within the tolerance."""
    return min(option for option in options if enough(option, at_least))


def days_to_hold(instance: Instance, function: int, site: int, visits: float) -> float:
    """Clinic days a week, not rounded to a step, that so many visits a year need; 0 where a clinic day holds none."""
    per_week = instance.clinics.visits_per_day[function, site] * instance.clinics.weeks[function]
    return float(visits / per_week) if per_week > 0 else 0.0


def least_allowed_days(
    instance: Instance, own: tuple[float, ...], function: int, needed: float, minimum: float
) -> float:
    """The smallest allowed days a week at a house that are at least ``needed``.

    Args:
        instance: the scenario as arrays.
        own: today's days at the house (`own_days`), allowed even below the minimum.
        function: index.
        needed: days a week.
        minimum: ``min_days_per_week``; 0 without one or where it is waived.
    """
    steps = instance.clinics.steps(function, max(needed, minimum))
    return least_days((*own, *(step for step in steps if enough(step, minimum))), needed)


def clinic_days(instance: Instance, at_houses: Floats, volume: Floats) -> Floats:
    """``(F, S)`` clinic days a week: as decided at houses; at hospitals as many as ``volume``, visits a year, needs."""
    per_week = instance.clinics.visits_per_day * instance.clinics.weeks[:, None]
    taken = np.divide(volume, per_week, out=np.zeros_like(per_week), where=per_week > 0)
    return np.where(instance.is_hospital, taken, at_houses)


def todays_days(instance: Instance, is_open: Bools, sent: Floats) -> Floats:
    """``(F, S)`` clinic days a week at houses today.

    They are the listed days. Where days follow the catchment, or none are listed, they are the smallest step that is at
    least the listed days and holds the visits sent there.
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


def kept_days(case: Case, f: int, s: int) -> float:
    """Days a week that a kept clinic must have: today's; where days follow the catchment the fewest that hold all."""
    instance = case.instance
    if not instance.clinics.expand[f]:
        return float(case.today.days[f, s])
    listed = float(np.nan_to_num(instance.baseline.days[f, s]))
    needed = max(listed, days_to_hold(instance, f, s, float(case.flows.sent[f, s])))
    own = own_days(instance, case.today.days, f, s)
    return least_allowed_days(instance, own, f, needed, _minimum_days(case, f, s))


def _minimum_days(case: Case, f: int, s: int) -> float:
    """``min_days_per_week`` and ``max_days_between_clinics`` as they bind at the pair, in days a week."""
    function, least = case.function(f), 0.0
    if function.min_days_per_week and not case.waiver(Rule.MIN_DAYS_PER_WEEK, f, s):
        least = function.min_days_per_week.value
    if function.max_days_between_clinics and not case.waiver(Rule.MAX_DAYS_BETWEEN, f, s):
        least = max(least, DAYS_A_WEEK / function.max_days_between_clinics.value)
    return least


def day_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about days a week, at open houses; closed ones must have none."""
    houses = case.plan.open & case.houses
    for f, s in np.argwhere(houses).tolist():
        yield _step(case, f, s)
        if case.instance.clinics.min_days[f] > 0:
            yield _least_days(case, f, s)
        if case.function(f).max_days_between_clinics is not None:
            yield _days_between(case, f, s)
    for f, s in np.argwhere(~houses & (case.plan.days != 0)).tolist():
        yield case.check(Rule.DAYS_PER_WEEK_STEPS, (f, s), case.plan.days[f, s], "exactly", 0, DAYS)


def _step(case: Case, f: int, s: int) -> RuleCheck:
    """Days must be one of the steps, or today's days there."""
    days = float(case.plan.days[f, s])
    options = (*own_days(case.instance, case.today.days, f, s), *case.instance.clinics.steps(f, days))
    nearest = min(options, key=lambda option: abs(option - days))
    return case.check(Rule.DAYS_PER_WEEK_STEPS, (f, s), days, "exactly", nearest, DAYS)


def _least_days(case: Case, f: int, s: int) -> RuleCheck:
    """The minimum; exactly today's days are allowed even below it."""
    days, minimum = float(case.plan.days[f, s]), float(case.instance.clinics.min_days[f])
    as_today = days < minimum and _as_today(case, f, s)
    return case.check(
        Rule.MIN_DAYS_PER_WEEK,
        (f, s),
        days,
        "at_least",
        days if as_today else minimum,
        DAYS,
        threshold=minimum if as_today else None,
        owner=owner_of(case.function(f).min_days_per_week),
    )


def _days_between(case: Case, f: int, s: int) -> RuleCheck:
    """Calendar days between clinic days, taken as evenly spread; exactly today's days are allowed in any case."""
    limit = case.function(f).max_days_between_clinics
    most = np.inf if limit is None else limit.value
    gap = DAYS_A_WEEK / max(float(case.plan.days[f, s]), SAME)
    as_today = gap > most and _as_today(case, f, s)
    return case.check(
        Rule.MAX_DAYS_BETWEEN,
        (f, s),
        gap,
        "at_most",
        gap if as_today else most,
        "days",
        threshold=most if as_today else None,
        owner=owner_of(limit),
    )


def _as_today(case: Case, f: int, s: int) -> bool:
    """Whether the plan's days are exactly today's days there."""
    days = float(case.plan.days[f, s])
    return any(abs(days - day) <= SAME for day in own_days(case.instance, case.today.days, f, s))
