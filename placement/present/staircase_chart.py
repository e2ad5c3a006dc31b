"""The staircase as SVG: each step as wide as what it buys and as high as its price, and horizontal lines at prices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from placement.present.charts import BLUE, EDGE, INK, LETTER, MUTED, ORANGE, PALE, PAPER, Box, Scale, fitted, grid
from placement.present.svg import Element, element, number, picture, text
from placement.present.words.voice import Voice

WIDTH, HALF_WIDTH = 680.0, 460.0
"""Width of the picture, and of one on half a page, where its words are the larger for it."""
_HEIGHT = 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 34.0, 46.0
_SIZE, _SMALL = 12, 11
_BEYOND = 2.5
"""The picture is this many times as high as the highest line; a higher step is cut off and has its price written."""
_THINNEST = 1.5
"""Least width of a drawn step, in user units."""


@dataclass(frozen=True)
class Tread:
    """One step of a staircase.

    Attributes:
        width: what the step buys, in the unit of the horizontal axis.
        height: its price, in the unit of the vertical axis.
        told: the price as text.
        within: whether the step's price is at most the price in force, so that it pays.
    """

    width: float
    height: float
    told: str
    within: bool


@dataclass(frozen=True)
class Level:
    """A horizontal line at a price.

    Attributes:
        height: the price.
        words: label of the line.
        strong: whether it is the price in force, drawn heavier.
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
    width: float = WIDTH,
) -> Element:
    """The picture of steps side by side, as wide as what they buy and as high as its price; ids begin with ``key``."""
    highest = _BEYOND * max(level.height for level in levels) if levels else math.inf
    heights = [min(tread.height, highest) for tread in treads]
    across = fitted([sum(tread.width for tread in treads)], _LEFT, width - _RIGHT)
    up = fitted([*heights, *(level.height for level in levels)], _HEIGHT - _BOTTOM, _TOP)
    boxes, labels, bought = list[Element](), list[tuple[float, _Words]](), 0.0
    for tread in treads:
        left, right, top = across(bought), across(bought + tread.width), up(min(tread.height, highest))
        bought += tread.width
        boxes.append(_tread(tread, left, right, top, up.start))
        wide = len(tread.told) * LETTER
        middle = min((left + right) / 2 - wide / 2, width - wide)
        labels.append((tread.width, _Words(middle, top - 4, tread.told)))
    texts = list[_Words]()
    for _, words in sorted(labels, key=_widest_first):
        if not any(words.meets(other) for other in texts):
            texts.append(words)
    for level in levels:
        texts.append(_beside(level, across, up(level.height), texts))
    return picture(
        key,
        title,
        description,
        width,
        _HEIGHT,
        *grid(across, up, say, signed=False),
        text(width - _RIGHT, _HEIGHT - 8, x_words, text_anchor="end", font_size=_SIZE, fill=INK),
        text(4, 14, y_words, font_size=_SIZE, fill=INK),
        *boxes,
        *(_line(level, across, up(level.height)) for level in levels),
        *(part for words in texts for part in words.drawn()),
    )


@dataclass(frozen=True)
class _Words:
    """A text and the point where it begins."""

    x: float
    y: float
    words: str

    def meets(self, other: _Words) -> bool:
        """Whether the two texts overlap."""
        return self._box.meets(other._box)

    @property
    def _box(self) -> Box:
        return Box(self.x, self.y - _SMALL, self.x + len(self.words) * LETTER, self.y + 3)

    def drawn(self) -> list[Element]:
        """The text over its own white outline, so that it can be read on steps and lines."""
        at = self.x, self.y, self.words
        halo = text(*at, font_size=_SMALL, fill="none", stroke=PAPER, stroke_width=3, aria_hidden="true")
        return [halo, text(*at, font_size=_SMALL, fill=INK)]


def _widest_first(label: tuple[float, _Words]) -> float:
    return -label[0]


def _tread(tread: Tread, left: float, right: float, top: float, floor: float) -> Element:
    width, height = max(_THINNEST, right - left), max(0.5, floor - top)
    fill, stroke = (BLUE, PAPER) if tread.within else (PALE, EDGE)
    return element("rect", x=left, y=top, width=width, height=height, fill=fill, stroke=stroke)


def _line(level: Level, across: Scale, y: float) -> Element:
    colour, dashes = (ORANGE, None) if level.strong else (MUTED, "5 4")
    line = f"M{number(across.start)} {number(y)}H{number(across.end)}"
    return element("path", d=line, stroke=colour, stroke_width=1.5 if level.strong else 1, stroke_dasharray=dashes)


def _beside(level: Level, across: Scale, y: float, texts: Sequence[_Words]) -> _Words:
    """The label of a line: above it at either end, else below, else between, where it overlaps no other text."""
    first, last = across.start + 4, across.end - 4 - len(level.words) * LETTER
    along = (first, last, *(first + (last - first) * part / 8 for part in range(1, 8)))
    places = [_Words(x, y + down, level.words) for x in along for down in (-4, _SMALL + 3)]
    return next((words for words in places if not any(words.meets(other) for other in texts)), places[-1])
