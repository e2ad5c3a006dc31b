"""The land of each area on the paper: its own outline where the scenario has one, else what is nearest to its point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.instance.polygons import area, simplified, thinned
from placement.report.maps.cells import OUTSIDE, Cell, cells, reach_of
from placement.report.maps.frame import Frame
from placement.report.maps.picture import Map, Outline

FINE = 0.35
"""Units of the paper; finer details are not drawn."""
_SPECK = 0.5
"""Square units of the paper; smaller islands and holes are not drawn."""
_MOST_REACH_KM = 60.0
_MARGIN = 0.8
"""Of the cells' reach, around the outermost places."""
_EDGE_KM = 4.0
"""Around outlines."""
_Rings = list[Floats]


@dataclass(frozen=True, eq=False)
class Shapes:
    """What there is to fill and to draw lines along.

    Attributes:
        frame: where it lies on the paper.
        areas: rings of each area.
        within: what areas are cut to: ``land``, ``lines``, or nothing.
        lines: rings of what the scenario has outlines of and that holds several areas.
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
    """Rings no finer than can be seen."""
    return [ring for ring in (simplified(each, FINE) for each in rings) if len(ring) > 2 and abs(area(ring)) > _SPECK]


def _cell_borders(found: Sequence[Cell], goes: Sequence[str]) -> _Rings:
    """The edges between cells whose people go to different sites, each once."""
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
