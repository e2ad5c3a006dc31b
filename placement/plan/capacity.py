"""Rules on capacity: clinic days a week and the visits they hold, rooms at houses, and staff that hospitals send out.

Rooms and staff are limited in days a week beyond today's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import DAYS_A_WEEK, SAME, Bools, Floats, Instance, enough
from placement.plan.allocate import home_visits
from placement.plan.case import ANYWHERE, DAYS, VISITS, Case, owner_of
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
