"""The aims of the citizen and of professional quality; the third, economy, is in ``money``."""

from __future__ import annotations

import numpy as np

from placement.instance.fairness import Fairness
from placement.instance.instance import Bools, Floats, Instance
from placement.plan.allocate import Flows
from placement.plan.fairness import citizen_weights, felt, finite_minutes
from placement.plan.synergy import saved_minutes


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
