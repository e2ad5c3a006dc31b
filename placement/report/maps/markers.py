"""How a site looks: its shape says what it is, its filling what happens there."""

from __future__ import annotations

from placement.report.maps.colours import CHANGED, INK, PAPER
from placement.report.maps.picture import Shape, State
from placement.report.svg import Element, element

RADIUS: dict[Shape, float] = {"hospital": 7.5, "health_house": 6.0, "psychiatry_house": 6.5, "outreach_point": 6.0}
_CASING = 1.5


def marker(shape: Shape, state: State, x: float, y: float) -> Element:
    """The marker of a site; about as large as its radius says."""
    drawn = element("g", transform=f"translate({x:.1f} {y:.1f})", class_=f"map-marker map-{state}")
    size, (fill, line) = RADIUS[shape] - _CASING, _COLOURS[state]
    outline = _OUTLINES[shape](size)
    drawn.append(
        element("path", d=outline, fill=PAPER, stroke=PAPER, stroke_width=2 * _CASING, stroke_linejoin="round")
    )
    drawn.append(element("path", d=outline, fill=fill, stroke=line, stroke_width=1.5, stroke_linejoin="round"))
    sign = _sign(shape, state, size)
    if sign:
        drawn.append(element("path", d=sign, stroke=PAPER if fill != PAPER else line, stroke_width=1.8))
    return drawn


def _sign(shape: Shape, state: State, size: float) -> str:
    """A cross in hospitals; a plus where something new opens, a stroke where something closes."""
    half = 0.6 * size
    if state == "closed":
        return f"M{-half:.1f} {half:.1f}L{half:.1f} {-half:.1f}"
    if shape == "hospital" or state == "new":
        return f"M{-half:.1f} 0H{half:.1f}M0 {-half:.1f}V{half:.1f}"
    return ""


_COLOURS: dict[State, tuple[str, str]] = {
    "same": (INK, INK),
    "new": (CHANGED, CHANGED),
    "closed": (PAPER, CHANGED),
    "none": (PAPER, INK),
}
"""Filling and outline."""


def _square(size: float) -> str:
    return f"M{-size:.1f} {-size:.1f}h{2 * size:.1f}v{2 * size:.1f}h{-2 * size:.1f}z"


def _circle(size: float) -> str:
    return f"M{-size:.1f} 0a{size:.1f} {size:.1f} 0 1 0 {2 * size:.1f} 0a{size:.1f} {size:.1f} 0 1 0 {-2 * size:.1f} 0z"


def _diamond(size: float) -> str:
    return f"M0 {-size:.1f}L{size:.1f} 0L0 {size:.1f}L{-size:.1f} 0z"


def _triangle(size: float) -> str:
    return f"M0 {-size:.1f}L{size:.1f} {0.8 * size:.1f}H{-size:.1f}z"


_OUTLINES = {
    "hospital": _square,
    "health_house": _circle,
    "psychiatry_house": _diamond,
    "outreach_point": _triangle,
}
