"""Where there is land: outlines of the world's land, finer in Europe and finest around Denmark.

Made from Natural Earth (public domain, naturalearthdata.com) by ``tools/land.py``; see there for how ``land.json``
is written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from placement.instance.instance import Floats, Ints
from placement.instance.polygons import Box, cut_to_box, inside, nearest_km

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
        for number, ring in enumerate(layer.rings, before):
            near = own[((points[own] >= ring.min(axis=0)) & (points[own] <= ring.max(axis=0))).all(axis=1)]
            land[near[inside(points[near], [ring])]] = number
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
    """By layer, the indices of the points for which it is the finest layer that holds them."""
    left, found = np.ones(len(points), dtype=bool), []
    for layer in layers():
        own = left & (points >= layer.box[:2]).all(axis=1) & (points <= layer.box[2:]).all(axis=1)
        left &= ~own
        found.append(np.flatnonzero(own))
    return found
