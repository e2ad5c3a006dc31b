"""Plans in two aims: a point each, those with a name told apart by shape as well as colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placement.report.charts.scale import BLUE, INK, LINES, MUTED, ORANGE, Scale, fitted
from placement.report.svg import Element, element, number, picture, text
from placement.report.text import Voice

_WIDTH, _HEIGHT = 340.0, 270.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 14.0, 34.0, 46.0
_SIZE = 11
_APART = 13.0
"""Names closer than this would lie on each other."""


@dataclass(frozen=True)
class Point:
    """A plan.

    Attributes:
        x, y: its numbers.
        name: written beside it; empty for the many.
        kind: ``plan``, ``proposal``, ``today`` or ``end`` (the best there is for one aim).
        href: where it leads; empty: nowhere. ``told``: what the link is called.
    """

    x: float
    y: float
    name: str = ""
    kind: str = "plan"
    href: str = ""
    told: str = ""


def scatter(
    key: str, points: Sequence[Point], say: Voice, *, title: str, description: str, x_words: str, y_words: str
) -> Element:
    """A picture of the points; ``key`` begins its ids."""
    across = fitted((point.x for point in points), _LEFT, _WIDTH - _RIGHT)
    up = fitted((point.y for point in points), _HEIGHT - _BOTTOM, _TOP)
    drawn = sorted(points, key=lambda point: bool(point.name))
    return picture(
        key,
        title,
        description,
        _WIDTH,
        _HEIGHT,
        *_grid(across, up, say),
        text(_WIDTH - _RIGHT, _HEIGHT - 8, x_words, text_anchor="end", font_size=_SIZE, fill=INK),
        text(4, 14, y_words, font_size=_SIZE, fill=INK),
        *(_linked(point, _mark(across(point.x), up(point.y), point.kind)) for point in drawn),
        *_names([(across(point.x), up(point.y), point.name) for point in drawn if point.name]),
        interactive=any(point.href for point in points),
    )


def _linked(point: Point, mark: Element) -> Element:
    return element("a", mark, href=point.href, aria_label=point.told) if point.href else mark


def _grid(across: Scale, up: Scale, say: Voice) -> list[Element]:
    """Lines at round numbers, and the numbers."""
    found = []
    for tick in across.ticks:
        x, label = across(tick), say.number(tick, across.decimals, signed=True)
        found.append(element("path", d=f"M{number(x)} {number(up.end)}V{number(up.start)}", stroke=LINES))
        found.append(text(x, up.start + 15, label, text_anchor="middle", font_size=_SIZE, fill=MUTED))
    for tick in up.ticks:
        y, label = up(tick), say.number(tick, up.decimals, signed=True)
        found.append(element("path", d=f"M{number(across.start)} {number(y)}H{number(across.end)}", stroke=LINES))
        found.append(text(across.start - 6, y + 4, label, text_anchor="end", font_size=_SIZE, fill=MUTED))
    return found


def _mark(x: float, y: float, kind: str) -> Element:
    if kind == "proposal":
        return element("path", d=_diamond(x, y, 7), fill=ORANGE, stroke=INK)
    if kind == "today":
        return element("path", d=_cross(x, y, 5), stroke=INK, stroke_width=2.5, fill="none")
    if kind == "end":
        return element("rect", x=x - 4, y=y - 4, width=8, height=8, fill="#fff", stroke=INK, stroke_width=1.5)
    return element("circle", cx=x, cy=y, r=3.5, fill=BLUE, stroke="#fff", stroke_width=0.7)


def _diamond(x: float, y: float, r: float) -> str:
    corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    return f"M{'L'.join(f'{number(a)} {number(b)}' for a, b in corners)}Z"


def _cross(x: float, y: float, r: float) -> str:
    left, right, over, under = (number(at) for at in (x - r, x + r, y - r, y + r))
    return f"M{left} {over}L{right} {under}M{left} {under}L{right} {over}"


def _names(places: Sequence[tuple[float, float, str]]) -> list[Element]:
    """Names beside their points, inwards, and none on top of another."""
    found: list[Element] = []
    taken: list[float] = []
    for x, y, name in sorted(places, key=lambda place: place[1]):
        at = y + 4
        while any(abs(at - other) < _APART for other in taken):
            at += 1
        taken.append(at)
        inwards = x > _WIDTH * 0.55
        words = text(x + (-11 if inwards else 11), at, name, text_anchor="end" if inwards else "start", font_size=_SIZE)
        words.set("fill", INK)
        words.set("stroke", "#fff")
        words.set("stroke-width", "3")
        words.set("paint-order", "stroke")
        found.append(words)
    return found
