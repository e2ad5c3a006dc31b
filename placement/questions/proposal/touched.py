"""Whose trip changes: visits that are now seen at home, counted apart from those that are seen at another site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.plan.aims import finite_minutes
from placement.plan.plan import Evaluation

_LITTLE = 0.05
"""Minutes by which a mean trip must change to count as longer or shorter."""
_NOBODY = 1e-9
"""Share of a unit's visits below which a change is a rounding of sums."""


@dataclass(frozen=True)
class Some:
    """Visits a year, and the mean minutes one way by which their trip changes; 0 where there are none."""

    visits: float
    minutes: float


@dataclass(frozen=True)
class Touched:
    """Visits a year that are seen elsewhere than today.

    Attributes:
        home: those seen at home instead, and the trip they are spared.
        shorter, longer: those seen at another site, by what becomes of their trip; both minutes are positive.
    """

    home: Some
    shorter: Some
    longer: Some


def touched(instance: Instance, today: Evaluation, plan: Evaluation) -> Touched:
    """Whose trip a plan changes; what a unit's visits lose at some sites they gain at others, or at home."""
    change, home = plan.seen - today.seen, plan.home - today.home
    minutes = finite_minutes(instance)
    lost, gained = np.maximum(-change, 0.0), np.maximum(change, 0.0)
    away = lost.sum(axis=2) + np.maximum(-home, 0.0)
    to_sites, to_home = gained.sum(axis=2), np.maximum(home, 0.0)
    arrived = to_sites + to_home
    visits = np.minimum(away, arrived)
    visits = np.where(visits > _NOBODY * (1 + instance.demand.visits), visits, 0.0)
    before = _ratio((lost * minutes).sum(axis=2), away)
    now = _ratio((gained * minutes).sum(axis=2), to_sites)
    at_home = visits * _ratio(to_home, arrived)
    elsewhere = visits - at_home
    saved = before - now
    return Touched(
        home=_some(at_home, before, at_home > 0),
        shorter=_some(elsewhere, saved, saved > _LITTLE),
        longer=_some(elsewhere, -saved, -saved > _LITTLE),
    )


def _ratio(total: Floats, visits: Floats) -> Floats:
    ratio: Floats = np.divide(total, visits, out=np.zeros_like(total), where=visits > 0)
    return ratio


def _some(visits: Floats, minutes: Floats, where: Bools) -> Some:
    total = float(visits[where].sum())
    return Some(total, float((visits * minutes)[where].sum()) / total if total > 0 else 0.0)
