"""How near sites lie to everybody."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats, Instance


def mean_minutes(instance: Instance) -> Floats:
    """``(S,)`` mean minutes one way from all inhabitants who can get there; inf where nobody can."""
    there = np.isfinite(instance.travel.minutes)
    people = instance.demand.people[:, None] * there
    way = (people * np.where(there, instance.travel.minutes, 0.0)).sum(axis=0)
    total = people.sum(axis=0)
    mean: Floats = np.divide(way, total, out=np.full(len(total), np.inf), where=total > 0)
    return mean
