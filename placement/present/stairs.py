"""The staircase as SVG: each step as wide as what it buys and as high as its price, and lines across."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from placement.present.charts import BLUE, INK, MUTED, ORANGE, Scale, fitted, grid
from placement.present.svg import Element, element, number, picture, text
from placement.present.words.voice import Voice

_WIDTH, _HEIGHT = 680.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 34.0, 46.0
_SIZE, _SMALL = 12, 11
_BEYOND = 2.5
"""So many times the highest line is as high as the picture goes; what is higher is cut off and its price written."""
_PALE = "#9fb3c8"
_THINNEST = 1.5
"""A step is never drawn narrower."""


@dataclass(frozen=True)
class Tread:
    """One step of a staircase.

    Attributes:
        width: what it buys, on the axis across.
        height: its price, on the axis up.
        told: the price as it is shown.
        within: whether the price that holds pays for it.
    """

    width: float
    height: float
    told: str
    within: bool


@dataclass(frozen=True)
class Level:
    """A line across, at a price.

    Attributes:
        height: the price.
        words: what it is.
        strong: whether it is the price that holds.
    """

    height: float
    words: str
    strong: bool = False


def stairs(
    key: str,
    treads: Sequence[Tread],
    levels: Sequence[Level],
    say: Voice,
    *,
    title: str,
    description: str,
    x_words: str,
    y_words: str,
) -> Element:
    """A picture of steps side by side, as wide as what they buy and as high as its price; ``key`` begins its ids."""
    highest = _BEYOND * max(level.height for level in levels) if levels else math.inf
    heights = [min(tread.height, highest) for tread in treads]
    across = fitted([sum(tread.width for tread in treads)], _LEFT, _WIDTH - _RIGHT)
    up = fitted([*heights, *(level.height for level in levels)], _HEIGHT - _BOTTOM, _TOP)
    drawn, bought = list[Element](), 0.0
    for tread in treads:
        drawn += _tread(tread, across(bought), across(bought + tread.width), up(min(tread.height, highest)), up.start)
        bought += tread.width
    return picture(
        key,
        title,
        description,
        _WIDTH,
        _HEIGHT,
        *grid(across, up, say, signed=False),
        text(_WIDTH - _RIGHT, _HEIGHT - 8, x_words, text_anchor="end", font_size=_SIZE, fill=INK),
        text(4, 14, y_words, font_size=_SIZE, fill=INK),
        *drawn,
        *(mark for level in levels for mark in _level(level, across, up)),
    )


def _tread(tread: Tread, left: float, right: float, top: float, floor: float) -> list[Element]:
    """A step and its price above it."""
    width = max(_THINNEST, right - left)
    fill = BLUE if tread.within else _PALE
    box = element("rect", x=left, y=top, width=width, height=max(0.5, floor - top), fill=fill, stroke="#fff")
    return [box, text(left + width / 2, top - 4, tread.told, text_anchor="middle", font_size=_SMALL, fill=INK)]


def _level(level: Level, across: Scale, up: Scale) -> list[Element]:
    y = up(level.height)
    colour, dashes = (ORANGE, None) if level.strong else (MUTED, "5 4")
    line = f"M{number(across.start)} {number(y)}H{number(across.end)}"
    path = element("path", d=line, stroke=colour, stroke_width=1.5 if level.strong else 1, stroke_dasharray=dashes)
    x, above = across.end - 4, y - 4
    under = text(
        x,
        above,
        level.words,
        text_anchor="end",
        font_size=_SMALL,
        fill="none",
        stroke="#fff",
        stroke_width=3,
        aria_hidden="true",
    )
    return [path, under, text(x, above, level.words, text_anchor="end", font_size=_SMALL, fill=INK)]
