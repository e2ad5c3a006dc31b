"""Clinics as arrays: how many visits a clinic day holds, the demands on a clinic, and the equipment and staff it takes.

Some visits at a house may be hybrid: the citizen at the house, the specialist by video from the hospital.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import NO_SITE, Apparatus, Baseline, Bools, Clinics, Floats, Ints, Staff, Travel
from placement.instance.travel import nearest_to_most_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.instance.eligibility import IndexSets
    from placement.scenario.schema.offers import Function, StaffRole
    from placement.scenario.schema.quantity import Quantity


def _each(sets: IndexSets, read: Callable[[Function], float | None], missing: float = 0.0) -> Floats:
    values = [read(function) for function in sets.scenario.functions.values()]
    return np.array([missing if value is None else value for value in values], dtype=float)


def _value(quantity: Quantity | None) -> float | None:
    return None if quantity is None else quantity.value


def _number(quantity: Quantity | None) -> float:
    return 0.0 if quantity is None else quantity.value


def _people(sets: IndexSets) -> Floats:
    """``(U,)`` inhabitants of each demand unit."""
    return np.array([area.people for area in sets.areas], dtype=float)[sets.unit_area] * sets.unit_share


@dataclass(frozen=True, eq=False)
class Hybrids:
    """Clinic days where some of the staff take part by video.

    Attributes:
        visits_per_day: ``(F, S)`` visits a mean clinic day holds; 0 where none fits.
        share: ``(F, S)`` share of the visits seen by video; 0 where it is not done.
        stay: ``(F, R, S)`` share of the clinic days at which the role stays at the hospital.
        quality: ``(F, S)`` factor on the quality at a house.
    """

    visits_per_day: Floats
    share: Floats
    stay: Floats
    quality: Floats


def make_hybrids(sets: IndexSets, travel: Travel) -> Hybrids:
    """Clinic days by function and site, the hybrid ones included.

    A day with everybody holds what the drive, both ways, leaves of the working day; one by video holds a whole day
    where nobody drives. With the share v of the visits by video and p and q visits a day with everybody and by video,
    a visit takes (1 − v)/p + v/q days.
    """
    rows = [_clinic_days(sets, travel, function) for function in sets.scenario.functions.values()]
    visits, share, days, quality = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    stays = np.array([_staying_roles(sets, function) for function in sets.scenario.functions.values()])
    stays = stays.reshape(len(rows), len(sets.role_ids))
    return Hybrids(visits, share, stays[:, :, None] * days[:, None, :], quality)


def _clinic_days(sets: IndexSets, travel: Travel, function: Function) -> tuple[Floats, Floats, Floats, Floats]:
    """Four ``(S,)`` arrays of a function: visits a day, video's share of visits and of days, factor on the quality."""
    share = _video_share(sets, function)
    travelling = _travelling_roles(sets, function)
    present = _visits_held(sets, travel, function, drives=bool(travelling.any()))
    staying = travelling & ~_staying_roles(sets, function)
    video = _visits_held(sets, travel, function, drives=bool(staying.any()))
    possible = ((present > 0) | (share == 1)) & ((video > 0) | (share == 0))
    by_video = np.divide(share, video, out=np.zeros_like(share), where=video > 0)
    days = by_video + np.divide(1 - share, present, out=np.zeros_like(share), where=present > 0)
    visits = np.where(share > 0, np.divide(possible, days, out=np.zeros_like(days), where=days > 0), present)
    parity = function.hybrid.quality_parity.value if function.hybrid else 1.0
    on_days = np.divide(by_video, days, out=np.zeros_like(days), where=days > 0)
    return visits, share, on_days, 1 - share * (1 - parity)


def _visits_held(sets: IndexSets, travel: Travel, function: Function, *, drives: bool) -> Floats:
    """``(S,)`` visits a clinic day holds, less the drive from the parent hospital where somebody drives.

    0 where staff must drive and there is no way.
    """
    away = 2 * travel.parent_minutes if drives else np.zeros(len(sets.sites))
    left = np.minimum(function.clinic_day_minutes.value, function.staff_workday_minutes.value - away)
    left = np.where(sets.is_hospital, function.clinic_day_minutes.value, left)
    return np.array([0.0 if np.isinf(minutes) else function.visits_in(minutes) for minutes in left], dtype=float)


def _video_share(sets: IndexSets, function: Function) -> Floats:
    """``(S,)`` share of the visits by video."""
    hybrid = function.hybrid
    if hybrid is None:
        return np.zeros(len(sets.sites))
    named = np.array([not hybrid.at or site in hybrid.at for site in sets.site_ids])
    return np.where(named & ~sets.is_hospital, hybrid.share_of_visits.value, 0.0)


def _travelling_roles(sets: IndexSets, function: Function) -> Bools:
    """``(R,)`` bool: roles that drive to the house on a clinic day."""
    roles = sets.scenario.staff_roles.items()
    found = [function.staff_per_clinic_day.get(key, 0.0) > 0 and not role.stationed_at_houses for key, role in roles]
    return np.array(found, dtype=bool)


def _staying_roles(sets: IndexSets, function: Function) -> Bools:
    """``(R,)`` bool: roles that stay at the hospital and take part by video."""
    return np.array(
        [function.hybrid is not None and role in function.hybrid.roles for role in sets.role_ids], dtype=bool
    )


def make_clinics(sets: IndexSets, hybrid: Hybrids) -> Clinics:
    """Capacity, minimums and the other demands on a clinic; see `Clinics`."""
    functions = list(sets.scenario.functions.values())
    exact = _each(sets, lambda f: _value(f.days_per_week_exactly), np.nan)
    bounds = np.array([_sites_bounds(f) for f in functions])
    travel_limits = np.array([_travel_limit(sets, f) for f in functions])
    patients = _each(sets, lambda f: _value(f.min_patients_per_year))
    return Clinics(
        visits_per_day=hybrid.visits_per_day,
        weeks=_each(sets, lambda f: f.clinic_weeks_per_year),
        expand=np.array([f.overflow == "expand" or f.choice not in ("nearest", "catchment") for f in functions]),
        fractions=tuple(
            tuple(sorted(set(f.days_per_week_steps))) if np.isnan(days) else ()
            for f, days in zip(functions, exact, strict=True)
        ),
        exact_days=exact,
        min_days=_each(sets, lambda f: _value(f.min_days_per_week)),
        max_gap=_each(sets, lambda f: _value(f.max_days_between_clinics), np.inf),
        min_visits=_each(sets, lambda f: _value(f.min_visits_per_year)),
        min_patients=patients * _each(sets, lambda f: _value(f.visits_per_patient_per_year), 0.0),
        target=_each(sets, lambda f: _value(f.target_visits_per_year)),
        target_slope=np.array([_target_slope(f) for f in functions]),
        hybrid_share=hybrid.share,
        house_parity=_each(sets, lambda f: f.quality_parity_at_houses.value)[:, None] * hybrid.quality,
        home_parity=_each(sets, lambda f: f.home.quality_parity.value if f.home else 1.0),
        retained_share=_each(sets, lambda f: _value(f.retained_share)),
        retained_visits=_each(sets, lambda f: _value(f.retained_visits_per_year)),
        max_travel_minutes=travel_limits[:, 0],
        max_travel_share=travel_limits[:, 1],
        travel_demanded=np.array([_travel_demanded(sets, f) for f in functions], dtype=bool),
        sites_at_least=bounds[:, 0],
        sites_at_most=bounds[:, 1],
        requires=_requires(sets),
        room=np.array([sets.room_ids.index(f.room) for f in functions], dtype=np.int64),
        free_rooms=_free_rooms(sets),
        let_rooms=_let_rooms(sets),
    )


def _target_slope(function: Function) -> float:
    """k: quality visits lost per visit below target, so that ``quality_loss_at_minimum`` is lost at the minimum."""
    if function.target_visits_per_year is None:
        return 0.0
    lost = function.quality_loss_at_minimum.value
    minimum = function.min_visits_per_year.value if function.min_visits_per_year else 0.0
    return lost * minimum / (function.target_visits_per_year.value - minimum) if minimum > 0 else lost


def _sites_bounds(function: Function) -> tuple[float, float]:
    """Fewest and most sites; inf without a limit."""
    asked = function.number_of_sites
    if asked.exactly is not None:
        return float(asked.exactly), float(asked.exactly)
    return float(asked.at_least or 0), float("inf") if asked.at_most is None else float(asked.at_most)


def _travel_limit(sets: IndexSets, function: Function) -> tuple[float, float]:
    """Longest trip in minutes and the share of the visits that must be within it: the function's, else its level's."""
    if function.max_travel_minutes is not None:
        return function.max_travel_minutes.value, function.max_travel_share.value
    limit = sets.scenario.policy.max_travel_by_level.get(function.level or sets.scenario.terms.default_level)
    return (np.inf, function.max_travel_share.value) if limit is None else (limit.minutes.value, limit.share.value)


def _travel_demanded(sets: IndexSets, function: Function) -> bool:
    """Whether the share of ``max_travel_share`` must be reached even where today's share is lower."""
    if function.max_travel_minutes is not None:
        return function.max_travel_when_today_is_lower == "demand"
    limit = sets.scenario.policy.max_travel_by_level.get(function.level or sets.scenario.terms.default_level)
    return limit is not None and limit.when_today_is_lower == "demand"


def _requires(sets: IndexSets) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    count = len(sets.function_ids)
    requires = np.zeros((count, count), dtype=bool)
    for f, function in enumerate(sets.scenario.functions.values()):
        for other in function.requires_on_site:
            if other in sets.function_ids:
                requires[f, sets.function_ids.index(other)] = True
    return requires


def _free_rooms(sets: IndexSets) -> Floats:
    free = np.full((len(sets.sites), len(sets.room_ids)), np.inf)
    for s, site in enumerate(sets.sites):
        if site.free_room_days_per_week is not None:
            free[s] = [_number(site.free_room_days_per_week.get(room)) for room in sets.room_ids]
    return free


def _let_rooms(sets: IndexSets) -> Floats:
    let = [[_number(site.let_room_days_per_week.get(room)) for room in sets.room_ids] for site in sets.sites]
    return np.array(let, dtype=float)


def make_staff(sets: IndexSets, travel: Travel, hybrid: Hybrids) -> Staff:
    """Staff of clinic days, and how many days hospitals may send out; see `Staff`."""
    roles = sets.scenario.staff_roles
    per_day = np.array(
        [[f.staff_per_clinic_day.get(role, 0.0) for role in roles] for f in sets.scenario.functions.values()]
    ).reshape(len(sets.function_ids), len(roles))
    extra = np.full((len(roles), len(sets.sites)), np.inf)
    for r, role in enumerate(roles.values()):
        if role.extra_days_per_week is not None:
            extra[r] = [_number(role.extra_days_per_week.get(site)) for site in sets.site_ids]
    stationed = np.array([role.stationed_at_houses for role in roles.values()], dtype=bool)
    recruit = [[_number(role.recruit_days_per_week.get(site)) for site in sets.site_ids] for role in roles.values()]
    in_all = [role.recruit_days_per_week_in_all for role in roles.values()]
    shape = len(roles), len(sets.sites)
    return Staff(
        per_day=per_day,
        stationed=stationed,
        extra_days=extra,
        recruit_days=np.array(recruit, dtype=float).reshape(shape),
        recruit_in_all=np.array([np.inf if days is None else days.value for days in in_all], dtype=float),
        away=(per_day * ~stationed)[:, :, None] * ~sets.is_hospital * (1 - hybrid.stay),
        most_away=np.array([_most_away(sets, role) for role in roles.values()], dtype=float).reshape(shape),
        home_days=np.array([_home_days(sets, f) for f in sets.scenario.functions.values()]).reshape(per_day.shape),
        home_hospital=_home_hospital(sets, travel),
    )


def _most_away(sets: IndexSets, role: StaffRole) -> list[float]:
    """For each site the person-days a week that its people in the role may be away; inf where no limit is written."""
    most = role.max_days_away_per_person_per_week
    if most is None:
        return [np.inf] * len(sets.sites)
    return [role.people[site].value * most.value if site in role.people else np.inf for site in sets.site_ids]


def _home_days(sets: IndexSets, function: Function) -> list[float]:
    """For each role the person-days a week that one visit a year at home takes."""
    minutes = function.home.staff_minutes_per_visit if function.home else {}
    a_day_a_week = function.staff_workday_minutes.value * function.clinic_weeks_per_year
    return [_number(minutes.get(role)) / a_day_a_week for role in sets.role_ids]


def _home_hospital(sets: IndexSets, travel: Travel) -> Ints:
    """``(U,)`` the hospital whose people see the unit at home: of its area's formal catchment, else the nearest."""
    hospitals = nearest_to_most_first(np.flatnonzero(sets.is_hospital), travel.minutes, _people(sets))
    known = np.array([sets.site(area.catchment_hospital) for area in sets.areas], dtype=np.int64)[sets.unit_area]
    if not len(hospitals):
        return known
    minutes = travel.minutes[:, hospitals]
    nearest = np.where(np.isfinite(minutes).any(axis=1), hospitals[minutes.argmin(axis=1)], NO_SITE)
    return np.where(known == NO_SITE, nearest, known)


def make_apparatus(sets: IndexSets) -> Apparatus:
    """Which function needs which equipment, and the units there are today; see `Apparatus`."""
    types = list(sets.scenario.equipment.values())
    shape = len(sets.function_ids), len(types)
    needed, minutes = np.zeros(shape, dtype=bool), np.zeros(shape)
    for f, function in enumerate(sets.scenario.functions.values()):
        for key, need in function.equipment.items():
            e = sets.equipment_ids.index(key)
            needed[f, e] = True
            minutes[f, e] = need.minutes_per_visit.value * need.share_of_visits.value
    listed = np.full((len(types), len(sets.sites)), -1, dtype=np.int64)
    for s, site in enumerate(sets.sites):
        for key, units in site.equipment_today.items():
            listed[sets.equipment_ids.index(key), s] = units
    capacity = [
        np.inf if t.capacity_minutes_per_week is None else t.capacity_minutes_per_week.value * t.weeks_per_year
        for t in types
    ]
    return Apparatus(
        needed=needed,
        minutes_per_visit=minutes,
        capacity=np.array(capacity, dtype=float),
        min_utilisation=np.array([t.min_utilisation.value for t in types], dtype=float),
        max_utilisation=np.array([t.max_utilisation.value for t in types], dtype=float),
        units_listed=listed,
    )


def make_baseline(sets: IndexSets) -> Baseline:
    """Where functions are today, as listed; see `Baseline`."""
    shape = len(sets.function_ids), len(sets.sites)
    open_, unknown = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    days, observed = np.zeros(shape), np.full(shape, np.nan)
    for function_id, row in sets.scenario.baseline.rows.items():
        f = sets.function_ids.index(function_id)
        for site_id, entry in row.items():
            s = sets.site(site_id)
            open_[f, s], unknown[f, s] = entry.status == "open", entry.status == "unknown"
            if entry.status == "open":
                days[f, s] = np.nan if entry.days_per_week is None else entry.days_per_week
            if entry.visits_observed_per_year is not None:
                observed[f, s] = entry.visits_observed_per_year
    return Baseline(open=open_, unknown=unknown, days=days, observed=observed, exists=bool(open_.any()))


def overflow_sites(sets: IndexSets, parent: Ints, between: Floats, baseline: Baseline, travel: Travel) -> Ints:
    """``(F, S)`` the hospital that takes a house's overflow: the parent if it offers f today, else the nearest."""
    overflow = np.full((len(sets.function_ids), len(sets.sites)), NO_SITE, dtype=np.int64)
    for f in range(len(sets.function_ids)):
        offering = np.flatnonzero(sets.is_hospital & baseline.open[f])
        offering = nearest_to_most_first(offering, travel.minutes, _people(sets))
        for s in np.flatnonzero(~sets.is_hospital):
            if parent[s] == NO_SITE or baseline.open[f, parent[s]] or not len(offering):
                overflow[f, s] = parent[s]
            else:
                overflow[f, s] = offering[
                    int(np.argmin(np.nan_to_num(between[s, offering], nan=np.inf, posinf=np.inf)))
                ]
    return overflow
