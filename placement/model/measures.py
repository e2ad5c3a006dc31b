"""Measures: amounts per visit, by demand unit and site, that the model adds up over all visits.

They are minutes of the citizen aim, kilometres, whether a trip is within a limit, and where a zone's visits are seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import SAME_MINUTES, STEEPEST

if TYPE_CHECKING:
    from placement.instance.instance import Fairness, Floats, Floor, Instance, Today

CITIZEN = "citizen"
"""Minutes in the citizen aim, both ways and weighted."""
KM = "km"
"""Kilometres one way."""
WITHIN = "within"
"""1 for a trip within the function's ``max_travel_minutes``, else 0."""


def aim_minutes(instance: Instance, function: int) -> Floats:
    """``(U, S)`` minutes one way that count in the citizen aim, unweighted; 0 where nobody can get there."""
    record = instance.scenario.functions[instance.function_ids[function]]
    if record.site_by == "patient_base":
        result: Floats = record.base_radius_minutes.value * (~instance.travel.covered[function])
        return result
    way: Floats = np.nan_to_num(instance.travel.minutes, posinf=0.0)
    return way


def counted(fairness: Fairness, minutes: Floats) -> Floats:
    """Minutes one way, as they count in the citizen aim; see `Fairness`. The judge computes it by code of its own."""
    if fairness.equity == "worst_share":
        return np.clip(minutes - fairness.threshold, 0, None) * fairness.slope
    if fairness.equity == "ede" and fairness.kappa > 0:
        steep = np.clip(minutes * fairness.kappa, None, STEEPEST)
        return (np.exp(steep) - 1) * (fairness.slope / fairness.kappa)
    return minutes


def measures(instance: Instance, today: Today, function: int) -> dict[str, Floats]:
    """``(U, S)`` amounts per visit of a function, by name; a name is left out where nothing asks for it."""
    name = instance.function_ids[function]
    weight = instance.scenario.functions[name].citizen_weight.value
    found = {
        CITIZEN: counted(today.fairness, aim_minutes(instance, function)) * (2 * weight),
        KM: instance.travel.km[instance.unit_area],
    }
    longest = float(instance.clinics.max_travel_minutes[function])
    if np.isfinite(longest):
        found[WITHIN] = _near(instance, longest)
    for floor in instance.floors:
        if name in floor.functions:
            found[of_floor(floor)] = _near(instance, floor.minutes) * floor.units[:, None]
    found |= _at_houses(instance, name)
    return found


def _at_houses(instance: Instance, function: str) -> dict[str, Floats]:
    """For a function that can save trips, a measure for each zone and house: 1 for visits of the zone at the house."""
    found: dict[str, Floats] = {}
    if any(function in pair.functions for pair in instance.synergies):
        for zone in instance.zones:
            for s in np.flatnonzero(~instance.is_hospital):
                amount = np.zeros(instance.travel.minutes.shape)
                amount[zone.units, s] = 1.0
                found[at_house(zone.label, instance.site_ids[s])] = amount
    return found


def at_house(zone: str, site: str) -> str:
    """The name of the measure that is 1 for visits of a zone at a house."""
    return f"{zone} at {site}"


def _near(instance: Instance, longest: float) -> Floats:
    return (instance.travel.minutes <= longest + SAME_MINUTES).astype(float)


def of_floor(floor: Floor) -> str:
    """The name of the measure that is 1 for visits of a coverage floor's citizens within its minutes."""
    return f"coverage {floor.item}"
