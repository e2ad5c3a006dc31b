"""How near sites lie to everybody: what decides where minutes are equal, instead of the order in which sites stand."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats, Instance, Ints


def mean_minutes(instance: Instance) -> Floats:
    """``(S,)`` mean minutes one way from all inhabitants who can get there; inf where nobody can."""
    return mean_way(instance.travel.minutes, instance.demand.people)


def mean_way(minutes: Floats, people: Floats) -> Floats:
    """``(S,)`` the same of ``(n, S)`` minutes from where ``(n,)`` people live."""
    there = np.isfinite(minutes)
    counted = people[:, None] * there
    way, total = (counted * np.where(there, minutes, 0.0)).sum(axis=0), counted.sum(axis=0)
    mean: Floats = np.divide(way, total, out=np.full(len(total), np.inf), where=total > 0)
    return mean


def nearest_to_most_first(sites: Ints, minutes: Floats, people: Floats) -> Ints:
    """The sites, those nearest to most people first: of equally near ones the first is taken.

    Where means are equal, those with the shortest trips come first, and of equally short ones those of most people.
    """
    way = mean_way(minutes, people)

    def nearness(site: int) -> tuple[float, list[tuple[float, float]]]:
        trips = zip(minutes[:, site].tolist(), (-people).tolist(), strict=True)
        return float(way[site]), sorted(trip for trip in trips if np.isfinite(trip[0]))

    return np.array(sorted(sites.tolist(), key=nearness), dtype=np.int64)
