"""Rules on equipment: it must be there, and be used neither too little nor too much."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import FORTSAT_SLACK, Bools, Floats, Instance, Ints
from placement.instance.rounding import whole
from placement.plan.case import ANYWHERE, Case, owner_of
from placement.plan.evaluation import RuleCheck
from placement.scenario.rules import Rule


def minutes_in_use(instance: Instance, volume: Floats) -> Floats:
    """``(E, S)`` minutes a year that ``(F, S)`` visits take of each type."""
    minutes: Floats = instance.apparatus.minutes_per_visit.T @ volume
    return minutes


def utilisation(instance: Instance, units: Ints, volume: Floats) -> Floats:
    """``(E, S)`` share of the units' capacity in use; 0 where nothing stands or capacity is not counted."""
    capacity = instance.apparatus.capacity[:, None] * np.maximum(units, 1)
    return np.where(units > 0, minutes_in_use(instance, volume) / capacity, 0.0)


def todays_units(instance: Instance, is_open: Bools, volume: Floats) -> Ints:
    """``(E, S)`` units today: as listed, else as many as hold today's minutes at the highest utilisation."""
    apparatus = instance.apparatus
    holds = (apparatus.capacity * apparatus.max_utilisation)[:, None]
    inferred = np.maximum(np.vectorize(whole, otypes=[float])(minutes_in_use(instance, volume) / holds), 1)
    used = (apparatus.needed.T.astype(int) @ is_open.astype(int)) > 0
    units: Ints = np.where(apparatus.units_listed >= 0, apparatus.units_listed, np.where(used, inferred, 0)).astype(
        np.int64
    )
    return units


def least_load(units: int, minimum: float, ceiling: float) -> float:
    """L[u] / C: the load, in units, from which so many units may stand.

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
    """The exception that excuses any function that uses the type."""
    users = np.flatnonzero(case.instance.apparatus.needed[:, e]).tolist()
    return next((name for f in users if (name := case.waiver(rule, f, s))), "")
