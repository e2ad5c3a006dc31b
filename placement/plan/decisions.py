"""Rules on what is opened and closed: policy, numbers of sites, functions that need each other, days a week."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import DAYS_A_WEEK
from placement.instance.tolerance import SAME
from placement.plan.case import ANYWHERE, Case, Sense, owner_of
from placement.plan.days import days_to_hold, least_allowed_days, own_days
from placement.plan.plan import RuleCheck
from placement.plan.service import YES_NO
from placement.scenario.schema.rules import Rule

DAYS = "days/week"


def decision_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about the decisions themselves."""
    yield from _hospitals_as_today(case)
    yield from _houses_as_today(case)
    yield from _numbers_of_sites(case)
    yield from _changes(case)
    yield from _required_functions(case)
    yield from _home_levels(case)
    yield from _days(case)


def _hospitals_as_today(case: Case) -> Iterator[RuleCheck]:
    instance = case.instance
    fixed = instance.hospital_fixed[:, None] & instance.is_hospital & ~instance.must_not & ~instance.must
    for f, s in np.argwhere(fixed & (case.today.open | case.plan.open)).tolist():
        have, need = case.plan.open[f, s], case.today.open[f, s]
        yield case.check(Rule.KEEP_HOSPITAL_FUNCTIONS, (f, s), have, "exactly", need, YES_NO)


def _houses_as_today(case: Case) -> Iterator[RuleCheck]:
    policy = case.instance.scenario.policy.existing_in_houses
    if policy == "free":
        return
    for f, s in np.argwhere(case.today.open & case.houses & ~case.instance.must_not).tolist():
        have = case.plan.open[f, s]
        yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (f, s), have, "at_least", 1, YES_NO)
        if policy == "days_may_grow" and have:
            days, need = case.plan.days[f, s], case.today.days[f, s]
            yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (f, s), days, "at_least", need, DAYS, item="days")
        if policy == "keep" and have:
            days, need = case.plan.days[f, s], _kept_days(case, f, s)
            yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (f, s), days, "exactly", need, DAYS, item="days")
    if policy == "keep":
        yield from _house_equipment_as_today(case)


def _house_equipment_as_today(case: Case) -> Iterator[RuleCheck]:
    """No unit is taken from a house, unless a function that uses the type there must not be there."""
    instance = case.instance
    leaving = instance.apparatus.needed.T @ (instance.must_not & case.today.open)
    for e, s in np.argwhere((case.today.units > 0) & case.houses & ~leaving).tolist():
        have, need = case.plan.units[e, s], case.today.units[e, s]
        item = instance.equipment_ids[e]
        yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (ANYWHERE, s), have, "at_least", need, "units", item=item)


def _kept_days(case: Case, f: int, s: int) -> float:
    """Today's days; where days follow the catchment the least that hold it, from the listed days up."""
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


def _numbers_of_sites(case: Case) -> Iterator[RuleCheck]:
    clinics = case.instance.clinics
    for f, have in enumerate(case.plan.open.sum(axis=1)):
        if clinics.sites_at_least[f] > 0:
            need = clinics.sites_at_least[f]
            yield case.check(Rule.NUMBER_OF_SITES, (f, ANYWHERE), have, "at_least", need, "sites", item="at_least")
        if np.isfinite(clinics.sites_at_most[f]):
            need = clinics.sites_at_most[f]
            yield case.check(Rule.NUMBER_OF_SITES, (f, ANYWHERE), have, "at_most", need, "sites", item="at_most")


def _changes(case: Case) -> Iterator[RuleCheck]:
    most = case.instance.scenario.policy.max_changes
    if most is not None:
        have = (case.plan.open != case.today.open).sum()
        yield case.check(Rule.MAX_CHANGES, (ANYWHERE, ANYWHERE), have, "at_most", most, "changes")


def _required_functions(case: Case) -> Iterator[RuleCheck]:
    instance = case.instance
    needing = instance.clinics.requires.sum(axis=1, keepdims=True) > 0
    for f, s in np.argwhere(case.plan.open & needing & case.houses).tolist():
        for other in np.flatnonzero(instance.clinics.requires[f]).tolist():
            have, item = case.plan.open[other, s], instance.function_ids[other]
            binds = case.is_new(f, s)
            yield case.check(Rule.REQUIRES_ON_SITE, (f, s), have, "at_least", 1, YES_NO, item=item, binds=binds)


def _home_levels(case: Case) -> Iterator[RuleCheck]:
    """The chosen level must exist; shown for functions that have a choice."""
    for f, level in enumerate(case.plan.home_level.tolist()):
        highest = len(case.instance.demand.home_share[f]) - 1
        if highest > 0 or level != 0:
            sense: Sense = "at_most" if level >= 0 else "at_least"
            yield case.check(Rule.HOME_LEVEL, (f, ANYWHERE), level, sense, highest if level >= 0 else 0, "level")


def _days(case: Case) -> Iterator[RuleCheck]:
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
    """Days must be one of the steps, or what stands there today."""
    days = float(case.plan.days[f, s])
    options = (*own_days(case.instance, case.today.days, f, s), *case.instance.clinics.steps(f, days))
    nearest = min(options, key=lambda option: abs(option - days))
    return case.check(Rule.DAYS_PER_WEEK_STEPS, (f, s), days, "exactly", nearest, DAYS)


def _least_days(case: Case, f: int, s: int) -> RuleCheck:
    """The minimum, except for exactly what stands there today."""
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
    """Calendar days from one clinic day to the next, as if evenly spread; what stands there today may stay so."""
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
    """Whether the days are exactly what stands there today."""
    days = float(case.plan.days[f, s])
    return any(abs(days - day) <= SAME for day in own_days(case.instance, case.today.days, f, s))
