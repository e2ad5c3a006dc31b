"""Geometry of polygon rings: cutting, simplifying, area, distance, and whether a point lies inside.

A ring is an ``(n, 2)`` array of points without the first one again at the end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.instance.travel import EARTH_RADIUS_KM

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
KM_A_DEGREE = math.radians(1) * EARTH_RADIUS_KM
"""Kilometres in a degree of latitude."""


def cut_to_box(ring: Floats, box: Box) -> Floats:
    """The part of a ring inside a box; empty where there is none."""
    left, bottom, right, top = box
    low, high = ring.min(axis=0), ring.max(axis=0)
    if high[0] < left or low[0] > right or high[1] < bottom or low[1] > top:
        return ring[:0]
    if low[0] >= left and high[0] <= right and low[1] >= bottom and high[1] <= top:
        return ring
    for normal, limit in (((-1, 0), -left), ((0, -1), -bottom), ((1, 0), right), ((0, 1), top)):
        ring = cut(ring, np.array(normal, dtype=float), limit)
    return ring


def cut(ring: Floats, normal: Floats, limit: float) -> Floats:
    """The part of a ring where ``point · normal ≤ limit``; a concave ring stays one ring, whose edges may touch."""
    if len(ring) == 0:
        return ring
    over = ring @ normal - limit
    inside = over <= 0
    if inside.all():
        return ring
    after, over_after = np.roll(ring, -1, axis=0), np.roll(over, -1)
    crosses = inside != np.roll(inside, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = over / (over - over_after)
        crossing = ring + share[:, None] * (after - ring)
    kept = np.stack((ring, crossing), axis=1)
    result: Floats = kept[np.column_stack((inside, crosses))]
    return result


def area(ring: Floats) -> float:
    """The area of a ring; positive where it runs against the clock."""
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def simplified(ring: Floats, tolerance: float) -> Floats:
    """A ring with fewer points, none of the old ones further than ``tolerance`` from it (Douglas and Peucker)."""
    if len(ring) < 4:
        return ring
    far = int(((ring - ring[0]) ** 2).sum(axis=1).argmax())
    closed = np.concatenate((ring, ring[:1]))
    return np.concatenate((thinned(closed[: far + 1], tolerance)[:-1], thinned(closed[far:], tolerance)[:-1]))


def thinned(line: Floats, tolerance: float) -> Floats:
    """A line with fewer points, by the same rule; its ends stay."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    _mark(line, keep, [(0, len(line) - 1)], tolerance)
    return line[keep]


def _mark(line: Floats, keep: Bools, parts: list[tuple[int, int]], tolerance: float) -> None:
    """Mark in ``keep`` the points further than ``tolerance`` from the line between the ends of their part."""
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        away = _distances(line[first + 1 : last], line[first], line[last])
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            parts += [(first, middle), (middle, last)]


def _distances(points: Floats, start: Floats, end: Floats) -> Floats:
    """``(n,)`` from each point to the straight line between two points."""
    along = end - start
    length = float(along @ along)
    if length == 0:
        result: Floats = np.hypot(*(points - start).T)
        return result
    at = np.clip((points - start) @ along / length, 0, 1)
    nearest: Floats = np.hypot(*(points - start - at[:, None] * along).T)
    return nearest


def nearest_km(points: Floats, rings: Sequence[Floats]) -> Floats:
    """``(n,)`` km from longitudes and latitudes to the nearest edge of rings, on a plane around each point."""
    starts = np.concatenate(list(rings))
    along = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings]) - starts
    return np.array([_to_edges(point, starts, along) for point in points], dtype=float)


def _to_edges(point: Floats, starts: Floats, along: Floats) -> float:
    scale = np.array([np.cos(np.radians(point[1])), 1.0]) * KM_A_DEGREE
    from_here, along = (starts - point) * scale, along * scale
    at = -(from_here * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12)
    return float(np.hypot(*(from_here + np.clip(at, 0, 1)[:, None] * along).T).min())


def inside(points: Floats, rings: list[Floats]) -> Bools:
    """``(n,)`` whether each point lies inside an odd number of rings."""
    odd = np.zeros(len(points), dtype=bool)
    for ring in rings:
        (x, y), (x_after, y_after) = ring.T, np.roll(ring, -1, axis=0).T
        for at, (east, north) in enumerate(points):
            crossed = (y > north) != (y_after > north)
            where = x[crossed] + (north - y[crossed]) / (y_after[crossed] - y[crossed]) * (
                x_after[crossed] - x[crossed]
            )
            odd[at] ^= bool((where > east).sum() % 2)
    return odd
