"""Places for the names on a map, so that no label covers another, a marker or a line.

Every label begins as a number on its own marker, which is always possible. Then labels move, one at a time, to the best
free place, making others move where the sum of costs falls. Places in order of preference: beside the marker, further
off with a line to it, a number beside it, the number on it. One that may go stands beside its marker, or nowhere, where
one that counts needs its place. Nothing is random: the same map gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.instance.land import Box

GAP = 3.0
"""Distance between a marker and its label."""
_BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Sides of a marker in order of preference: right first, as one reads; then left, above, below and the corners."""
_FAR = (16.0, 26.0, 38.0, 52.0, 70.0)
_DIRECTIONS = 16
"""Distances from the marker, in units of the paper, and number of directions in which a label is tried."""
_LINE_COST, _GONE_COST, _NUMBER_COST, _ON_COST = 20.0, 40.0, 200.0, 300.0
"""Costs of a label with a line (its distance is added), of one that may go and has gone, of a number beside the marker,
and of one on it."""
_PASSES, _MOST_DISPLACED = 8, 2
"""Rounds in which every label may move, and how many others it may displace."""
_PUSHES, _NEARLY = 300, 1e-6


@dataclass(frozen=True)
class Tag:
    """A label that wants a place.

    Attributes:
        x, y: the middle of its marker; y grows downwards.
        radius: half the marker's size.
        width, height: of the label.
        number_width: of the number that can stand for it.
        weight: how much it counts; labels that count more get the better places.
        may_go: whether it is left out, without a number, where there is no room beside its marker.
    """

    x: float
    y: float
    radius: float
    width: float
    height: float
    number_width: float
    weight: float = 1.0
    may_go: bool = False


@dataclass(frozen=True)
class Spot:
    """Where a label stands.

    Attributes:
        kind: ``label``; ``number`` beside the marker; ``on`` it; ``none`` where the label is left out.
        box: left, top, right, bottom.
        line: from the marker to the label, where it stands further off.
    """

    kind: Literal["label", "number", "on", "none"]
    box: Box
    line: Box | None
    cost: float


def place(tags: Sequence[Tag], frame: Box) -> list[Spot]:
    """A spot for each tag, none of which covers another, a marker or a line, all within the frame."""
    return list(_placed(tuple(tags), frame))


@lru_cache(maxsize=64)
def _placed(tags: tuple[Tag, ...], frame: Box) -> tuple[Spot, ...]:
    """The same; the last are kept, since maps that differ only in colours have the same labels."""
    return tuple(_Labelling(tags, frame).improved()) if tags else ()


class _Labelling:
    """All tags, the spots each may take, and those taken now: a local search over the assignment of spots."""

    def __init__(self, tags: Sequence[Tag], frame: Box) -> None:
        self.markers = np.array([(t.x - t.radius, t.y - t.radius, t.x + t.radius, t.y + t.radius) for t in tags])
        self.order = sorted(range(len(tags)), key=lambda at: (-tags[at].weight, tags[at].x, tags[at].y))
        self.spots = [self._possible(at, tag, frame) for at, tag in enumerate(tags)]
        self.boxes = [np.array([spot.box for spot in spots]) for spots in self.spots]
        self.lines = [np.array([spot.line or (np.nan,) * 4 for spot in spots]) for spots in self.spots]
        self.costs = [np.array([spot.cost for spot in spots]) for spots in self.spots]
        self.taken = [len(spots) - 1 for spots in self.spots]
        self.box_now = np.array([boxes[-1] for boxes in self.boxes])
        self.line_now = np.array([lines[-1] for lines in self.lines])

    def _possible(self, at: int, tag: Tag, frame: Box) -> list[Spot]:
        """Spots of a tag in the frame that cover no other marker; last, its number on its own marker."""
        found = [spot for spot in _spots(tag) if _inside(spot.box, frame)]
        others = np.delete(self.markers, at, axis=0)
        boxes = np.array([spot.box for spot in found]).reshape(-1, 4)
        lines = np.array([spot.line or (np.nan,) * 4 for spot in found]).reshape(-1, 4)
        covers = (_overlap(boxes, self.markers).sum(axis=1) + _crosses(lines, others).sum(axis=1)).tolist()
        free = [spot for spot, hits in zip(found, covers, strict=True) if not hits]
        half = tag.radius
        marker = (tag.x - half, tag.y - half, tag.x + half, tag.y + half)
        if tag.may_go:
            return [*free, Spot("none", marker, None, _GONE_COST * tag.weight)]
        return [*free, Spot("on", marker, None, _ON_COST * tag.weight)]

    def improved(self) -> list[Spot]:
        """The spots after as many passes as still change anything, at most ``_PASSES``."""
        for _ in range(_PASSES):
            if not sum(self._improve(at) for at in self.order):
                break
        return [spots[taken] for spots, taken in zip(self.spots, self.taken, strict=True)]

    def _improve(self, at: int) -> bool:
        """Move a tag to a cheaper spot, and the tags in its way, where the sum of costs falls; says if it did."""
        hits = self._hits(at)
        for spot in np.argsort(self.costs[at], kind="stable"):
            gain = self.costs[at][self.taken[at]] - self.costs[at][spot]
            if gain <= 0:
                return False
            displaced = np.flatnonzero(hits[spot])
            if len(displaced) <= _MOST_DISPLACED and self._move(at, int(spot), displaced, gain):
                return True
        return False

    def _move(self, at: int, spot: int, displaced: np.ndarray, gain: float) -> bool:
        """Move a tag, and those it displaces to their cheapest free spots; undone where the costs do not fall."""
        before = [(int(other), self.taken[other]) for other in (at, *displaced)]
        for other in displaced:
            self._take(int(other), len(self.spots[other]) - 1)
        self._take(at, spot)
        for other, taken in before[1:]:
            free = np.flatnonzero(~self._hits(other).any(axis=1))
            best = int(free[self.costs[other][free].argmin()])
            gain -= float(self.costs[other][best] - self.costs[other][taken])
            self._take(other, best)
            if gain <= 1e-9:
                for each, old in before:
                    self._take(each, old)
                return False
        return True

    def _take(self, at: int, spot: int) -> None:
        self.taken[at] = spot
        self.box_now[at], self.line_now[at] = self.boxes[at][spot], self.lines[at][spot]

    def _hits(self, at: int) -> Bools:
        """``(spots, tags)`` whether a spot of this tag collides with the one another has taken; the last never."""
        boxes, lines = self.boxes[at], self.lines[at]
        hits = _overlap(boxes, self.box_now) | _crosses(lines, self.box_now)
        drawn = np.flatnonzero(~np.isnan(self.line_now[:, 0]))
        others = self.line_now[drawn]
        hits[:, drawn] |= _crosses(others, boxes).T | _lines_cross(lines, others)
        hits[:, at] = hits[-1] = False
        return hits


def _spots(tag: Tag) -> list[Spot]:
    reach = tag.radius + GAP
    labels = [_beside(tag, side, tag.width, "label", at, reach) for at, side in enumerate(_BESIDE)]
    if tag.may_go:
        return labels
    numbers = [
        _beside(tag, side, tag.number_width, "number", _NUMBER_COST + at, reach) for at, side in enumerate(_BESIDE)
    ]
    return [*labels, *_further(tag), *numbers]


def _beside(
    tag: Tag, side: tuple[int, int], width: float, kind: Literal["label", "number"], cost: float, reach: float
) -> Spot:
    """A spot next to the marker on one of its eight sides; at a corner it may come a little nearer."""
    right, down = side
    near = reach if 0 in side else 0.7 * reach
    left = tag.x + right * near - (width if right < 0 else width / 2 if right == 0 else 0)
    top = tag.y + down * near - (tag.height if down < 0 else tag.height / 2 if down == 0 else 0)
    return Spot(kind, (left, top, left + width, top + tag.height), None, cost * tag.weight)


def _further(tag: Tag) -> list[Spot]:
    """Spots at several distances in every direction, each with a line from the marker to the label's nearest side."""
    found = []
    for far in _FAR:
        for turn in range(_DIRECTIONS):
            angle = 2 * math.pi * turn / _DIRECTIONS
            right, down = math.cos(angle), math.sin(angle)
            start = (tag.x + right * tag.radius, tag.y + down * tag.radius)
            end = (tag.x + right * (tag.radius + far), tag.y + down * (tag.radius + far))
            left = end[0] - tag.width / 2 + right * tag.width / 2
            top = end[1] - tag.height / 2 + down * tag.height / 2
            box = (left, top, left + tag.width, top + tag.height)
            found.append(Spot("label", box, (*start, *end), (_LINE_COST + far) * tag.weight))
    return found


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(ours: Floats, theirs: Floats) -> Bools:
    """``(n, m)`` whether boxes have more in common than an edge."""
    a, b = ours[:, None, :], theirs[None, :, :]
    result: Bools = (
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )
    return result


def _crosses(lines: Floats, boxes: Floats) -> Bools:
    """``(n, m)`` whether line segments pass through boxes; NaN stands for no line, which passes through none."""
    hits = _overlap(_around(lines), boxes)
    line, box = np.nonzero(hits)
    hits[line, box] = _passes(lines[line], boxes[box])
    return hits


def _passes(lines: Floats, boxes: Floats) -> Bools:
    """``(n,)`` whether each segment passes through its box (the slab test: inside in x and in y at the same time)."""
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (boxes[:, :2] - start) / along, (boxes[:, 2:] - start) / along
    within = (start > boxes[:, :2]) & (start < boxes[:, 2:])
    enter = np.where(along == 0, np.where(within, -np.inf, np.inf), np.minimum(one, two)).max(axis=1)
    leave = np.where(along == 0, np.where(within, np.inf, -np.inf), np.maximum(one, two)).min(axis=1)
    result: Bools = np.maximum(enter, 0) < np.minimum(leave, 1)
    return result


def _lines_cross(ours: Floats, theirs: Floats) -> Bools:
    """``(n, m)`` whether segments cross: the ends of each lie on different sides of the other."""
    hits = _overlap(_around(ours), _around(theirs))
    one, other = np.nonzero(hits)
    a, b = ours[one], theirs[other]
    hits[one, other] = (_side(a, b[:, :2]) * _side(a, b[:, 2:]) < 0) & (_side(b, a[:, :2]) * _side(b, a[:, 2:]) < 0)
    return hits


def _around(lines: Floats) -> Floats:
    """The bounding box of each segment, a little larger, so that a vertical or horizontal one has an area."""
    ends = lines[:, :2], lines[:, 2:]
    return np.column_stack((np.minimum(*ends) - _NEARLY, np.maximum(*ends) + _NEARLY))


def _side(lines: Floats, points: Floats) -> Floats:
    """``(n,)`` cross products, whose signs say on which side of its line each point lies."""
    along, to = lines[:, 2:] - lines[:, :2], points - lines[:, :2]
    result: Floats = along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]
    return result


def spread(points: Floats, radii: Floats, gap: float = 1.0) -> Floats:
    """Points pushed apart until squares of these half sizes about them do not overlap; free points stay."""
    moved = points.astype(float).copy()
    apart = radii[:, None] + radii[None, :] + gap
    for _ in range(_PUSHES):
        distance = np.abs(moved[:, None, :] - moved[None, :, :]).max(axis=2)
        close = np.triu(distance < apart - _NEARLY, 1)
        if not close.any():
            break
        for first, second in np.argwhere(close):
            _part(moved, int(first), int(second), float(apart[first, second]))
    return moved


def _part(moved: Floats, first: int, second: int, apart: float) -> None:
    """Push two points to the distance ``apart`` (the larger of both axes); sideways where they coincide."""
    between = moved[second] - moved[first]
    distance = float(np.abs(between).max())
    way = between / distance if distance > _NEARLY else np.array([1.0, 0.1 * (first % 3 - 1)])
    push = way * max(0.0, apart - distance) / 2 * 1.01
    moved[first] -= push
    moved[second] += push


_NARROW = "ijlI.,:;'|!()[]/ "
_SMALL = 'frt-"*°'
_WIDE = "mMWÆŒ@%"
_EM = {**dict.fromkeys(_NARROW, 0.31), **dict.fromkeys(_SMALL, 0.4), **dict.fromkeys(_WIDE, 0.95), "w": 0.78, "æ": 0.92}
_CAPITAL, _LETTER, _OTHER = 0.73, 0.59, 1.0
_BOLD = 1.2
_LAST_WESTERN = "\u024f"


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The width that ``words`` take at most in the usual sans-serif fonts, in the unit of ``size``."""
    return sum(map(_em, words)) * size * (_BOLD if bold else 1)


def _em(sign: str) -> float:
    if sign in _EM:
        return _EM[sign]
    if sign > _LAST_WESTERN and sign not in "–−→←…":
        return _OTHER
    return _CAPITAL if sign.isupper() else _LETTER
