"""Whose trip changes: visits with a shorter and with a longer way than today, per function and demand unit.

The same reckoning as ``plan.compare``, kept apart by demand unit so that areas can be told apart too.
"""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats
from placement.report.view import View

SAME_MINUTES = 0.05
"""Ways that differ by less are as long as each other; times are rounded to 0.1."""
_NOTHING = 1e-9


def shorter_and_longer(view: View) -> tuple[Floats, Floats]:
    """``(F, U)`` visits a year whose way gets shorter, and longer; those that move together count together."""
    if view.before is None:
        nothing = np.zeros_like(view.now.home)
        return nothing, nothing
    seen, home = view.now.seen - view.before.seen, view.now.home - view.before.home
    left, minutes_left = _sums(view, np.maximum(-seen, 0), np.maximum(-home, 0))
    come, minutes_come = _sums(view, np.maximum(seen, 0), np.maximum(home, 0))
    visits = np.minimum(left, come)
    visits = np.where(visits > _NOTHING * (1 + view.instance.demand.visits), visits, 0.0)
    saved = _mean(minutes_left, left) - _mean(minutes_come, come)
    return np.where(saved > SAME_MINUTES, visits, 0.0), np.where(-saved > SAME_MINUTES, visits, 0.0)


def _sums(view: View, at_sites: Floats, at_home: Floats) -> tuple[Floats, Floats]:
    """``(F, U)`` visits, home included, and their minutes, home as 0."""
    return at_sites.sum(axis=2) + at_home, view.minutes(at_sites)


def _mean(total: Floats, visits: Floats) -> Floats:
    mean: Floats = np.divide(total, visits, out=np.zeros_like(total), where=visits > 0)
    return mean
