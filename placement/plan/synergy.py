"""Trips saved by two functions under one roof."""

from __future__ import annotations

import numpy as np

from placement.instance.fairness import Fairness
from placement.instance.instance import Floats, Instance
from placement.plan.allocate import Flows
from placement.plan.fairness import felt


def saved_trips(instance: Instance, flows: Flows) -> Floats:
    """``(P, Z, S)`` trips a year that each pair saves the citizens of each zone at each house."""
    zones = np.array([zone.units for zone in instance.zones], dtype=float).reshape(-1, instance.shape[1])
    saved = np.zeros((len(instance.synergies), len(instance.zones), instance.shape[2]))
    for n, pair in enumerate(instance.synergies):
        one, other = (zones @ flows.seen[instance.function_ids.index(name)] for name in pair.functions)
        saved[n] = np.where(instance.is_hospital, 0.0, pair.share * np.minimum(one, other))
    return saved


def saved_minutes(instance: Instance, fairness: Fairness, flows: Flows) -> float:
    """Minutes a year, both ways and weighted, that saved trips take off the citizen aim."""
    if not (instance.synergies and instance.zones):
        return 0.0
    minutes = np.array([np.where(np.isfinite(zone.minutes), zone.minutes, 0.0) for zone in instance.zones])
    weights = np.array([pair.weight for pair in instance.synergies])
    each = saved_trips(instance, flows) * felt(fairness, minutes)
    return float(2 * weights @ each.sum(axis=(1, 2)))
