"""Colours that the colour-blind tell apart and that stay apart in black and white; the tests measure both.

How a site looks: its shape says what it is, its filling what happens there.

Classes of minutes with round borders, their colours and what they are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from placement.instance.instance import Floats
from placement.locale import N_
from placement.present.maps.picture import Band, Shape, State
from placement.present.svg import Element, element
from placement.present.words.voice import Voice

BAND_BETWEEN: dict[str, str] = {
    "shorter": N_("{low}–{high} shorter"),
    "longer": N_("{low}–{high} longer"),
}

BAND_OVER: dict[str, str] = {
    "shorter": N_("over {low} shorter"),
    "longer": N_("over {low} longer"),
}

NEAR_TO_FAR = ("#f6ecb2", "#aece90", "#5cac98", "#358395", "#285a8a", "#25336b")
"""Light to dark in even steps of lightness."""
SHORTER = ("#afd7f0", "#5ca2d2", "#3b6eae")
"""A little to a lot shorter."""
LONGER = ("#eecc9f", "#d08d45", "#a4592b")
"""A little to a lot longer; as light as SHORTER, so that it is hatched too."""
SAME = "#f7f6f1"

SEA = "#e6edf2"
LAND = "#fdfcfa"
NO_FIGURE = "#d9d9d9"
SHORE = "#6d7c87"
INK = "#16202a"
QUIET = "#4a5763"
PAPER = "#ffffff"
CHANGED = "#b3004f"
"""What opens or closes; never said by the colour alone."""


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


BORDERS = (10.0, 20.0, 30.0, 45.0, 60.0)
"""The same in every map, so that maps can be compared; 30 and 45 as in the indicators."""
_ROUND = (
    (0.05, 0.2, 0.5),
    (0.1, 0.5, 1.0),
    (0.2, 1.0, 2.0),
    (0.2, 2.0, 5.0),
    (0.2, 5.0, 10.0),
    (0.2, 10.0, 20.0),
    (0.2, 20.0, 50.0),
)
"""Borders of a change: between as today, a little, more and a lot."""


@dataclass(frozen=True)
class Bands:
    """Classes, and which one a figure is in.

    Attributes:
        bands: in the order of the legend.
        borders: between them, rising.
    """

    bands: tuple[Band, ...]
    borders: tuple[float, ...]

    def of(self, figures: Floats) -> list[int | None]:
        """The class of each figure; None of NaN. A figure on a border belongs above it."""
        places = np.searchsorted(self.borders, figures, side="right")
        return [None if np.isnan(figure) else int(at) for figure, at in zip(figures, places, strict=True)]


def bands_of_minutes(say: Voice) -> Bands:
    """Minutes of a trip."""
    low, high = say.number(BORDERS[0]), say.number(BORDERS[-1])
    between = (say("{low}–{high}", low=say.number(a), high=say.number(b)) for a, b in pairwise(BORDERS))
    words = (say("under {high}", high=low), *between, say("{low} and more", low=high))
    return Bands(tuple(Band(*one) for one in zip(words, NEAR_TO_FAR, strict=True)), BORDERS)


def bands_of_change(say: Voice, change: Floats, reference: str) -> Bands:
    """Minutes more or less than the reference, with borders that fit the largest; the same size both ways."""
    most = float(np.nanmax(np.abs(change), initial=0.0))
    steps = max((each for each in _ROUND if each[-1] <= 0.7 * most), default=_ROUND[0], key=lambda each: each[-1])
    same = Band(say("as {reference} (under {high})", reference=reference, high=say.short(steps[0])), SAME)
    bands = (*_side(say, "shorter", SHORTER, steps)[::-1], same, *_side(say, "longer", LONGER, steps))
    return Bands(bands, (*(-step for step in steps[::-1]), *steps))


def _side(say: Voice, way: str, colours: Sequence[str], steps: tuple[float, ...]) -> tuple[Band, ...]:
    """From a little to a lot; longer trips are hatched."""
    shown = [say.short(step) for step in steps]
    between = [say(BAND_BETWEEN[way], low=low, high=high) for low, high in pairwise(shown)]
    words = (*between, say(BAND_OVER[way], low=shown[-1]))
    return tuple(Band(word, colour, hatched=way == "longer") for word, colour in zip(words, colours, strict=True))
