"""Calculated against counted: a point per figure on a scale of factors, with a band for what counts as a hit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from placement.report.charts.scale import BLUE, INK, LINES, MUTED, ORANGE
from placement.report.svg import Element, element, number, picture, text
from placement.report.text import Voice

_WIDTH, _NAMES, _ROW, _TOP = 680.0, 330.0, 20.0, 30.0
_SIZE = 12
_FURTHEST = 2.0


@dataclass(frozen=True)
class Ratio:
    """One figure.

    Attributes:
        name: what it is of.
        ratio: calculated divided by counted.
    """

    name: str
    ratio: float


def ratios(key: str, rows: Sequence[Ratio], near: float, say: Voice, *, title: str, description: str) -> Element:
    """A picture of the ratios, the band at ``near`` to both sides; what is further off is drawn at the edge."""
    height = _TOP + _ROW * len(rows) + 6
    furthest = min(10.0, max(_FURTHEST, *(max(row.ratio, 1 / row.ratio) for row in rows)))
    drawn = [
        element(
            "rect",
            x=_at(1 - near, furthest),
            y=_TOP - 6,
            height=height - _TOP + 4,
            fill="#dfe7ee",
            width=_at(1 + near, furthest) - _at(1 - near, furthest),
        ),
        *(mark for value in _marks(furthest) for mark in _tick(value, furthest, height, say)),
    ]
    for n, row in enumerate(rows):
        drawn += _row(row, _TOP + _ROW * n, near, furthest)
    return picture(key, title, description, _WIDTH, height, *drawn)


def _marks(furthest: float) -> list[float]:
    return [value for value in (0.1, 0.2, 0.5, 0.8, 1.0, 1.2, 2.0, 5.0, 10.0) if 1 / furthest <= value <= furthest]


def _at(ratio: float, furthest: float) -> float:
    """Where a factor lies; half as much is as far off as twice as much."""
    held = min(max(ratio, 1 / furthest), furthest)
    middle, half = (_NAMES + _WIDTH - 12) / 2, (_WIDTH - 12 - _NAMES) / 2
    return middle + half * math.log(held) / math.log(furthest)


def _tick(value: float, furthest: float, height: float, say: Voice) -> list[Element]:
    x = _at(value, furthest)
    return [
        element("path", d=f"M{number(x)} {number(_TOP - 6)}V{number(height)}", stroke=INK if value == 1 else LINES),
        text(x, 14, say.short(value, 1), text_anchor="middle", font_size=_SIZE, fill=MUTED),
    ]


def _row(row: Ratio, y: float, near: float, furthest: float) -> list[Element]:
    x, middle = _at(row.ratio, furthest), y + _ROW / 2
    name = text(0, middle + 4, row.name, font_size=_SIZE, fill=INK)
    if abs(row.ratio - 1) <= near + 1e-9:
        return [name, element("circle", cx=x, cy=middle, r=5, fill=BLUE)]
    shape = f"M{number(x)} {number(middle - 6)}L{number(x + 6)} {number(middle + 5)}H{number(x - 6)}Z"
    return [name, element("path", d=shape, fill=ORANGE, stroke=INK)]
