"""Areas whose points are the same, drawn a little apart: two parts of a postal district, one in each municipality."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Floats

_STEP = 0.15
"""Of the way to the nearest other point."""


def apart(places: Floats, groups: Sequence[str]) -> Floats:
    """``(n, 2)`` degrees, where points that were one lie towards the rest of their own group.

    Args:
        places: longitudes and latitudes.
        groups: what each area belongs to, such as its municipality.
    """
    moved, names = places.copy(), np.array(groups, dtype=object)
    distinct, which, count = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    for shared in np.flatnonzero(count > 1):
        others = np.delete(distinct, shared, axis=0)
        step = _STEP * _nearest(distinct[shared], others)
        for turn, at in enumerate(np.flatnonzero(which.ravel() == shared)):
            kin = places[(names == names[at]) & (which.ravel() != shared)]
            moved[at] += step * _towards(distinct[shared], kin, turn / count[shared])
    return moved


def _nearest(place: Floats, others: Floats) -> float:
    return float(np.hypot(*(others - place).T).min()) if len(others) else 0.1


def _towards(place: Floats, kin: Floats, turn: float) -> Floats:
    """The way to the middle of ``kin``, a little turned so that no two are the same; anywhere where there are none."""
    away = kin.mean(axis=0) - place if len(kin) else np.zeros(2)
    length = float(np.hypot(*away))
    angle = math.atan2(away[1], away[0]) + turn / 10 if length > 0 else 2 * math.pi * turn
    return np.array([math.cos(angle), math.sin(angle)])
