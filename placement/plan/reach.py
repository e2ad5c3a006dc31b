"""Which trips there can be: who may be seen where in some plan, and how long the longest of those trips is."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import NO_SITE, Bools, Floats, Instance
from placement.instance.rounding import SAME_MINUTES


def offered_in_every_plan(instance: Instance) -> Bools:
    """``(F, S)`` pairs that are decided, or kept from today."""
    keeps_houses = instance.scenario.policy.existing_in_houses != "free"
    kept = np.where(instance.is_hospital[None, :], instance.hospital_fixed[:, None], keeps_houses)
    found: Bools = instance.must | (instance.baseline.open & ~instance.must_not & kept)
    return found


def usable(instance: Instance, function: int) -> Bools:
    """``(U, S)`` where some plan may see visits of the unit.

    The function may be there, there is a way, the visits are of a kind that the site sees, and no site that is open in
    every plan stands before it.
    """
    always = offered_in_every_plan(instance)[function]
    possible = instance.allowed[function] | always
    visits, movable = instance.demand.visits[function] > 0, instance.demand.movable_share[function]
    hospitals = instance.is_hospital
    rank = instance.travel.rank[function].astype(float)
    found = np.zeros(instance.travel.minutes.shape, dtype=bool)
    if movable > 0:
        ordered = instance.follows_order(function)
        key = rank if ordered else instance.travel.minutes
        slack = 0.0 if ordered else instance.within_minutes(function) + SAME_MINUTES
        found |= _doors(instance, key, possible, always, slack)
        found |= _overflow(instance, function, found, possible)
    if movable < 1:
        found |= _doors(instance, rank, possible & hospitals, always & hospitals, 0.0)
    found &= visits[:, None]
    return found


def _doors(instance: Instance, key: Floats, possible: Bools, always: Bools, slack: float) -> Bools:
    """``(U, S)`` sites with a way whose key is no more than ``slack`` above that of a site that is always open."""
    way = np.isfinite(instance.travel.minutes)
    surely = np.where(way & always, key, np.inf).min(axis=1, keepdims=True)
    found: Bools = way & possible & (key <= surely + slack)
    return found


def _overflow(instance: Instance, function: int, doors: Bools, possible: Bools) -> Bools:
    """``(U, S)`` hospitals that see what the days of a unit's house do not hold."""
    found = np.zeros(doors.shape, dtype=bool)
    if not instance.clinics.expand[function]:
        for site in np.flatnonzero(doors.any(axis=0) & ~instance.is_hospital).tolist():
            hospital = int(instance.overflow_site[function, site])
            if hospital != NO_SITE and possible[hospital]:
                found[:, hospital] |= doors[:, site]
    return found


def longest(instance: Instance, minutes: Floats) -> float:
    """The largest of ``(F, U, S)`` minutes over the trips there can be; 0 without any."""
    found = (minutes[f][usable(instance, f)].max(initial=0.0) for f in range(len(instance.function_ids)))
    return float(max(found, default=0.0))
