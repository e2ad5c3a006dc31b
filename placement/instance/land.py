"""Outlines of areas as polygons, and the land of the region they make.

Made from Natural Earth (public domain, naturalearthdata.com) by ``tools/land.py``; see there for how ``land.json``
is written.

A ring is an ``(n, 2)`` array of points without the first one again at the end.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.instance.travel import EARTH_RADIUS_KM

Box = tuple[float, float, float, float]
"""West, south, east, north: in degrees, or in the units of the points."""
KM_A_DEGREE = math.radians(1) * EARTH_RADIUS_KM
"""Kilometres in a degree of latitude."""


def cut_to_box(ring: Floats, box: Box) -> Floats:
    """The part of a ring inside a box; empty if the ring is outside."""
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
    """The area of a ring, in square units of its points; positive if it runs counter-clockwise."""
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
    """A line with fewer points, by the rule of `simplified`; its ends are kept."""
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
    if not len(points):
        return np.zeros(0)
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


SOURCE = "Natural Earth"
AT_SEA = -1
"""The land number of a point in the sea."""
COAST_KM = (20.0, 50.0, 100.0)
"""By layer, the km from land beyond which a point certainly lies in the sea: small islands are not in the outlines."""


@dataclass(frozen=True, eq=False)
class Layer:
    """The outlines of land in one part of the world.

    Attributes:
        box: the part: west, south, east, north in degrees.
        rings: ``(n, 2)`` longitudes and latitudes of each ring, the first point not again.
    """

    box: Box
    rings: tuple[Floats, ...]

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """``(rings, 2)`` the least and the greatest longitude and latitude of each ring."""
        return np.array([ring.min(axis=0) for ring in self.rings]), np.array([ring.max(axis=0) for ring in self.rings])

    def covers(self, box: Box) -> bool:
        """Whether ``box`` lies inside."""
        return self.box[0] <= box[0] and self.box[1] <= box[1] and self.box[2] >= box[2] and self.box[3] >= box[3]


@cache
def layers() -> tuple[Layer, ...]:
    """All layers, the finest first; the last one is the whole world."""
    written = json.loads((resources.files(__package__) / "land.json").read_text(encoding="utf-8"))
    return tuple(Layer(tuple(one["box"]), tuple(_ring(ring, one["unit"]) for ring in one["rings"])) for one in written)


def _ring(steps: list[int], unit: float) -> Floats:
    """A ring from its first point and the steps from each point to the next, in ``unit`` degrees."""
    return np.array(steps, dtype=float).reshape(-1, 2).cumsum(axis=0) * unit


def land(box: Box) -> list[Floats]:
    """The rings of land within a box of degrees, from the finest layer that covers it.

    A box that crosses the date line may reach beyond 180 degrees; land is then found on both sides.
    """
    layer = next((layer for layer in layers() if layer.covers(box)), layers()[-1])
    turns = (0.0, *((360.0,) if box[2] > 180 else ()), *((-360.0,) if box[0] < -180 else ()))
    cuts = (cut_to_box(ring + np.array([turn, 0.0]), box) for turn in turns for ring in layer.rings)
    return [ring for ring in cuts if len(ring) > 2]


def land_of(points: Floats) -> Ints:
    """``(n,)`` number of the ring of land that each longitude and latitude lies in; AT_SEA in none.

    Args:
        points: ``(n, 2)`` longitudes and latitudes.
    """
    land, before = np.full(len(points), AT_SEA, dtype=np.int64), 0
    for layer, own in zip(layers(), _finest(points), strict=True):
        low, high = layer.bounds
        within = (points[own, None] >= low) & (points[own, None] <= high)
        near = within[..., 0] & within[..., 1]
        for number in np.flatnonzero(near.any(axis=0)).tolist():
            close = own[near[:, number]]
            land[close[inside(points[close], [layer.rings[number]])]] = before + number
        before += len(layer.rings)
    return land


def out_at_sea(points: Floats) -> Floats:
    """``(n,)`` km to land from ``(n, 2)`` longitudes and latitudes that certainly lie in the sea; 0 for the others."""
    km, dry = np.zeros(len(points)), land_of(points) != AT_SEA
    for layer, own, coast in zip(layers(), _finest(points), COAST_KM, strict=True):
        wet = own[~dry[own]]
        away = nearest_km(points[wet], layer.rings)
        km[wet] = np.where(away > coast, away, 0.0)
    return km


def _finest(points: Floats) -> list[Ints]:
    """By layer, the indices of the points for which it is the finest layer that covers them."""
    left, found = np.ones(len(points), dtype=bool), []
    for layer in layers():
        own = left & (points >= layer.box[:2]).all(axis=1) & (points <= layer.box[2:]).all(axis=1)
        left &= ~own
        found.append(np.flatnonzero(own))
    return found
