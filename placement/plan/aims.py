"""The aims of the citizen and of professional quality; the third, economy, is in ``money``.

Trips saved by two functions under one roof.
"""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Fairness, Floats, Instance
from placement.plan.allocate import Flows
from placement.plan.fairness import citizen_weights, felt, finite_minutes


def citizen_minutes(instance: Instance, fairness: Fairness, flows: Flows) -> float:
    """Minutes a year, both ways, weighted, each trip as it counts; ``patient_base``: lack of cover, not distance.

    Trips saved under one roof are taken off.
    """
    functions = [instance.scenario.functions[name] for name in instance.function_ids]
    minutes = flows.seen.reshape(len(functions), -1) @ felt(fairness, finite_minutes(instance)).ravel()
    for f, function in enumerate(functions):
        if function.site_by == "patient_base":
            uncovered = flows.seen[f][~instance.travel.covered[f]].sum()
            minutes[f] = felt(fairness, np.array(function.base_radius_minutes.value)) * uncovered
    saved = saved_minutes(instance, fairness, flows)
    return float(2 * citizen_weights(instance) @ minutes) + fairness.constant - saved


def quality_visits(instance: Instance, flows: Flows, is_open: Bools, target: Floats) -> float:
    """Visits a year of lost quality: at houses, below target and at home.

    Args:
        instance: the scenario as arrays.
        flows: where visits are seen.
        is_open: ``(F, S)`` bool.
        target: ``(F, S)`` visits a year; 0 without.
    """
    clinics = instance.clinics
    at_houses = flows.volume * ~instance.is_hospital * (1 - clinics.house_parity)
    below = np.where(is_open, np.maximum(target - flows.volume, 0.0), 0.0) * clinics.target_slope[:, None]
    at_home = (1 - clinics.home_parity) * flows.home.sum(axis=1)
    return float(at_houses.sum() + below.sum() + at_home.sum())


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
