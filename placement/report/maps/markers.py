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
    drawn.append(_outline(shape, size, fill=PAPER, stroke=PAPER, stroke_width=2 * _CASING))
    drawn.append(_outline(shape, size, fill=fill, stroke=line, stroke_width=1.5))
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


def _outline(shape: Shape, size: float, **attributes: str | float) -> Element:
    """A square, circle, diamond or triangle about the origin."""
    if shape == "health_house":
        return element("circle", r=size, **attributes)
    return element(
        "path", d=_PATHS[shape].format(a=size, b=2 * size, c=0.8 * size), stroke_linejoin="round", **attributes
    )


_PATHS = {
    "hospital": "M-{a:.1f}-{a:.1f}h{b:.1f}v{b:.1f}h-{b:.1f}z",
    "psychiatry_house": "M0-{a:.1f}L{a:.1f} 0L0 {a:.1f}L-{a:.1f} 0z",
    "outreach_point": "M0-{a:.1f}L{a:.1f} {c:.1f}H-{a:.1f}z",
}
