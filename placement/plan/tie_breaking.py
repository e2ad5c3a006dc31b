"""Tie-breaking: which of equally good plans is proposed, independent of names and of the order in a scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Instance, Today
from placement.instance.travel import mean_minutes
from placement.plan.phases import Course, Situation
from placement.plan.plan import Plan

_DECIMALS = 6
"""Decimals of visits and mean minutes that are compared."""


def changes_and_offers(parts: Sequence[Situation], course: Course) -> tuple[int, int]:
    """Over all phases: how many offers and home levels are not today's, and how many offers there are."""
    counted = [changes_of(part.today, plan) for part, plan in zip(parts, course, strict=True)]
    return sum(changes for changes, _ in counted), sum(offers for _, offers in counted)


def changes_of(today: Today, plan: Plan) -> tuple[int, int]:
    """The same of one plan."""
    return int((plan.open != today.open).sum() + (plan.home_level != 0).sum()), int(plan.open.sum())


def preference(parts: Sequence[Situation], course: Course) -> tuple[object, ...]:
    """Sort key of equally good plans; the first is proposed.

    Fewest changes from today, fewest offers; then the one whose offers lie nearest to most people, from the function
    with most visits on. Names decide only where nothing else tells plans apart.
    """
    pairs = list(zip(parts, course, strict=True))
    places = tuple(_places(part.instance, plan) for part, plan in pairs)
    names = tuple(_names(part.instance, plan) for part, plan in pairs)
    return (*changes_and_offers(parts, course), places, names)


def _places(instance: Instance, plan: Plan) -> tuple[tuple[float, float], ...]:
    """Sorted, of each offer: minus the visits of its function, and mean minutes from all inhabitants to the site."""
    visits, way = instance.demand.visits.sum(axis=1), mean_minutes(instance)
    found = [(-float(visits[f]), float(way[s])) for f, s in np.argwhere(plan.open).tolist()]
    return tuple(sorted((round(v, _DECIMALS), round(w, _DECIMALS)) for v, w in found))


def _names(instance: Instance, plan: Plan) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, int], ...]]:
    pairs = ((instance.function_ids[f], instance.site_ids[s]) for f, s in np.argwhere(plan.open).tolist())
    levels = zip(instance.function_ids, plan.home_level.tolist(), strict=True)
    return tuple(sorted(pairs)), tuple(sorted(levels))
