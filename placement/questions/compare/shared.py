"""A common set of visits for all alternatives: those that at least one of them moves, with their trip in each.

The mean trips of the visits that each alternative moves are not comparable, because they are of different visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.plan.aims import finite_minutes
from placement.questions.proposal.versus import Positions, Standing, placed, positions, unit_ids

_NOBODY = 1e-9
"""Visits a year, and share of a unit's visits, below which a change is rounding noise."""
_SAME = 1e-6
"""Share by which the visits of two scenarios may differ and still be the same."""


@dataclass(frozen=True)
class SharedVisits:
    """Visits a year that at least one alternative moves to another site or to home, against the reference.

    Attributes:
        visits: their number.
        minutes_reference: their mean one-way minutes with the reference, home as 0.
        minutes: the same with each alternative, by name.
        everywhere: whether every scenario has the same visits; those that not all have are not in the set.
    """

    visits: float
    minutes_reference: float
    minutes: Mapping[str, float]
    everywhere: bool


def shared_visits(reference: Standing, standings: Mapping[str, Standing]) -> SharedVisits:
    """The visits that at least one of ``standings`` (not empty) moves; everything is matched by id.

    For each function, area and site of the reference the set has as many visits as the plan that moves most of them
    away: what another plan moves from the same place is taken to be a part of these.
    """
    sites = tuple(dict.fromkeys(site for each in (reference, *standings.values()) for site in each.instance.site_ids))
    before, minutes_before = _trips(reference, reference, sites)
    plans = {name: _trips(each, reference, sites) for name, each in standings.items()}
    same: Bools = np.logical_and.reduce([same_visits(reference, each) for each in standings.values()])
    changes = {name: _moved(before, seen, same) for name, (seen, _) in plans.items()}
    moved = np.maximum.reduce([away for away, _ in changes.values()])
    visits = float(moved.sum())

    def mean(seen: Floats, minutes: Floats) -> float:
        return float((seen * minutes).sum()) / visits if visits > 0 else 0.0

    return SharedVisits(
        visits,
        mean(moved, minutes_before),
        {name: mean(moved - changes[name][0] + changes[name][1], minutes) for name, (_, minutes) in plans.items()},
        bool(same.all()),
    )


def _trips(standing: Standing, reference: Standing, sites: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Visits ``(F, U, S + 1)`` and minutes ``(U, S + 1)`` on the reference's axes and ``sites``, home at the end."""
    own = standing.instance
    functions, units = _axes(standing, reference)
    there = positions(own.site_ids, sites)
    seen = placed(standing.evaluation.seen, functions, units, there)
    home = placed(standing.evaluation.home, functions, units)
    minutes = placed(finite_minutes(own), units, there)
    return np.concatenate([seen, home[..., None]], axis=2), np.pad(minutes, ((0, 0), (0, 1)))


def same_visits(reference: Standing, other: Standing) -> Bools:
    """``(F, U)`` whether a function has as many visits a year from a demand unit of the reference in both scenarios."""
    there = placed(other.instance.demand.visits, *_axes(other, reference))
    same: Bools = np.isclose(there, reference.instance.demand.visits, rtol=_SAME, atol=_NOBODY)
    return same


def _axes(standing: Standing, reference: Standing) -> tuple[Positions, Positions]:
    """The positions of functions and demand units in both scenarios."""
    own, other = standing.instance, reference.instance
    return positions(own.function_ids, other.function_ids), positions(unit_ids(own), unit_ids(other))


def _moved(before: Floats, now: Floats, same: Bools) -> tuple[Floats, Floats]:
    """Visits that leave each place, and that come to it; visits that exist on one side only do not count."""
    away, arrived = np.maximum(before - now, 0), np.maximum(now - before, 0)
    left, come = away.sum(axis=2), arrived.sum(axis=2)
    moved = np.where(same & (np.minimum(left, come) > _NOBODY * (1 + before.sum(axis=2))), np.minimum(left, come), 0.0)
    return away * _share(moved, left), arrived * _share(moved, come)


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
    return share[..., None]
