"""Charts as SVG: bars of gains and losses, ratios of calculated to counted figures, and plans as points in two aims."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from placement.present.look import light
from placement.present.svg import Element, element, number, picture, text
from placement.present.words.voice import Voice

INK, MUTED, LINES, PAPER, PALE, EDGE = map(light, ("ink", "muted", "line", "paper", "pale", "edge"))
BLUE, ORANGE = light("blue"), light("focus")
"""Colours that people with any colour vision can tell apart; in grey, place and shape tell their marks apart."""
_NOISE = 1e-9
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A linear axis: numbers in a unit to positions in the user units of the SVG.

    Attributes:
        low, high: ends of the axis, in its unit.
        start, end: positions of those ends, in user units.
        step: distance between the round numbers marked on the axis, in its unit.
    """

    low: float
    high: float
    start: float
    end: float
    step: float

    def __call__(self, value: float) -> float:
        """The position of ``value`` in user units."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The round numbers along the axis."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [self.step * n for n in range(first, last + 1)]

    @property
    def decimals(self) -> int:
        """How many decimals the round numbers need."""
        return next(n for n in range(13) if abs(round(self.step, n) - self.step) < self.step * 1e-6)


def fitted(values: Iterable[float], start: float, end: float, *, zero: bool = True, most: int = 6) -> Scale:
    """An axis that holds every value, ends at round numbers and has at most ``most`` of them.

    Args:
        values: finite numbers, at least one.
        start: where the axis begins.
        end: where it ends.
        zero: whether it must hold zero.
        most: round numbers along the axis.

    Values that differ by no more than rounding errors of a sum count as equal.
    """
    found = [*values, *([0.0] if zero else [])]
    low, high = min(found), max(found)
    span, size = high - low, max(abs(low), abs(high), 1.0)
    if span < _NOISE * size:
        span = size
    rough = span / most
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * each for each in _STEPS if unit * each >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Scale(first, last if last > first else first + step, start, end, step)


_WIDTH, _NAMES, _ROW, _TOP = 680.0, 200.0, 20.0, 30.0
_ROOM = 74.0
"""Width left for the numbers at the ends of the bars, in user units."""
_SIZE = 12


@dataclass(frozen=True)
class Bar:
    """One row of a chart of losses and gains.

    Attributes:
        name: of the group the row is about.
        loses, gains: amounts, both at least 0, drawn to the left and to the right.
        left, right: the two amounts as texts.
    """

    name: str
    loses: float
    gains: float
    left: str
    right: str


def bars(key: str, rows: Sequence[Bar], *, title: str, description: str, left_words: str, right_words: str) -> Element:
    """The chart of losses and gains; its ids begin with ``key``."""
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


_RATIO_WIDTH, _RATIO_NAMES, _RATIO_ROW, _RATIO_TOP = 680.0, 330.0, 20.0, 30.0
_RATIO_SIZE = 12
_FURTHEST = 2.0


@dataclass(frozen=True)
class Ratio:
    """A calculated figure compared with a counted one.

    Attributes:
        name: of the figure.
        ratio: calculated divided by counted.
    """

    name: str
    ratio: float


def ratios(key: str, rows: Sequence[Ratio], near: float, say: Voice, *, title: str, description: str) -> Element:
    """The chart of ratios, with a band for those within the factor ``near``; those off the axis are at its edge."""
    height = _RATIO_TOP + _RATIO_ROW * len(rows) + 6
    furthest = min(10.0, max(_FURTHEST, *(max(row.ratio, 1 / row.ratio) for row in rows)))
    drawn = [
        element(
            "rect",
            x=_at(1 - near, furthest),
            y=_RATIO_TOP - 6,
            height=height - _RATIO_TOP + 4,
            fill=PALE,
            width=_at(1 + near, furthest) - _at(1 - near, furthest),
        ),
        *(mark for value in _marks(furthest) for mark in _tick(value, furthest, height, say)),
    ]
    for n, row in enumerate(rows):
        drawn += _ratio_row(row, _RATIO_TOP + _RATIO_ROW * n, near, furthest)
    return picture(key, title, description, _RATIO_WIDTH, height, *drawn)


def _marks(furthest: float) -> list[float]:
    return [value for value in (0.1, 0.2, 0.5, 0.8, 1.0, 1.2, 2.0, 5.0, 10.0) if 1 / furthest <= value <= furthest]


def _at(ratio: float, furthest: float) -> float:
    """The position of a ratio on a logarithmic axis: a half is as far from 1 as a double."""
    held = min(max(ratio, 1 / furthest), furthest)
    middle, half = (_RATIO_NAMES + _RATIO_WIDTH - 12) / 2, (_RATIO_WIDTH - 12 - _RATIO_NAMES) / 2
    return middle + half * math.log(held) / math.log(furthest)


def _tick(value: float, furthest: float, height: float, say: Voice) -> list[Element]:
    x = _at(value, furthest)
    return [
        element("path", d=f"M{number(x)} {number(_TOP - 6)}V{number(height)}", stroke=INK if value == 1 else LINES),
        text(x, 14, say.short(value, 1), text_anchor="middle", font_size=_RATIO_SIZE, fill=MUTED),
    ]


def _ratio_row(row: Ratio, y: float, near: float, furthest: float) -> list[Element]:
    x, middle = _at(row.ratio, furthest), y + _RATIO_ROW / 2
    name = text(0, middle + 4, row.name, font_size=_RATIO_SIZE, fill=INK)
    if abs(row.ratio - 1) <= near + 1e-9:
        return [name, element("circle", cx=x, cy=middle, r=5, fill=BLUE)]
    shape = f"M{number(x)} {number(middle - 6)}L{number(x + 6)} {number(middle + 5)}H{number(x - 6)}Z"
    return [name, element("path", d=shape, fill=ORANGE, stroke=INK)]


_SCATTER_WIDTH, _HEIGHT = 340.0, 270.0
_LEFT, _RIGHT, _SCATTER_TOP, _BOTTOM = 52.0, 14.0, 34.0, 46.0
_SCATTER_SIZE = 11
LETTER = 5.9
"""Approximate width of a letter, in user units."""
_MARK = 6.0
"""Half the width of a point's mark, in user units."""


@dataclass(frozen=True)
class Point:
    """A plan, drawn as a point in two aims.

    Attributes:
        x, y: the plan's values of the two aims.
        name: text beside the point; empty for plans that need none.
        kind: ``plan``, ``proposal``, ``today`` or ``end`` (the best there is for one aim).
        href: address of a link on the point, empty for none; ``told``: the link's text for screen readers.
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
    """The chart of plans as points; its ids begin with ``key``."""
    across = fitted((point.x for point in points), _LEFT, _SCATTER_WIDTH - _RIGHT)
    up = fitted((point.y for point in points), _HEIGHT - _BOTTOM, _SCATTER_TOP)
    drawn = sorted(points, key=lambda point: bool(point.name))
    return picture(
        key,
        title,
        description,
        _SCATTER_WIDTH,
        _HEIGHT,
        *grid(across, up, say),
        text(_SCATTER_WIDTH - _RIGHT, _HEIGHT - 8, x_words, text_anchor="end", font_size=_SCATTER_SIZE, fill=INK),
        text(4, 14, y_words, font_size=_SCATTER_SIZE, fill=INK),
        *(_linked(point, _mark(across(point.x), up(point.y), point.kind)) for point in drawn),
        *_names([(across(point.x), up(point.y), point.name) for point in drawn if point.name]),
        interactive=any(point.href for point in points),
    )


def _linked(point: Point, mark: Element) -> Element:
    return element("a", mark, href=point.href, aria_label=point.told) if point.href else mark


def grid(across: Scale, up: Scale, say: Voice, *, signed: bool = True) -> list[Element]:
    """Grid lines at round numbers, with the numbers; ``signed`` numbers have a sign, being relative to today."""
    found = []
    for tick in across.ticks:
        x, label = across(tick), say.number(tick, across.decimals, signed=signed)
        found.append(element("path", d=f"M{number(x)} {number(up.end)}V{number(up.start)}", stroke=LINES))
        found.append(text(x, up.start + 15, label, text_anchor="middle", font_size=_SCATTER_SIZE, fill=MUTED))
    for tick in up.ticks:
        y, label = up(tick), say.number(tick, up.decimals, signed=signed)
        found.append(element("path", d=f"M{number(across.start)} {number(y)}H{number(across.end)}", stroke=LINES))
        found.append(text(across.start - 9, y + 4, label, text_anchor="end", font_size=_SCATTER_SIZE, fill=MUTED))
    return found


def _mark(x: float, y: float, kind: str) -> Element:
    if kind == "proposal":
        return element("path", d=_diamond(x, y, 7), fill=ORANGE, stroke=INK)
    if kind == "today":
        return element("path", d=_cross(x, y, 5), stroke=INK, stroke_width=2.5, fill="none")
    if kind == "end":
        return element("rect", x=x - 4, y=y - 4, width=8, height=8, fill=PAPER, stroke=INK, stroke_width=1.5)
    return element("circle", cx=x, cy=y, r=3.5, fill=BLUE, stroke=PAPER, stroke_width=0.7)


def _diamond(x: float, y: float, r: float) -> str:
    corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    return f"M{'L'.join(f'{number(a)} {number(b)}' for a, b in corners)}Z"


def _cross(x: float, y: float, r: float) -> str:
    left, right, over, under = (number(at) for at in (x - r, x + r, y - r, y + r))
    return f"M{left} {over}L{right} {under}M{left} {under}L{right} {over}"


@dataclass(frozen=True)
class Box:
    """The rectangle that a drawn text takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _names(places: Sequence[tuple[float, float, str]]) -> list[Element]:
    """Names beside, above or below their points, at the first place where they overlap nothing else."""
    taken = [Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y, _ in places]
    found: list[Element] = []
    for x, y, name in places:
        width = len(name) * LETTER
        boxes = [Box(left, base - _SCATTER_SIZE, left + width, base + 3) for left, base in _around(x, y, width)]
        free = [box for box in boxes if _inside(box) and not any(box.meets(other) for other in taken)]
        box = (free or boxes)[0]
        taken.append(box)
        at = box.left, box.bottom - 3
        halo = text(*at, name, font_size=_SCATTER_SIZE, fill="none", stroke=PAPER, stroke_width=3, aria_hidden="true")
        found += [halo, text(*at, name, font_size=_SCATTER_SIZE, fill=INK)]
    return found


def _around(x: float, y: float, width: float) -> Iterator[tuple[float, float]]:
    """Places to try for a name: beside its point, above, below, then higher or lower in steps of a line."""
    yield from ((x + 11, y + 4), (x - 11 - width, y + 4), (x - width / 2, y - 11), (x - width / 2, y + 19))
    for line in (1, -1, 2, -2, 3, -3, 4, -4):
        for left in (x + 11, x - width / 2, x - 11 - width):
            yield left, y + 4 + line * (_SCATTER_SIZE + 4)


def _inside(box: Box) -> bool:
    return (
        box.left >= _LEFT
        and box.right <= _SCATTER_WIDTH
        and box.top >= _SCATTER_TOP - _SCATTER_SIZE
        and box.bottom <= _HEIGHT - _BOTTOM + 4
    )
