"""Whose land is whose: around each point what lies nearer to it than to any other (Voronoi), up to a distance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats, Ints

OUTSIDE = -1
"""Stands for the neighbour where a cell ends because it is far enough."""
_SIDES = 24
_AT_ONCE = 48
"""Neighbours looked at before the rest are sorted too."""
_MEETS = 1.4
"""Times the distance to the nearest other point, where that is long: so far a cell goes."""
_Corner = tuple[float, float, int]
"""Where it is, and the point on the other side of the edge that begins there."""


@dataclass(frozen=True, eq=False)
class Cell:
    """What lies nearest to one point.

    Attributes:
        ring: ``(n, 2)`` corners against the clock; empty where the point is there twice.
        beyond: ``(n,)`` the point on the other side of the edge from each corner to the next, or OUTSIDE.
    """

    ring: Floats
    beyond: Ints


def cells(points: Floats, reach: float) -> list[Cell]:
    """The cell of each of ``(n, 2)`` points, at most about ``reach`` from it."""
    turns = (2 * math.pi * side / _SIDES for side in range(_SIDES))
    around = [(reach * math.cos(turn), reach * math.sin(turn), OUTSIDE) for turn in turns]
    return [_cell(points, at, around) for at in range(len(points))]


def _cell(points: Floats, at: int, around: list[_Corner]) -> Cell:
    away = points - points[at]
    squared: Floats = (away**2).sum(axis=1)
    if not squared[:at].all():
        return Cell(np.empty((0, 2)), np.empty(0, dtype=int))
    corners, furthest = around, max(x * x + y * y for x, y, _ in around)
    for other, apart, x, y in _nearest_first(away, squared):
        if apart >= 4 * furthest:
            break
        cut = _halved(corners, x, y, apart / 2, other)
        if cut is not corners:
            corners, furthest = cut, max(x * x + y * y for x, y, _ in cut)
    return Cell(points[at] + [(x, y) for x, y, _ in corners], np.array([beyond for _, _, beyond in corners]))


def _nearest_first(away: Floats, squared: Floats) -> Iterator[tuple[int, float, float, float]]:
    """Other points by distance: index, squared distance and place; the far ones are sorted only if asked for."""
    few = min(_AT_ONCE, len(squared))
    parts = np.argpartition(squared, few - 1)
    for part in (parts[:few], parts[few:]):
        order = part[np.argsort(squared[part], kind="stable")]
        order = order[squared[order] > 0]
        yield from zip(order.tolist(), squared[order].tolist(), *away[order].T.tolist(), strict=True)


def _halved(corners: list[_Corner], x: float, y: float, limit: float, other: int) -> list[_Corner]:
    """What of a convex ring about the origin is nearer to it than to a point; the same list where all of it is.

    Plain numbers: a cell has about six corners, too few for arrays to pay.
    """
    over = [a * x + b * y - limit for a, b, _ in corners]
    if max(over) <= 0:
        return corners
    kept: list[_Corner] = []
    for at, (here, corner) in enumerate(zip(over, corners, strict=True)):
        after = (at + 1) % len(corners)
        if here <= 0:
            kept.append(corner)
        if (here <= 0) != (over[after] <= 0):
            share = here / (here - over[after])
            (a, b, edge), (c, d, _) = corner, corners[after]
            kept.append((a + share * (c - a), b + share * (d - b), other if here <= 0 else edge))
    return kept


def reach_of(points: Floats, most: float) -> float:
    """How far cells should go: wide enough to meet where places are far apart, and no further than ``most``."""
    if len(points) < 2:
        return most
    squared = [np.partition(((points - point) ** 2).sum(axis=1), 1)[1] for point in points]
    return float(np.clip(_MEETS * np.sqrt(np.quantile(squared, 0.9)), most / 20, most))
