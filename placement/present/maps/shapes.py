"""From degrees to shapes on the paper: the projection, the frame of the map, and the land of each area.

An area is drawn as its own outline where the scenario has one, else as the land that is nearer to its point than to
any other area's (a Voronoi cell), up to some distance. The projection is a transverse Mercator of the sphere.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.instance.land import Box, area, simplified, thinned
from placement.present.maps.picture import Map, Outline

EARTH_KM = 6371.0
_EDGE = 0.999
"""The projection has no point a quarter of the globe from the centre; sines are cut here."""


@dataclass(frozen=True)
class Projection:
    """Transverse Mercator of the sphere: conformal, and distances right within 0.1 % up to 280 km from the centre.

    Attributes:
        lon, lat: the centre, in degrees (WGS 84).
    """

    lon: float
    lat: float

    @classmethod
    def about(cls, places: Floats) -> Projection:
        """The projection centred on ``places``, ``(n, 2)`` longitudes and latitudes, also across the date line."""
        lon, lat = places[:, 0], places[:, 1]
        turned = wrapped(lon - lon[0])
        return cls(float(wrapped(lon[0] + (turned.min() + turned.max()) / 2)), float((lat.min() + lat.max()) / 2))

    def __call__(self, places: Floats) -> Floats:
        """``(n, 2)`` kilometres east and north of the centre."""
        east = np.radians(wrapped(places[:, 0] - self.lon))
        north = np.radians(places[:, 1])
        side = np.clip(np.cos(north) * np.sin(east), -_EDGE, _EDGE)
        rise = np.arctan2(np.tan(north), np.cos(east)) - np.radians(self.lat)
        return EARTH_KM * np.column_stack((np.arctanh(side), rise))


def wrapped(degrees: Floats | float) -> Floats:
    """Longitudes in degrees brought into −180 (included) to 180 (excluded)."""
    result: Floats = (np.asarray(degrees, dtype=float) + 180) % 360 - 180
    return result


WIDTH = 760.0
LOWEST, HIGHEST = 300.0, 700.0
"""Least and largest height of the map without its legend, in units of the paper."""


@dataclass(frozen=True)
class Frame:
    """The part of the world that is drawn.

    Attributes:
        projection: from degrees to kilometres.
        middle: of the map, in those kilometres.
        scale: units of the paper in a kilometre.
        width, height: of the map on the paper.
    """

    projection: Projection
    middle: tuple[float, float]
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, places: Floats, margin_km: float) -> Frame:
        """A frame that holds ``places``, ``(n, 2)`` degrees, and ``margin_km`` around them."""
        projection = Projection.about(places)
        on_plane = projection(places)
        low, high = on_plane.min(axis=0) - margin_km, on_plane.max(axis=0) + margin_km
        wide, tall = (float(size) for size in high - low)
        height = float(np.clip(WIDTH * tall / wide, LOWEST, HIGHEST))
        middle = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
        return cls(projection, middle, min(WIDTH / wide, height / tall), WIDTH, height)

    @property
    def box(self) -> Box:
        """The paper: left, top, right and bottom, from (0, 0)."""
        return 0.0, 0.0, self.width, self.height

    @property
    def degrees(self) -> Box:
        """West, south, east and north of a box of degrees that covers the map with a little to spare."""
        up = np.degrees((self.height / self.scale / 2 * 1.1 + abs(self.middle[1])) / EARTH_KM)
        south, north = max(-89.0, self.projection.lat - up), min(89.0, self.projection.lat + up)
        furthest = np.cos(np.radians(max(abs(south), abs(north))))
        side = np.degrees((self.width / self.scale / 2 * 1.1 + abs(self.middle[0])) / EARTH_KM / furthest)
        return self.projection.lon - float(side), float(south), self.projection.lon + float(side), float(north)

    def __call__(self, places: Floats) -> Floats:
        """From ``(n, 2)`` degrees to ``(n, 2)`` places on the paper, y downwards."""
        return self.paper(self.projection(places))

    def paper(self, on_plane: Floats) -> Floats:
        """From ``(n, 2)`` kilometres on the plane to ``(n, 2)`` places on the paper, y downwards."""
        moved = (on_plane - np.array(self.middle)) * self.scale
        result: Floats = np.column_stack((self.width / 2 + moved[:, 0], self.height / 2 - moved[:, 1]))
        return result


FINE = 0.35
"""Units of the paper; finer details are not drawn."""
_SPECK = 0.5
"""Square units of the paper; smaller islands and holes are not drawn."""
_MOST_REACH_KM = 60.0
_MARGIN = 0.8
"""Margin around the outermost places, as a share of the cells' reach."""
_EDGE_KM = 4.0
"""Margin around outlines, in kilometres."""
_Rings = list[Floats]


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shapes of a map on the paper, to be filled and to draw lines along.

    Attributes:
        frame: from degrees to the paper.
        areas: rings of each area.
        within: what areas are cut to: ``land``, ``lines``, or nothing.
        lines: outlines of the scenario's groups of areas.
        borders: lines between areas whose people go to different sites.
    """

    frame: Frame
    areas: list[_Rings]
    within: Literal["land", "lines", ""]
    lines: _Rings
    borders: _Rings


def shapes_of(shown: Map, areas: Floats, sites: Floats) -> Shapes:
    """The shapes of a map.

    Args:
        shown: the map.
        areas: ``(n, 2)`` degrees of its areas.
        sites: likewise.
    """
    goes, places = [area.site for area in shown.areas], np.concatenate((areas, sites))
    if any(area.outline for area in shown.areas):
        rings = [_rings(area.outline) for area in shown.areas]
        frame = Frame.around(np.concatenate([places, *(ring for own in rings for ring in own)]), _EDGE_KM)
        own = [[frame(ring) for ring in each] for each in rings]
        return Shapes(frame, [_fine(each) for each in own], "", [], _common_borders(own, goes))
    reach = reach_of(Frame.around(places, _EDGE_KM).projection(areas), _MOST_REACH_KM)
    lines = [ring for outline in shown.outlines for ring in _rings(outline)]
    if lines:
        frame, reach = Frame.around(np.concatenate([places, *lines]), _EDGE_KM), _MOST_REACH_KM
    else:
        frame = Frame.around(places, _MARGIN * reach)
    found = cells(frame(areas), reach * frame.scale)
    on_paper = _fine(frame(ring) for ring in lines)
    return Shapes(
        frame, [[cell.ring] for cell in found], "lines" if on_paper else "land", on_paper, _cell_borders(found, goes)
    )


def _rings(outline: Outline) -> _Rings:
    return [np.array(ring) for polygon in outline for ring in polygon]


def _fine(rings: Iterable[Floats]) -> _Rings:
    """Rings simplified to what can be seen; specks are left out."""
    return [ring for ring in (simplified(each, FINE) for each in rings) if len(ring) > 2 and abs(area(ring)) > _SPECK]


def _cell_borders(found: Sequence[Cell], goes: Sequence[str]) -> _Rings:
    """The edges between Voronoi cells whose people go to different sites, each once."""
    edges = []
    for at, cell in enumerate(found):
        after = np.roll(cell.ring, -1, axis=0)
        edges += [
            np.array([start, end])
            for start, end, beyond in zip(cell.ring, after, cell.beyond, strict=True)
            if beyond != OUTSIDE and at < beyond and goes[at] != goes[beyond]
        ]
    return edges


def _common_borders(own: Sequence[_Rings], goes: Sequence[str]) -> _Rings:
    """The stretches that two areas' outlines have in common, where their people go to different sites, each once."""
    sides: dict[frozenset[tuple[float, ...]], set[int]] = defaultdict(set)
    for at, rings in enumerate(own):
        for ring in rings:
            for edge in _edges(ring):
                sides[edge].add(at)
    lines: _Rings = []
    for at, rings in enumerate(own):
        for ring in rings:
            parts = np.array(
                [any(at < other and goes[at] != goes[other] for other in sides[edge]) for edge in _edges(ring)]
            )
            lines += [thinned(ring[line], FINE) for line in _runs(parts)]
    return lines


def _edges(ring: Floats) -> list[frozenset[tuple[float, ...]]]:
    corners = [tuple(corner) for corner in ring.tolist()]
    return [frozenset(pair) for pair in zip(corners, [*corners[1:], corners[0]], strict=True)]


def _runs(chosen: Bools) -> list[list[int]]:
    """Corners along each run of chosen edges of a ring; edge ``n`` goes from corner ``n`` to the next."""
    size = len(chosen)
    if chosen.all():
        return [[*range(size), 0]]
    starts = [at for at in range(size) if chosen[at] and not chosen[at - 1]]
    runs = []
    for start in starts:
        length = next(step for step in range(size) if not chosen[(start + step) % size])
        runs.append([(start + step) % size for step in range(length + 1)])
    return runs


OUTSIDE = -1
"""The neighbour of a cell's edge that is cut by the reach and not by another cell."""
_SIDES = 24
_AT_ONCE = 48
"""Number of nearest neighbours looked at before the rest are sorted too."""
_MEETS = 1.4
"""A cell reaches this many times the distance to the nearest other point, of the points with a long one."""
_Corner = tuple[float, float, int]
"""Coordinates, and the point on the other side of the edge that begins at the corner."""


@dataclass(frozen=True, eq=False)
class Cell:
    """The Voronoi cell of one point.

    Attributes:
        ring: ``(n, 2)`` corners counter-clockwise; empty where another point coincides.
        beyond: ``(n,)`` index of the point on the other side of the edge from each corner to the next, or OUTSIDE.
    """

    ring: Floats
    beyond: Ints


def cells(points: Floats, reach: float) -> tuple[Cell, ...]:
    """The Voronoi cell of each of ``(n, 2)`` points, cut off at a distance of about ``reach``."""
    return _cells(points.tobytes(), reach)


@lru_cache(maxsize=4)
def _cells(held: bytes, reach: float) -> tuple[Cell, ...]:
    """The same; the last are kept, since every map of a scenario has the same. Nobody writes into them."""
    points = np.frombuffer(held).reshape(-1, 2)
    turns = (2 * math.pi * side / _SIDES for side in range(_SIDES))
    around = [(reach * math.cos(turn), reach * math.sin(turn), OUTSIDE) for turn in turns]
    return tuple(_cell(points, at, around) for at in range(len(points)))


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
    """The part of a convex ring about the origin nearer to it than to another point; the same list where that is all.

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
    """How far cells should extend: far enough to meet where places lie far apart, and at most ``most``."""
    if len(points) < 2:
        return most
    squared = [np.partition(((points - point) ** 2).sum(axis=1), 1)[1] for point in points]
    return float(np.clip(_MEETS * np.sqrt(np.quantile(squared, 0.9)), most / 20, most))


_STEP = 0.15
"""How far coinciding points are moved, as a share of the distance to the nearest other point."""


def apart(places: Floats, groups: Sequence[str]) -> Floats:
    """``(n, 2)`` degrees, where areas with the same coordinates are moved a little towards the rest of their own group.

    Args:
        places: longitudes and latitudes.
        groups: what each area belongs to.
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
    """Unit vector to the mean of ``kin``, turned a little so that no two coincide; any direction without ``kin``."""
    away = kin.mean(axis=0) - place if len(kin) else np.zeros(2)
    length = float(np.hypot(*away))
    angle = math.atan2(away[1], away[0]) + turn / 10 if length > 0 else 2 * math.pi * turn
    return np.array([math.cos(angle), math.sin(angle)])
