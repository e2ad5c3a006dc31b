"""Where visits are seen: at the first open site in the preference order, or at a hospital if they overflow from it.

The *door* of a visit is the site it is sent to, before overflow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placement.instance.instance import NO_SITE, Bools, Floats, Instance, Ints
from placement.instance.travel import KEYS_A_MINUTE


@dataclass(frozen=True, eq=False)
class Flows:
    """Where all visits go under a set of decisions; visits a year.

    Attributes:
        days: ``(F, S)`` clinic days a week at open houses; 0 elsewhere.
        home: ``(F, U)`` visits at home.
        movable: ``(F, U)`` visits that any site may see.
        bound: ``(F, U)`` visits that only a hospital may see.
        sent: ``(F, S)`` movable visits whose door is the site, before overflow.
        capacity: ``(F, S)`` visits the days hold at houses; inf at hospitals.
        assign: ``(F, U, S)`` share of the movable visits seen at the site, overflow moved on.
        bound_share: ``(F, U, S)`` share of the bound visits seen at the site; 0 for functions without any.
        seen: ``(F, U, S)`` visits seen, movable and bound.
        volume: ``(F, S)`` visits seen, fixed ones included.
    """

    days: Floats
    home: Floats
    movable: Floats
    bound: Floats
    sent: Floats
    capacity: Floats
    assign: Floats
    bound_share: Floats
    seen: Floats
    volume: Floats


def flows(instance: Instance, is_open: Bools, days: Floats, home_level: Ints, given: Floats | None = None) -> Flows:
    """Where every visit goes.

    Args:
        instance: the scenario as arrays.
        is_open: ``(F, S)`` bool.
        days: ``(F, S)`` clinic days a week at houses.
        home_level: ``(F,)`` index; an index that does not exist is taken as the nearest that does.
        given: ``(F, U, S)`` shares of the movable visits; only read for ``free`` and ``within_minutes`` functions,
            whose visits go to the nearest open site where it is None.
    """
    home = home_visits(instance, home_level)
    away = instance.demand.visits - home
    movable = away * instance.demand.movable_share[:, None]
    bound = away - movable
    doors = door_shares(instance, is_open, given)
    sent = _per_site(movable, doors)
    house_days = np.where(is_open & ~instance.is_hospital, days, 0.0)
    capacity = yearly_capacity(instance, house_days)
    assign = _overflow(instance, is_open, doors, sent, capacity)
    bound_share = _bound_shares(instance, is_open, bound)
    seen = movable[:, :, None] * assign
    tied = bound.any(axis=1)
    seen[tied] += bound[tied, :, None] * bound_share[tied]
    fixed = np.where(is_open & instance.baseline.open, instance.demand.fixed, 0.0)
    volume = seen.sum(axis=1) + fixed
    return Flows(house_days, home, movable, bound, sent, capacity, assign, bound_share, seen, volume)


def implied_assign(
    instance: Instance, is_open: Bools, days: Floats, home_level: Ints, given: Floats | None = None
) -> Floats:
    """``(F, U, S)`` share of each unit's movable visits seen at each site, overflow moved on; see `flows`."""
    return flows(instance, is_open, days, home_level, given).assign


def home_visits(instance: Instance, home_level: Ints) -> Floats:
    """``(F, U)`` visits a year at home at the chosen levels."""
    levels = instance.demand.home_share
    shares = [share[min(max(int(level), 0), len(share) - 1)] for share, level in zip(levels, home_level, strict=True)]
    at_home: Floats = instance.demand.visits * np.array(shares).reshape(instance.demand.visits.shape)
    return at_home


def yearly_capacity(instance: Instance, days: Floats) -> Floats:
    """``(F, S)`` visits a year that the days hold at houses; inf at hospitals."""
    held = instance.clinics.visits_per_day * instance.clinics.weeks[:, None] * days
    return np.where(instance.is_hospital, np.inf, held)


def door_shares(instance: Instance, is_open: Bools, given: Floats | None = None) -> Floats:
    """``(F, U, S)`` share of the movable visits whose door is the site, before overflow."""
    by_order = np.array([instance.follows_order(f) for f in range(len(instance.function_ids))])
    if by_order.all():
        return _equal_lowest(instance.travel.rank, _usable(instance, is_open))
    if given is not None:
        ordered = _equal_lowest(instance.travel.rank, _usable(instance, is_open & by_order[:, None]))
        told = np.where(is_open[:, None, :], np.maximum(given, 0.0), 0.0)
        return np.where(by_order[:, None, None], ordered, told)
    minutes = np.where(np.isfinite(instance.travel.minutes), instance.travel.minutes, 0.0)
    tenths = np.rint(minutes * KEYS_A_MINUTE).astype(np.int32)
    key = np.where(by_order[:, None, None], instance.travel.rank, tenths)
    return _equal_lowest(key, _usable(instance, is_open))


def _bound_shares(instance: Instance, is_open: Bools, bound: Floats) -> Floats:
    """``(F, U, S)`` share of the ``(F, U)`` bound visits at each hospital; 0 for functions without any."""
    shares = np.zeros(instance.travel.rank.shape)
    tied = bound.any(axis=1)
    usable = _usable(instance, is_open[tied] & instance.is_hospital)
    shares[tied] = _equal_lowest(instance.travel.rank[tied], usable)
    return shares


def _usable(instance: Instance, is_open: Bools) -> Bools:
    """``(F, U, S)`` bool: the function is open at the site, and the unit can get there."""
    return is_open[:, None, :] & np.isfinite(instance.travel.minutes)


def _equal_lowest(key: NDArray[np.integer], usable: Bools) -> Floats:
    """Equal shares over the usable sites of lowest key; 0 everywhere where none is usable."""
    masked = np.where(usable, key, np.iinfo(key.dtype).max)
    chosen = usable & (masked == masked.min(axis=2, keepdims=True))
    shares: Floats = chosen / np.maximum(chosen.sum(axis=2, keepdims=True), 1)
    return shares


def _per_site(visits: Floats, shares: Floats) -> Floats:
    """``(F, S)`` visits from ``(F, U)`` visits and ``(F, U, S)`` shares."""
    summed: Floats = (visits[:, None, :] @ shares)[:, 0, :]
    return summed


def _overflow(instance: Instance, is_open: Bools, doors: Floats, sent: Floats, capacity: Floats) -> Floats:
    """``(F, U, S)`` shares of the movable visits seen at each site: what the days do not hold is moved on.

    The same fraction of every unit goes to the overflow hospital; who cannot get there is seen nowhere.
    """
    over = (sent > capacity) & ~instance.clinics.expand[:, None]
    if not over.any():
        return doors
    assign = doors.copy()
    for f, s in np.argwhere(over):
        kept = capacity[f, s] / sent[f, s]
        hospital = instance.overflow_site[f, s]
        assign[f, :, s] = doors[f, :, s] * kept
        if hospital != NO_SITE and is_open[f, hospital]:
            way = np.isfinite(instance.travel.minutes[:, hospital])
            assign[f, :, hospital] += np.where(way, doors[f, :, s] * (1 - kept), 0.0)
    return assign
