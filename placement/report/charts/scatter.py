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
_LETTER = 5.9
"""Width of a letter, about."""
_MARK = 6.0
"""Half the width of a point."""


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
        found.append(text(across.start - 9, y + 4, label, text_anchor="end", font_size=_SIZE, fill=MUTED))
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


@dataclass(frozen=True)
class _Box:
    """Where something is drawn."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether they lie on each other."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _names(places: Sequence[tuple[float, float, str]]) -> list[Element]:
    """Names beside, above or below their points, where they lie on nothing else."""
    taken = [_Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y, _ in places]
    found: list[Element] = []
    for x, y, name in places:
        width = len(name) * _LETTER
        around = [(x + 11, y + 4), (x - 11 - width, y + 4), (x - width / 2, y - 11), (x - width / 2, y + 19)]
        boxes = [_Box(left, base - _SIZE, left + width, base + 3) for left, base in around]
        free = [box for box in boxes if _inside(box) and not any(box.meets(other) for other in taken)]
        box = (free or boxes)[0]
        taken.append(box)
        at = box.left, box.bottom - 3
        halo = text(*at, name, font_size=_SIZE, fill="none", stroke="#fff", stroke_width=3, aria_hidden="true")
        found += [halo, text(*at, name, font_size=_SIZE, fill=INK)]
    return found


def _inside(box: _Box) -> bool:
    return box.left >= _LEFT and box.right <= _WIDTH and box.top >= _TOP - _SIZE and box.bottom <= _HEIGHT - _BOTTOM + 4
