"""Bars to both sides of a line: those who lose to the left, those who gain to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placement.report.charts.scale import BLUE, INK, LINES, MUTED, ORANGE, fitted
from placement.report.svg import Element, element, number, picture, text

_WIDTH, _NAMES, _ROW, _TOP = 680.0, 200.0, 20.0, 30.0
_ROOM = 74.0
"""For the numbers at the ends of the bars."""
_SIZE = 12


@dataclass(frozen=True)
class Bar:
    """One row.

    Attributes:
        name: whose.
        loses, gains: how much, both from zero up.
        left, right: the same as shown.
    """

    name: str
    loses: float
    gains: float
    left: str
    right: str


def bars(key: str, rows: Sequence[Bar], *, title: str, description: str, left_words: str, right_words: str) -> Element:
    """A picture of the rows; ``key`` begins its ids."""
    height = _TOP + _ROW * len(rows) + 4
    ends = [*(-row.loses for row in rows), *(row.gains for row in rows)]
    across = fitted(ends, _NAMES + _ROOM, _WIDTH - _ROOM)
    zero = across(0.0)
    drawn: list[Element] = []
    for n, row in enumerate(rows):
        drawn += _row(row, _TOP + _ROW * n, zero, across(-row.loses), across(row.gains))
    return picture(
        key,
        title,
        description,
        _WIDTH,
        height,
        text(zero - 8, 14, f"← {left_words}", text_anchor="end", font_size=_SIZE, fill=INK),
        text(zero + 8, 14, f"{right_words} →", font_size=_SIZE, fill=INK),
        *drawn,
        element("path", d=f"M{number(zero)} {number(_TOP - 6)}V{number(height)}", stroke=MUTED),
    )


def _row(row: Bar, y: float, zero: float, left: float, right: float) -> list[Element]:
    middle = y + _ROW / 2 + 4
    name = text(0, middle, row.name, font_size=_SIZE, fill=INK)
    found = [element("path", d=f"M0 {number(y)}H{number(_WIDTH)}", stroke=LINES, stroke_width=0.5), name]
    if row.loses > 0:
        found.append(element("rect", x=left, y=y + 4, width=max(1.0, zero - left), height=_ROW - 8, fill=ORANGE))
        found.append(text(left - 5, middle, row.left, text_anchor="end", font_size=_SIZE, fill=INK))
    if row.gains > 0:
        found.append(element("rect", x=zero, y=y + 4, width=max(1.0, right - zero), height=_ROW - 8, fill=BLUE))
        found.append(text(right + 5, middle, row.right, font_size=_SIZE, fill=INK))
    return found
