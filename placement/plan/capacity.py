"""Rules on what houses and hospitals can manage: clinic days, rooms, people sent out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.plan.case import ANYWHERE, Case, owner_of
from placement.plan.decisions import DAYS
from placement.plan.evaluation import RuleCheck
from placement.plan.service import VISITS
from placement.scenario.rules import Rule


def capacity_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about capacity."""
    yield from _days_hold_visits(case)
    yield from _rooms(case)
    yield from _people(case)


def extra_days(case: Case) -> Floats:
    """``(F, S)`` clinic days a week at houses beyond today."""
    extra: Floats = case.flows.days - case.today.days
    return extra


def _days_hold_visits(case: Case) -> Iterator[RuleCheck]:
    """Where days follow the catchment they must hold everything that is sent."""
    for f, s in case.open_pairs(case.houses):
        if case.instance.clinics.expand[f]:
            have, need = case.flows.sent[f, s], case.flows.capacity[f, s]
            yield case.check(Rule.CLINIC_CAPACITY, (f, s), have, "at_most", need, VISITS)


def _excused(case: Case, rule: Rule) -> tuple[Bools, dict[tuple[int, int], str]]:
    """``(F, S)`` where the rule is waived, and by which exception."""
    names = {(f, s): name for (waived, f, s), name in case.waivers.items() if waived is rule}
    mask = np.zeros(case.plan.open.shape, dtype=bool)
    for pair in names:
        mask[pair] = True
    return mask, names


def _rooms(case: Case) -> Iterator[RuleCheck]:
    """Room-days beyond today, by house and kind. The days of a function that is excused are left out."""
    instance, extra = case.instance, extra_days(case)
    mask, names = _excused(case, Rule.FREE_ROOM_DAYS)
    in_use = (case.flows.days > 0) | (case.today.days > 0)
    for s, k in np.argwhere(np.isfinite(instance.clinics.free_rooms) & case.houses[:, None]).tolist():
        kind, free = instance.clinics.room == k, instance.clinics.free_rooms[s, k]
        if not (kind & in_use[:, s]).any():
            continue
        excused = [names[f, s] for f in np.flatnonzero(kind & mask[:, s]).tolist() if in_use[f, s]]
        bound = kind & ~mask[:, s]
        yield from _with_and_without(
            case,
            Rule.FREE_ROOM_DAYS,
            (ANYWHERE, s),
            instance.room_ids[k],
            (float(extra[bound, s].sum()), float(extra[kind, s].sum()), float(free)),
            excused[0] if excused else "",
            everybody=not (bound & in_use[:, s]).any(),
        )


def _people(case: Case) -> Iterator[RuleCheck]:
    """Clinic days beyond today that a hospital sends to its houses, by role.

    A function's days at a house are left out where the rule is waived at the house or at the hospital.
    """
    instance, extra = case.instance, extra_days(case)
    mask, names = _excused(case, Rule.STAFF_DAYS)
    in_use = (case.flows.days > 0) | (case.today.days > 0)
    limited = np.isfinite(instance.staff.extra_days) & instance.is_hospital
    for r, h in np.argwhere(limited).tolist():
        per_day = instance.staff.per_day[:, r, None]
        here = (per_day > 0) & in_use & (instance.parent == h)
        if not here.any():
            continue
        waived = mask | mask[:, h, None]
        excused = [names.get((f, s)) or names[f, h] for f, s in np.argwhere(here & waived).tolist()]
        days = extra * per_day
        have = float(days[here & ~waived].sum()), float(days[here].sum())
        yield from _with_and_without(
            case,
            Rule.STAFF_DAYS,
            (ANYWHERE, h),
            instance.role_ids[r],
            (*have, float(instance.staff.extra_days[r, h])),
            excused[0] if excused else "",
            everybody=not (here & ~waived).any(),
        )


def _with_and_without(
    case: Case,
    rule: Rule,
    place: tuple[int, int],
    item: str,
    numbers: tuple[float, float, float],
    excused: str,
    *,
    everybody: bool,
) -> Iterator[RuleCheck]:
    """The sum that binds and, where somebody is excused, the whole sum beside it.

    Args:
        case: the case.
        rule: the rule.
        place: function and site index.
        item: role or kind of room.
        numbers: the sum without those excused, the whole sum, and the limit; days a week.
        excused: id of an exception; empty without.
        everybody: whether nobody is left whom the rule binds.
    """
    without, everything, limit = numbers
    if not everybody:
        yield case.check(rule, place, without, "at_most", limit, DAYS, item=item, waived_by="")
    if excused:
        yield case.check(rule, place, everything, "at_most", limit, DAYS, item=item, waived_by=excused)


def budget_checks(case: Case, investment_dkk: float, operating_dkk: float) -> Iterator[RuleCheck]:
    """The two budgets: investment in all, and the region's running cost beyond today's, in DKK."""
    policy, economics, nowhere = case.instance.scenario.policy, case.instance.economics, (ANYWHERE, ANYWHERE)
    if np.isfinite(economics.max_investment):
        need, owner = economics.max_investment, owner_of(policy.max_investment_dkk)
        yield case.check(Rule.MAX_INVESTMENT, nowhere, investment_dkk, "at_most", need, "DKK", owner=owner)
    if np.isfinite(economics.max_extra_operating):
        need, owner = economics.max_extra_operating, owner_of(policy.max_extra_operating_dkk_per_year)
        yield case.check(Rule.MAX_EXTRA_OPERATING, nowhere, operating_dkk, "at_most", need, "DKK/year", owner=owner)
