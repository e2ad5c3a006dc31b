"""Rules on capacity: clinic days hold the visits sent, rooms at houses, and staff that hospitals send out.

Rooms and staff are limited in days a week beyond today's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.plan.allocate import home_visits
from placement.plan.case import ANYWHERE, DAYS, VISITS, Case, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule


def capacity_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about capacity."""
    yield from _days_hold_visits(case)
    yield from _rooms(case)
    yield from _people(case)
    yield from _recruitment(case)
    yield from _days_away(case)


def extra_days(case: Case) -> Floats:
    """``(F, S)`` clinic days a week at houses beyond today."""
    extra: Floats = case.flows.days - case.today.days
    return extra


def _days_hold_visits(case: Case) -> Iterator[RuleCheck]:
    """Where days follow the catchment, a house's days must hold all visits sent there."""
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


@dataclass(frozen=True)
class _Use:
    """Days a week beyond today that are used of a room or role, with and without functions excused by an exception.

    Attributes:
        bound: days a week of the functions that the rule binds; ``everything``: of all functions.
        excused: id of an exception; empty where no function is excused.
        binds_somebody: whether the rule binds any function.
        anybody: whether any function uses days at all.
    """

    bound: float
    everything: float
    excused: str
    binds_somebody: bool
    anybody: bool


def _use(case: Case, rule: Rule, here: Bools, days: Floats, hospital: int | None = None) -> _Use:
    """Adds up the ``days`` of the pairs marked in ``here``; a waiver at the site or at ``hospital`` excuses a pair.

    Args:
        case: the case.
        rule: the rule.
        here: ``(F, S)`` bool.
        days: ``(F, S)`` days a week.
        hospital: index of the hospital that sends them, whose waivers count too.
    """
    if not here.any():
        return _Use(bound=0.0, everything=0.0, excused="", binds_somebody=False, anybody=False)
    mask, names = _excused(case, rule)
    excused = mask if hospital is None else mask | mask[:, hospital, None]
    by = [names.get((f, s)) or names[f, hospital or 0] for f, s in np.argwhere(here & excused).tolist()]
    return _Use(
        bound=float(days[here & ~excused].sum()),
        everything=float(days[here].sum()),
        excused=by[0] if by else "",
        binds_somebody=bool((here & ~excused).any()),
        anybody=True,
    )


def _in_use(case: Case) -> Bools:
    """``(F, S)`` houses with clinic days today or in the plan."""
    used: Bools = (case.flows.days > 0) | (case.today.days > 0)
    return used


def _room_use(case: Case, used: Bools, s: int, k: int) -> _Use:
    """Room-days a week of one kind at a house beyond today; ``used`` is what ``_in_use`` returns."""
    here = np.zeros_like(used)
    here[:, s] = used[:, s] & (case.instance.clinics.room == k)
    return _use(case, Rule.FREE_ROOM_DAYS, here, extra_days(case))


def _rooms(case: Case) -> Iterator[RuleCheck]:
    """Room-days beyond today at each house, by kind, against the free ones and those that tenants can give up."""
    clinics, rooms, used = case.instance.clinics, case.instance.room_ids, _in_use(case)
    for s, k in np.argwhere(np.isfinite(clinics.free_rooms) & case.houses[:, None]).tolist():
        use, site = _room_use(case, used, s, k), case.site(s)
        if use.anybody:
            limit = float(clinics.free_rooms[s, k] + clinics.let_rooms[s, k])
            written = (site.free_room_days_per_week or {}).get(rooms[k]), site.let_room_days_per_week.get(rooms[k])
            yield from _checks(case, Rule.FREE_ROOM_DAYS, (s, rooms[k]), use, (limit, limit), owner_of(*written))


def rooms_taken_back(case: Case) -> Floats:
    """``(S, K)`` room-days a week that tenants give up: what the rule counts beyond the free ones."""
    clinics = case.instance.clinics
    taken, used = np.zeros(clinics.let_rooms.shape), _in_use(case)
    for s, k in np.argwhere((clinics.let_rooms > 0) & case.houses[:, None]).tolist():
        taken[s, k] = max(0.0, _room_use(case, used, s, k).bound - float(clinics.free_rooms[s, k]))
    return taken


def _staff_use(case: Case, used: Bools, home: Floats, r: int, h: int) -> _Use:
    """Person-days of one role beyond today that a hospital sends to houses and to people's homes (``home_days``)."""
    instance = case.instance
    per_day = instance.staff.per_day[:, r, None]
    here = (per_day > 0) & used & (instance.parent == h)
    use = _use(case, Rule.STAFF_DAYS, here, extra_days(case) * per_day, h)
    at_home = home[:, r, h]
    by = {f: case.waiver(Rule.STAFF_DAYS, f, h) for f in np.flatnonzero(_works_at_home(instance, r, h)).tolist()}
    bound = [f for f, name in by.items() if not name]
    excused = [name for name in by.values() if name]
    return _Use(
        bound=use.bound + float(at_home[bound].sum()),
        everything=use.everything + float(at_home.sum()),
        excused=use.excused or (excused[0] if excused else ""),
        binds_somebody=use.binds_somebody or bool(bound),
        anybody=use.anybody or bool(bound or excused),
    )


def _works_at_home(instance: Instance, r: int, h: int) -> Bools:
    """``(F,)`` whether visits at home of the function take the hospital's people."""
    units = instance.staff.home_hospital == h
    asked: Bools = (instance.staff.home_days[:, r] > 0) & (instance.demand.visits[:, units].sum(axis=1) > 0)
    return asked


def home_days(case: Case) -> Floats:
    """``(F, R, S)`` person-days a week beyond today at home, by the hospital that sends them."""
    instance = case.instance
    if not instance.staff.home_days.any():
        return np.zeros((*instance.staff.home_days.shape, len(instance.site_ids)))
    levels = np.zeros(len(instance.function_ids), dtype=np.int64)
    today = home_visits(instance, levels) if instance.baseline.exists else np.zeros_like(case.flows.home)
    sends = instance.staff.home_hospital[:, None] == np.arange(len(instance.site_ids))
    visits = (case.flows.home - today) @ sends.astype(float)
    days: Floats = instance.staff.home_days[:, :, None] * visits[:, None, :]
    return days


def _people(case: Case) -> Iterator[RuleCheck]:
    """Days beyond today that each hospital sends out, by role, against its own people's and those it may recruit for.

    A function's days at a house are left out where the rule is waived at the house or at the hospital.
    """
    staff, sites = case.instance.staff, case.instance.site_ids
    used, home = _in_use(case), home_days(case)
    for r, h in np.argwhere(np.isfinite(staff.extra_days) & case.instance.is_hospital).tolist():
        use, role = _staff_use(case, used, home, r, h), case.role(r)
        if use.anybody:
            limit = float(staff.extra_days[r, h] + staff.recruit_days[r, h])
            written = (role.extra_days_per_week or {}).get(sites[h]), role.recruit_days_per_week.get(sites[h])
            place = h, case.instance.role_ids[r]
            yield from _checks(case, Rule.STAFF_DAYS, place, use, (limit, limit), owner_of(*written))


def recruited_days(case: Case) -> Floats:
    """``(R, S)`` days a week that each hospital recruits for: what the rule counts beyond its own people's."""
    staff = case.instance.staff
    recruited, used, home = np.zeros(staff.recruit_days.shape), _in_use(case), home_days(case)
    for r, h in np.argwhere((staff.recruit_days > 0) & case.instance.is_hospital).tolist():
        recruited[r, h] = max(0.0, _staff_use(case, used, home, r, h).bound - float(staff.extra_days[r, h]))
    return recruited


def _recruitment(case: Case) -> Iterator[RuleCheck]:
    """Days recruited for in the whole region, by role, against what may be recruited in all."""
    staff, recruited = case.instance.staff, recruited_days(case)
    for r in np.flatnonzero(staff.recruit_days.any(axis=1)).tolist():
        role = case.role(r)
        limit = min(float(staff.recruit_in_all[r]), float(staff.recruit_days[r].sum()))
        owner = owner_of(role.recruit_days_per_week_in_all, *role.recruit_days_per_week.values())
        have, item = float(recruited[r].sum()), case.instance.role_ids[r]
        yield case.check(Rule.RECRUITMENT, (ANYWHERE, ANYWHERE), have, "at_most", limit, DAYS, item=item, owner=owner)


def _days_away(case: Case) -> Iterator[RuleCheck]:
    """Days a hospital's people are away, today's included; today's days are the limit where they exceed it already."""
    instance, staff = case.instance, case.instance.staff
    for r, h in np.argwhere(np.isfinite(staff.most_away) & instance.is_hospital).tolist():
        away = staff.away[:, r]
        here = (away > 0) & _in_use(case) & (instance.parent == h)
        use = _use(case, Rule.MAX_DAYS_AWAY, here, case.flows.days * away, h)
        if use.anybody:
            today, role = _use(case, Rule.MAX_DAYS_AWAY, here, case.today.days * away, h), case.role(r)
            limit = float(staff.most_away[r, h])
            limits = max(limit, today.bound), max(limit, today.everything)
            owner = owner_of(role.max_days_away_per_person_per_week, role.people.get(instance.site_ids[h]))
            yield from _checks(case, Rule.MAX_DAYS_AWAY, (h, instance.role_ids[r]), use, limits, owner, limit)


def _checks(
    case: Case,
    rule: Rule,
    place: tuple[int, str],
    use: _Use,
    limits: tuple[float, float],
    owner: str,
    threshold: float | None = None,
) -> Iterator[RuleCheck]:
    """A check of the days that the rule binds; where a function is excused, also one of all days, which does not bind.

    Args:
        case: the case.
        rule: the rule.
        place: index of the site, and the role or kind of room.
        use: the days used, as `_use` returns them.
        limits: days a week allowed: of ``use.bound``, and of ``use.everything``.
        owner: who owns the limit.
        threshold: the rule's own limit, where today's days may raise it.
    """
    site, item = place
    sums = [(use.bound, limits[0], "")] if use.binds_somebody else []
    sums += [(use.everything, limits[1], use.excused)] if use.excused else []
    for have, need, by in sums:
        lifted = threshold if threshold is not None and need > threshold else None
        yield case.check(
            rule, (ANYWHERE, site), have, "at_most", need, DAYS, item=item, waived_by=by, threshold=lifted, owner=owner
        )
